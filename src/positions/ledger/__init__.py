"""The door: open a ledger, write to it, load cases into it, and ask it."""

from __future__ import annotations

from positions.ledger.door import (
    Batch,
    Ledger,
    OutOfTurn,
    UnsupportedLocation,
    open,  # noqa: A004 - its name
)
from positions.ledger.finding import Found
from positions.ledger.loading import Loaded

__all__ = ["Batch", "Found", "Ledger", "Loaded", "OutOfTurn", "UnsupportedLocation", "open"]
