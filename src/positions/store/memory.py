"""The log as one process has read it: the streams that views share, and where they end."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from positions.model.recorded import LedgerBegun, Recorded, Unreadable
from positions.replay.streams import Streams

if TYPE_CHECKING:
    from positions.store import Entry, Log

__all__ = ["BEFORE_ALL", "Memory"]

BEFORE_ALL = dt.datetime.min.replace(tzinfo=dt.UTC)


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

    def __init__(self, log: Log) -> None:
        self._log = log
        self.streams = Streams()
        self.position = 0
        self.versions: dict[str, int] = {}
        self.zone: str | None = None

    def read(self, entry: Entry) -> None:
        """Take the next event of the log, as it was found."""
        expected = self.versions.get(entry.stream, 0) + 1
        if entry.version != expected:
            why = f"event {expected} of {entry.stream!r} is missing: the next is {entry.version}"
            self._damaged(entry, range(expected, max(entry.version, expected + 1)), why)
        if isinstance(entry.found, Exception):
            self._damaged(entry, range(entry.version, entry.version + 1), str(entry.found))
        else:
            self.take(entry.found.recorded)
        self.versions[entry.stream] = max(entry.version, expected)
        self.position = entry.position

    def written(self, position: int, recorded: Recorded, version: int) -> None:
        """Take an event that was just written at the end of the log."""
        self.position = position
        self.versions[recorded.stream] = version
        self.take(recorded)

    def take(self, recorded: Recorded) -> None:
        """Take an event."""
        if isinstance(recorded.event, LedgerBegun):
            self.zone = self.zone or recorded.event.zone
        else:
            self.streams.append(recorded)

    def _damaged(self, entry: Entry, versions: range, why: str) -> None:
        """Take note that something cannot be read, recorded when the last event before it was."""
        known = self.streams.events
        tying = self._log.may_tie(entry.stream, versions, entry.position)
        self.streams.append(
            Recorded(
                stream=entry.stream,
                event=Unreadable(why=why, tying=tying),
                recorded_at=known[-1].recorded_at if known else BEFORE_ALL,
            )
        )
