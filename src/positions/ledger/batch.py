"""Many commands that are recorded as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.errors import PositionsError
from positions.ledger.commands import Commands

if TYPE_CHECKING:
    from collections.abc import Callable

    from positions.ledger.draft import Draft
    from positions.model.recorded import Event

__all__ = ["Batch", "OutOfTurn"]


class OutOfTurn(PositionsError, RuntimeError):
    """Something was to be written past an open batch, or to a batch or ledger that is over.

    Nothing of it is recorded.
    """


class Batch(Commands):
    """Commands that are recorded together, or not at all.

    Each command is decided at once, on what is on record and what the batch has so far. Where
    another writer comes first all are decided again, on what is on record then.
    """

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._over = False
        self._decisions: list[Callable[[Draft], None]] = []

    def end(self) -> None:
        """Take no more commands."""
        self._over = True

    def decide_on(self, draft: Draft) -> None:
        """Take every decision of the batch once more."""
        for decision in self._decisions:
            decision(draft)

    def _decide(self, decision: Callable[[Draft], None]) -> tuple[Event, ...]:
        if self._over:
            why = "this batch is over; write to the ledger, or to a new batch"
            raise OutOfTurn(why)
        before = len(self._draft.events)
        with self._draft.whole():
            decision(self._draft)
        self._decisions.append(decision)
        return tuple(event for _, event in self._draft.events[before:])
