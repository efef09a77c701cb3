"""How fast tables are loaded, durably, beside `sqlite3` alone writing the very same rows.

With `--data FOLDER` they are the votes of the General Assembly, each with the name of its country
and the text of its motion; without it made-up ones of the same shape. In each round, one after the
other and each in a process of its own: the table as CSV, as Parquet, and as an Arrow table in
memory, into a new ledger in an SQLite file; the same once more into the ledger that has it already;
`ledger.load` of cases; `batch.record` of some; and `sqlite3`, which writes the rows that the first
ledger holds: those of the events alone, and those of its index of keys too, with its triggers. Each
transaction holds so many rows, and each file is made anew. Shares are of what `sqlite3` writes a
second in the same round: of the rows of the events, and of all rows; in parentheses by processor
time, which is what remains when others use the machine too.
"""

import argparse
import csv
import sqlite3
import sys
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.csv
import pyarrow.parquet

import positions

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.figures import Taken, in_fresh_process, peak, row
from benchmarks.votes import ask_for_votes, prepared, written_down

Took = tuple[int, Taken, float]
"""How many statements were written, in what time, and with how much memory at the peak."""

COLUMNS = ("roll_call", "country", "code", "vote", "date", "motion", "issues")
WORDS = {"support": "yes", "oppose": "no", "abstain": "abstain"}
MAPPING: dict[str, Any] = {
    "zone": "America/New_York",
    "statement": {
        "id": {"text": "vote-{country}", "slug": True},
        "by": {"column": "country", "slug": True},
        "claim": {"text": "roll-call-{roll_call}"},
        "act": {"column": "vote", "values": {yes: act for act, yes in WORDS.items()}},
        "said": "date",
    },
    "actors": {
        "by": {
            "kind": {"constant": "state"},
            "names": ["country"],
            "ids": {"iso-3166": "code"},
        }
    },
    "claims": {
        "kind": {"constant": "proposal"},
        "text": "motion",
        "tags": {"column": "issues", "split": "; "},
    },
}
WIDTHS = (42, 10, 16, 12, 12)


def prepare(given: argparse.Namespace, folder: Path) -> int:
    """Write the votes down: as cases, and as one table in CSV and in Parquet."""
    count = written_down(folder, given.data, given.votes, given.size)
    actors: dict[str, Any] = {}
    claims: dict[str, Any] = {}
    with (folder / "votes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for case in prepared(folder):
            actors |= case["actors"]
            claims |= case["claims"]
            for each in case["statements"]:
                actor, claim = actors[each["by"]], claims[each["claim"]]
                writer.writerow(
                    (
                        each["claim"].removeprefix("roll-call-"),
                        actor["names"][0],
                        actor["ids"].get("iso-3166", ""),
                        WORDS[each["act"]],
                        each["said"],
                        claim["text"],
                        "; ".join(claim["tags"]),
                    )
                )
    texts = pyarrow.csv.ConvertOptions(
        column_types=dict.fromkeys(COLUMNS[1:], pyarrow.string()), strings_can_be_null=False
    )
    table = pyarrow.csv.read_csv(folder / "votes.csv", convert_options=texts)
    pyarrow.parquet.write_table(table, folder / "votes.parquet")
    return count


def by_table(given: argparse.Namespace, folder: Path, kind: str, *, again: bool = False) -> Took:
    """Load the table, into a new ledger; or into the one that has it."""
    ledger_file = folder / f"{kind}.db"
    if not again:
        removed(ledger_file)
    source: Any = folder / f"votes.{kind}"
    if kind == "arrow":
        source = pyarrow.parquet.read_table(folder / "votes.parquet")
    taken = Taken()

    def load() -> positions.TableLoaded:
        with positions.open(ledger_file) as ledger:
            return ledger.load_table(source, MAPPING, batch=given.size)

    loaded = taken.by(load)
    if again and loaded.recorded:
        sys.exit("the second time has recorded something")
    return loaded.rows, taken, peak()


def by_load(_: argparse.Namespace, folder: Path) -> Took:
    """Load the cases, one after the other."""
    removed(folder / "cases.db")
    count, taken = 0, Taken()
    with positions.open(folder / "cases.db") as ledger:
        for case in prepared(folder):
            taken.by(partial(ledger.load, case))
            count += len(case["statements"])
        taken.by(ledger.close)
    return count, taken, peak()


def by_record(given: argparse.Namespace, folder: Path) -> Took:
    """Write some of the votes one by one, in batches of the same size."""
    removed(folder / "batches.db")
    count, taken = 0, Taken()
    with positions.open(folder / "batches.db", zone="America/New_York") as ledger:
        for case in prepared(folder):
            taken.by(partial(record, ledger, case))
            count += len(case["statements"])
            if count >= given.one_by_one:
                break
    return count, taken, peak()


def record(ledger: positions.Ledger, case: dict[str, Any]) -> None:
    """Write a case, a command for each entry."""
    with ledger.batch() as written:
        for id, actor in case["actors"].items():
            written.add_actor(id, **actor)
        for id, claim in case["claims"].items():
            written.open_claim(id, **claim)
        for statement in case["statements"]:
            written.record(**statement)


def raw(given: argparse.Namespace, folder: Path, *, keyed: bool) -> Took:
    """Write the rows of the ledger by `sqlite3` alone."""
    source = sqlite3.connect(folder / "csv.db")
    target_file = folder / "raw.db"
    removed(target_file)
    target = sqlite3.connect(target_file, isolation_level=None)
    target.execute("PRAGMA journal_mode=WAL")
    schema = source.execute(
        "SELECT name, sql FROM sqlite_master WHERE sql NOT NULL AND name NOT LIKE 'sqlite%'"
    )
    for name, statement in schema.fetchall():
        if keyed or name == "stored_events":
            target.execute(statement)
    keys: dict[tuple[str, int], list[bytes]] = {}
    for key, stream, version in source.execute("SELECT * FROM stored_events_keys") if keyed else ():
        keys.setdefault((stream, version), []).append(key)
    events = source.execute("SELECT * FROM stored_events ORDER BY rowid")
    count, taken = 0, Taken()
    while rows := list(islice(events, given.size)):
        filed = [(key, *row[1:3]) for row in rows for key in keys.get(row[1:3], ())]
        taken.by(partial(transaction, target, rows, filed))
        count += sum(row[3] == "StatementRecorded" for row in rows)
    taken.by(target.close)
    return count, taken, peak()


def transaction(target: sqlite3.Connection, rows: list[Any], filed: list[Any]) -> None:
    """Write rows in a transaction."""
    target.execute("BEGIN IMMEDIATE")
    target.executemany("INSERT INTO stored_events VALUES (?,?,?,?,?)", rows)
    if filed:
        target.executemany("INSERT INTO stored_events_keys VALUES (?,?,?)", filed)
    target.execute("COMMIT")


def removed(file: Path) -> None:
    """Remove an SQLite file."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)


MEASURES: dict[str, Callable[[argparse.Namespace, Path], Took]] = {
    "load_table, CSV": partial(by_table, kind="csv"),
    "load_table, Parquet": partial(by_table, kind="parquet"),
    "load_table, an Arrow table": partial(by_table, kind="arrow"),
    "load_table, CSV, all there already": partial(by_table, kind="csv", again=True),
    "ledger.load": by_load,
    "batch.record": by_record,
    "sqlite3, the rows of the events": partial(raw, keyed=False),
    "sqlite3, triggers and index of keys too": partial(raw, keyed=True),
}


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask_for_votes(asked)
    asked.add_argument("--one-by-one", type=int, default=60_000, help="written by batch.record")
    asked.add_argument("--rounds", type=int, default=3, help="each measures everything once")
    asked.add_argument("--only", default="", help="what is measured begins so")
    given = asked.parse_args()
    found: dict[str, list[Took]] = {}
    with TemporaryDirectory() as folder:
        count = in_fresh_process(prepare, given, Path(folder))
        print(f"{count:,} votes, {given.size:,} rows a transaction, {given.rounds} rounds")
        for _ in range(given.rounds):
            for name, measure in MEASURES.items():
                if name.startswith((given.only, "sqlite3")):
                    took = in_fresh_process(measure, given, Path(folder))
                    found.setdefault(name, []).append(took)
    print(row(("", "a second", "least-most", "of events", "of all rows"), *WIDTHS) + " peak")
    for name, taken in found.items():
        rates = by_clock(taken)
        shares = []
        for alone in list(MEASURES)[-2:]:
            busy = share(by_processor(taken), by_processor(found[alone]))
            shares.append(f"{share(rates, by_clock(found[alone]))} ({busy})")
        memory = max(each[2] for each in taken) / 2**20
        spread = f"{min(rates):,.0f}-{max(rates):,.0f}"
        cells = (name, f"{median(rates):,.0f}", spread, *shares, f"{memory:,.0f} MiB")
        print(row(cells, *WIDTHS), flush=True)


def by_clock(taken: list[Took]) -> list[float]:
    """Return how many a second there were in each round."""
    return [count / sum(each.each) for count, each, _ in taken]


def by_processor(taken: list[Took]) -> list[float]:
    """Return how many a second of processor time there were in each round."""
    return [count / sum(each.busy) for count, each, _ in taken]


def share(rates: list[float], others: list[float]) -> str:
    """Return which part of others these are, round by round: the median."""
    return f"{median(one / other for one, other in zip(rates, others, strict=True)):.0%}"


if __name__ == "__main__":
    main()
