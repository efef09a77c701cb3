"""A ledger in an SQLite file: eventsourcing's recorder, with what it leaves open closed.

Positions that are never used twice, triggers against rewriting, and the index of keys.
"""

from __future__ import annotations

from itertools import chain, islice
from pathlib import Path
from sqlite3 import OperationalError
from typing import TYPE_CHECKING, Any, cast

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore, SQLiteFactory

from positions.store.keyed import Filed, KeyedRecorder, Row
from positions.store.locations import UnsupportedLocation
from positions.store.sqlite_files import LedgerSQLiteDatastore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from eventsourcing.persistence import ApplicationRecorder
    from eventsourcing.sqlite import SQLiteCursor

    from positions.store.log import Also

__all__ = ["LedgerSQLiteFactory", "LedgerSQLiteRecorder"]

_LOOKUPS = 400
"""How many lookups are one question: two values each, and older SQLite takes 999."""

_TABLES = (
    """
    CREATE TABLE IF NOT EXISTS {table} (
        rowid INTEGER PRIMARY KEY AUTOINCREMENT,
        originator_id TEXT NOT NULL,
        originator_version INTEGER NOT NULL,
        topic TEXT NOT NULL,
        state BLOB NOT NULL,
        UNIQUE (originator_id, originator_version))
    """,
    """
    CREATE TRIGGER IF NOT EXISTS {table}_updated BEFORE UPDATE ON {table}
    BEGIN SELECT RAISE(ABORT, 'what is recorded is never rewritten'); END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS {table}_deleted BEFORE DELETE ON {table}
    BEGIN SELECT RAISE(ABORT, 'what is recorded is never rewritten'); END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS {table}_skipped BEFORE INSERT ON {table}
    WHEN NEW.originator_version > 1 AND NOT EXISTS (
        SELECT 1 FROM {table} WHERE originator_id = NEW.originator_id
        AND originator_version = NEW.originator_version - 1)
    BEGIN SELECT RAISE(ABORT, 'the version before is missing in this stream'); END
    """,
    """
    CREATE TABLE IF NOT EXISTS {table}_keys (
        key BLOB NOT NULL, originator_id TEXT NOT NULL, originator_version INTEGER NOT NULL,
        PRIMARY KEY (key, originator_id, originator_version)) WITHOUT ROWID
    """,
    """
    CREATE TRIGGER IF NOT EXISTS {table}_keys_updated BEFORE UPDATE ON {table}_keys
    BEGIN SELECT RAISE(ABORT, 'the index is not rewritten'); END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS {table}_keys_deleted BEFORE DELETE ON {table}_keys
    WHEN (SELECT reaches FROM {table}_keys_reach) > 0
    BEGIN SELECT RAISE(ABORT, 'what the index says it reaches is not taken out of it'); END
    """,
    "CREATE TABLE IF NOT EXISTS {table}_keys_reach (rowid INTEGER PRIMARY KEY, reaches)",
    "INSERT OR IGNORE INTO {table}_keys_reach VALUES (1, 0)",
)


class LedgerSQLiteRecorder(SQLiteApplicationRecorder, KeyedRecorder):
    """The events of a ledger, and their index of keys, in one SQLite file."""

    takes_also = True

    def construct_create_table_statements(self) -> list[str]:
        """Return the statements that make the tables, where there are none."""
        return [each.format(table=self.events_table_name) for each in _TABLES]

    def __init__(
        self, datastore: SQLiteDatastore, events_table_name: str = "stored_events"
    ) -> None:
        super().__init__(datastore, events_table_name)
        table = self.events_table_name
        self.insert_events_statement = (
            f"INSERT INTO {table} (originator_id, originator_version, topic, state) "
            "VALUES (?,?,?,?)"
        )
        self.select_events_statement = (
            "SELECT originator_id, originator_version, topic, state "
            f"FROM {table} WHERE originator_id=? "
        )

    @property
    def file(self) -> Path:
        """The file."""
        return Path(self.datastore.pool.db_name)

    def create_table(self) -> None:
        """Make the tables where there are none; without a write where there are."""
        last = f"{self.events_table_name}_keys_reach"
        if not self._rows("SELECT 1 FROM sqlite_master WHERE name=?", (last,)):
            super().create_table()

    def _insert_events(
        self, c: SQLiteCursor, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int]:
        filed: Sequence[Filed] | None = kwargs.get("filed")
        before = self._max_notification_id(c) or 0
        rows = [
            (each.originator_id, each.originator_version, each.topic, each.state)
            for each in stored_events
        ]
        c.executemany(self.insert_events_statement, rows)
        # Within a transaction that holds the lock, positions follow each other.
        last = self._max_notification_id(c) or 0
        if filed is not None:
            self._file(c, filed)
            c.execute(
                f"UPDATE {self.events_table_name}_keys_reach SET reaches=? WHERE reaches=?",
                (last, before),
            )
        positions = list(range(last - len(rows) + 1, last + 1))
        also: Also | None = kwargs.get("also")
        if also is not None:
            also(c, positions)
        return positions

    def _file(self, c: SQLiteCursor, filed: Iterable[Filed]) -> None:
        c.executemany(  # sorted, so that neighbours in the index are written one after the other
            f"INSERT OR IGNORE INTO {self.events_table_name}_keys VALUES (?,?,?)",
            sorted(filed),
        )

    def select_rows(self, after: int, limit: int) -> Sequence[Row]:
        """Return what stands next in the log after a notification id, as plain rows."""
        return self._plain_rows("rowid>? ORDER BY rowid LIMIT ?", (after, limit))

    def select_rows_at(self, positions: Sequence[int]) -> Sequence[Row]:
        """Return what stands at some notification ids, in order, as far as anything does."""
        found: list[Row] = []
        for begin in range(0, len(positions), 2 * _LOOKUPS):
            some = positions[begin : begin + 2 * _LOOKUPS]
            marks = ",".join("?" * len(some))
            found += self._plain_rows(f"rowid IN ({marks}) ORDER BY rowid", some)
        return found

    def _plain_rows(self, where: str, given: Sequence[int]) -> Sequence[Row]:
        """Return rows, their text as SQLite gives it; where that is no UTF-8, as elsewhere."""
        asked = (
            "SELECT rowid, originator_id, originator_version, topic, state "
            f"FROM {self.events_table_name} WHERE {where}"
        )
        with self.datastore.transaction(commit=False) as cursor:
            connection = cursor.sqlite_cursor.connection
            kept, connection.text_factory = connection.text_factory, str
            try:
                quick = connection.cursor()
                quick.row_factory = None
                return quick.execute(asked, given).fetchall()
            except OperationalError:
                ...
            finally:
                connection.text_factory = kept
            cursor.execute(asked, given)
            return [tuple(row) for row in cursor.fetchall()]

    def select_by_key(self, key: bytes, stream: str | None = None) -> Sequence[StoredEvent]:
        """Return the events filed under *key*, of one *stream* or of all, ordered by the log."""
        table = self.events_table_name
        found = self._rows(
            "SELECT e.originator_id, e.originator_version, e.topic, e.state "
            f"FROM {table}_keys k JOIN {table} e USING (originator_id, originator_version) "
            f"WHERE k.key=? {'' if stream is None else 'AND k.originator_id=? '}ORDER BY e.rowid",
            (key,) if stream is None else (key, stream),
        )
        return [StoredEvent(*row) for row in found]

    def select_streams(self, prefix: str) -> Sequence[str]:
        """Return the names of the streams that begin so, in order."""
        found = self._rows(
            f"SELECT DISTINCT originator_id FROM {self.events_table_name} "
            "WHERE originator_id >= ? AND originator_id < ? ORDER BY originator_id",
            (prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1)),
        )
        return [row[0] for row in found]

    def select_last_version(self, stream: str) -> int:
        """Return the version of the last event of a stream; 0 where there is none."""
        ((last,),) = self._rows(
            f"SELECT max(originator_version) FROM {self.events_table_name} WHERE originator_id=?",
            (stream,),
        )
        return cast("int", last) or 0

    def select_last_versions(self, streams: Iterable[str]) -> Mapping[str, int]:
        """Return the version of the last event of each of many streams, if it has any."""
        found = self._looked_up(
            "SELECT a.asked, (SELECT max(originator_version) FROM {table} "
            "WHERE originator_id = a.asked) AS last FROM a WHERE last NOT NULL",
            [(each,) for each in streams],
            "asked",
        )
        return dict(cast("Iterable[tuple[str, int]]", found))

    def select_filed(
        self, pairs: Iterable[tuple[bytes, str]]
    ) -> Iterator[tuple[bytes, StoredEvent]]:
        """Yield what is filed under keys, each within one stream: many lookups at once."""
        found = self._looked_up(
            "SELECT k.key, e.originator_id, e.originator_version, e.topic, e.state FROM a "
            "CROSS JOIN {table}_keys k ON k.key = a.asked AND k.originator_id = a.stream "
            "CROSS JOIN {table} e USING (originator_id, originator_version)",
            pairs,
            "asked, stream",
        )
        for key, *stored in found:
            yield key, StoredEvent(*stored)

    def select_used(self, keys: Iterable[bytes]) -> set[bytes]:
        """Return those of *keys* under which something is filed, in whichever stream."""
        found = self._looked_up(
            "SELECT a.asked FROM a WHERE EXISTS (SELECT 1 FROM {table}_keys WHERE key = a.asked)",
            [(each,) for each in keys],
            "asked",
        )
        return {key for (key,) in found}

    def _looked_up(
        self, statement: str, asked: Iterable[tuple[Any, ...]], columns: str
    ) -> Iterator[tuple[Any, ...]]:
        """Yield what *statement* finds for the rows that are *asked*, so many at a time.

        They are joined, from the left, as the optimiser would rather read the whole index.
        """
        waiting, count = iter(asked), columns.count(",") + 1
        row = f"({','.join('?' * count)})"
        while page := list(islice(waiting, _LOOKUPS)):
            values = ",".join([row] * len(page))
            yield from self._rows(
                f"WITH a({columns}) AS (VALUES {values}) "
                + statement.format(table=self.events_table_name),
                list(chain.from_iterable(page)),
            )

    def index_reaches(self) -> int:
        """Return the notification id up to which every event is in the index."""
        ((reaches,),) = self._rows(f"SELECT reaches FROM {self.events_table_name}_keys_reach", ())
        return cast("int", reaches)

    def insert_index(self, filed: Iterable[Filed], after: int, reaches: int) -> None:
        """File the events after a notification id up to another, which the index then reaches."""
        with self.datastore.transaction(commit=True) as cursor:
            self._file(cursor, filed)
            cursor.execute(
                f"UPDATE {self.events_table_name}_keys_reach SET reaches=?1 "
                "WHERE reaches >= ?2 AND reaches < ?1",
                (reaches, after),
            )

    def select_by_kind(self, kinds: Iterable[bytes]) -> Iterator[tuple[str, int]]:
        """Yield where each event stands that has a key which begins with one of *kinds*."""
        for kind in kinds:
            yield from self._rows(
                f"SELECT originator_id, originator_version FROM {self.events_table_name}_keys "
                "WHERE key >= ? AND key < ?",
                (kind, bytes([kind[0] + 1])),
            )

    def select_index(self) -> Iterator[Filed]:
        """Yield all that is filed, in no order."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(f"SELECT * FROM {self.events_table_name}_keys")
            for row in cursor.sqlite_cursor:
                yield tuple(row)

    def clear_index(self) -> None:
        """Take everything out of the index."""
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(f"UPDATE {self.events_table_name}_keys_reach SET reaches=0")
            cursor.execute(f"DELETE FROM {self.events_table_name}_keys")

    def _rows(self, statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(statement, parameters)
            return [tuple(row) for row in cursor.fetchall()]


class LedgerSQLiteFactory(SQLiteFactory):
    """Makes the recorders of a ledger in an SQLite file."""

    application_recorder_class = LedgerSQLiteRecorder

    def __init__(self, env: Any) -> None:
        super().__init__(env)
        name = self.datastore.pool.db_name
        if name.startswith("file:") or ":memory:" in name:
            why = "SQLITE_DBNAME is the path of a file here; in memory: positions.open(':memory:')"
            raise UnsupportedLocation(name, why)
        self.datastore = LedgerSQLiteDatastore(self.datastore)

    def application_recorder(self) -> ApplicationRecorder:
        """Return the recorder of the events, whatever APPLICATION_RECORDER_TOPIC says."""
        recorder = self.application_recorder_class(datastore=self.datastore)
        if self.env_create_table():
            recorder.create_table()
        return recorder
