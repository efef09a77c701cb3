"""Many writers, killed writers and killed followers, on SQLite and PostgreSQL, and what came.

    python -m tests.faults            both stores; the server is POSITIONS_TEST_POSTGRES
    python -m tests.faults sqlite     one of them

Fails if a law does, if no conflict was retried, or if fewer than half of the kills struck inside a
transaction.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.faults.following import followed, followed_over_cuts
from tests.faults.killing import killed
from tests.faults.severing import severed
from tests.faults.straining import STRACE, strained
from tests.faults.writers import begun_together, raced, written
from tests.stores import KEYED, POSTGRES

WRITERS = 8
TURNS = {"sqlite": 120, "postgres": 60}
CLAIMS = 64
RACES = 5
KILLS = 100
"""Of writers, in each store."""
FOLLOWERS = 200
"""Of followers, in each store."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all of it on the stores that are named; return 1 if anything is not as it is to be."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("stores", nargs="*", choices=[*KEYED, []], metavar="STORE")
    parser.add_argument("--seed", type=int, help="of the moments of the kills; else it is drawn")
    options = parser.parse_args(arguments)
    stores = options.stores or list(KEYED)
    seed = time.time_ns() % 1_000_000 if options.seed is None else options.seed
    if "postgres" in stores and POSTGRES is None:
        print("POSITIONS_TEST_POSTGRES names no server; or ask for sqlite alone")
        return 1
    begun = time.perf_counter()
    problems = [*_many_writers(stores), *_kills(stores, seed), *_followers(stores, seed)]
    if "postgres" in stores:
        problems += _cuts(seed)
    if "sqlite" in stores:
        problems += _strains()
    print(f"seed {seed}, {time.perf_counter() - begun:.0f} s")
    for problem in problems:
        print(f"WRONG: {problem}")
    return 1 if problems else 0


def _many_writers(stores):
    """Law 26: print a line for each run, and yield what is wrong."""
    columns = (
        "store",
        "writers",
        "claims",
        "acknowledged",
        "found once",
        "twice",
        "missing",
        "conflicts retried",
        "ids refused",
        "reader's steps",
        "statements/s",
    )
    rows = []
    for store in stores:
        for claims in (1, CLAIMS):
            with KEYED[store]() as location:
                it = written(location, writers=WRITERS, claims=claims, turns=TURNS[store])
            rows.append(
                (
                    store,
                    it.writers,
                    it.claims,
                    it.acknowledged,
                    it.once,
                    it.twice,
                    it.missing,
                    it.retried,
                    it.conflicts,
                    it.steps,
                    round(it.acknowledged / it.seconds),
                )
            )
            yield from it.problems
            if it.acknowledged != it.once or it.twice or it.missing:
                yield f"{store}, {claims} claims: not everything is there once"
            if claims == 1 and not it.retried:
                yield f"{store}: no conflict was retried"
        for _ in range(RACES):
            with KEYED[store]() as location:
                yield from raced(location)
            with KEYED[store]() as location:
                yield from begun_together(location)
    _show("Law 26: statements of many writers", columns, rows)


def _kills(stores, seed):
    """Law 27: print a line for each store, and yield what is wrong."""
    columns = (
        "store",
        "kills",
        "inside a transaction",
        "after an unheard commit",
        "acknowledged",
        "acknowledged lost",
        "twice",
        "partial batches",
        "seconds",
    )
    rows = list[tuple[Any, ...]]()
    for place, store in enumerate(stores):
        with KEYED[store]() as location:
            it = killed(location, kills=KILLS, seed=seed + place)
        rows.append(
            (
                store,
                it.kills,
                it.inside,
                it.unheard,
                it.acknowledged,
                it.lost,
                it.twice,
                it.partial,
                round(it.seconds),
            )
        )
        yield from it.problems
        if it.lost or it.twice or it.partial:
            yield f"{store}: lost {it.lost}, twice {it.twice}, partial {it.partial}"
    kills, inside = sum(row[1] for row in rows), sum(row[2] for row in rows)
    rows.append(("both" if len(rows) > 1 else "all", *map(sum, list(zip(*rows, strict=True))[1:])))
    _show("Law 27: statements of killed writers (SIGKILL)", columns, rows)
    if 2 * inside < kills:
        yield f"only {inside} of {kills} kills struck inside a transaction"


def _cuts(seed):
    """Law 26 where the server ends connections: print a line, and yield what is wrong."""
    columns = (
        "connections ended",
        "inside a transaction",
        "commands failed and repeated",
        "acknowledged",
        "found once",
    )
    with KEYED["postgres"]() as location:
        it = severed(location, turns=20, seed=seed)
    rows = [(it.ended, it.inside, it.failures, it.acknowledged, it.once)]
    _show("Law 26: connections ended by PostgreSQL", columns, rows)
    yield from it.problems
    if it.once != it.acknowledged:
        yield f"of {it.acknowledged} acknowledged over ended connections {it.once} are there once"
    if not it.inside:
        yield "no connection was ended inside a transaction"


def _followers(stores, seed):
    """Exactly once over kills and cuts: print a line for each store, and yield what is wrong."""
    columns = (
        "store",
        "struck by",
        "times",
        "inside a batch's transaction",
        "after an unheard commit",
        "events",
        "taken once",
        "rows of read models, as rebuilt",
        "seconds",
    )
    rows = []
    for place, store in enumerate(stores):
        ways = {"kill -9": lambda at: followed(at, kills=FOLLOWERS, seed=seed + place)}  # noqa: B023 - called at once
        if store == "postgres":
            ways["ended connections"] = lambda at: followed_over_cuts(at, cuts=20, seed=seed)
        for way, strike in ways.items():
            with KEYED[store]() as location:
                it = strike(location)
            counts = (it.struck, it.inside, it.after, it.events, it.rows, it.read)
            rows.append((store, way, *counts, round(it.seconds)))
            yield from it.problems
            if it.rows != it.events:
                yield f"{store}, {way}: {it.rows} of {it.events} events were taken once"
            if way == "kill -9" and 2 * it.inside < it.struck:
                yield f"{store}: only {it.inside} of {it.struck} kills struck inside a batch"
    _show("Exactly once: projections of struck followers", columns, rows)


def _strains():
    """Laws 27 and 28 by strace: print a line for each kind of fault, and yield what is wrong."""
    if STRACE is None:
        print("Laws 27 and 28 by strace: it is not installed, so that this was not tried")
        return
    columns = (
        "every call of SQLite",
        "writers",
        "calls struck",
        "commands failed",
        "acknowledged",
        "acknowledged lost",
        "twice",
        "partial batches",
        "found though unheard",
    )
    rows = []
    for it in strained():
        counts = (it.runs, it.struck, it.failed, it.acknowledged)
        rows.append((it.fault, *counts, it.lost, it.twice, it.partial, it.surfaced))
        yield from it.problems
        if it.lost or it.twice or it.partial or it.struck < it.runs:
            yield f"{it.fault}: {it}"
    _show("Laws 27 and 28: system calls that fail", columns, rows)


def _show(title, columns, rows):
    table = Table(*columns, title=title)
    for row in rows:
        table.add_row(*map(str, row))
    Console(width=150).print(table)


if __name__ == "__main__":
    sys.exit(main())
