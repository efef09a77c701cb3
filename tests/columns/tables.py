"""Tables drawn at random, and what each reader of Arrow makes of one."""

from datetime import UTC, datetime

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
from hypothesis import strategies as st

from positions.columns import Column, Schema, Stream, Type

_TEXTS = st.text(max_size=6) | st.sampled_from(["Сулеймани", "سلیمانی", "索莱马尼", "a", "a", "é"])

VALUES = {
    Type.NAME: _TEXTS,
    Type.TEXT: _TEXTS,
    Type.TEXTS: st.lists(_TEXTS, max_size=3),
    Type.INTEGER: st.integers(-(2**63), 2**63 - 1),
    Type.NUMBER: st.floats(allow_nan=False),
    Type.BOOLEAN: st.booleans(),
    Type.TIMESTAMP: st.datetimes(timezones=st.just(UTC))
    | st.sampled_from([datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]),
}
"""What a column of each type holds."""


@st.composite
def streams(draw):
    """Return tables of up to four columns and up to eight rows, none among them."""
    types = draw(st.lists(st.sampled_from(Type), min_size=1, max_size=4))
    columns = [
        Column(f"c{place}", each, null=draw(st.booleans())) for place, each in enumerate(types)
    ]
    cells = [st.none() | VALUES[each.type] if each.null else VALUES[each.type] for each in columns]
    return Stream(Schema(columns), draw(st.lists(st.tuples(*cells), max_size=8)))


def plain(schema, rows):
    """Return rows as plain data: what every reader should have read."""
    return [dict(zip(schema.names, row, strict=True)) for row in rows]


def by_pyarrow(table):
    """Return what pyarrow reads; its own checks of the memory pass."""
    read = pa.table(table)
    read.validate(full=True)
    return read.to_pylist()


def by_polars(table):
    """Return what Polars reads."""
    return pl.DataFrame(table).to_dicts()


def by_duckdb(table):
    """Return what DuckDB reads, in UTC."""
    with duckdb.connect() as database:
        database.execute("set timezone = 'UTC'")
        database.register("read", table)
        read = database.execute("select * from read")
        names = [each[0] for each in read.description]
        return [dict(zip(names, row, strict=True)) for row in read.fetchall()]


def by_pandas(table):
    """Return what pandas reads, with `None` for what it says is missing."""
    frame = pd.DataFrame.from_arrow(table)
    columns = {name: [_of_pandas(each) for each in frame[name]] for name in frame.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _of_pandas(value):
    if hasattr(value, "tolist"):  # a list is an array there
        return value.tolist()
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return None if value is None or pd.isna(value) else value


READERS = {"duckdb": by_duckdb, "pandas": by_pandas, "polars": by_polars, "pyarrow": by_pyarrow}
"""What reads a table as it is, by name."""
