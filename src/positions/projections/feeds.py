"""What events give to projections, in their turn: the event, its shifts, the cells it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from positions.projections.projection import UNFOLDED, Over
from positions.replay.unfolding import Unfolding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from positions.model.recorded import Recorded
    from positions.projections.projection import Plan
    from positions.replay.asking import Asking
    from positions.replay.effects import Touched
    from positions.replay.recorded_changes import RecordedChange
    from positions.replay.recorded_shifts import RecordedShift
    from positions.replay.streams import Streams

__all__ = ["Feed", "Told"]


@frozen(eq=False)
class Told:
    """An event of a history, with what those that follow want to know of it.

    Attributes:
        recorded: The event.
        shifts: What it did to timelines, as far as somebody wants to know.
        changes: Which answers it made others, the same.
        touched: Whose positions it may have changed, by claim, as far as somebody wants to know.
    """

    recorded: Recorded
    shifts: tuple[RecordedShift, ...] = ()
    changes: tuple[RecordedChange, ...] = ()
    touched: Touched = field(factory=dict[str, set[str]])

    def items(self, over: Over) -> Iterable[Recorded | RecordedShift | RecordedChange]:
        """Return what a projection steps through that is not over positions."""
        if over is Over.EVENTS:
            return (self.recorded,)
        return self.shifts if over is Over.SHIFTS else self.changes


class Feed:
    """Tells of one event of a history after the other, from the first on.

    Args:
        streams: The events, to which more may be appended meanwhile.
        plans: Those who want to know.
        asking: How timelines are asked for; of all that is recorded where left out.
    """

    def __init__(
        self, streams: Streams, plans: Iterable[Plan], asking: Asking | None = None
    ) -> None:
        over = {each.over for each in plans}
        self._streams = streams
        self._shifts = not UNFOLDED.isdisjoint(over)
        self._changes = Over.CHANGES in over
        self._touched = Over.POSITIONS in over
        self._unfolding = Unfolding(streams, asking)
        self.place = 0

    def next(self, *, wanted: bool = True) -> Told:
        """Return what is to be told of the next event; of one that nobody asks about, less."""
        place = self.place
        self.place += 1
        recorded = self._streams.events[place]
        if self._shifts and wanted:
            shifts = tuple(self._unfolding.at(place))
            changes = tuple(self._unfolding.changes(place)) if self._changes else ()
            return Told(recorded, shifts, changes, self._unfolding.touched)
        if self._shifts or self._touched:
            self._unfolding.passed(place)
            return Told(recorded, touched=self._unfolding.touched)
        return Told(recorded)
