"""The recorded events as a value: an immutable sequence, and the views that it gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from positions.model.recorded import LedgerBegun, Recorded
from positions.model.vocabulary import Policy, Visibility
from positions.model.when import OPEN_FUTURE, When
from positions.projections.projection import Runnable
from positions.projections.replaying import Replayed, replayed
from positions.replay.asking import Asking
from positions.replay.index import UNASKED
from positions.replay.lookups import Lookups, Questions, looked_up
from positions.replay.moments import Moment, Moments, ends_of, how_many
from positions.replay.record import Record
from positions.replay.streams import Streams
from positions.replay.view import View
from positions.replay.weighing import Cut

__all__ = ["History", "Moment"]


class History(Sequence[Recorded]):
    """The recorded events, in the order of recording; immutable, and without any store.

    Attributes:
        zone: The IANA name of the zone in which bare dates of cuts are read.
    """

    __slots__ = ("_end", "_record", "_streams", "zone")

    def __init__(self, streams: Streams, end: int, zone: str) -> None:
        self._streams = streams
        self._end = end
        self._record = Record(streams, end)
        self.zone = zone

    @classmethod
    def of(cls, events: Iterable[Recorded], *, zone: str | None = None) -> History:
        """Return the history of *events*, such as those of an export.

        Args:
            events: The recorded events, in order.
            zone: The IANA name of the zone in which bare dates of cuts are read; where left out,
                the one that a `LedgerBegun` among the events names, else UTC.

        Raises:
            TypeError: one is no `Recorded`: an event alone does not say when it was recorded.
        """
        streams = Streams()
        for recorded in events:
            begun = getattr(recorded, "event", None)
            if isinstance(begun, LedgerBegun):
                zone = zone or begun.zone
            else:
                streams.append(recorded)
        return cls(streams, len(streams.events), zone or "UTC")

    def __len__(self) -> int:
        return self._end

    @overload
    def __getitem__(self, place: int) -> Recorded: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Recorded, ...]: ...

    def __getitem__(self, place: int | slice) -> Recorded | tuple[Recorded, ...]:
        if isinstance(place, slice):
            return tuple(self._streams.events[each] for each in range(self._end)[place])
        return self._streams.events[range(self._end)[place]]

    def __iter__(self) -> Iterator[Recorded]:
        return (self._streams.events[place] for place in range(self._end))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, History):
            return NotImplemented
        return self.zone == other.zone and self[:] == other[:]

    def __hash__(self) -> int:
        return hash((self._end, self.zone))

    def __repr__(self) -> str:
        return f"<History of {self._end} events, bare dates in {self.zone}>"

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the events before its end."""
        return _unpickled, (self[:], self.zone)

    def plus(self, events: Iterable[Recorded]) -> History:
        """Return the history that goes on with *events*."""
        return History.of([*self, *events], zone=self.zone)

    def as_of(
        self,
        as_of: Moment | None = None,
        *,
        known_by: Moment | None = None,
        recorded_by: Moment | None = None,
        zone: str | None = None,
    ) -> View:
        """Return the past as a value; each clock that is left out is no limit.

        Args:
            as_of: What had been said by then: compared with when words were spoken.
            known_by: What was public by then: compared with when words were disclosed. Left out, it
                asks for the curator's coding, not for the public's reading.
            recorded_by: What was on record by then: compared with the ledger's own clock.
            zone: The zone in which bare dates of these cuts are read; the history's where left out.

        Each takes anything that says a time, and reaches to its end: `"2015-08-14"` takes in that
        whole day, an aware `datetime` that microsecond.

        Raises:
            InvalidWhen: a cut cannot be read as a time.
        """
        return View(*self._at(as_of, known_by, recorded_by, zone))

    def lookup(
        self,
        actors: str | Sequence[str],
        claims: str | Sequence[str],
        as_of: Moments = None,
        known_by: Moments = None,
        *,
        recorded_by: Moment | None = None,
        zone: str | None = None,
        policy: Policy | str = Policy.LATEST,
        include: Iterable[Visibility | str] = (),
    ) -> Lookups:
        """Return where each of these actors stands on the claim beside it, at the cut beside it.

        What is given once, or left out, goes with every question.

        Args:
            actors: The ids of the actors.
            claims: The ids of the claims.
            as_of: What had been said by then; as in `as_of`, or an array of `datetime64`.
            known_by: What was public by then, likewise.
            recorded_by: What was on record by then, for all questions.
            zone: The zone in which bare dates of these cuts are read; the history's where left out.
            policy: How a body's many voices become one.
            include: Which words are in besides the public ones.

        Raises:
            InvalidQuestion: there are more or fewer of one than of another.
            InvalidWhen: a cut cannot be read as a time.
            UnknownActor: one of the actors is not on record.
            UnknownClaim: one of the claims is not.
        """
        record, _, _ = self._at(None, None, recorded_by, zone)
        asking = Asking.by(record, Cut(), policy, include)
        counts = [how_many(each) for each in (actors, claims, as_of, known_by)]
        count = next((each for each in counts if each is not None), 1)
        where = zone or self.zone
        return looked_up(
            asking,
            Questions(
                [actors] * count if isinstance(actors, str) else list(actors),
                [claims] * count if isinstance(claims, str) else list(claims),
                ends_of(as_of, count, where),
                ends_of(known_by, count, where, UNASKED),
            ),
        )

    def replay(
        self,
        projection: Runnable,
        *,
        as_of: Moment | None = None,
        known_by: Moment | None = None,
        recorded_by: Moment | None = None,
        zone: str | None = None,
    ) -> Replayed:
        """Return what a projection makes of the past; the clocks are those of `as_of`.

        Over events, those of statements that are certainly not in at the cut are left out, and so
        are events that cannot be read. Over shifts, timelines are those at the cut, as each event
        up to `recorded_by` left them; over positions, they are those of the view.

        Raises:
            InvalidProjection: it is none.
            InvalidRow: it writes what its table cannot hold.
            InvalidWhen: a cut cannot be read as a time.
        """
        record, cut, _ = self._at(as_of, known_by, recorded_by, zone)
        return replayed(projection, record, cut)

    def _at(
        self,
        as_of: Moment | None,
        known_by: Moment | None,
        recorded_by: Moment | None,
        zone: str | None,
    ) -> tuple[Record, Cut, tuple[tuple[str, When], ...]]:
        """Return the record and the cut that are asked for, and the times that were given."""
        if zone is not None:
            When.parse("2000", zone=zone)
        where = zone or self.zone
        cuts = (("as_of", as_of), ("known_by", known_by), ("recorded_by", recorded_by))
        given = tuple(
            (name, When.of(value, zone=where)) for name, value in cuts if value is not None
        )
        ends = {name: when.stop for name, when in given}
        record = self._record
        if ends.get("recorded_by", OPEN_FUTURE) < OPEN_FUTURE:
            end = min(self._end, self._streams.end(ends["recorded_by"]))
            record = record if end == self._end else Record(self._streams, end)
        cut = Cut(ends.get("as_of", OPEN_FUTURE), ends.get("known_by"))
        return record, cut, given


def _unpickled(events: tuple[Recorded, ...], zone: str) -> History:
    return History.of(events, zone=zone)
