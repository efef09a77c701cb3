"""What a recorder offers that keeps an index of keys beside the events.

The index is derived: it says how far it reaches, whoever finds it behind brings it up to date, and
deleting it loses nothing.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from eventsourcing.persistence import ApplicationRecorder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from eventsourcing.persistence import StoredEvent

__all__ = ["Filed", "KeyedRecorder", "Row"]

Filed = tuple[bytes, str, int]
"""A key, with the stream and the version of an event that is filed under it."""

Row = tuple[int, str, int, str, bytes]
"""Of the log: position, stream, version, stored name and bytes; in a damaged one, each anything."""


class KeyedRecorder(ApplicationRecorder):
    """An application recorder with an index of keys, which it keeps in the same transactions.

    `insert_events` takes `filed`, the rows of the index for the events it is given. Events that
    somebody inserts without them leave the index behind.
    """

    @property
    @abstractmethod
    def file(self) -> Path | None:
        """The one file that all is kept in, if it is one."""

    @abstractmethod
    def select_rows(self, after: int, limit: int) -> Sequence[Row]:
        """Return what stands next in the log after a notification id, as plain rows."""

    @abstractmethod
    def select_rows_at(self, positions: Sequence[int]) -> Sequence[Row]:
        """Return what stands at some notification ids, in order, as far as anything does."""

    @abstractmethod
    def select_by_key(self, key: bytes, stream: str | None = None) -> Sequence[StoredEvent]:
        """Return the events filed under *key*, of one *stream* or of all, ordered by the log."""

    @abstractmethod
    def select_streams(self, prefix: str) -> Sequence[str]:
        """Return the names of the streams that begin so, in order."""

    @abstractmethod
    def select_last_version(self, stream: str) -> int:
        """Return the version of the last event of a stream; 0 where there is none."""

    @abstractmethod
    def select_last_versions(self, streams: Iterable[str]) -> Mapping[str, int]:
        """Return the version of the last event of each of many streams, if it has any."""

    @abstractmethod
    def select_filed(
        self, pairs: Iterable[tuple[bytes, str]]
    ) -> Iterator[tuple[bytes, StoredEvent]]:
        """Yield what is filed under keys, each within one stream: many lookups at once.

        Each event comes with its key; those of one key and stream in the order of their versions.
        """

    @abstractmethod
    def select_used(self, keys: Iterable[bytes]) -> set[bytes]:
        """Return those of *keys* under which something is filed, in whichever stream."""

    @abstractmethod
    def index_reaches(self) -> int:
        """Return the notification id up to which every event is in the index."""

    @abstractmethod
    def insert_index(self, filed: Iterable[Filed], after: int, reaches: int) -> None:
        """File the events after a notification id up to another, which the index then reaches.

        It does so only if it reaches the first: somebody may have cleared it meanwhile.
        """

    @abstractmethod
    def select_by_kind(self, kinds: Iterable[bytes]) -> Iterator[tuple[str, int]]:
        """Yield where each event stands that has a key which begins with one of *kinds*."""

    @abstractmethod
    def select_index(self) -> Iterator[Filed]:
        """Yield all that is filed, in no order."""

    @abstractmethod
    def clear_index(self) -> None:
        """Take everything out of the index; whoever finds it behind files the events again."""
