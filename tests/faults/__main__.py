"""Many writers, killed writers and killed followers, on each store, and what came of it.

    python -m tests.faults            SQLite, UmaDB, and PostgreSQL, where the server is
                                      POSITIONS_TEST_POSTGRES
    python -m tests.faults sqlite     one of them

Fails if a law does, if no conflict was retried, or if fewer than half of the kills struck inside a
transaction.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.faults.following import followed, followed_over_cuts
from tests.faults.killing import killed
from tests.faults.severing import severed
from tests.faults.sharing import shared, shared_over_cuts, shared_server
from tests.faults.straining import STRACE, strained
from tests.faults.writers import begun_together, raced, written
from tests.stores import KEYED, POSTGRES, SHARED
from tests.umadb_server import PROGRAM

WRITERS = 8
TURNS = {"sqlite": 120, "postgres": 60, "umadb": 60}
SHARED_TURNS = {"sqlite": 200, "postgres": 60, "umadb": 120}
STRIKES = 60
"""Cut connections, or killed servers, while many write and two read."""
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
    parser.add_argument("stores", nargs="*", choices=[*SHARED, []], metavar="STORE")
    parser.add_argument("--seed", type=int, help="of the moments of the kills; else it is drawn")
    options = parser.parse_args(arguments)
    stores = options.stores or [each for each in SHARED if each != "umadb" or PROGRAM.exists()]
    seed = time.time_ns() % 1_000_000 if options.seed is None else options.seed
    if "postgres" in stores and POSTGRES is None:
        print("POSITIONS_TEST_POSTGRES names no server; or ask for the others alone")
        return 1
    begun = time.perf_counter()
    keyed = [each for each in stores if each in KEYED]
    problems = [*_many_writers(stores), *_readers(stores, seed), *_kills(stores, seed)]
    if keyed:
        problems += _followers(keyed, seed)
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
            with SHARED[store]() as location:
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
            with SHARED[store]() as location:
                yield from raced(location)
            with SHARED[store]() as location:
                yield from begun_together(location)
    _show("Law 26: statements of many writers", columns, rows)


def _readers(stores, seed):
    """Law 26 for readers: print a line for each run, and yield what is wrong."""
    columns = (
        "store",
        "struck by",
        "times",
        "repeated",
        "acknowledged",
        "lost",
        "twice",
        "partial",
        "events",
        "looks",
        "missed",
        "seen twice",
        "torn",
        "followed",
        "a second",
    )
    rows = []
    for store in stores:
        how = {"writers": WRITERS, "turns": SHARED_TURNS[store], "seed": seed}
        for way in ("nothing", *{"postgres": ["cuts"], "umadb": ["kill -9"]}.get(store, [])):
            it = _shared(store, way, how)
            rows.append(
                (
                    store,
                    way,
                    it.strikes,
                    it.failures,
                    it.acknowledged,
                    it.lost,
                    it.twice,
                    it.partial,
                    it.events,
                    it.steps,
                    it.missed,
                    it.seen_twice,
                    it.torn,
                    it.followed,
                    round(it.acknowledged / it.seconds),
                )
            )
            yield from it.problems
            wrong = (it.lost, it.twice, it.partial, it.missed, it.seen_twice, it.torn)
            if any(wrong) or it.followed != it.events or (way != "nothing" and not it.strikes):
                yield f"{store}, struck by {way}: {it}"
    _show(f"Law 26: {WRITERS} writers, one who polls, one who follows", columns, rows)


def _shared(store, way, how):
    if way == "kill -9":
        return shared_server(**how, kills=STRIKES)
    with TemporaryDirectory() as folder, SHARED[store]() as location:
        if way == "cuts":
            return shared_over_cuts(location, **how, cuts=STRIKES)
        into = str(Path(folder) / "rows.db") if store == "umadb" else None
        return shared(location, **how, into=into)


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
        # Where a write is one call of a server, there is no inside of it to be killed in.
        how = {} if store in KEYED else {"inside": ("begun",), "of_twenty": 3}
        with SHARED[store]() as location:
            it = killed(location, kills=KILLS, seed=seed + place, **how)
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
    keyed = [row for row in rows if row[0] in KEYED]
    kills, inside = sum(row[1] for row in keyed), sum(row[2] for row in keyed)
    rows.append(("all", *map(sum, list(zip(*rows, strict=True))[1:])))
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
