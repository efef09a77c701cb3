"""Who stood where as of a date: positions beside DuckDB, Polars, SQLite, PostgreSQL and others.

Each engine is loaded with the same record, in a process of its own, and asked the same questions by
turns. What is not a plain question (`questions.py`) is asked of positions alone. Before a figure is
printed, its answers were compared.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.as_of.made_up import made_up, votes
from benchmarks.as_of.opening import opened, written
from benchmarks.as_of.questions import Oracle, drawn
from benchmarks.as_of.record import Record
from benchmarks.as_of.rounds import PATIENCE, POINTS, Measured, measured
from benchmarks.as_of.sides import ENGINES, OURS, STOCK
from benchmarks.as_of.tables import (
    AFRESH,
    COLUMNS,
    cells,
    cells_afresh,
    headed,
    heading,
    length,
    listed,
    p99,
    spread,
)
from benchmarks.figures import gigabytes, in_fresh_process

WRITTEN = 1_000_000
"""Of more statements no ledger is written, unless that is asked for."""


def records(given: argparse.Namespace) -> Iterator[Record]:
    """Yield the records that are to be measured."""
    for size in given.sizes:
        yield made_up(size)
    if given.data is not None:
        yield votes(given.data)


def measure(record: Record, given: argparse.Namespace, folder: Path) -> None:
    """Print the tables of a record."""
    started = perf_counter()
    record.save(folder)
    questions, _, share = drawn(record, Oracle(record), POINTS)
    meta = record.meta
    print(f"\n### {meta.name}\n")
    print(
        f"{len(meta.actors):,} actors, {len(meta.claims):,} claims, {len(meta.mandates):,} "
        f"mandates; {1 - share:.1%} of random questions are plain.\n"
    )
    path = folder / "ledger.db"
    ledger = OURS in given.engines and record.meta.statements <= given.ledger
    ledger = ledger or given.from_ledger
    writing = in_fresh_process(written, folder, path) if ledger else None
    print(headed(["", *COLUMNS.values()]))
    found: list[Measured] = []
    more: list[tuple[str, str]] = []
    source = path if given.from_ledger else None
    for each in measured(record, folder, given.engines, given.runs, source):
        print(listed(cells(each)), flush=True)
        found.append(each)
        more += _more(each, record.meta.statements)
    print()
    print(headed(["the first of each turn", *(COLUMNS[each] for each in AFRESH)]))
    for each in found:
        if each.side.missing is None:
            print(listed(cells_afresh(each)))
    if writing is not None:
        more.append(("a ledger of it, imported from JSON Lines", length(writing)))
        actor, claim = int(questions.actor[0]), int(questions.claim[0])
        ask = path, meta.actors[actor], meta.claims[claim], int(questions.day[0])
        first = in_fresh_process(opened, *ask)
        again = 1 if first[0] > PATIENCE else given.runs
        later = [in_fresh_process(opened, *ask) for _ in range(again)]
        more.append(("open it and answer once, in a fresh process: the first time", _one([first])))
        more.append(("open it and answer once, in a fresh process: later", _one(later)))
    print()
    print(headed(["", "figure"]))
    for line in more:
        print(listed(line))
    for each in found:
        for what, figures in each.figures.items():
            if figures.wrong is not None:
                print(f"\n{each.side.version} is wrong ({what}): {figures.wrong}.")
    print(f"\nMeasured in {perf_counter() - started:.0f} s.", flush=True)


def _one(runs: list[tuple[float, float, str]]) -> str:
    """Return how long openings took, and their peak of memory."""
    return f"{spread([each[0] for each in runs])}; {gigabytes(max(each[1] for each in runs))}"


def _more(measured: Measured, statements: int) -> list[tuple[str, str]]:
    """Return what else was measured of an engine."""
    side = measured.side
    if side.missing is not None:
        return []
    found: list[tuple[str, str]] = []
    if side.name == STOCK:
        seconds, part = measured.whole
        told = f"{length(seconds)}, scaled from {part:.1%} of the events"
        found.append(("eventsourcing: `repository.get` over all", told))
    if side.name == OURS:
        singly = {
            "one lookup that is not plain": "others",
            "one lookup, and `as_of` before it": "dated",
        }
        for told, what in singly.items():
            taken = sorted(measured.figures[what].every)
            if taken:
                middle = taken[len(taken) // 2]
                found.append((told, f"{length(middle)}; p99 {p99(taken)}"))
        for what in ("point", "lookups", "claim", "matrix", "diff"):
            figures = measured.figures[what]
            if figures.missing is None:
                told = COLUMNS[what].partition(":")[0]
                found.append((f"the very first: {told}", length(figures.first)))
        if "value" in measured.figures:
            value = measured.figures["value"].each
            found.append(("matrix as a value, not looked at", spread(value)))
            arrow = measured.figures["arrow"].each
            found.append(("matrix as a table of Arrow, with ids and words", spread(arrow)))
            unanswered = measured.figures["unanswered"].each
            found.append(("all open questions, not looked at", spread(unanswered)))
        rows, everything = (each / statements for each in measured.index)
        told = f"{rows:.0f} bytes a statement; {everything:.0f} with bodies and chains"
        found.append(("the index", told))
        for what, grown in measured.grown.items():
            told = f"{grown / statements:,.0f} bytes a statement"
            found.append((f"memory, grown by asking: {what}", told))
    return found


def main() -> None:
    """Print all tables."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument(
        "--sizes",
        type=lambda text: [int(each.replace("_", "")) for each in text.split(",") if each],
        default=[10_000, 100_000, 1_000_000],
        help="how many statements, with commas between",
    )
    asked.add_argument("--data", type=Path, metavar="FOLDER", help="of the votes, as the last")
    asked.add_argument("--runs", type=int, default=5, choices=range(1, 8), help="of each question")
    asked.add_argument(
        "--engines",
        nargs="+",
        choices=list(ENGINES),
        default=list(ENGINES),
        help="only these",
    )
    asked.add_argument(
        "--ledger", type=int, default=WRITTEN, help="up to how many statements a ledger is written"
    )
    asked.add_argument(
        "--from-ledger", action="store_true", help="ask the history of the ledger, not of events"
    )
    given = asked.parse_args()
    print(f"`python -m benchmarks.as_of`, median (least – most) of {given.runs} runs. {heading()}")
    for record in records(given):
        with TemporaryDirectory() as folder:
            measure(record, given, Path(folder))


if __name__ == "__main__":
    main()
