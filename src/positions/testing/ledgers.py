"""Ledgers in memory that hold what a test was given, and whose clock goes on from there."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from attrs import evolve

from positions.history import History
from positions.ledger import open as open_ledger
from positions.store import recorded_to_json
from positions.testing.pools import RECORDED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from positions.ledger import Ledger
    from positions.model.recorded import Recorded

__all__ = ["ledger_with", "recorded_in"]


def ledger_with(history: History, zone: str | None) -> Ledger:
    """Return a ledger in memory that holds *history*; each write is a day after the last."""
    days = _days_after(history)
    ledger = open_ledger(":memory:", zone=zone, clock=lambda: next(days))
    ledger.import_from(BytesIO(b"".join(recorded_to_json(each) + b"\n" for each in history)))
    return ledger


def _days_after(history: Sequence[Recorded]) -> Iterator[datetime]:
    day = timedelta(days=1)
    now = max((recorded.recorded_at + day for recorded in history), default=RECORDED[0])
    while True:
        yield now
        now += day


def recorded_in(ledger: Ledger, known: int) -> History:
    """Return what a ledger holds; the salts of what is new since *known* count the events."""
    history = ledger.history()
    new = (
        evolve(recorded, salt=f"{place:032x}")
        for place, recorded in enumerate(history[known:], start=known)
    )
    return History.of([*history[:known], *new], zone=history.zone)
