"""Where a writer can be stopped within the transaction of one write, in each store.

A recorder is made to stop there, say so, and wait: to be killed, to be cut off, or to go on.
"""

from attrs import frozen

from positions.store.postgres import LedgerPostgresRecorder
from positions.store.sqlite import LedgerSQLiteRecorder

__all__ = ["INSIDE", "STAGES", "Stop", "stopping"]

INSIDE = ("begun", "inserted", "filed")
"""In the transaction: before the events, between them and their keys, and after all of it.

Where a write is one call of a server, there is nothing of a transaction to be seen: only the first.
"""

STAGES = (*INSIDE, "committed")
"""The last is after the transaction, but before anybody was told."""


@frozen
class Stop:
    """Where to stop.

    Attributes:
        stage: One of `STAGES`.
        write: In the how manieth write, counted from 1; where that one does not get so far, because
            another writer came first, in the next that does.
    """

    stage: str
    write: int


def stopping(recorder, stop, reached):
    """Let *reached* be called once, with the cursor if there is one, when a write gets there."""
    writes = 0
    insert = recorder.insert_events
    waiting = [reached]

    def inserting(stored, **more):
        nonlocal writes
        writes += 1
        if not isinstance(recorder, LedgerPostgresRecorder | LedgerSQLiteRecorder):
            at("begun")
        done = insert(stored, **more)
        at("committed")
        return done

    def at(stage, cursor=None):
        if waiting and stage == stop.stage and writes >= stop.write:
            waiting.pop()(cursor)

    recorder.insert_events = inserting
    if isinstance(recorder, LedgerPostgresRecorder):
        _postgres(recorder, at)
    elif isinstance(recorder, LedgerSQLiteRecorder):
        _sqlite(recorder, at)


def _sqlite(recorder, at):
    insert, file = recorder._insert_events, recorder._file

    def inserting(cursor, stored, **more):
        at("begun", cursor)
        done = insert(cursor, stored, **more)
        at("filed", cursor)
        return done

    def filing(cursor, filed):
        at("inserted", cursor)
        file(cursor, filed)

    recorder._insert_events, recorder._file = inserting, filing


def _postgres(recorder, at):
    """Stop only when the server has done what was sent to it through the pipeline."""
    lock, file = recorder._lock_table, recorder._file
    fetch = recorder._fetch_ids_after_insert_events

    def locking(cursor):
        lock(cursor)
        _arrived(cursor)
        at("begun", cursor)

    def filing(cursor, filed):
        _arrived(cursor)
        at("inserted", cursor)
        file(cursor, filed)

    def fetching(cursor, stored, **more):
        at("filed", cursor)
        return fetch(cursor, stored, **more)

    recorder._lock_table, recorder._file = locking, filing
    recorder._fetch_ids_after_insert_events = fetching


def _arrived(cursor):
    cursor.connection.execute("SELECT 1").fetchone()
