"""What the processes do that are killed, or cut off from their server, while they write."""

import os
import time
from itertools import count

import positions
from positions import StoreFailed
from positions.store.sqlite import LedgerSQLiteRecorder
from tests.faults.commands import by_keys, words
from tests.faults.stages import stopping

__all__ = ["LONG", "insist", "say", "sayings", "spilling", "suffer"]

LONG = "a long note, so that a page of the file does not hold it; " * 300


def suffer(line, location, name, claims, stop, *, long):
    """Write until killed; say what is tried and what was acknowledged.

    With *long* words, a transaction does not fit into SQLite's memory, so that some of it is in the
    write-ahead log before it is committed, and that log is copied into the file at each commit.
    """
    with positions.open(location) as ledger:
        recorder = ledger.application.recorder
        if stop is not None:
            stopping(recorder, stop, lambda _: _halt(line, stop))
        if long and isinstance(recorder, LedgerSQLiteRecorder):
            spilling(recorder)
        line.send("ready")
        line.recv()
        for turn in count():
            said = sayings(name, turn, claims, note=LONG if long else None)
            line.send(("tried", [(each["claim"], each["id"]) for each in said]))
            say(ledger, said)
            line.send(("acknowledged", turn))


def _halt(line, stop):
    line.send(("stopped", stop.stage))
    line.recv()


def spilling(recorder):
    """Let little of a transaction stay in memory, and every commit be copied into the file."""
    with recorder.datastore.transaction(commit=False) as cursor:
        cursor.execute("PRAGMA cache_size = 1")
        cursor.execute("PRAGMA wal_autocheckpoint = 1")


def sayings(name, turn, claims, **more):
    """Return the statements of a turn: one alone, or several that belong together."""
    together = (1, 3, 5)[turn % 3]
    return [
        words(f"{name}-{turn}-{each}", claims[(turn + each) % len(claims)], turn, **more)
        for each in range(together)
    ]


def say(ledger, said):
    """Record statements: one alone by a command, several as a batch."""
    if len(said) == 1:
        ledger.record(**said[0])
        return
    with ledger.batch() as batch:
        for each in said:
            batch.record(**each)


def say_until_stored(ledger, said, pause=0.0):
    """Record statements, again for as long as the store fails; return how often it did."""
    failures = 0
    while True:
        try:
            say(ledger, said)
        except StoreFailed:
            failures += 1
            time.sleep(pause)
        else:
            return failures


def insist(line, location, name, claims, stop, *, turns, keys):
    """Write for so many turns, each again for as long as the store fails; say how often it did.

    The server knows its connections by *name*.
    """
    os.environ["PGAPPNAME"] = name
    if keys:
        by_keys()
    with positions.open(location) as ledger:
        if stop is not None:
            stopping(ledger.application.recorder, stop, lambda _: _halt(line, stop))
        line.send("ready")
        line.recv()
        failures = 0
        for turn in range(turns):
            said = sayings(name, turn, claims)
            failures += say_until_stored(ledger, said)
            line.send(("acknowledged", [(each["claim"], each["id"]) for each in said]))
        line.send(("done", failures))
