"""How many events a second projections take: replayed, following on SQLite and on PostgreSQL.

A fold that keeps a row of each event, and the ready-made read models, over a record with late
facts; beside them `eventsourcing`'s own `ProjectionRunner` does the work of that fold, over the
same log on PostgreSQL. Then how far a follower lags behind a writer of one statement at a time.

Each measurement runs in a fresh process, one after the other, in turns: what is compared was
measured under the same load. Replay is given a history that was read already; followers read the
log themselves. PostgreSQL is the server that POSITIONS_TEST_POSTGRES names.
"""

import argparse
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter
from typing import Any

import positions
from positions.projections import Changes, OpenQuestions, Shifts, Standings, Timelines

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.figures import in_fresh_process, row
from benchmarks.lagging import MODELS, lags
from benchmarks.late_facts import EachEvent, fill
from benchmarks.stock_projection import stock_run

from tests.stores import KEYED, POSTGRES

EACH = "each_event"
KINDS: dict[str, Callable[[str], Any]] = {
    EACH: EachEvent,
    "standing": Standings,
    "timeline": Timelines,
    "open_questions": OpenQuestions,
    "shifts": Shifts,
    "changes": Changes,
}
STOCK = "ProjectionRunner"
REPLAY = "replay"
NAMES, WIDTH, LAGS = 26, 31, 88


def replay(location: str, kind: str) -> float:
    """Replay a history live; return how many events a second that were."""
    with positions.open(location) as ledger:
        history = ledger.history()
        started = perf_counter()
        history.replay(KINDS[kind](kind))
        return len(history) / (perf_counter() - started)


def follow(location: str, kind: str, name: str) -> float:
    """Let a new projection catch up; return how many events a second that were."""
    with positions.open(location) as ledger:
        started = perf_counter()
        follower = ledger.follow(KINDS[kind](name))
        follower.catch_up()
        return follower.builds[0].events / (perf_counter() - started)


def stock(location: str, name: str, most: int) -> float:
    """Let `eventsourcing` do it, over so many events at most; return the same."""
    with positions.open(location) as ledger:
        head = ledger._journal.log.head()  # noqa: SLF001 - what it is to wait for
    taken, seconds = stock_run(location, name, min(head, most))
    return taken / seconds


def rates(stores: dict[str, str], kinds: list[str], given: argparse.Namespace) -> Iterator[str]:
    """Yield the rows of the table: events a second, of each kind in each way."""
    ways = [REPLAY, *stores]
    found: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    yield row(("events a second", *(f"{each:>{WIDTH}}" for each in ways)), NAMES)
    for kind in kinds:
        for run in range(given.repeat):
            at = found[kind, REPLAY]
            at.append(in_fresh_process(replay, stores["sqlite"], kind))
            for store, location in stores.items():
                name = f"{kind}_{run}"
                found[kind, store].append(in_fresh_process(follow, location, kind, name))
            if kind == EACH and "postgres" in stores:
                at = found[STOCK, "postgres"]
                at.append(in_fresh_process(stock, stores["postgres"], f"stock{run}", given.stock))
        yield row((kind, *(f"{told(found[kind, way]):>{WIDTH}}" for way in ways)), NAMES)
    if plain := found[STOCK, "postgres"]:
        lines = [" " * WIDTH] * (len(ways) - 1)
        yield row((f"the first by {STOCK}", *lines, f"{told(plain):>{WIDTH}}"), NAMES)
        ratios = [ours / its for ours, its in zip(found[EACH, "postgres"], plain, strict=True)]
        shown = f"{statistics.median(ratios):.1f} ({min(ratios):.1f}-{max(ratios):.1f})"
        yield row(("  so many times as fast", *lines, f"{shown:>{WIDTH}}"), NAMES)


def told(figures: list[float]) -> str:
    """Return the median, the least and the most."""
    return f"{statistics.median(figures):,.0f} ({min(figures):,.0f}-{max(figures):,.0f})"


def behind(stores: dict[str, str], rate: int, given: argparse.Namespace) -> Iterator[str]:
    """Yield the rows of the table of lags behind so many writes a second, in milliseconds."""
    heads = ("median", "p99", "worst")
    title = f"milliseconds behind a writer of {rate} a second, {given.writes:,} written"
    yield row((title, *(f"{each:>9}" for each in heads)), LAGS)
    for store, location in stores.items():
        for models in (0, 3, 4):
            names = ["a row of each event", *(each.__name__ for each in MODELS[:models])]
            for run in range(given.repeat):
                name = f"lag_{rate}_{models}_{run}"
                found = lags(location, name, models=models, rate=rate, count=given.writes)
                found.sort()
                figures = statistics.median(found), found[int(len(found) * 0.99)], found[-1]
                shown = [f"{each * 1e3:9.2f}" for each in figures]
                yield row((f"{store}, run {run + 1}: {', '.join(names)}", *shown), LAGS)


def main() -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--sizes", type=int, nargs="*", default=[2_000, 20_000, 100_000])
    asked.add_argument("--kinds", nargs="*", choices=KINDS, default=list(KINDS), metavar="KIND")
    asked.add_argument("--repeat", type=int, default=3, help="runs of each measurement")
    asked.add_argument("--stock", type=int, default=20_000, help="events for the stock runner")
    asked.add_argument("--rates", type=int, nargs="*", default=[200, 10], help="written a second")
    asked.add_argument("--writes", type=int, default=300, help="statements written, for the lag")
    given = asked.parse_args()
    stores = [each for each in KEYED if each != "postgres" or POSTGRES is not None]
    if POSTGRES is None:
        print("postgres: POSITIONS_TEST_POSTGRES names no server")
    for size in given.sizes:
        with ExitStack() as places:
            locations = {each: places.enter_context(KEYED[each]()) for each in stores}
            filled = [in_fresh_process(fill, each, size) for each in locations.values()]
            print(f"\n{size:,} statements, {filled[0]:,} events; medians of {given.repeat} runs")
            for line in rates(locations, given.kinds, given):
                print(line, flush=True)
    if given.writes:
        with ExitStack() as places:
            locations = {each: places.enter_context(KEYED[each]()) for each in stores}
            for each in locations.values():
                in_fresh_process(fill, each, 2_000)
            print()
            for rate in given.rates:
                for line in behind(locations, rate, given):
                    print(line, flush=True)


if __name__ == "__main__":
    main()
