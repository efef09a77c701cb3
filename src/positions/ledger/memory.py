"""The log as one process has read it: the streams that views share, and where they end."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from positions.model.recorded import LedgerBegun, Recorded, Unreadable
from positions.replay.streams import Streams

if TYPE_CHECKING:
    from positions.model.recorded import Event
    from positions.store import Entry

__all__ = ["Memory"]

_BEFORE_ALL = dt.datetime.min.replace(tzinfo=dt.UTC)


class Memory:
    """What was read of a log, from its beginning up to a position.

    It takes whatever it finds: what cannot be read, and what is missing in a stream, enters as
    `Unreadable`, so that the answers it may touch say so.

    Attributes:
        streams: The events, but for the one that begins the ledger.
        position: The position of the last event that was read; 0 where there was none.
        versions: How far each stream goes.
        zone: The zone that the first write fixed; `None` before it.
    """

    def __init__(self) -> None:
        self.streams = Streams()
        self.position = 0
        self.versions: dict[str, int] = {}
        self.zone: str | None = None

    def read(self, entry: Entry) -> None:
        """Take the next event of the log, as it was found."""
        if isinstance(entry.found, Exception):
            event: Recorded | Unreadable = Unreadable(why=str(entry.found))
        else:
            event = entry.found.recorded
        self._check_place(entry.stream, entry.version)
        self.position = entry.position
        self.take(entry.stream, event)

    def written(self, position: int, recorded: Recorded, version: int) -> None:
        """Take an event that was just written at the end of the log."""
        self.position = position
        self.versions[recorded.stream] = version
        self.take(recorded.stream, recorded)

    def take(self, stream: str, found: Recorded | Unreadable) -> None:
        """Take an event of a stream."""
        if isinstance(found, Unreadable):
            self.streams.append(self._unreadable(stream, found))
        elif isinstance(found.event, LedgerBegun):
            self.zone = self.zone or found.event.zone
        else:
            self.streams.append(found)

    def _check_place(self, stream: str, version: int) -> None:
        expected = self.versions.get(stream, 0) + 1
        if version != expected:
            why = f"event {expected} of the stream {stream!r} is missing: the next is {version}"
            self.take(stream, Unreadable(why=why))
        self.versions[stream] = max(version, expected)

    def _unreadable(self, stream: str, event: Event) -> Recorded:
        """Return what cannot be read as recorded when the last event before it was."""
        known = self.streams.events
        moment = known[-1].recorded_at if known else _BEFORE_ALL
        return Recorded(stream=stream, event=event, recorded_at=moment)
