"""The door: open a ledger, write to it, load cases into it, and ask it."""

from __future__ import annotations

from positions.ledger.batch import Batch, OutOfTurn
from positions.ledger.bulk import TableLoaded
from positions.ledger.checkpoints import NoCheckpoint
from positions.ledger.door import Ledger
from positions.ledger.exporting import Imported, InvalidImport
from positions.ledger.finding import Found
from positions.ledger.loading import Loaded
from positions.ledger.opening import open  # noqa: A004 - its name
from positions.ledger.writer import OtherZone
from positions.store import LedgerBusy, Problem, StoreFailed, UnsupportedLocation, Verification

__all__ = [
    "Batch",
    "Found",
    "Imported",
    "InvalidImport",
    "Ledger",
    "LedgerBusy",
    "Loaded",
    "NoCheckpoint",
    "OtherZone",
    "OutOfTurn",
    "Problem",
    "StoreFailed",
    "TableLoaded",
    "UnsupportedLocation",
    "Verification",
    "open",
]
