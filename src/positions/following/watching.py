"""A watch: shifts as they are recorded, from a checkpoint on."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from attrs import frozen

from positions.following.waiting import waiting_for
from positions.model.vocabulary import ShiftKind
from positions.projections.feeds import Feed
from positions.projections.projection import planned
from positions.projections.shifts import Shifts
from positions.replay.asking import member
from positions.store.log import PAGE
from positions.store.memory import Memory

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from positions.replay.recorded_shifts import RecordedShift
    from positions.store import Log

__all__ = ["Wanted", "Watch"]


@frozen
class Wanted:
    """Which shifts are wanted; `None` for all.

    Attributes:
        actors: Whose.
        claims: On what.
        kinds: Of which kinds.
    """

    actors: frozenset[str] | None
    claims: frozenset[str] | None
    kinds: frozenset[ShiftKind] | None

    @classmethod
    def of(
        cls,
        actor: str | Iterable[str] | None,
        claim: str | Iterable[str] | None,
        kinds: str | Iterable[str] | None,
    ) -> Wanted:
        """Return what is wanted by one name, or several.

        Raises:
            InvalidQuestion: there is no such kind of shift.
        """
        named = _several(kinds)
        return cls(
            _several(actor),
            _several(claim),
            None
            if named is None
            else frozenset(member(ShiftKind, each, "kinds") for each in named),
        )

    def has(self, shift: RecordedShift) -> bool:
        """Return whether a shift is among them."""
        return (
            (self.actors is None or shift.actor in self.actors)
            and (self.claims is None or shift.claim in self.claims)
            and (self.kinds is None or shift.kind in self.kinds)
        )


def _several(names: str | Iterable[str] | None) -> frozenset[str] | None:
    if names is None:
        return None
    return frozenset((names,) if isinstance(names, str) else names)


class Watch:
    """Shifts as they are recorded: to be iterated over, in a loop that waits for the next.

    It is never at an end until it is stopped, and can be iterated over again from where it was
    left. The order is that of recording; within what one event did, that of claim and actor.

    Attributes:
        place: The checkpoint: all shifts of the events up to this place of the history, counted
            from 1, were taken. Who goes on `after` it misses none, and is told none of them again.
    """

    def __init__(self, log: Log, wanted: Wanted, after: int | None) -> None:
        self._log = log
        self._wanted = wanted
        self._memory = Memory(log)
        self._feed = Feed(self._memory.streams, [planned(Shifts())])
        self._waiting = waiting_for(log)
        self._found: list[RecordedShift] = []
        self._stop = threading.Event()
        self._head = log.head() if after is None else 0
        self.place = 0 if after is None else after
        while self._memory.position < self._head:  # so that the checkpoint is true at once
            self._read()

    def __repr__(self) -> str:
        return f"<Watch of {self._log.where!r} after place {self.place}>"

    def new(self) -> list[RecordedShift]:
        """Return what was recorded until now and not taken yet, without waiting."""
        return list(self._taken(to_the_end=True))

    def stop(self) -> None:
        """End the loop over it, or else the next one, soon; it may be called from any thread."""
        self._stop.set()

    def __iter__(self) -> Iterator[RecordedShift]:
        """Yield each shift, and wait for the next, until the watch is stopped."""
        while not self._stop.is_set():
            yield from self._taken(to_the_end=False)
            self._wait()
        self._stop.clear()

    async def __aiter__(self) -> AsyncIterator[RecordedShift]:
        """Yield each shift, and wait for the next, until the watch is stopped."""
        while not self._stop.is_set():
            while not self._stop.is_set() and await asyncio.to_thread(self._read):
                for each in self._handed_out(to_the_end=False):
                    yield each
            await asyncio.to_thread(self._wait)
        self._stop.clear()

    def close(self) -> None:
        """End it, and let go of what it waits with."""
        self.stop()
        self._waiting.close()

    def _taken(self, *, to_the_end: bool) -> Iterator[RecordedShift]:
        while self._read():
            yield from self._handed_out(to_the_end=to_the_end)
            if self._stop.is_set() and not to_the_end:
                return

    def _handed_out(self, *, to_the_end: bool) -> Iterator[RecordedShift]:
        """Yield what was found; an event is behind only once all its shifts were taken."""
        while self._found:
            shift = self._found[0]
            self.place = shift.place - 1
            yield shift
            del self._found[0]
            if self._found and self._stop.is_set() and not to_the_end:
                return
        self.place = max(self.place, self._feed.place)

    def _read(self) -> bool:
        """Read a page, and return whether there was one, or something is still to be handed out."""
        if self._found:
            return True
        memory, feed = self._memory, self._feed
        page = self._log.read(memory.position, PAGE)
        for entry in page:
            memory.read(entry)
            for place in range(feed.place, len(memory.streams.events)):
                wanted = entry.position > self._head and place >= self.place
                self._found.extend(filter(self._wanted.has, feed.next(wanted=wanted).shifts))
            if entry.position <= self._head:
                self.place = feed.place
        return bool(page)

    def _wait(self) -> None:
        if not self._found:
            self._waiting.wait(self._memory.position, self._stop)
