"""What Parquet and Spark take and give, as a type checker sees it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import IO, assert_type

from pyspark.sql import DataFrame, SparkSession

import positions
import positions.spark
from positions.exchange.parquet import InvalidExport, InvalidLine, read_log, write_log


def out_and_in(ledger: positions.Ledger) -> None:
    """A log is a file that takes lines, and lines that a ledger takes."""
    with write_log(Path("log"), buckets=3, progress=max) as lines:
        assert_type(lines, IO[bytes])
        assert_type(ledger.export(lines), int)
    assert_type(read_log("log"), Iterator[bytes])
    ledger.import_from(read_log("log"))


def on_a_cluster(session: SparkSession) -> None:
    """Answers are frames of Spark."""
    assert_type(positions.spark.matrix(session, "log", as_of="2015", include="leaked"), DataFrame)
    asked = positions.spark.positions(
        session, Path("log"), policy="latest", window=timedelta(days=1), infer=True
    )
    assert_type(asked, DataFrame)


def of_errors(export: InvalidExport, line: InvalidLine) -> None:
    """Errors say what they speak of."""
    assert_type(export.folder, str)
    assert_type(export.why, str)
    assert_type(line.line, int)
    assert_type(line.why, str)
