"""What appending to each store, and reading from it, costs: SQLite, PostgreSQL, UmaDB, in turns.

First the recorder alone, with the stored events of a record that was made in memory: what
eventsourcing and the database take. Then the ledger on top of it, which decides, keeps the index of
keys where there is one, and decodes. PostgreSQL is the server that POSITIONS_TEST_POSTGRES names;
UmaDB is started where its wheel is installed.
"""

import argparse
import os
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from eventsourcing.persistence import InfrastructureFactory, StoredEvent

import positions
from positions.store import environment

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.figures import in_fresh_process, row
from benchmarks.sharing import there

from tests.stores import SHARED

SPEAKERS, CLAIMS = 100, 500
PORTION, PAGE, ALONE = 1_000, 2_000, 400
"""Events in one write, events in one page, and writes of one event."""
WIDTHS = (44,)

Location = Any
Case = dict[str, Any]
T = TypeVar("T")


def cases(size: int) -> Iterator[Case]:
    """Yield what is to be loaded: who and what first, then statements in portions."""
    yield {
        "positions": 1,
        "actors": {f"speaker{each}": {"kind": "person"} for each in range(SPEAKERS)},
        "claims": {f"claim{each}": {"text": f"That {each} is so"} for each in range(CLAIMS)},
    }
    for portion in portions([statement(each) for each in range(size)]):
        yield {"positions": 1, "statements": portion}


def portions(rows: Sequence[T]) -> list[Sequence[T]]:
    """Return what is written at once."""
    return [rows[start : start + PORTION] for start in range(0, len(rows), PORTION)]


def statement(number: int) -> Case:
    """Return a statement like any other."""
    day = number // SPEAKERS
    return {
        "id": f"s{number}",
        "by": f"speaker{number * 7 % SPEAKERS}",
        "claim": f"claim{number * number % CLAIMS}",
        "act": ("confirm", "deny", "hedge")[number % 3],
        "said": f"{1990 + day // 336 % 60}-{1 + day // 28 % 12:02}-{1 + day % 28:02}",
        "note": "as the spokesman said to the press at the daily briefing",
    }


def stored(size: int) -> list[StoredEvent]:
    """Return the stored events of a record of so many statements."""
    with positions.open(":memory:", zone="UTC") as ledger:
        for case in cases(size):
            ledger.load(case)
        found = ledger.application.recorder.select_notifications(1, 10 * size)
        return [
            StoredEvent(each.originator_id, each.originator_version, each.topic, each.state)
            for each in found
        ]


def recorder_rates(location: Location, size: int) -> dict[str, float]:
    """Return the rates of a store's recorder alone, in events a second."""
    events = stored(size)
    with ExitStack() as stack:
        factory = InfrastructureFactory.construct(environment(location))
        stack.callback(factory.close)
        recorder = factory.application_recorder()
        many, alone = events[:-ALONE], events[-ALONE:]

        def insert(writes: Sequence[Sequence[StoredEvent]]) -> None:
            for portion in writes:
                recorder.insert_events(portion)

        def pages() -> int:
            count, after = 0, 0
            while page := recorder.select_notifications(after, PAGE, inclusive_of_start=False):
                count, after = count + len(page), page[-1].id
            return count

        return {
            f"recorder: append, {PORTION:,} events a write": rate(
                len(many), lambda: insert(portions(many))
            ),
            "recorder: append, one event a write": rate(
                ALONE, lambda: insert([[each] for each in alone])
            ),
            f"recorder: read, pages of {PAGE:,}": rate(len(events), pages),
        }


def ledger_rates(location: Location, size: int) -> dict[str, float]:
    """Return the rates of a ledger in a store, in statements and in events a second."""
    first, *rest = cases(size)
    more = [statement(size + each) for each in range(ALONE)]

    def load() -> None:
        for each in rest:
            ledger.load(each)

    def record() -> None:
        for each in more:
            ledger.record(**each)

    with positions.open(location, zone="UTC") as ledger:
        ledger.load(first)
        found = {f"ledger: load, {PORTION:,} statements a write": rate(size, load)}
        found["ledger: record, one statement a write"] = rate(ALONE, record)
        events = len(ledger.history())

    def read() -> None:
        with positions.open(location) as again:
            again.history()

    return found | {"ledger: open and read the history, events": rate(events, read)}


def rate(count: int, act: Callable[[], object]) -> float:
    """Return how many a second these are."""
    started = perf_counter()
    act()
    return count / (perf_counter() - started)


def spread(values: Sequence[float]) -> str:
    """Return the median of several runs, and the least and the most."""
    return f"{statistics.median(values):,.0f} ({min(values):,.0f} to {max(values):,.0f})"


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--statements", type=int, default=20_000)
    asked.add_argument("--rounds", type=int, default=3, help="how many runs there are of each")
    given = asked.parse_args()
    stores = there()
    runs: dict[str, dict[str, list[float]]] = {}
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before")
    for _ in range(given.rounds):
        for measure in (recorder_rates, ledger_rates):
            for store in stores:
                with SHARED[store]() as location:
                    found = in_fresh_process(measure, location, given.statements)
                for name, value in found.items():
                    runs.setdefault(name, {}).setdefault(store, []).append(value)
    print(row(("a second: median, least and most", *(f"{each:>28}" for each in stores)), *WIDTHS))
    for name, rates in runs.items():
        print(row((name, *(f"{spread(rates[store]):>28}" for store in stores)), *WIDTHS))


if __name__ == "__main__":
    main()
