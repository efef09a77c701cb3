"""Shifts unfolded: what one event of a log after the other did to timelines.

A statement dated in the past, an amendment, a void, a mandate or an identity that is recorded today
changes timelines where they are, not at their end. What an event does not touch is not looked at;
what it only adds to is asked about from its end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from attrs import evolve, frozen

from positions.model.claims.events import StatementRecorded
from positions.model.claims.state import INITIAL
from positions.model.vocabulary import Act, Policy
from positions.replay.asking import Asking
from positions.replay.dossier import is_tied, item_of
from positions.replay.effects import Effects
from positions.replay.order import UNORDERED
from positions.replay.periods import changes_between, periods_where
from positions.replay.record import Record
from positions.replay.recorded_changes import ChangedSpan, RecordedChange
from positions.replay.recorded_shifts import RecordedShift
from positions.replay.tails import NOTHING_SAID, Tail, tail_of, untied
from positions.replay.timeline import shifts
from positions.replay.weighing import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.replay.answers import Shift
    from positions.replay.dossier import Item
    from positions.replay.effects import Touched
    from positions.replay.policies import Question
    from positions.replay.streams import Streams

__all__ = ["Unfolding"]

_CLAIMS_KEPT = 4_096
_Asked: TypeAlias = "tuple[Question | None, Question | None]"
"""Where an actor stands on a claim, asked before an event and after it."""


class _Claim:
    """The timelines on a claim that were worked out.

    Attributes:
        whole: Whether they are all there are: whoever is not among them has said nothing.
        cells: They, by actor; `None` where something has changed since.
    """

    __slots__ = ("cells", "whole")

    def __init__(self, *, whole: bool) -> None:
        self.whole = whole
        self.cells: dict[str, _Cell | None] = {}

    def cell(self, actor: str) -> _Cell | None:
        """Return the timeline of an actor, if it is known."""
        if self.whole and actor not in self.cells:
            return _Cell([], NOTHING_SAID)
        return self.cells.get(actor)


@frozen(eq=False)
class _Cell:
    """A timeline: its shifts in order, and its end, where that is plain."""

    shifts: list[Shift]
    tail: Tail | None


class Unfolding:
    """Tells of one event after the other what it did to timelines; ask in order, from the first.

    Attributes:
        touched: Whose positions the last event may have changed, by claim.
    """

    def __init__(self, streams: Streams, asking: Asking | None = None) -> None:
        self._streams = streams
        self._asking = asking or Asking(Record(streams, 0), Cut())
        self._effects = Effects(streams)
        self._claims: dict[str, _Claim] = {}
        self.touched: Touched = {}
        self._asked: dict[tuple[str, str], _Asked] = {}

    def passed(self, place: int) -> None:
        """Take note of an event whose shifts nobody asks about."""
        self.touched = self._effects.at(place)
        for claim, actors in self.touched.items():
            if claim in self._claims:
                self._claims[claim].cells.update(dict.fromkeys(actors))

    def at(self, place: int) -> list[RecordedShift]:
        """Return what the event at *place* did, ordered by claim, actor and the timeline."""
        before = evolve(self._asking, record=Record(self._streams, place))
        after = evolve(before, record=Record(self._streams, place + 1))
        self.touched = self._effects.at(place)
        item = self._untied(after.record, place)
        found: list[RecordedShift] = []
        self._asked = {}
        for claim, actors in sorted(self.touched.items()):
            kept = self._kept(claim, place)
            for actor in sorted(actors):
                cell = kept.cell(actor)
                added = None
                if item is not None and cell is not None:
                    added = self._added(after, cell, item, actor)
                if added is None:
                    added = _changed(before, after, cell, (actor, claim))
                kept.cells[actor], changes, asked = added
                self._asked[actor, claim] = asked
                found.extend(
                    RecordedShift(
                        place=place + 1,
                        recorded=self._streams.events[place],
                        actor=actor,
                        claim=claim,
                        now=now,
                        was=was,
                        asked=asked,
                    )
                    for was, now in changes
                )
        return found

    def changes(self, place: int) -> Iterator[RecordedChange]:
        """Yield which answers the event made others, after `at` has told of it, in that order."""
        for (actor, claim), asked in self._asked.items():
            spans = changes_between(*map(periods_where, asked))
            found = tuple(
                ChangedSpan(start=start, stop=stop, change=change) for start, stop, change in spans
            )
            if found:
                yield RecordedChange(
                    place=place + 1,
                    recorded=self._streams.events[place],
                    actor=actor,
                    claim=claim,
                    spans=found,
                )

    def _kept(self, claim: str, place: int) -> _Claim:
        """Return the timelines on a claim that were worked out last; of few claims, the latest."""
        kept = self._claims.pop(claim, None)
        if kept is None:
            kept = _Claim(whole=self._streams.claim(claim, place) is INITIAL)
        if len(self._claims) >= _CLAIMS_KEPT:
            self._claims.pop(next(iter(self._claims)))
        self._claims[claim] = kept
        return kept

    def _untied(self, after: Record, place: int) -> Item | None:
        """Return the statement that an event puts on record, if nothing ties it to others."""
        event = self._streams.events[place].event
        plain = self._asking.cut == Cut() and self._asking.policy is Policy.LATEST
        if not plain or not isinstance(event, StatementRecorded):
            return None
        ref = event.statement.ref
        state, before = (self._streams.claim(ref.claim, end) for end in (place + 1, place))
        entry = state.entries[ref.statement]
        if (
            state.first is None
            or ref.statement in before.entries
            or event.statement.act is Act.RETRACT
            or is_tied(self._streams, event.statement, after.roster.members)
        ):
            return None
        return item_of(entry, event.statement, UNORDERED, after.roster)

    @staticmethod
    def _added(after: Asking, cell: _Cell, item: Item, actor: str) -> _Told | None:
        """Return what a statement adds at the end of a timeline; `None` where it is not there."""
        tail, roster = cell.tail, after.record.roster
        if tail is None or item.start < tail.after:
            return None
        if actor not in roster.states:
            return None
        claim = item.statement.claim
        old, new = (
            after.of(actor, untied(claim, each)) for each in (tail.items, (*tail.items, item))
        )
        shown = shifts(new)
        added = [each for each in shown[-1:] if each.statement is item.statement]
        cell.shifts.extend(added)
        now = _Cell(cell.shifts, tail_of(new, tail))
        return now, [(None, each) for each in added], (old, new)


_Told = tuple[_Cell, "list[tuple[Shift | None, Shift | None]]", "_Asked"]
"""A timeline, what was in it and what is in its place, and the questions that this answers."""


def _changed(before: Asking, after: Asking, cell: _Cell | None, named: tuple[str, str]) -> _Told:
    """Return how a timeline reads after an event, and what is other than it was."""
    old, new = _question(before, named), _question(after, named)
    was = _listed(old) if cell is None else cell.shifts
    now = _listed(new)
    changes = [] if was == now else _differences(was, now)
    tail = tail_of(new) if new is not None and after.cut == Cut() else None
    return _Cell(now, tail), changes, (old, new)


def _differences(was: list[Shift], now: list[Shift]) -> list[tuple[Shift | None, Shift | None]]:
    old = {shift.statement.id: shift for shift in was}
    new = {shift.statement.id: shift for shift in now}
    ids = [*(id for id in old if id not in new), *new]
    return [(old.get(id), new.get(id)) for id in ids if old.get(id) != new.get(id)]


def _question(asking: Asking, named: tuple[str, str]) -> Question | None:
    """Return the question where an actor stands on a claim; `None` of what is not on record."""
    actor, claim = named
    record = asking.record
    if actor not in record.roster.states:
        return None
    if record.streams.claim(claim, record.end).first is None:
        return None
    return asking.question(actor, claim)


def _listed(question: Question | None) -> list[Shift]:
    return [] if question is None else list(shifts(question))
