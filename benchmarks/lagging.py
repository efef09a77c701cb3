"""How long after a write was acknowledged its row is there: a writer, a follower, and a reader.

Each is a process of its own. The row that is looked for is written last of all, so that once it
is there, those of every other projection of that follower are there too.
"""

import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

import positions
from positions.projections import OpenQuestions, Runnable, Shifts, Standings, Timelines

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.late_facts import EachEvent, drawn
from benchmarks.replay import World

__all__ = ["MODELS", "lags"]

MODELS: tuple[type[Any], ...] = (Standings, Timelines, OpenQuestions, Shifts)
_LOOK = 0.0002
"""Seconds between two looks of the reader: a lag is known no finer."""
_PATIENCE = 60.0


def lags(location: str, name: str, *, models: int, rate: int, count: int) -> list[float]:
    """Return the seconds by which each row came after the acknowledgement of its write.

    It is 0 where the row was there before.

    Args:
        location: The ledger.
        name: What the projection is called whose rows are looked for.
        models: How many of `MODELS` the same follower keeps, too.
        rate: How many statements are recorded in a second, one at a time.
        count: How many in all.
    """
    spawn = get_context("spawn")
    ours, theirs = spawn.Pipe()
    ready, over = spawn.Event(), spawn.Event()
    follower = spawn.Process(target=_follow, args=(location, name, models, ready, over))
    follower.start()
    try:
        while not ready.wait(1):
            if not follower.is_alive():
                msg = "the follower has failed"
                raise RuntimeError(msg)
        with _looking(location, name) as look:
            before = look()
            writer = spawn.Process(target=_write, args=(location, name, rate, count, theirs))
            writer.start()
            seen = _seen(look, before, count)
            acknowledged: list[float] = ours.recv()
            writer.join()
    finally:
        over.set()
        follower.join()
    return [max(0.0, there - told) for there, told in zip(seen, acknowledged, strict=True)]


def _follow(location: str, name: str, models: int, ready: Event, over: Event) -> None:
    kept: list[Runnable] = [model() for model in MODELS[:models]]
    with positions.open(location) as ledger:
        follower = ledger.follow(*kept, EachEvent(name))
        follower.catch_up()
        with follower:
            ready.set()
            over.wait()


def _write(location: str, name: str, rate: int, count: int, line: Connection) -> None:
    """Record statements one at a time, so many a second; tell when each was acknowledged."""
    world = World(len(name))
    with positions.open(location) as ledger:
        known = len(ledger.as_of().claims)
    claims = drawn(world.chance, known, count)
    rows = [world.statement(f"{name}-{each}", claim) for each, claim in enumerate(claims)]
    for row in rows:
        row.pop("reports")  # whose sources are named only in case files
    acknowledged = []
    with positions.open(location) as ledger:
        ledger.as_of().position("gov0", "claim0")
        begun = time.monotonic()
        for number, row in enumerate(rows):
            time.sleep(max(0.0, begun + number / rate - time.monotonic()))
            ledger.record(**row)
            acknowledged.append(time.monotonic())
    line.send(acknowledged)


def _seen(look: Callable[[], int], before: int, count: int) -> list[float]:
    """Return when each of so many rows was there first."""
    seen: list[float] = []
    last = time.monotonic()
    while len(seen) < count:
        found, now = look(), time.monotonic()
        if found - before > len(seen):
            seen.extend([now] * (found - before - len(seen)))
            last = now
        elif now - last > _PATIENCE:
            msg = f"{len(seen)} of {count} rows have come"
            raise TimeoutError(msg)
        time.sleep(_LOOK)
    return seen


@contextmanager
def _looking(location: str, name: str) -> Iterator[Callable[[], int]]:
    """Give a function that says, on a connection of its own, which row is the last."""
    if location.startswith("postgresql:"):
        server, _, schema = location.partition("?schema=")
        asked = SQL("SELECT max(number) FROM {}").format(Identifier(schema, name))
        with psycopg.connect(server, autocommit=True) as postgres:
            yield lambda: int((postgres.execute(asked).fetchone() or [0])[0])
    else:
        sqlite = sqlite3.connect(location)
        try:
            yield lambda: int(sqlite.execute(f'SELECT max(number) FROM "{name}"').fetchone()[0])  # noqa: S608 - our own
        finally:
            sqlite.close()
