"""A ledger in an SQLite file: eventsourcing's recorder, with what it leaves open closed.

Positions that are never used twice, triggers against rewriting, transactions that lock when they
begin, a file that only its owner may read, and the index of keys.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from eventsourcing.persistence import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    StoredEvent,
)
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteDatastore,
    SQLiteFactory,
    SQLiteTransaction,
)

from positions.store.keyed import Filed, KeyedRecorder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import TracebackType

    from eventsourcing.persistence import ApplicationRecorder
    from eventsourcing.sqlite import SQLiteCursor

__all__ = ["LedgerSQLiteFactory", "LedgerSQLiteRecorder"]

APPLICATION_ID = 0x706F7331
"""`pos1`: by which an SQLite file says that it is a ledger."""
_ROWS_OF_ANOTHER = "SELECT count(*) FROM sqlite_master"


class _Transaction(SQLiteTransaction):
    """A transaction that holds the lock from its beginning, and is over when it ends."""

    def __enter__(self) -> SQLiteCursor:
        cursor = self.connection.cursor()
        try:
            cursor.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise OperationalError(error) from error
        except sqlite3.DatabaseError as error:
            raise DatabaseError(error) from error
        return cursor

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        try:
            super().__exit__(exc_type, exc_val, exc_tb)
        finally:  # a commit that failed may have left it open
            with suppress(sqlite3.Error):
                self.connection.rollback()


class _Connection(SQLiteConnection):
    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        begun = _Transaction if commit else SQLiteTransaction
        with begun(self, commit=commit) as cursor, cursor:
            yield cursor


class _Pool(SQLiteConnectionPool):
    @staticmethod
    def detect_memory_mode(db_name: str) -> bool:
        return db_name == ":memory:"

    def _create_connection(self) -> SQLiteConnection:
        if not self.is_sqlite_memory_mode:
            _make_private(self.db_name)
        try:
            made = super()._create_connection()
            connection = made._sqlite_conn  # noqa: SLF001 - there is no other way to it
            _check_ours(connection, self.db_name)
        except sqlite3.DatabaseError as error:
            raise InterfaceError(error) from error
        return _Connection(connection, self.max_age)


class _Datastore(SQLiteDatastore):
    def __init__(self, old: SQLiteDatastore, lock_timeout: int | None) -> None:
        super().__init__(
            old.pool.db_name,
            lock_timeout=lock_timeout,
            single_row_tracking=old.single_row_tracking,
            originator_id_type=old.originator_id_type,
        )
        self.pool = _Pool(db_name=old.pool.db_name, lock_timeout=lock_timeout)


class LedgerSQLiteRecorder(SQLiteApplicationRecorder, KeyedRecorder):
    """The events of a ledger, and their index of keys, in one SQLite file."""

    def construct_create_table_statements(self) -> list[str]:
        """Return the statements that make the tables, where there are none."""
        table = self.events_table_name
        forbidden = "BEGIN SELECT RAISE(ABORT, 'what is recorded is never rewritten'); END"
        return [
            (
                f"CREATE TABLE IF NOT EXISTS {table} ("
                "rowid INTEGER PRIMARY KEY AUTOINCREMENT, "
                "originator_id TEXT NOT NULL, "
                "originator_version INTEGER NOT NULL, "
                "topic TEXT NOT NULL, "
                "state BLOB NOT NULL, "
                "UNIQUE (originator_id, originator_version))"
            ),
            f"CREATE TRIGGER IF NOT EXISTS {table}_updated BEFORE UPDATE ON {table} {forbidden}",
            f"CREATE TRIGGER IF NOT EXISTS {table}_deleted BEFORE DELETE ON {table} {forbidden}",
            (
                f"CREATE TRIGGER IF NOT EXISTS {table}_skipped BEFORE INSERT ON {table} "
                "WHEN NEW.originator_version > 1 AND NOT EXISTS ("
                f"SELECT 1 FROM {table} WHERE originator_id = NEW.originator_id "
                "AND originator_version = NEW.originator_version - 1) "
                "BEGIN SELECT RAISE(ABORT, 'the version before is missing in this stream'); END"
            ),
            (
                f"CREATE TABLE IF NOT EXISTS {table}_keys ("
                "key BLOB NOT NULL, originator_id TEXT NOT NULL, originator_version INTEGER NOT NULL, "
                "PRIMARY KEY (key, originator_id, originator_version)) WITHOUT ROWID"
            ),
            f"CREATE TABLE IF NOT EXISTS {table}_keys_reach (rowid INTEGER PRIMARY KEY, reaches)",
            f"INSERT OR IGNORE INTO {table}_keys_reach VALUES (1, 0)",
            f"PRAGMA application_id = {APPLICATION_ID}",
        ]

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

    def create_table(self) -> None:
        """Make the tables where there are none; without a write where there are."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute("PRAGMA application_id")
            ours = cursor.fetchone()[0] == APPLICATION_ID
        if not ours:
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
        return range(last - len(rows) + 1, last + 1)

    def _file(self, c: SQLiteCursor, filed: Iterable[Filed]) -> None:
        c.executemany(
            f"INSERT OR IGNORE INTO {self.events_table_name}_keys VALUES (?,?,?)",
            filed,
        )

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

    def index_reaches(self) -> int:
        """Return the notification id up to which every event is in the index."""
        ((reaches,),) = self._rows(f"SELECT reaches FROM {self.events_table_name}_keys_reach", ())
        return cast("int", reaches)

    def insert_index(self, filed: Iterable[Filed], reaches: int) -> None:
        """File events that were inserted without their keys, up to a notification id."""
        with self.datastore.transaction(commit=True) as cursor:
            self._file(cursor, filed)
            cursor.execute(
                f"UPDATE {self.events_table_name}_keys_reach SET reaches=max(reaches, ?)",
                (reaches,),
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
            cursor.execute(f"DELETE FROM {self.events_table_name}_keys")
            cursor.execute(f"UPDATE {self.events_table_name}_keys_reach SET reaches=0")

    def _rows(self, statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(statement, parameters)
            return [tuple(row) for row in cursor.fetchall()]


class LedgerSQLiteFactory(SQLiteFactory):
    """Makes the recorders of a ledger in an SQLite file."""

    application_recorder_class = LedgerSQLiteRecorder

    def __init__(self, env: Any) -> None:
        super().__init__(env)
        timeout = self.datastore.pool.lock_timeout
        self.datastore.close()
        self.datastore = _Datastore(self.datastore, timeout)

    def application_recorder(self) -> ApplicationRecorder:
        """Return the recorder of the events."""
        recorder = self.application_recorder_class(datastore=self.datastore)
        if self.env_create_table():
            recorder.create_table()
        return recorder


def _make_private(name: str) -> None:
    """Make the file where there is none, for its owner alone; SQLite's own files follow it."""
    with suppress(FileExistsError):
        os.close(os.open(Path(name), os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _check_ours(connection: sqlite3.Connection, name: str) -> None:
    """Refuse a database that is something else."""
    ((ours,),) = connection.execute("PRAGMA application_id").fetchall()
    if ours != APPLICATION_ID:
        ((tables,),) = connection.execute(_ROWS_OF_ANOTHER).fetchall()
        if tables:
            why = f"{name} is a database, but not a ledger"
            raise InterfaceError(why)
