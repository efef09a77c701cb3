"""The naive model's door: a record that can be asked."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from positions.model.ids import StatementRef
from positions.model.recorded import Recorded
from positions.model.vocabulary import Policy
from positions.model.when import Truth
from tests.naive import shifts
from tests.naive.order import Order, known_order
from tests.naive.policies import Voices
from tests.naive.record import Known, known
from tests.naive.voices import counts_for
from tests.naive.words import Cut, Word, inclusion, words_on

__all__ = ["NaiveRecord"]


class NaiveRecord:
    """Events in their order of recording, to be asked where an actor stands.

    In all questions, `as_of` and `known_by` are exclusive ends in microseconds since
    1970-01-01T00:00Z, and `recorded_by` is an instant, inclusive; left out, each is no limit.
    """

    def __init__(self, events: Sequence[Recorded]) -> None:
        self._events = tuple(events)
        self._replayed = cache(self._replay)

    @property
    def actors(self) -> frozenset[str]:
        """The ids of all actors that the record speaks of."""
        return self._replayed(None)[0].actors

    @property
    def claims(self) -> frozenset[str]:
        """The ids of all claims that the record speaks of."""
        return self._replayed(None)[0].claims

    def outcomes(
        self,
        actor: str,
        claim: str,
        *,
        policy: str = Policy.LATEST,
        as_of: int | None = None,
        known_by: int | None = None,
        recorded_by: datetime | None = None,
        include: frozenset[str] = frozenset(),
    ) -> frozenset[str]:
        """Return the kinds of position that are possible; one alone is the position's kind."""
        on_record, order = self._replayed(recorded_by)
        cut = Cut(as_of=as_of, known_by=known_by, include=include)
        voices = Voices(known=on_record, order=order, claim=claim, body=actor, cut=cut)
        match Policy(policy):
            case Policy.LATEST:
                return voices.latest()
            case Policy.MOST_SENIOR:
                return voices.most_senior()
            case Policy.UNANIMOUS:
                return voices.unanimous()

    def inclusion(
        self,
        statement: StatementRef,
        actor: str,
        *,
        as_of: int | None = None,
        known_by: int | None = None,
        recorded_by: datetime | None = None,
        include: frozenset[str] = frozenset(),
    ) -> Truth:
        """Say whether *statement* is in where *actor* is asked about; unknown ones are not."""
        on_record, order = self._replayed(recorded_by)
        if statement not in on_record.entries:
            return Truth.NO
        cut = Cut(as_of=as_of, known_by=known_by, include=include)
        counting = counts_for(on_record, actor)
        return inclusion(on_record.entries[statement], order.times[statement], cut, counting)

    def attribution(self, statement: StatementRef, actor: str) -> Truth:
        """Say whether *statement*, which is on record, counts for *actor*, all else aside (R8)."""
        on_record, order = self._replayed(None)
        counting = counts_for(on_record, actor)
        return counting(on_record.entries[statement].statement, order.times[statement])

    def shifts(
        self,
        actor: str,
        claim: str,
        *,
        as_of: int | None = None,
        known_by: int | None = None,
        recorded_by: datetime | None = None,
        include: frozenset[str] = frozenset(),
    ) -> list[tuple[str, str | None]]:
        """Return the timeline's statements and kinds of shift, where `places_are_certain`."""
        cut = Cut(as_of=as_of, known_by=known_by, include=include)
        return shifts.timeline(self._words(actor, claim, cut, recorded_by))

    def places_are_certain(
        self,
        actor: str,
        claim: str,
        *,
        as_of: int | None = None,
        known_by: int | None = None,
        recorded_by: datetime | None = None,
        include: frozenset[str] = frozenset(),
    ) -> bool:
        """Say whether all that may be in is in, and in one order alone."""
        cut = Cut(as_of=as_of, known_by=known_by, include=include)
        return shifts.places_are_certain(self._words(actor, claim, cut, recorded_by))

    def _words(self, actor: str, claim: str, cut: Cut, recorded_by: datetime | None) -> list[Word]:
        on_record, order = self._replayed(recorded_by)
        counting = counts_for(on_record, actor)
        return words_on(on_record, order, claim, actor, cut, counting=counting)

    def _replay(self, recorded_by: datetime | None) -> tuple[Known, Order]:
        on_record = known(self._events, recorded_by)
        return on_record, known_order(on_record)
