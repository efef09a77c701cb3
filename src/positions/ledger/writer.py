"""Deciding and recording: anew as often as another writer comes first."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, TypeVar

from positions.errors import PositionsError
from positions.ledger.batch import OutOfTurn
from positions.ledger.draft import Draft
from positions.ledger.journal import Stamp
from positions.store import LedgerBusy, Overtaken

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from positions.ledger.journal import Journal
    from positions.ledger.known import Known
    from positions.model.recorded import Recorded

    Clock = Callable[[], dt.datetime]

__all__ = ["OtherZone", "Writer"]

T = TypeVar("T")

_TRIES = 200
_LONGEST_PAUSE = 0.1


class OtherZone(PositionsError, ValueError):
    """A ledger was opened with another zone than its own, which its first write fixed.

    Attributes:
        zone: The zone it was opened with.
        own: The zone of the ledger.
    """

    def __init__(self, zone: str, own: str) -> None:
        self.zone = zone
        self.own = own
        super().__init__(zone, own)

    def __str__(self) -> str:
        return (
            f"the bare dates of this ledger are read in {self.own}, which its first write fixed, "
            f"and not in {self.zone}; open it without a zone, and ask with one"
        )


class Writer:
    """Takes decisions on what is on record, and records what comes of them.

    Attributes:
        retried: How often a decision was taken anew because another writer had come first.
        in_batch: Whether a batch is open, past which nothing may be written.
    """

    def __init__(
        self, journal: Journal, *, zone: str | None, clock: Clock, curator: str | None
    ) -> None:
        self._journal = journal
        self._given = zone
        self._clock = clock
        self._curator = curator
        self.retried = 0
        self.in_batch = False
        self._check_zone(journal.read_zone())

    @property
    def zone(self) -> str | None:
        """The zone that the first write fixed, else the one that was given; `None` without."""
        return self._journal.zone or self._given

    def begun(self, zone: str) -> tuple[Known, Draft]:
        """Return what is known now, and a draft upon it, in *zone* if the first write fixes it.

        Raises:
            OutOfTurn: a batch is open.
            OtherZone: the first write was another's, in another zone than was given.
        """
        self.check_turn()
        known = self._journal.known()
        return known, Draft(known, self.checked_zone() or zone)

    def check_turn(self) -> None:
        """Check that no batch is open.

        Raises:
            OutOfTurn: one is.
        """
        if self.in_batch:
            why = "a batch of this ledger is open; write to the batch until it ends"
            raise OutOfTurn(why)

    def checked_zone(self) -> str | None:
        """Return the zone that the first write fixed, as far as was read; `None` before it.

        Raises:
            OtherZone: it was another's, in another zone than was given.
        """
        self._check_zone(self._journal.zone)
        return self._journal.zone

    def record(
        self,
        decide: Callable[[Draft], None],
        *,
        zone: str,
        begun: tuple[Known, Draft] | None = None,
    ) -> tuple[Recorded, ...]:
        """Decide, and record what comes of it; anew as often as another writer comes first.

        Args:
            decide: Takes the decision, on a draft.
            zone: The zone that this fixes, if it is the first write.
            begun: Where the decision was taken already, on what, and the draft of it.

        Raises:
            LedgerBusy: others came first for too long.
        """

        def attempt() -> tuple[Recorded, ...]:
            nonlocal begun
            if begun is None:
                begun = self.begun(zone)
                decide(begun[1])
            (known, draft), begun = begun, None
            if not draft.events:
                return ()
            return self._journal.record(draft, known, self.stamp())

        return self.until_first(attempt)

    def stamp(self) -> Stamp:
        """Return what is added to what is recorded now."""
        return Stamp(self._clock(), self._curator)

    def until_first(self, attempt: Callable[[], T]) -> T:
        """Return what *attempt* does, made anew as often as another writer comes first.

        Raises:
            LedgerBusy: others came first for too long.
        """
        for tries in range(_TRIES):
            try:
                return attempt()
            except Overtaken:
                self.retried += 1
                if tries:  # who was overtaken once tries again at once
                    pause = min(_LONGEST_PAUSE, 0.001 * 2**tries)
                    time.sleep(random.random() * pause)  # noqa: S311 - no secret
        why = f"other writers came first {_TRIES} times"
        raise LedgerBusy(why)

    def _check_zone(self, own: str | None) -> None:
        if self._given is not None and own is not None and own != self._given:
            raise OtherZone(self._given, own)
