"""Laws 7 and 8, of a log as Parquet: its parts replay by themselves, and give it back."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from positions import History
from positions.exchange.parquet import read_log
from positions.exchange.parquet.tables import schema_of
from positions.spark.task import SCHEMAS, Task, placed
from positions.testing import cuts, event_logs
from tests.entangled import entangled_logs
from tests.exchange.pairs import paired_logs
from tests.exchange.partitions import ENGINES, lines_of, skewed, written
from tests.strategies import askings

FEW = settings(max_examples=max(settings().max_examples // 4, 1))
LOGS = skewed(
    entangled_logs() | event_logs() | event_logs(rivals=True) | paired_logs() | paired_logs()
)
BUCKETS = st.integers(1, 5)


def whole(asked, answer):
    """Return an answer as the rows of its table."""
    schema = schema_of(SCHEMAS[asked]).remove_metadata()
    return pa.table(answer).cast(schema).to_pylist()


def in_parts(folder, asked, cut, options):
    """Return the same, of each part with the actors, put together."""
    actors = tuple(placed(parquet.read_table(folder / "actors")))
    task = Task(asked=asked, cut=cut, options=options, actors=actors)
    tables = [
        task.replay(parquet.read_table(each)) for each in folder.glob("claims/*/events.parquet")
    ]
    rows = pa.concat_tables(tables).to_pylist()
    return sorted(rows, key=lambda row: (row["actor"], row["claim"]))


@given(LOGS, BUCKETS, cuts(), askings())
@FEW
def test_law_07_the_parts_of_a_log_answer_like_the_whole(log, buckets, cut, asking):
    """Law 7: each bucket with the actors is replayed alone; together they are the one replay."""
    asked, view = asking | {}, History.of(log).as_of(**cut)
    heard = {"policy": asking["policy"], "include": asking["include"]}
    with written(log, buckets) as folder:
        assert whole("positions", view.positions(**asked)) == in_parts(
            folder, "positions", cut, asked
        )
        assert whole("matrix", view.matrix(**heard)) == in_parts(folder, "matrix", cut, heard)


@given(LOGS, BUCKETS)
@FEW
def test_law_08_a_log_as_parquet_gives_back_its_lines(log, buckets):
    """Law 8: what is written as Parquet and read again is the same export, byte for byte."""
    with written(log, buckets) as folder:
        assert lines_of(log) == b"".join(read_log(folder))


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
@given(paired_logs(), cuts())
@FEW
def test_law_07_where_a_pair_is_plain_a_query_answers_like_the_fold(engine, log, cut):
    """Law 7: DuckDB and Polars hold the fold's stance wherever they say that a pair is plain."""
    matrix = History.of(log).as_of(**cut).matrix()
    with written(log) as folder:
        found = engine(folder, **cut)

    plain = {cell: stance for cell, (stance, certain) in found.items() if certain}
    assert {cell: str(matrix.at(*cell)) for cell in plain} == plain
