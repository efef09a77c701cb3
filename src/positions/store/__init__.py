"""Where events are kept: their stored form, and the log, on eventsourcing's recorders."""

from __future__ import annotations

from positions.store.application import LedgerApplication, Logged
from positions.store.catalogue import rebuild_index
from positions.store.codec import REGISTRY, STORED, Registry, Storable, Stored
from positions.store.envelope import recorded_from_json, recorded_to_json
from positions.store.locations import Location, UnsupportedLocation, environment
from positions.store.log import Entry, LedgerBusy, Log, Overtaken, StoreFailed
from positions.store.opening import opened
from positions.store.verifying import Problem, Verification, verify

__all__ = [
    "REGISTRY",
    "STORED",
    "Entry",
    "LedgerApplication",
    "LedgerBusy",
    "Location",
    "Log",
    "Logged",
    "Overtaken",
    "Problem",
    "Registry",
    "Storable",
    "StoreFailed",
    "Stored",
    "UnsupportedLocation",
    "Verification",
    "environment",
    "from_json",
    "opened",
    "rebuild_index",
    "recorded_from_json",
    "recorded_to_json",
    "stored_as",
    "to_json",
    "verify",
]

from_json = REGISTRY.from_json
stored_as = REGISTRY.stored_as
to_json = REGISTRY.to_json
