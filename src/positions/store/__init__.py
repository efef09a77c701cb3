"""The stored form of events: names, versions and bytes that outlive the code."""

from __future__ import annotations

from positions.store.codec import STORED, Stored, StoredEvent, from_json, stored_as, to_json
from positions.store.envelope import recorded_from_json, recorded_to_json

__all__ = [
    "STORED",
    "Stored",
    "StoredEvent",
    "from_json",
    "recorded_from_json",
    "recorded_to_json",
    "stored_as",
    "to_json",
]
