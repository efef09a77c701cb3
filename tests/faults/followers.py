"""Processes that follow, and one that records for them, also what changes the past."""

import os
import time
from threading import Event
from typing import Any

import positions
from positions import Recorded
from positions.following.sqlite import SQLiteViews
from positions.projections import Column, ColumnType, Put, Shifts, Standings, Table
from tests.faults.batches import stopping_batches
from tests.faults.commands import SPEAKERS, words

__all__ = ["BODIES", "EachEvent", "chronicle", "keep_up", "projections"]

BODIES = ("body-0", "body-1")


class EachEvent:
    """Counts events, with a row of each: one that is taken twice is a row too many."""

    name = "each_event"
    version = 1
    initial = 0
    tables = (
        Table(
            "each_event",
            (
                Column("number", ColumnType.INTEGER),
                Column("stream"),
                Column("event"),
                Column("recorded_at", ColumnType.TIMESTAMP),
            ),
            ["number"],
        ),
    )

    def step(self, state: int, recorded: Recorded) -> int:
        """Count one more."""
        del recorded
        return state + 1

    def rows(self, state, recorded) -> Any:
        """Yield the row of an event."""
        event = type(recorded.event).__name__
        row = {"number": state, "stream": recorded.stream, "event": event}
        yield Put("each_event", row | {"recorded_at": recorded.recorded_at})


def projections():
    """Return what is followed with: a count with rows, and two read models."""
    return [EachEvent(), Standings(), Shifts()]


def keep_up(line, location, stop, *, batch, spill=False, name=None):
    """Follow until killed, or told to stop; say where it stopped, and what was tracked there.

    With *spill*, some of a transaction is in SQLite's write-ahead log before it is committed. A
    server knows its connections by *name*.
    """
    if name is not None:
        os.environ["PGAPPNAME"] = name
    with positions.open(location) as ledger:
        follower = ledger.follow(*projections(), batch=batch)
        if spill and isinstance(follower._views, SQLiteViews):
            with follower._views.datastore.transaction(commit=False) as cursor:
                cursor.execute("PRAGMA cache_size = 1")
                cursor.execute("PRAGMA wal_autocheckpoint = 1")
        gate = Event()
        if stop is not None:

            def halt(tracking):
                line.send(("stopped", stop.stage, tracking))
                gate.wait()

            stopping_batches(follower._views, stop, halt)
        line.send("ready")
        with follower:
            while follower.running:
                if line.poll(0.01):
                    if line.recv() == "stop":
                        break
                    gate.set()
        line.send("done")


def chronicle(line, location, claims, pause):
    """Record as many commands as is said, and more when more is, until `None` is said.

    These are words in no order of time, and what turns out about earlier ones.
    """
    with positions.open(location) as ledger:
        line.send("ready")
        turn = 0
        while (more := line.recv()) is not None:
            for _ in range(more):
                _turn(ledger, turn, claims)
                turn += 1
                time.sleep(pause)
        line.send(turn)


def _turn(ledger, turn, claims):
    def say(to, number):
        claim = claims[(turn + number) % len(claims)]
        # 11 and 28 have no divisor in common: the days go to and fro.
        to.record(**words(f"t{turn}-{number}", claim, 11 * turn + number, turn + number))

    def earlier():
        back = turn - turn % 6
        return {"statement": f"t{back}-0", "claim": claims[back % len(claims)]}

    match turn % 6:
        case 0 | 1:
            say(ledger, 0)
        case 2:
            with ledger.batch() as batch:
                for number in range(3):
                    say(batch, number)
        case 3:
            ledger.amend(**earlier(), said=f"2015-08-{1 + turn % 28:02}", why="as was found")
        case 4:
            speaker, body = f"speaker-{turn // 6 % SPEAKERS}", BODIES[turn // 6 % len(BODIES)]
            begins = f"2015-08-{1 + turn % 28:02}"
            ledger.give_mandate(speaker, body, id=f"m{turn}", begins=begins)
        case _:
            if turn % 4 == 1:
                ledger.void_mandate(f"m{turn - 1}", why="nobody was ever given it")
            else:
                ledger.void(**earlier(), why="never said")
