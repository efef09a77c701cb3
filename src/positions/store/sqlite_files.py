"""Connections to the SQLite file of a ledger, made so that nothing of eventsourcing's is left open.

A file that only its owner may read and that says what it is; transactions that hold the lock from
their beginning; text that is not UTF-8 read as damage, not as an error of the whole page.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from eventsourcing.persistence import DatabaseError, InterfaceError, OperationalError
from eventsourcing.sqlite import (
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteDatastore,
    SQLiteTransaction,
)

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import TracebackType

    from eventsourcing.sqlite import SQLiteCursor

__all__ = ["APPLICATION_ID", "LedgerSQLiteDatastore", "PlainSQLiteDatastore"]

APPLICATION_ID = 0x706F7331
"""`pos1`: by which an SQLite file says that it is a ledger."""
_BUSY_SECONDS = 5
_PAUSE = 0.02


class _Transaction(SQLiteTransaction):
    """A transaction that holds the lock from its beginning, and is over when it ends."""

    def __enter__(self) -> SQLiteCursor:
        cursor = self.connection.cursor()
        with _in_their_words():
            cursor.execute("BEGIN IMMEDIATE")
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
    def transaction(self, *, commit: bool) -> Generator[SQLiteCursor]:
        begun = _Transaction if commit else SQLiteTransaction
        with begun(self, commit=commit) as cursor, cursor:
            yield cursor


class _Pool(SQLiteConnectionPool):
    @staticmethod
    def detect_memory_mode(db_name: str) -> bool:
        """Return that it is a file: the factory refuses what is not."""
        del db_name
        return False

    def _create_connection(self) -> SQLiteConnection:
        _make_private(self.db_name)
        timeout = _BUSY_SECONDS if self.lock_timeout is None else self.lock_timeout
        with _in_their_words(self.db_name):
            connection = sqlite3.connect(  # never as a URI: a name is a name
                self.db_name, timeout=timeout, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare(connection, time.monotonic() + timeout)
            except BaseException:
                connection.close()
                raise
        connection.row_factory = sqlite3.Row
        connection.text_factory = partial(str, encoding="utf-8", errors="replace")
        return _Connection(connection, self.max_age)

    def _prepare(self, connection: sqlite3.Connection, until: float) -> None:
        _make_ours(connection, self.db_name, until)

    # eventsourcing closes what another thread is using, and SQLite then takes the process down.
    def close(self) -> None:
        """Close what is not in use; what is, is closed when it is put back."""
        with self._put_condition:
            self._closed = True
            while self._pool:
                self._pool.popleft().close()

    def put_connection(self, conn: SQLiteConnection) -> None:
        """Put a connection back; where the pool was closed meanwhile, close it."""
        with self._put_condition:
            if not self._closed:
                super().put_connection(conn)
                return
            conn.close()
            if conn.is_writer:
                self._writer_lock.release()


class _PlainPool(_Pool):
    def _prepare(self, connection: sqlite3.Connection, until: float) -> None:
        with closing(connection.execute("SELECT EXISTS (SELECT 1 FROM sqlite_master)")) as found:
            filled = found.fetchone()[0]
        if not filled:
            _set_wal(connection, until)


class LedgerSQLiteDatastore(SQLiteDatastore):
    """eventsourcing's datastore, with a pool of such connections."""

    pool_class: type[_Pool] = _Pool

    def __init__(self, given: SQLiteDatastore) -> None:
        """Take the place of a datastore, with its settings."""
        name, timeout = given.pool.db_name, given.pool.lock_timeout
        super().__init__(
            name,
            lock_timeout=timeout,
            single_row_tracking=given.single_row_tracking,
            originator_id_type="text",
        )
        self.pool = self.pool_class(
            db_name=name, lock_timeout=timeout, pool_timeout=_BUSY_SECONDS + (timeout or 0)
        )
        given.close()


class PlainSQLiteDatastore(LedgerSQLiteDatastore):
    """The same for a file that may be anybody's: what is in it stays as it is."""

    pool_class = _PlainPool


@contextmanager
def _in_their_words(name: str | None = None) -> Generator[None]:
    """Raise the errors of SQLite as those of eventsourcing, with the *name* of its file."""
    about = "" if name is None else f"{name}: "
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OperationalError(f"{about}{error}") from error
    except sqlite3.DatabaseError as error:
        raise DatabaseError(f"{about}{error}") from error


def _make_private(name: str) -> None:
    """Make the file where there is none, for its owner alone; SQLite's own files follow it."""
    with suppress(FileExistsError):
        os.close(os.open(Path(name), os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _make_ours(connection: sqlite3.Connection, name: str, until: float) -> None:
    """Refuse a database that is something else, unchanged; say of a new one that it is a ledger."""
    if _is_ours(connection, name):
        return
    _set_wal(connection, until)
    connection.execute("BEGIN IMMEDIATE")
    if not _is_ours(connection, name):
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("COMMIT")


def _set_wal(connection: sqlite3.Connection, until: float) -> None:
    """Set the journal mode, which stays with the file; SQLite does not always wait for its lock."""
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _is_ours(connection: sqlite3.Connection, name: str) -> bool:
    # In this order: another process may be making it a ledger, which it says before it has tables.
    with closing(connection.execute("SELECT EXISTS (SELECT 1 FROM sqlite_master)")) as found:
        filled = found.fetchone()[0]
    with closing(connection.execute("PRAGMA application_id")) as found:
        ours: bool = found.fetchone()[0] == APPLICATION_ID
    if filled and not ours:
        why = f"{name} is a database, but not a ledger"
        raise InterfaceError(why)
    return ours
