"""The matrix of one log, replayed in this process and on Spark: what each takes, side by side."""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pyspark.sql import DataFrame, SparkSession

import positions
import positions.spark
from positions import History
from positions.exchange.parquet import read_log, write_log
from positions.store.envelope import from_own_line

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.figures import Taken, gigabytes, row
from benchmarks.votes import cases, made_up
from examples import un_votes

CUT = "1985-06-30"
WIDTHS = (46,)


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--statements", type=int, nargs="+", default=[10_000, 100_000])
    asked.add_argument("--data", type=Path, metavar="FOLDER", help="of the votes; else made-up")
    asked.add_argument("--cores", type=int, default=os.cpu_count(), help="that Spark may use")
    asked.add_argument("--buckets", type=int, help="of claims; one for each 20,000 events else")
    asked.add_argument("--repeat", type=int, default=3, help="how often each is asked")
    given = asked.parse_args()
    os.environ["PYSPARK_PYTHON"] = sys.executable
    started = Taken()
    quiet: dict[str, Any] = {"spark.ui.enabled": False, "spark.ui.showConsoleProgress": False}
    builder = SparkSession.builder.master(f"local[{given.cores}]").config(map=quiet)
    session = started.by(builder.getOrCreate)
    session.sparkContext.setLogLevel("ERROR")
    print(row((f"starting Spark on {given.cores} cores", started.length()), *WIDTHS))
    for statements in given.statements:
        with TemporaryDirectory() as folder:
            measure(given, session, Path(folder) / "log", statements)
    session.stop()


def measure(given: argparse.Namespace, session: SparkSession, log: Path, statements: int) -> None:
    """Print what one size takes."""
    print(f"\n{statements:,} statements, as of {CUT}")
    ledger = positions.open(":memory:")
    sessions = un_votes.whole(given.data) if given.data else made_up(statements)
    for case in cases(sessions, statements, 20_000):
        ledger.load(case)
    written = Taken()
    written.by(lambda: export(ledger, log, given.buckets))
    size = gigabytes(sum(each.stat().st_size for each in log.glob("**/*.parquet")))
    buckets = len(list((log / "claims").iterdir()))
    print(row((f"export as Parquet, {buckets} buckets, {size}", written.length()), *WIDTHS))
    ledger.close()
    read, here, there, written = Taken(), Taken(), Taken(), Taken()
    cells = 0
    for _ in range(given.repeat):
        history = read.by(lambda: History.of(map(from_own_line, stripped(log))))
        matrix = here.by(lambda: history.as_of(CUT).matrix())  # noqa: B023 - called at once
        found = there.by(lambda: positions.spark.matrix(session, log, as_of=CUT).toArrow())
        names = (found[name].to_pylist() for name in ("actor", "claim", "kind"))
        if set(zip(*names, strict=True)) != {
            (*cell, str(each.kind)) for cell, each in matrix.items()
        }:
            sys.exit("the two do not agree")
        cells = len(matrix)
        target = log.parent / "answer"
        written.by(lambda: save(positions.spark.matrix(session, log, as_of=CUT), target))  # noqa: B023
        shutil.rmtree(target)
    for told, taken in {
        "this process: read the log into a history": read,
        f"this process: the matrix, {cells:,} cells": here,
        "Spark: read, replay, matrix collected": there,
        "Spark: read, replay, matrix written": written,
    }.items():
        print(row((told, taken.spread()), *WIDTHS), flush=True)


def export(ledger: positions.Ledger, log: Path, buckets: int | None) -> None:
    """Write the log of a ledger as Parquet."""
    with write_log(log, buckets=buckets) as lines:
        ledger.export(lines)


def stripped(log: Path) -> Iterator[bytes]:
    """Yield the lines of a log without their newlines."""
    return (line.removesuffix(b"\n") for line in read_log(log))


def save(frame: DataFrame, target: Path) -> None:
    """Have Spark write its answer, as whoever has a cluster would."""
    frame.write.parquet(str(target))


if __name__ == "__main__":
    main()
