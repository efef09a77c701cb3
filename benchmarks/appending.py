"""What it costs to append a statement to a claim that holds 75,000, beside one that holds ten.

One ledger has both claims, another the small one alone; each on SQLite, and on PostgreSQL where
POSITIONS_TEST_POSTGRES names a server. Appended is in an open ledger that was asked before, in one
that was not, and in a fresh process that opens the ledger for it and closes it again. Beside them
`eventsourcing` as it comes gets an aggregate of that length, and saves one more event of it.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

import positions
from positions.store import environment

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.figures import Taken, in_fresh_process, row

from tests.stores import POSTGRES, STORES

MANY, FEW = "many", "few"
SPEAKERS = 200
AT_ONCE = 10_000
NAMES, WIDTHS = 40, (10, 10, 10, 8, 8)

ONCE = """
import json, sys
from time import perf_counter, process_time
import positions
location, statement = json.loads(sys.argv[1])
clock, busy = perf_counter(), process_time()
with positions.open(location) as ledger:
    ledger.record(**statement)
print(json.dumps([perf_counter() - clock, process_time() - busy]))
"""

Row = dict[str, Any]
Subject = tuple[str, str]
"""Where a ledger is kept, and a claim in it."""
numbers = count()


def statement(claim: str, number: int) -> Row:
    """Return a statement; so many a day, and none said by whom another of that day was."""
    day = number // SPEAKERS
    return {
        "id": f"s{number}",
        "by": f"speaker{number % SPEAKERS}",
        "claim": claim,
        "act": ("confirm", "deny", "hedge")[number % 3],
        "said": f"{1990 + day // 336}-{1 + day // 28 % 12:02}-{1 + day % 28:02}",
    }


def new(claim: str) -> Row:
    """Return a statement that no ledger has yet."""
    return statement(claim, 10_000_000 + os.getpid() * 1_000 + next(numbers)) | {"said": "2026-03"}


def fill(location: str, sizes: dict[str, int]) -> None:
    """Load claims of so many statements into a new ledger, so many at once."""
    rows = [statement(claim, number) for claim, size in sizes.items() for number in range(size)]
    with positions.open(location, zone="UTC") as ledger:
        ledger.load(
            {
                "positions": 1,
                "actors": {f"speaker{each}": {"kind": "person"} for each in range(SPEAKERS)},
                "claims": {claim: {"text": f"What {claim} says"} for claim in sizes},
            }
        )
        for start in range(0, len(rows), AT_ONCE):
            ledger.load({"positions": 1, "statements": rows[start : start + AT_ONCE]})


def open_ledgers(subjects: list[Subject], times: int, *, asked: bool) -> list[Taken]:
    """Append to open ledgers in turn, which were asked about the claims before, or not."""
    found = [Taken() for _ in subjects]
    with ExitStack() as opened:
        places = {location for location, _ in subjects}
        ledgers = {each: opened.enter_context(positions.open(each)) for each in places}
        for location, claim in subjects if asked else ():
            ledgers[location].as_of().position("speaker1", claim)
        for _ in range(times):
            for (location, claim), taken in zip(subjects, found, strict=True):
                taken.by(partial(ledgers[location].record, **new(claim)))
    return found


def fresh_processes(subjects: list[Subject], times: int) -> list[tuple[Taken, Taken]]:
    """Append from fresh processes: return what passed within each, and from start to end."""
    found = [(Taken(), Taken()) for _ in subjects]
    for _ in range(times):
        for (location, claim), (within, whole) in zip(subjects, found, strict=True):
            asked = json.dumps([location, new(claim)])
            started = perf_counter()
            ran = subprocess.run(  # noqa: S603 - this very Python
                [sys.executable, "-c", ONCE, asked], check=True, capture_output=True
            )
            whole.each.append(perf_counter() - started)
            seconds, processor = json.loads(ran.stdout)
            within.each.append(seconds)
            within.busy.append(processor)
    return found


class Said(Aggregate):
    """A claim as a plain aggregate of `eventsourcing`, which knows what was said on it."""

    def __init__(self) -> None:
        self.statements: dict[str, tuple[str, str, str]] = {}

    @event("Recorded")
    def record(self, id: str, by: str, act: str, said: str) -> None:
        """Take a statement, once."""
        self.statements[id] = by, act, said

    @staticmethod
    def create_id() -> UUID:
        """Return the id of the one that is made next."""
        return uuid5(NAMESPACE_URL, str(next(numbers)))


def stock(env: dict[str, str], size: int, times: int) -> Taken:
    """Get an aggregate of so many events and save one more, so many times."""
    application = Application[UUID](env=env)
    aggregate = Said()
    for number in range(size):
        each = statement("", number)
        aggregate.record(each["id"], each["by"], each["act"], each["said"])
        if number % AT_ONCE == 0:
            application.save(aggregate)
    application.save(aggregate)
    taken = Taken()

    def append() -> None:
        got: Said = application.repository.get(aggregate.id)
        each = new("")
        got.record(each["id"], each["by"], each["act"], each["said"])
        application.save(got)

    for _ in range(times):
        taken.by(append)
    application.close()
    return taken


def stock_environment(store: str, location: str) -> dict[str, str]:
    """Return the variables by which `eventsourcing` itself keeps its events at a place."""
    env = environment(location) | {"PERSISTENCE_MODULE": f"eventsourcing.{store}"}
    return {name: value for name, value in env.items() if name != "ORIGINATOR_ID_TYPE"}


def measured(store: str, given: argparse.Namespace) -> Iterator[tuple[str, list[float]]]:
    """Yield the milliseconds of each way to append: to many, to few beside them, to few alone."""
    with ExitStack() as places:
        place = STORES["postgres" if store == "postgres" else "sqlite"]
        both, alone, stock_many, stock_few = (places.enter_context(place()) for _ in range(4))
        in_fresh_process(fill, both, {MANY: given.many, FEW: 10})
        in_fresh_process(fill, alone, {FEW: 10})
        subjects = [(both, MANY), (both, FEW), (alone, FEW)]

        for told, asked in {"that was asked before": True, "that was not": False}.items():
            act = partial(open_ledgers, asked=asked)
            taken = in_fresh_process(act, subjects, given.times)
            yield from clocks(f"an open ledger {told}", taken)
        fresh = fresh_processes(subjects, given.times)
        yield from clocks("a fresh process: open, append, close", [within for within, _ in fresh])
        yield "  from its start to its end", [median(whole.each) * 1e3 for _, whole in fresh]
        sizes = {stock_many: given.many, stock_few: 10}
        plain = [
            in_fresh_process(stock, stock_environment(store, at), size, given.stock)
            for at, size in sizes.items()
        ]
        yield from clocks("eventsourcing as it comes: get, save", plain)


def clocks(name: str, taken: list[Taken]) -> Iterator[tuple[str, list[float]]]:
    """Yield the medians by the clock, and of the processor's time, in milliseconds."""
    yield name, [median(each.each) * 1e3 for each in taken]
    yield "  of processor time", [median(each.busy) * 1e3 for each in taken]


def table(store: str, given: argparse.Namespace) -> Iterator[str]:
    """Yield the rows of a table: what took how long, and how many times as long as with few."""
    heads = (f"{given.many:,}", "ten beside", "ten alone", "ratio", "ratio")
    aligned = [f"{head:>{width}}" for head, width in zip(heads, WIDTHS, strict=True)]
    yield row((f"{store}: milliseconds, medians", *aligned), NAMES)
    for name, (many, *few) in measured(store, given):
        shown = [f"{each:{width}.2f}" for each, width in zip((many, *few), WIDTHS, strict=False)]
        if len(few) == 1:  # no other claim stands beside an aggregate
            shown.insert(1, " " * WIDTHS[1])
        ratios = [f"{many / each:{WIDTHS[-1]}.2f}" for each in few]
        yield row((name, *shown, *[" " * WIDTHS[-1]] * (2 - len(few)), *ratios), NAMES)


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--many", type=int, default=75_000, help="statements on the large claim")
    asked.add_argument("--times", type=int, default=25, help="how often each is done")
    asked.add_argument("--stock", type=int, default=5, help="how often eventsourcing does it")
    given = asked.parse_args()
    for store in ("sqlite", "postgres"):
        if store == "postgres" and POSTGRES is None:
            print("postgres: POSITIONS_TEST_POSTGRES names no server")
        else:
            for line in table(store, given):
                print(line, flush=True)


if __name__ == "__main__":
    main()
