"""The log of a ledger: what is appended whole, and read in order, whatever is damaged in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from eventsourcing.persistence import (
    ConnectionPoolClosedError,
    IntegrityError,
    OperationalError,
    PersistenceError,
)

from positions.errors import CorruptRecord, PositionsError, UnknownEvent
from positions.pausing import collection_paused
from positions.store.application import LedgerApplication
from positions.store.keyed import KeyedRecorder
from positions.store.keys import TYING, about
from positions.store.pages import Entry, entries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from eventsourcing.persistence import Notification, StoredEvent

    from positions.store.application import LineMapper, Logged
    from positions.store.keyed import Filed, Row

__all__ = [
    "Also",
    "Entry",
    "LedgerBusy",
    "Log",
    "Overtaken",
    "StoreFailed",
    "told",
]

PAGE = 2_000
Also = Callable[[Any, Sequence[int]], None]
"""Is called with a cursor in the transaction and the positions of the events."""
_LOCKED = re.compile(r"\b(dead)?lock(ed)?\b|Timed out waiting for return of writer")
T = TypeVar("T")


class LedgerBusy(PositionsError, TimeoutError):
    """Other writers held the store, or kept coming first, for too long; nothing was recorded.

    Attributes:
        why: What was waited for.
    """

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)

    def __str__(self) -> str:
        return f"the ledger is busy, and nothing was recorded: {self.why}; try again"


class StoreFailed(PositionsError, OSError):
    """The store could not be read or written: a full disk, a lost connection, a broken file.

    What was acknowledged before is there. The write that met this may be there or not; to write it
    again is safe, as twice is once.

    Attributes:
        why: What the store says.
    """

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)

    def __str__(self) -> str:
        return f"the store failed: {self.why}"


class Overtaken(Exception):
    """Another writer has recorded something in a stream since it was read."""


class Log:
    """The events of a ledger in the order of recording, in whatever store.

    Attributes:
        application: The `eventsourcing` application underneath.
        where: Where they are kept, for people.
    """

    def __init__(self, application: LedgerApplication, where: str) -> None:
        self.where = where
        self.application = application
        self._recorder = application.recorder
        self._mapper: Any = application.mapper
        self._tying: tuple[int, dict[str, set[int]]] | None = None

    @property
    def mapper(self) -> LineMapper:
        """What makes stored events of logged ones."""
        mapper: LineMapper = self._mapper
        return mapper

    @property
    def file(self) -> Path | None:
        """The one file that the log is kept in; `None` where it is kept otherwise."""
        return None if self.keyed is None else self.keyed.file

    @property
    def is_encrypted(self) -> bool:
        """Whether what is stored can only be read with a key."""
        return self.mapper.cipher is not None

    def again(self) -> Log:
        """Return the same log, opened once more."""
        return Log(LedgerApplication(self.application.env), self.where)

    @property
    def keyed(self) -> KeyedRecorder | None:
        """The recorder, if it keeps an index of keys."""
        return self._recorder if isinstance(self._recorder, KeyedRecorder) else None

    def head(self) -> int:
        """Return the position of the last event; 0 where there is none."""
        return told(self._recorder.max_notification_id) or 0

    def append(self, events: Sequence[Logged], also: Also | None = None) -> Sequence[int] | None:
        """Record *events*, all or none, and return their positions if the store says them.

        Args:
            events: The events.
            also: What is to be done in the same transaction; only for a recorder that takes it.

        Raises:
            Overtaken: another writer came first in one of their streams.
            LedgerBusy: the store was locked for too long.
            StoreFailed: the store could not be written.
        """
        stored = [self._mapper.to_stored_event(each) for each in events]
        filed = [
            (key, each.originator_id, each.originator_version)
            for each in (events if self.keyed is not None else ())
            for key in about(each.event)
        ]
        return self.append_stored(stored, filed, also)

    def append_stored(
        self, stored: Sequence[StoredEvent], filed: Sequence[Filed], also: Also | None = None
    ) -> Sequence[int] | None:
        """Record events that are in their stored form already; else as `append`.

        Args:
            stored: What the mapper makes of the events.
            filed: Their rows in the index of keys, for a recorder that keeps one.
            also: As for `append`.
        """
        more: dict[str, Any] = {} if also is None else {"also": also}
        if self.keyed is not None:
            more["filed"] = filed
        try:
            return told(lambda: self._recorder.insert_events(stored, **more))
        except (Overtaken, LedgerBusy, StoreFailed):
            if self._holds(stored):
                return None
            raise

    def _holds(self, stored: Sequence[StoredEvent]) -> bool:
        """Look whether a batch was recorded, and only the word of it lost on the way."""
        with suppress(LedgerBusy, StoreFailed):
            return all(
                self._at(each.originator_id, each.originator_version) == each
                for each in (stored[0], stored[-1])
            )
        return False

    def read(self, after: int, limit: int = PAGE) -> list[Entry]:
        """Return the events next after a position, in order; none at the end of the log."""
        with collection_paused():
            return entries(told(lambda: self._rows(after, limit)), self.mapper)

    def _rows(self, after: int, limit: int) -> Sequence[Row]:
        if self.keyed is not None:
            return self.keyed.select_rows(after, limit)
        found = self._recorder.select_notifications(after, limit, inclusive_of_start=False)
        return [_row(each) for each in found]

    def opened(self, stored: StoredEvent) -> Logged | UnknownEvent | CorruptRecord:
        """Return the event that was stored, or what is wrong with it."""
        return self.mapper.opened(stored)

    def stream(self, name: str) -> list[Logged]:
        """Return the events of a stream that can be read, in order."""
        found = told(lambda: self._recorder.select_events(name))
        return [each for each in map(self.opened, found) if not isinstance(each, PositionsError)]

    def outside(self) -> list[Entry]:
        """Return what stands before the first position, where no writer puts anything: damage."""
        found = told(lambda: self._recorder.select_notifications(None, PAGE, stop=0))
        return entries(map(_row, found), self.mapper)

    def all(self, after: int = 0) -> Iterator[Entry]:
        """Yield every event after a position, read in pages."""
        while page := self.read(after):
            yield from page
            after = page[-1].position

    def may_tie(self, stream: str, versions: range, position: int) -> bool:
        """Return whether events that cannot be read may tie claims to each other.

        The index of keys knows, as far as it reaches; where there is none, any event may.

        Args:
            stream: The stream in which they stand, or stood.
            versions: Their places in it.
            position: The position of the event that was found there, or after them.
        """
        if self.keyed is None:
            return True
        keyed = self.keyed
        reaches = told(keyed.index_reaches)
        if self._tying is None or self._tying[0] != reaches:
            found: dict[str, set[int]] = {}
            for where, version in told(lambda: list(keyed.select_by_kind(TYING))):
                found.setdefault(where, set()).add(version)
            self._tying = reaches, found
        tied = self._tying[1].get(stream, set())
        return position > reaches or not tied.isdisjoint(versions)

    def close(self) -> None:
        """Let go of the store."""
        self.application.close()

    def _at(self, stream: UUID | str, version: int) -> StoredEvent | None:
        found = told(lambda: self._recorder.select_events(stream, gt=version - 1, lte=version))
        return found[0] if found else None


def _row(each: Notification) -> Row:
    return each.id, str(each.originator_id), each.originator_version, each.topic, each.state


def told(ask: Callable[[], T]) -> T:
    """Return what the store answers, or say in our words why it does not."""
    try:
        return ask()
    except IntegrityError as error:
        raise Overtaken(error) from error
    except PersistenceError as error:
        why = " ".join(str(error).split())
        if isinstance(error, OperationalError) and _LOCKED.search(why):
            raise LedgerBusy(why) from error
        raise StoreFailed(why) from error
    except ConnectionPoolClosedError as error:
        why = "it is closed"
        raise StoreFailed(why) from error
