"""Between a ledger and its log: follows what others record, knows what decisions need, writes."""

from __future__ import annotations

import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from attrs import frozen

from positions.history import History
from positions.ledger.checkpoints import Checkpoints
from positions.ledger.known import Remembered
from positions.model.recorded import LEDGER, LedgerBegun, Recorded
from positions.pausing import to_the_end
from positions.store import Logged, Overtaken
from positions.store.catalogue import Catalogue, brought_up_to_date
from positions.store.checkpoint import Unusable
from positions.store.log import PAGE
from positions.store.memory import Memory
from positions.store.reading import read_through

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from eventsourcing.persistence import StoredEvent

    from positions.following.inline import Inline
    from positions.ledger.draft import Draft
    from positions.ledger.known import Known
    from positions.model.recorded import Event
    from positions.store import Log
    from positions.store.keyed import Filed, KeyedRecorder

__all__ = ["Journal", "Stamp"]

LONG = 20_000
"""How many events of a log are read into memory, if there is no checkpoint to go on from."""
_SALT_BYTES = 16


@frozen
class Stamp:
    """What the ledger adds to what is recorded.

    Attributes:
        moment: When it is recorded, on the ledger's own clock; an aware instant.
        curator: Who records it, if that was told.
    """

    moment: dt.datetime
    curator: str | None

    def on(self, stream: str, event: Event) -> Recorded:
        """Return *event* as it enters a stream now, with a salt of its own."""
        salt = secrets.token_hex(_SALT_BYTES)
        return Recorded(
            stream=stream, event=event, recorded_at=self.moment, curator=self.curator, salt=salt
        )


class Journal:
    """The log of one open ledger, and what was read of it.

    The whole log is read once something is asked of it. Before that a writer needs little of it: of
    a long log, in a store that keeps an index of keys, single events are looked up; and of such a
    log no events are kept when it is read.
    """

    def __init__(
        self, log: Log, inline: Inline | None = None, checkpoint: Path | None = None
    ) -> None:
        self.log = log
        self._inline = inline
        self.append = log.append if inline is None else inline.append
        self._memory = Memory(log)
        self._checkpoints = Checkpoints(log, checkpoint)
        self._history = History(self._memory.streams, 0, "UTC")
        self._zone: str | None = None

    @property
    def zone(self) -> str | None:
        """The zone that the first write fixed, as far as was read; `None` before it."""
        return self._memory.zone or self._zone

    @property
    def events(self) -> int:
        """How many events were read or written."""
        return len(self._memory.streams.events)

    def read_zone(self) -> str | None:
        """Look whether a first write has fixed the zone, and return it."""
        if self.zone is None:
            events = [each.event for each in self.log.stream(LEDGER)]
            zones = [event.zone for event in events if isinstance(event, LedgerBegun)]
            self._zone = zones[0] if zones else None
        return self.zone

    def follow(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Read what was recorded since; *progress* is told the position reached, and the last.

        The first time, from the last checkpoint on, where there is one to be trusted; else a long
        log is read through, and its events stay where they are.
        """
        last = self.log.head() if progress is not None or not self._memory.position else 0

        def reached(position: int) -> None:
            if progress is not None:
                progress(position, last)

        if not self._memory.position:
            self._memory = (
                self._checkpoints.resumed()
                or (self._read_through(reached) if last > LONG else None)
                or self._memory
            )
        to_the_end(lambda: self._read_page(reached))

    def _read_through(self, reached: Callable[[int], None]) -> Memory | None:
        """Read a log whose events stay where they are; `None` where some of them cannot be read."""
        with suppress(Unusable):
            return Memory(self.log, read_through(self.log, reached))
        return None

    def _read_page(self, reached: Callable[[int], None]) -> bool:
        """Read what comes next, and return whether that was the end of the log."""
        memory = self._memory
        page = self.log.read(memory.position)
        for entry in page:
            memory.read(entry)
        reached(memory.position)
        return not page or len(page) < PAGE

    def history(self, zone: str) -> History:
        """Return what is recorded until now; *zone* is that of cuts before the first write."""
        self.follow()
        zone = self.zone or zone
        if len(self._history) != self.events or self._history.zone != zone:
            self._history = History(self._memory.streams, self.events, zone)
        return self._history  # what one history has worked out serves all that ask

    def known(self) -> Known:
        """Return what a decision can be taken on, as of the last event of the log."""
        keyed = self.log.keyed
        memory = self._memory
        unread = not memory.position and self.log.head() > PAGE
        if keyed is not None and (memory.is_resumed or unread):
            return self.looked_up(keyed)
        self.follow()
        return Remembered(self._memory.streams, self._memory.versions)

    def looked_up(self, keyed: KeyedRecorder) -> Catalogue:
        """Return what can be looked up in the index of keys, without reading the log."""
        brought_up_to_date(self.log, keyed)
        self.read_zone()
        return Catalogue(self.log, keyed)

    def append_stored(
        self,
        stored: Sequence[StoredEvent],
        filed: Sequence[Filed],
        logged: Callable[[], Sequence[Logged]],
    ) -> None:
        """Record events that are in their stored form; they are read when something is asked.

        Args:
            stored: The events.
            filed: Their rows in the index of keys.
            logged: Returns the same events for projections that are written beside them.

        Raises:
            Overtaken: another writer came first; to be decided anew.
            LedgerBusy: the store was locked for too long.
            StoreFailed: the store could not be written.
        """
        if self._inline is None:
            self.log.append_stored(stored, filed)
        else:
            self._inline.append(logged())

    def checkpoint(self) -> Path:
        """Write a checkpoint of all that is recorded until now, and return where it is.

        Raises:
            NoCheckpoint: there can be none.
            StoreFailed: it cannot be written.
        """
        self.follow()
        return self._checkpoints.write(self._memory)

    def close(self) -> None:
        """Let go of the store; leave a checkpoint behind where much was read."""
        self._checkpoints.leave_behind(self._memory)
        self.log.close()

    def record(self, draft: Draft, known: Known, stamp: Stamp) -> tuple[Recorded, ...]:
        """Record what was decided on what was *known*, all or nothing, and return it.

        Raises:
            Overtaken: another writer came first; to be decided anew.
            LedgerBusy: the store was locked for too long.
            StoreFailed: the store could not be written.
        """
        events = draft.events
        zone = self.read_zone()
        if zone is None:
            events = [(LEDGER, LedgerBegun(zone=draft.zone)), *events]
        elif zone != draft.zone:
            why = f"the first write was another's, in zone {zone}"
            raise Overtaken(why)
        versions: dict[str, int] = {}
        logged: list[Logged] = []
        for stream, event in events:
            version = versions[stream] = (versions.get(stream) or known.version(stream)) + 1
            logged.append(Logged.of(stamp.on(stream, event), version))
        positions = self.append(logged)
        memory = self._memory
        if (
            isinstance(known, Remembered)
            and positions is not None
            and positions[0] == memory.position + 1
        ):
            for position, each in zip(positions, logged, strict=True):
                memory.written(position, each.recorded, each.originator_version)
            draft.hand_over(memory.streams)
        return tuple(each.recorded for each in logged if each.originator_id != LEDGER)
