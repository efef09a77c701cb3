"""What 870,109 votes cost: written durably to an SQLite file, opened again, and asked.

With `--data FOLDER` they are those of the General Assembly, mapped as `examples/un_votes.py` does;
without it made-up ones of the same shape. Beside the ledger stand, in the same run, `sqlite3` alone
writing the very same rows, and `eventsourcing` as it comes writing the same votes. Each measurement
runs in a fresh process, one after the other, so that each has its own peak of memory.
"""

import argparse
import random
import sqlite3
import sys
from collections.abc import Sized
from contextlib import closing
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from eventsourcing.application import Application
from eventsourcing.domain import DomainEvent, datetime_now_with_tzinfo

import positions

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.figures import Taken, gigabytes, in_fresh_process, peak, row
from benchmarks.votes import ask_for_votes, prepared, written_down

SAMPLED = 20  # claims on which every position is asked for

Row = dict[str, Any]
Figure = tuple[str, str, str]
"""What was measured, what is aimed at, and what came of it."""


def prepare(given: argparse.Namespace, folder: Path) -> list[Figure]:
    """Write the votes down as cases, so that whoever loads them reads them without effort."""
    count = written_down(folder, given.data, given.votes, given.size)
    return [("votes", "", f"{count:,}, {given.size:,} a transaction")]


def load(_: argparse.Namespace, folder: Path) -> list[Figure]:
    """Write the votes by `ledger.load`, a case after the other."""
    taken, count = Taken(), 0
    with positions.open(folder / "ledger.db") as ledger:
        for case in prepared(folder):
            taken.by(partial(ledger.load, case))
            count += len(case["statements"])
        taken.by(ledger.close)
    return [
        ("ledger.load, durably", "8,000/s", taken.rate(count)),
        ("  peak memory", "under 6 GiB", gigabytes(peak())),
        ("  size of the file", "", gigabytes((folder / "ledger.db").stat().st_size)),
    ]


def batch(given: argparse.Namespace, folder: Path) -> list[Figure]:
    """Write some of the votes one by one, in batches of the same size."""
    taken, count = Taken(), 0
    with positions.open(folder / "batches.db", zone="America/New_York") as ledger:
        for case in prepared(folder):
            taken.by(partial(write, ledger, case))
            count += len(case["statements"])
            if count >= given.one_by_one:
                break
    return [(f"batch.record, durably, the first {count:,}", "", taken.rate(count))]


def write(ledger: positions.Ledger, case: Row) -> None:
    """Write a case, a command for each entry."""
    with ledger.batch() as written:
        for id, actor in case["actors"].items():
            written.add_actor(id, **actor)
        for id, claim in case["claims"].items():
            written.open_claim(id, **claim)
        for statement in case["statements"]:
            written.record(**statement)


def raw(given: argparse.Namespace, folder: Path) -> list[Figure]:
    """Write the rows of the ledger by `sqlite3` alone: its events, then its index of keys too."""
    source = sqlite3.connect(folder / "ledger.db")
    source.execute(  # in the order in which they came
        "CREATE TEMP TABLE filed AS SELECT e.rowid AS place, k.* FROM stored_events_keys k "
        "JOIN stored_events e USING (originator_id, originator_version)"
    )
    source.execute("CREATE INDEX temp.by_place ON filed (place)")
    schema = source.execute(
        "SELECT name, sql FROM main.sqlite_master WHERE sql NOT NULL AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    figures = []
    for told, keyed in {
        "sqlite3 alone, the rows of the events": False,
        "sqlite3 alone, triggers and index of keys too": True,
    }.items():
        target = sqlite3.connect(folder / f"raw-{keyed}.db")
        target.execute("PRAGMA journal_mode=WAL")
        for name, statement in schema:
            if keyed or name == "stored_events":
                target.execute(statement)
        taken, count, last = Taken(), 0, 0
        while rows := source.execute(
            "SELECT * FROM stored_events WHERE rowid > ? ORDER BY rowid LIMIT ?", (last, given.size)
        ).fetchall():
            insert = "INSERT INTO stored_events VALUES (?,?,?,?,?)"
            taken.by(partial(target.executemany, insert, rows))
            if keyed:
                keys = source.execute(
                    "SELECT key, originator_id, originator_version FROM filed "
                    "WHERE place > ? AND place <= ? ORDER BY place",
                    (last, rows[-1][0]),
                ).fetchall()
                insert = "INSERT INTO stored_events_keys VALUES (?,?,?)"
                taken.by(partial(target.executemany, insert, keys))
            taken.by(target.commit)
            count, last = count + len(rows), rows[-1][0]
        taken.by(target.close)
        figures.append((told, "", taken.rate(count)))
    return figures


class VoteCast(DomainEvent):
    """A vote as `eventsourcing` would have it: a plain event of the aggregate of its roll call."""

    id: str
    by: str
    act: str
    said: str


def stock(_: argparse.Namespace, folder: Path) -> list[Figure]:
    """Write the votes by `eventsourcing` as it comes: its events, mapper, transcoder, recorder."""
    env = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(folder / "stock.db")}
    application = Application[Any](env=env)
    versions: dict[str, int] = {}
    taken, count = Taken(), 0

    def put(statements: list[Row]) -> None:
        events = []
        for each in statements:
            version = versions[each["claim"]] = versions.get(each["claim"], 0) + 1
            event = VoteCast(
                originator_id=uuid5(NAMESPACE_URL, each["claim"]),
                originator_version=version,
                timestamp=datetime_now_with_tzinfo(),
                **{name: each[name] for name in ("id", "by", "act", "said")},
            )
            events.append(event)
        application.events.put(events)

    for case in prepared(folder):
        taken.by(partial(put, case["statements"]))
        count += len(case["statements"])
    taken.by(application.close)
    return [("eventsourcing as it comes, plain events", "", taken.rate(count))]


def ask(given: argparse.Namespace, folder: Path) -> list[Figure]:
    """Open the ledger in a fresh process, and ask."""
    votes = [
        (each["by"], each["claim"]) for case in prepared(folder) for each in case["statements"]
    ]
    claims = list(dict.fromkeys(claim for _, claim in votes))
    chance = random.Random(70)
    asked = [
        (*chance.choice(votes), date(1946, 1, 1) + timedelta(days=chance.randrange(27_500)))
        for _ in range(given.questions)
    ]
    del votes
    before = peak()
    first, every, fresh, again, one, once_more = (Taken() for _ in range(6))
    ledger = first.by(partial(positions.open, folder / "ledger.db"))
    with closing(ledger):
        first.by(lambda: ledger.as_of().position(*asked[0][:2]).kind)
        touched = {asked[0][1]}
        for actor, claim, day in asked[1:]:
            every.by(lambda: ledger.as_of(day).position(actor, claim))  # noqa: B023 - called at once
            (again if claim in touched else fresh).each.append(every.each[-1])
            touched.add(claim)
        found: Sized = ()
        untouched = [claim for claim in reversed(claims) if claim not in touched] or claims
        for taken in (one, once_more):
            for claim in untouched[:SAMPLED]:
                found = taken.by(lambda: ledger.as_of().positions(claim=claim))  # noqa: B023
    return [
        ("opening and the first answer, in a fresh process", "under 60 s", first.length()),
        ("a position, of random ones", "under 1 ms", every.spread()),
        ("  first touch of its claim", "", fresh.spread()),
        ("  claim touched before", "", again.spread()),
        (f"all {len(found)} positions on a claim", "under 100 ms", one.spread()),
        ("  once more", "", once_more.spread()),
        ("  peak memory", "under 6 GiB", f"{gigabytes(peak())}; {gigabytes(before)} before"),
    ]


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask_for_votes(asked)
    asked.add_argument("--one-by-one", type=int, default=100_000, help="written by batch.record")
    asked.add_argument("--questions", type=int, default=10_000, help="asked at random")
    given = asked.parse_args()
    print(row(("", "aim", "figure"), 50, 12))
    with TemporaryDirectory() as folder:
        for measure in (prepare, load, batch, raw, stock, ask):
            for figure in in_fresh_process(measure, given, Path(folder)):
                print(row(figure, 50, 12), flush=True)


if __name__ == "__main__":
    main()
