"""Shifts as they are recorded: what each event of a log did to the timelines of actors.

A statement dated in the past, an amendment, a void, a mandate or an identity that is recorded today
changes timelines where they are, not at their end. Each such change is told, with the spans of past
instants at which answers are other than they were.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from positions.model.when import OPEN_FUTURE, OPEN_PAST
from positions.model.when.zones import aware
from positions.replay.asking import Asking
from positions.replay.effects import Effects
from positions.replay.periods import periods, spans_between
from positions.replay.record import Record
from positions.replay.timeline import shifts
from positions.replay.weighing import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from positions.model.claims.statement import Statement
    from positions.model.recorded import Recorded
    from positions.model.vocabulary import ShiftKind
    from positions.replay.answers import Shift
    from positions.replay.effects import Touched
    from positions.replay.streams import Streams

__all__ = ["RecordedShift", "Unfolding"]

_CLAIMS_KEPT = 4_096


@frozen(kw_only=True)
class RecordedShift:
    """What one recorded event did to one commitment in an actor's timeline.

    Attributes:
        place: Which event of the history it was, counted from 1; with `actor`, `claim` and the
            statement it names this for ever, in every store and copy of the ledger.
        recorded: The event, with when and by whom it was recorded.
        actor: Whose timeline.
        claim: On what.
        now: The shift as it reads since; `None` where it is gone.
        was: The shift as it read before; `None` where it is new.
    """

    place: int
    recorded: Recorded
    actor: str
    claim: str
    now: Shift | None
    was: Shift | None
    _before: Asking = field(alias="before", eq=False, repr=False)

    def __repr__(self) -> str:
        return f"<RecordedShift {self.key}: {self.what} {self.kind}>"

    @property
    def what(self) -> str:
        """`new`, `changed` or `withdrawn`."""
        if self.was is None:
            return "new"
        return "withdrawn" if self.now is None else "changed"

    @property
    def kind(self) -> ShiftKind | None:
        """The kind of shift as it reads, or as it read where it is gone."""
        return self._either.kind

    @property
    def statement(self) -> Statement:
        """The commitment as it reads, or as it read where it is gone."""
        return self._either.statement

    @property
    def key(self) -> str:
        """What is the same whenever this is told again: for whoever must not do a thing twice."""
        return f"{self.place}:{self.actor}:{self.claim}:{self.statement.id}"

    @property
    def _either(self) -> Shift:
        found = self.now or self.was
        assert found is not None  # noqa: S101 - it is made of one or both
        return found

    @cached_property
    def changed(self) -> tuple[tuple[datetime | None, datetime | None], ...]:
        """The spans of instants as of which the actor stands elsewhere since the event.

        Each is (from, until) in aware UTC datetimes, half-open, `None` where open. They are those
        of the whole event on this actor and claim: all its shifts there share them.
        """
        before, after = self._before, _after(self._before)
        old = periods(before.question(self.actor, self.claim))
        new = periods(after.question(self.actor, self.claim))
        return tuple(
            (
                None if start <= OPEN_PAST else aware(start),
                None if stop >= OPEN_FUTURE else aware(stop),
            )
            for start, stop in spans_between(old, new)
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain data; instants in ISO 8601, UTC."""
        return {
            "key": self.key,
            "place": self.place,
            "recorded_at": self.recorded.recorded_at.isoformat(),
            "curator": self.recorded.curator,
            "actor": self.actor,
            "claim": self.claim,
            "what": self.what,
            "kind": None if self.kind is None else str(self.kind),
            "now": None if self.now is None else self.now.to_dict(),
            "was": None if self.was is None else self.was.to_dict(),
            "changed": [
                [None if each is None else each.isoformat() for each in span]
                for span in self.changed
            ],
        }


def _after(before: Asking) -> Asking:
    """Return how the same is asked just after the next event."""
    record = before.record
    return evolve(before, record=Record(record.streams, record.end + 1))


class Unfolding:
    """Tells of one event after the other what it did to timelines; ask in order, from the first.

    Attributes:
        touched: Whose positions the last event may have changed, by claim.
    """

    def __init__(self, streams: Streams, asking: Asking | None = None) -> None:
        self._streams = streams
        self._asking = asking or Asking(Record(streams, 0), Cut())
        self._effects = Effects(streams)
        self._timelines: dict[str, dict[str, tuple[Shift, ...]]] = {}
        self.touched: Touched = {}

    def passed(self, place: int) -> None:
        """Take note of an event whose shifts nobody asks about."""
        self.touched = self._effects.at(place)
        for claim, actors in self.touched.items():
            for actor in actors & self._timelines.get(claim, {}).keys():
                del self._timelines[claim][actor]

    def at(self, place: int) -> list[RecordedShift]:
        """Return what the event at *place* did, ordered by claim, actor and the timeline."""
        before = evolve(self._asking, record=Record(self._streams, place))
        after = _after(before)
        self.touched = self._effects.at(place)
        found: list[RecordedShift] = []
        for claim, actors in sorted(self.touched.items()):
            before.record.dossier(claim)  # while it is the last that was compiled
            kept = self._kept(claim)
            for actor in sorted(actors):
                old = kept.get(actor)
                if old is None:
                    old = _timeline(before, actor, claim)
                new = kept[actor] = _timeline(after, actor, claim)
                if old != new:
                    found.extend(self._between(old, new, before, (actor, claim)))
        return found

    def _kept(self, claim: str) -> dict[str, tuple[Shift, ...]]:
        """Return the timelines on a claim that were worked out last; of few claims, the latest."""
        kept = self._timelines.pop(claim, {})
        if len(self._timelines) >= _CLAIMS_KEPT:
            self._timelines.pop(next(iter(self._timelines)))
        self._timelines[claim] = kept
        return kept

    def _between(
        self,
        old: tuple[Shift, ...],
        new: tuple[Shift, ...],
        before: Asking,
        cell: tuple[str, str],
    ) -> Iterator[RecordedShift]:
        actor, claim = cell
        place = before.record.end
        was = {shift.statement.id: shift for shift in old}
        now = {shift.statement.id: shift for shift in new}
        for id in [*(id for id in was if id not in now), *now]:
            if was.get(id) != now.get(id):
                yield RecordedShift(
                    place=place + 1,
                    recorded=self._streams.events[place],
                    actor=actor,
                    claim=claim,
                    now=now.get(id),
                    was=was.get(id),
                    before=before,
                )


def _timeline(asking: Asking, actor: str, claim: str) -> tuple[Shift, ...]:
    """Return the timeline of an actor on a claim; of what is not on record, an empty one."""
    record = asking.record
    if actor not in record.roster.states:
        return ()
    if record.streams.claim(claim, record.end).first is None:
        return ()
    return shifts(asking.question(actor, claim))
