"""The log as followers read it: page by page, with what each event gives to projections."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

from positions.following.builds import Superseded
from positions.model.recorded import LEDGER, Recorded, Unreadable
from positions.projections.feeds import Feed, Told
from positions.projections.projection import Over
from positions.replay.record import Record
from positions.replay.view import View
from positions.replay.weighing import Cut
from positions.store.log import PAGE
from positions.store.memory import BEFORE_ALL, Memory

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from positions.following.builds import Build
    from positions.projections.projection import Plan
    from positions.replay.streams import Streams
    from positions.store import Entry, Log

__all__ = ["Pages", "Step", "of_this_log"]


@frozen(eq=False)
class Step:
    """What stands at one position of the log.

    Attributes:
        position: The position.
        event: Its stream and its version in it.
        told: What is told of the events there: mostly one; none where the ledger was begun; more
            where some before it are missing.
        streams: The log as far as it was read; `None` where nobody needs the events before.
        end: Where the record just after them ends in it.
    """

    position: int
    event: str
    told: tuple[Told, ...]
    streams: Streams | None = None
    end: int = 0

    @cached_property
    def view(self) -> View:
        """The record just after its events, for those over positions."""
        assert self.streams is not None  # noqa: S101 - for these the whole log is read
        return View(Record(self.streams, self.end), Cut())


class Pages:
    """The log, read once from its beginning for those who need all of it, else from where they are.

    Attributes:
        position: The position that was reached.
    """

    def __init__(self, log: Log, plans: Collection[Plan], after: int) -> None:
        self._log = log
        whole = any(each.over is not Over.EVENTS for each in plans)
        self._memory = Memory(log) if whole else None
        self._feed = None if self._memory is None else Feed(self._memory.streams, plans)
        self.position = 0 if whole else after

    def next(self, wanted_after: int, limit: int = PAGE) -> list[Step]:
        """Return the next steps; none at the end of the log.

        Args:
            wanted_after: Up to this position nobody asks for shifts.
            limit: How many at most.
        """
        return self.taken(self._log.read(self.position, limit), wanted_after)

    def taken(self, entries: Sequence[Entry], wanted_after: int) -> list[Step]:
        """Return the steps of the next events of the log, read by whomever."""
        if entries:
            self.position = entries[-1].position
        return [self._step(each, wanted=each.position > wanted_after) for each in entries]

    def _step(self, entry: Entry, *, wanted: bool) -> Step:
        memory, feed = self._memory, self._feed
        if memory is None or feed is None:
            return Step(entry.position, _event(entry), tuple(_told(entry)))
        memory.read(entry)
        streams = memory.streams
        end = len(streams.events)
        told = tuple(feed.next(wanted=wanted) for _ in range(feed.place, end))
        return Step(entry.position, _event(entry), told, streams, end)


def of_this_log(log: Log, build: Build) -> None:
    """Look whether the last event that a build has taken is where it was.

    Raises:
        Superseded: another stands there, or none: the build is of another ledger, or of this one
            before it was restored from a copy.
    """
    if build.position == 0:
        return
    found = next(iter(log.read(build.position - 1, 1)), None)
    if found is not None and found.position == build.position:
        if isinstance(found.found, Exception) or _event(found) == build.event:
            return  # what is damaged says no more what it was
        there = f"the log has {_event(found)!r} there"
    else:
        there = "the log has nothing there"
    why = (
        f"it has taken {build.event!r} at position {build.position}, and {there}; its rows are of "
        "another ledger, or of more than is left of this one: keep them in another database, or "
        "under another name"
    )
    raise Superseded(build.projection, why)


def _event(entry: Entry) -> str:
    return f"{entry.stream} {entry.version}"


def _told(entry: Entry) -> list[Told]:
    if entry.stream == LEDGER and not isinstance(entry.found, Exception):
        return []
    if isinstance(entry.found, Exception):
        unreadable = Unreadable(why=str(entry.found))
        return [Told(Recorded(stream=entry.stream, event=unreadable, recorded_at=BEFORE_ALL))]
    return [Told(entry.found)]
