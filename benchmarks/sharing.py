"""How many statements a second 1, 2, 4 and 8 processes write to one store, beside a reader.

Each writer records one statement at a time, on one of so many claims; the reader polls the history
and notes when it sees each. Stores take turns: SQLite, PostgreSQL where POSITIONS_TEST_POSTGRES
names a server, UmaDB where its wheel is installed. In the end a fresh ledger is held against what
was acknowledged and what was seen: lost, missed and twice have to be 0.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from attrs import frozen

import positions
from positions import History, StatementRecorded

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.figures import row

from tests.stores import POSTGRES, SHARED
from tests.umadb_server import PROGRAM

Location = Any
SPAWN = get_context("spawn")
SPEAKERS = 40
PAUSE = 0.001
"""Seconds between two looks of the reader: a lag is known no finer."""
WIDTHS = (10, 8, 24, 9, 30, 6, 8, 6)


@frozen
class Ran:
    """What came of one run.

    Attributes:
        rate: Statements acknowledged in a second.
        retried: How often a decision was taken anew, for each hundred of them.
        lags: The seconds from each acknowledgement until the reader has seen it.
        lost: How many acknowledged statements are not in the store.
        missed: How many statements of the log the reader has not seen in their place.
        twice: How many statements are in the store, or were seen, more than once.
    """

    rate: float
    retried: float
    lags: list[float]
    lost: int
    missed: int
    twice: int


def begun(location: Location, claims: int) -> None:
    """Begin a ledger with speakers and claims."""
    case = {
        "positions": 1,
        "actors": {f"speaker{each}": {"kind": "person"} for each in range(SPEAKERS)},
        "claims": {f"claim{each}": {"text": f"That {each} is so"} for each in range(claims)},
    }
    with positions.open(location, zone="UTC") as ledger:
        ledger.load(case)


def write(line: Connection, location: Location, name: str, claims: int, seconds: float) -> None:
    """Record for so many seconds; tell the time of each acknowledgement, and what was retried."""
    chance = random.Random(name)
    with positions.open(location) as ledger:
        ledger.as_of()
        line.send("ready")
        line.recv()
        told: list[tuple[str, float]] = []
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            number = len(told)
            ledger.record(
                id=f"{name}-{number}",
                by=f"speaker{chance.randrange(SPEAKERS)}",
                claim=f"claim{chance.randrange(claims)}",
                act=("confirm", "deny", "hedge")[number % 3],
                said=f"20{10 + number // 336 % 80}-{1 + number // 28 % 12:02}-{1 + number % 28:02}",
            )
            told.append((f"{name}-{number}", time.monotonic()))
        line.send((told, ledger.retried))


def read(line: Connection, location: Location) -> None:
    """Poll the history until told to stop; tell when each statement was seen first, in order."""
    seen: list[tuple[str, float]] = []
    with positions.open(location) as ledger:
        length = len(ledger.history())
        line.send("ready")
        over = False
        while not over:
            over = line.poll(PAUSE)
            history = ledger.history()
            now = time.monotonic()
            seen += [(each, now) for each in statements(history, length)]
            length = len(history)
    line.send(seen)


def statements(history: History, start: int = 0) -> list[str]:
    """Return the ids of the statements that were recorded, from an event on."""
    events = (each.event for each in history[start:])
    return [each.statement.id for each in events if isinstance(each, StatementRecorded)]


def shared(location: Location, writers: int, claims: int, seconds: float) -> Ran:
    """Let processes write to a store, and one read it."""
    begun(location, claims)
    with ExitStack() as stack:
        reader = started(stack, read, location)
        hands = [started(stack, write, location, f"w{n}", claims, seconds) for n in range(writers)]
        for each in hands:
            each.send("go")
        answers = [each.recv() for each in hands]
        reader.send("stop")
        seen: list[tuple[str, float]] = reader.recv()
    acknowledged = {id: at for told, _ in answers for id, at in told}
    with positions.open(location) as ledger:
        log = statements(ledger.history())
    first = dict(reversed(seen))
    counted, told = Counter(log), Counter(id for id, _ in seen)
    in_place = sum(one == other for (one, _), other in zip(seen, log, strict=False))
    return Ran(
        rate=len(acknowledged) / seconds,
        retried=100 * sum(retried for _, retried in answers) / len(acknowledged),
        lags=[max(0.0, first[id] - at) for id, at in acknowledged.items() if id in first],
        lost=sum(not counted[id] for id in acknowledged),
        missed=len(log) - in_place,
        twice=sum(each > 1 for each in (*counted.values(), *told.values())),
    )


def started(stack: ExitStack, task: Any, *arguments: Any) -> Connection:  # noqa: ANN401 - either task
    """Start a process, and return the line to it once it is ready."""
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=task, args=(theirs, *arguments), daemon=True)
    process.start()
    theirs.close()
    stack.callback(process.join)
    ours.recv()
    return ours


def there() -> list[str]:
    """Return the stores that can be tried here; say which cannot."""
    found = ["sqlite"]
    if POSTGRES is None:
        print("postgres: POSITIONS_TEST_POSTGRES names no server")
    else:
        found.append("postgres")
    if PROGRAM.exists():
        found.append("umadb")
    else:
        print("umadb: its wheel, with its server, is not installed")
    return found


def spread(values: Sequence[float]) -> str:
    """Return the median of several runs, and the least and the most."""
    return f"{statistics.median(values):,.0f} ({min(values):,.0f} to {max(values):,.0f})"


def line_of(store: str, writers: int, runs: Sequence[Ran]) -> str:
    """Return the row of one store and so many writers."""
    lags = sorted(each * 1e3 for run in runs for each in run.lags)
    told = (statistics.median(lags), lags[int(len(lags) * 0.99)], lags[-1])
    return row(
        (
            store,
            f"{writers:>7}",
            f"{spread([run.rate for run in runs]):>23}",
            f"{statistics.median(run.retried for run in runs):>8.1f}",
            f"{'{:.1f}; {:.1f}; {:.0f}'.format(*told):>29}",
            *(
                f"{sum(getattr(run, each) for run in runs):>{len(each) + 1}}"
                for each in ("lost", "missed", "twice")
            ),
        ),
        *WIDTHS,
    )


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--writers", type=int, nargs="+", default=[1, 2, 4, 8])
    asked.add_argument("--claims", type=int, default=64, help="on how many claims they write")
    asked.add_argument("--seconds", type=float, default=5.0, help="how long each run takes")
    asked.add_argument("--rounds", type=int, default=3, help="how many runs there are of each")
    given = asked.parse_args()
    stores = there()
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} processors, load {load:.1f} before; {given.claims} claims")
    print("medians of the runs, least and most; lags: median; 99th percentile; worst of all")
    heads = ("store", "writers", "statements a second", "retried %", "reader's lag, ms")
    print(row((*heads, "lost", "missed", "twice"), *WIDTHS))
    for writers in given.writers:
        runs: dict[str, list[Ran]] = {store: [] for store in stores}
        for _ in range(given.rounds):
            for store in stores:
                with SHARED[store]() as location:
                    runs[store].append(shared(location, writers, given.claims, given.seconds))
        for store in stores:
            print(line_of(store, writers, runs[store]), flush=True)


if __name__ == "__main__":
    main()
