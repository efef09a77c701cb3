"""Ways in which a store fails under a write, each for as long as a `with` block lasts."""

import sqlite3
from contextlib import contextmanager
from unittest import mock

import psycopg
from eventsourcing.sqlite import SQLiteConnection
from psycopg.sql import SQL, Identifier

from positions import LedgerBusy, StoreFailed
from tests.faults.severing import connected, ended
from tests.faults.stages import Stop, stopping

__all__ = ["POSTGRES_FAILURES", "SQLITE_FAILURES"]


BROKEN = sqlite3.OperationalError("disk I/O error")
LOST = psycopg.OperationalError("the connection is lost")


def _recorder(ledger):
    return ledger.application.recorder


# --- SQLite


@contextmanager
def _unwritten(ledger):
    """The commit fails, and nothing is written."""
    del ledger

    def commit(_connection):
        raise BROKEN

    with mock.patch.object(SQLiteConnection, "commit", commit):
        yield


@contextmanager
def _written(ledger):
    """The commit is done, and then it is said that it failed."""
    del ledger
    commit_really = SQLiteConnection.commit

    def commit(connection):
        commit_really(connection)
        raise BROKEN

    with mock.patch.object(SQLiteConnection, "commit", commit):
        yield


@contextmanager
def _full(ledger):
    """The database may not get any longer: what SQLite says of a full disk."""
    with _recorder(ledger).datastore.get_connection(commit=False) as connection:
        ((pages,),) = connection._sqlite_conn.execute("PRAGMA page_count").fetchall()
        connection._sqlite_conn.execute(f"PRAGMA max_page_count = {pages}")
    try:
        yield
    finally:
        with _recorder(ledger).datastore.get_connection(commit=False) as connection:
            connection._sqlite_conn.execute("PRAGMA max_page_count = 1000000")


@contextmanager
def _locked(ledger):
    """Another writer holds the file for longer than one waits."""
    other = sqlite3.connect(_recorder(ledger).datastore.pool.db_name, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        yield
    finally:
        other.close()


SQLITE_FAILURES = {
    "unwritten": (_unwritten, StoreFailed),
    "written": (_written, None),
    "full": (_full, StoreFailed),
    "locked": (_locked, LedgerBusy),
}
"""Each with the error that the command raises; `None` where it returns as if nothing had been."""


# --- PostgreSQL


def _table(ledger):
    recorder = _recorder(ledger)
    return Identifier(recorder.datastore.schema, recorder.events_table_name)


def _cut(cursor):
    """Let the server end the connection of a cursor."""
    with connected() as server:
        ended(server, pid=cursor.connection.info.backend_pid)


def _cut_once(stage):
    @contextmanager
    def cut_once(ledger):
        """The server ends the connection in the midst of a write."""
        stopping(_recorder(ledger), Stop(stage, 1), _cut)
        yield

    return cut_once


@contextmanager
def _cut_always(ledger):
    """The server ends the connection before the commit, each time."""
    recorder = _recorder(ledger)
    fetch = recorder._fetch_ids_after_insert_events

    def fetching(cursor, stored, **more):
        _cut(cursor)
        return fetch(cursor, stored, **more)

    with mock.patch.object(recorder, "_fetch_ids_after_insert_events", fetching):
        yield


def _unheard(*, then_gone):
    @contextmanager
    def unheard(ledger):
        """The connection is lost after the commit, and cannot be had again if *then_gone*."""
        recorder = _recorder(ledger)
        get_connection, insert = recorder.datastore.get_connection, recorder._insert_stored_events
        written, gone = list[bool](), list[bool]()

        def inserting(*arguments, **more):
            insert(*arguments, **more)
            written.append(True)

        @contextmanager
        def getting():
            with get_connection() as connection:
                if gone and then_gone:
                    raise LOST
                yield connection
                if written and not gone:
                    gone.append(True)
                    connection.close()
                    raise LOST

        with (
            mock.patch.object(recorder, "_insert_stored_events", inserting),
            mock.patch.object(recorder.datastore, "get_connection", getting),
        ):
            yield

    return unheard


def _refusing(code, said):
    @contextmanager
    def refusing(ledger):
        """The server refuses the events with an error of its own."""
        refuse = Identifier(_recorder(ledger).datastore.schema, "refusing")
        with connected() as server:
            server.execute(
                SQL(
                    "CREATE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql AS "
                    "$$ BEGIN RAISE EXCEPTION USING MESSAGE = {}, ERRCODE = {}; END $$"
                ).format(refuse, said, code)
            )
            server.execute(
                SQL(
                    "CREATE TRIGGER refusing BEFORE INSERT ON {} "
                    "FOR EACH STATEMENT EXECUTE FUNCTION {}()"
                ).format(_table(ledger), refuse)
            )
            try:
                yield
            finally:
                server.execute(SQL("DROP FUNCTION {} CASCADE").format(refuse))

    return refusing


@contextmanager
def _held(ledger):
    """Another writer holds the table for longer than one waits."""
    recorder = _recorder(ledger)
    recorder.lock_table_statements[0] = "SET LOCAL lock_timeout = '5ms'"
    with connected() as server, server.transaction():
        server.execute(SQL("LOCK {} IN EXCLUSIVE MODE").format(_table(ledger)))
        yield


POSTGRES_FAILURES = {
    "cut before the events": (_cut_once("begun"), None),
    "cut before the keys": (_cut_once("inserted"), None),
    "cut before the commit": (_cut_once("filed"), None),
    "cut each time": (_cut_always, StoreFailed),
    "unheard": (_unheard(then_gone=False), None),
    "unheard, and gone": (_unheard(then_gone=True), StoreFailed),
    "full": (_refusing("53100", "could not extend file: No space left on device"), StoreFailed),
    "unreadable": (_refusing("58030", "could not read block 7: Input/output error"), StoreFailed),
    "deadlock": (_refusing("40P01", "deadlock detected"), LedgerBusy),
    "held": (_held, LedgerBusy),
}
"""Each with the error that the command raises; `None` where it returns as if nothing had been."""
