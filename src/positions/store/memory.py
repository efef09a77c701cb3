"""The log as one process has read it: the streams that views share, and where they end."""

from __future__ import annotations

import datetime as dt
from array import array
from typing import TYPE_CHECKING

import numpy as np

from positions.model.recorded import LedgerBegun, Recorded, Unreadable
from positions.replay.streams import Streams
from positions.store.checkpoint import Unusable
from positions.store.resuming import packed_up

if TYPE_CHECKING:
    from positions.store import Entry, Log
    from positions.store.checkpoint import Checkpoint
    from positions.store.resuming import Resumed

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

    def __init__(self, log: Log, resumed: Resumed | None = None) -> None:
        self._log = log
        self._past = None if resumed is None else resumed.past
        self._read = 0 if resumed is None else resumed.read
        self._positions = array("q")
        self.streams = Streams() if resumed is None else resumed.streams
        self.position = 0 if resumed is None else resumed.position
        self.zone = None if resumed is None else resumed.zone
        self.versions: dict[str, int] = {}

    @property
    def is_resumed(self) -> bool:
        """Whether its first events are looked up in the log."""
        return self._past is not None

    @property
    def read_itself(self) -> int:
        """How many events it has read or been told of, those of a checkpoint aside."""
        return self._read + len(self._positions)

    def let_go(self) -> None:
        """Use the log no more, which is about to be closed."""
        if self._past is not None:
            self._past.let_go()

    def packed(self) -> Checkpoint:
        """Return a checkpoint of all that was read.

        Raises:
            Unusable: something could not be read, or the log is not what was read.
        """
        if self.streams.damaged(len(self.streams.events)):
            why = "something in the log cannot be read"
            raise Unusable(why)
        positions = np.array(self._positions, np.int64)
        if self._past is not None:
            positions = np.concatenate([self._past.contents.positions, positions])
        ending = self.position, self.zone
        return packed_up(self._log, self.streams, self._past, positions, ending)

    def _version(self, stream: str) -> int:
        """Return how far a stream goes."""
        known = self.versions.get(stream)
        if known is None and self._past is not None:
            known = self._past.version(stream)
        return known or 0

    def read(self, entry: Entry) -> None:
        """Take the next event of the log, as it was found."""
        expected = self._version(entry.stream) + 1
        if entry.version != expected:
            why = f"event {expected} of {entry.stream!r} is missing: the next is {entry.version}"
            self._damaged(entry, range(expected, max(entry.version, expected + 1)), why)
        if isinstance(entry.found, Exception):
            self._damaged(entry, range(entry.version, entry.version + 1), str(entry.found))
        else:
            self.take(entry.found, entry.position)
        self.versions[entry.stream] = max(entry.version, expected)
        self.position = entry.position

    def written(self, position: int, recorded: Recorded, version: int) -> None:
        """Take an event that was just written at the end of the log."""
        self.position = position
        self.versions[recorded.stream] = version
        self.take(recorded, position)

    def take(self, recorded: Recorded, position: int) -> None:
        """Take an event that stands at a position."""
        if isinstance(recorded.event, LedgerBegun):
            self.zone = self.zone or recorded.event.zone
        else:
            self.streams.append(recorded)
            self._positions.append(position)

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
        self._positions.append(entry.position)
