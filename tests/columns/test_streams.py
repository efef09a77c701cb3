"""Rows under a schema: what is read is what was there."""

import gc
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.columns import Column, InvalidColumn, Schema, Stream, Type
from tests.columns.tables import by_duckdb, by_pandas, by_polars, by_pyarrow, plain, streams


def one_column(kind, values, *, null=False):
    """Return a table of one column, `c`."""
    return Stream(Schema([Column("c", kind, null=null)]), [(each,) for each in values])


@given(streams())
def test_what_is_read_is_what_was_there(stream):
    """By pyarrow, Polars and DuckDB: in any script, at any time, missing or not."""
    expected = plain(stream.schema, stream.rows)

    assert expected == by_pyarrow(stream)
    assert expected == by_polars(stream)
    assert expected == by_duckdb(stream)


def test_a_stream_is_read_any_number_of_times():
    """Each reading is fresh, and the memory of one outlives whatever it came from."""
    stream = one_column("texts", [["a", "b"], None, []] * 1000, null=True)

    first, second = pa.table(stream), pa.table(stream)
    del stream, first
    gc.collect()

    assert [["a", "b"], None, []] * 1000 == second["c"].to_pylist()


def test_each_type_has_its_type_in_arrow():
    """As the documentation of `Type` says, with the doc of the column as metadata."""
    schema = Schema([Column(each, each, null=each is Type.TEXT, doc=f"«{each}»") for each in Type])

    read = pa.schema(schema)

    item = pa.field("item", pa.string(), nullable=False)
    assert {
        "name": pa.dictionary(pa.int32(), pa.string()),
        "text": pa.string(),
        "texts": pa.list_(item),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "timestamp": pa.timestamp("us", "UTC"),
    } == {each.name: each.type for each in read}
    assert ["text"] == [each.name for each in read if each.nullable]
    assert {b"doc": "«name»".encode()} == read.field("name").metadata
    assert read.equals(pa.table(Stream(schema, [])).schema, check_metadata=True)
    assert read.equals(pa.schema(Stream(schema, [])), check_metadata=True)


def test_nothing_is_copied_on_the_way():
    """The memory that pyarrow holds is the memory that was built."""
    stream = one_column("integer", range(10_000))
    before = pa.total_allocated_bytes()

    table = pa.table(stream)

    assert table.nbytes >= 80_000
    assert before == pa.total_allocated_bytes()


@given(st.datetimes(), st.integers(-14 * 60, 14 * 60))
def test_times_are_kept_in_utc(local, minutes):
    """A time in another zone is the same instant, unless no datetime in UTC can hold it."""
    moment = local.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    microseconds = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)

    column = pa.table(one_column("timestamp", [moment]))["c"]

    assert [microseconds] == column.cast(pa.int64()).to_pylist()


def test_pandas_reads_every_type():
    """With what is missing as pandas says it."""
    stream = Stream(
        Schema([Column(each, each, null=True) for each in Type]),
        [
            ("Иран", "ü", ["a", "b"], 1, 0.5, True, datetime(1, 1, 1, tzinfo=UTC)),
            (None,) * len(Type),
            (
                "Иран",
                "",
                [],
                2,
                -1.0,
                False,
                datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
            ),
        ],
    )

    assert plain(stream.schema, stream.rows) == by_pandas(stream)


@pytest.mark.parametrize(
    ("kind", "value", "why"),
    [
        ("name", 1, "it holds text"),
        ("text", "\ud800", "it holds text"),
        ("texts", "abc", "it holds lists of texts"),
        ("texts", ["a", None], "it holds lists of texts"),
        ("texts", [1], "it holds lists of texts"),
        ("texts", 1, "it holds lists of texts"),
        ("integer", 2**63, "it holds whole numbers of 64 bits"),
        ("integer", "1", "it holds whole numbers of 64 bits"),
        ("number", "1", "it holds numbers"),
        ("boolean", 1, "it holds True and False"),
        ("timestamp", datetime(2015, 8, 14), "it holds aware datetimes"),  # noqa: DTZ001 - naive
        ("timestamp", "2015-08-14", "it holds aware datetimes"),
        ("text", None, "a value is missing, and none may be"),
    ],
)
def test_what_a_column_cannot_hold_is_refused(kind, value, why):
    """The error names the column and says what it holds."""
    with pytest.raises(InvalidColumn) as refused:
        pa.table(one_column(kind, [value]))

    assert "c" == refused.value.column
    assert str(refused.value).startswith(f"this cannot stand in the column 'c': {why}")


@pytest.mark.parametrize("row", [(), ("a", "b")])
def test_a_row_has_a_value_for_each_column(row):
    """No fewer and no more."""
    with pytest.raises(ValueError, match="zip"):
        pa.table(Stream(Schema([Column("c")]), [row, row]))


TEXTUAL = [
    pa.string(),
    pa.large_string(),
    pa.string_view(),
    pa.dictionary(pa.int32(), pa.string()),
]


def read_as(stream, wanted):
    """Return the type and the values of the one column, read with a schema that is asked for."""
    asked = pa.schema([pa.field("other", wanted)])
    capsule = stream.__arrow_c_stream__(asked.__arrow_c_schema__())
    column = pa.RecordBatchReader._import_from_c_capsule(capsule).read_all()["c"]
    return column.type, column.to_pylist()


@pytest.mark.parametrize("own", ["name", "text"])
@pytest.mark.parametrize("asked", TEXTUAL, ids=str)
def test_text_comes_in_the_encoding_that_is_asked_for(own, asked):
    """The texts are the same."""
    stream = one_column(own, ["a", None, "ö", "a"], null=True)

    assert (asked, ["a", None, "ö", "a"]) == read_as(stream, asked)


@pytest.mark.parametrize("asked", [pa.int64(), pa.timestamp("s"), pa.binary()])
def test_nothing_is_converted_to_another_type(asked):
    """Text as a number would be null; the reader gets the text, and may convert it."""
    text, number = one_column("text", ["a"]), one_column("integer", [2**40])

    assert (pa.string(), ["a"]) == read_as(text, asked)
    assert (pa.int64(), [2**40]) == read_as(number, asked)
    assert (pa.int64(), [2**40]) == read_as(number, pa.string())


def test_another_number_of_columns_is_refused():
    """The schemas say nothing of the same table then."""
    asked = pa.schema([]).__arrow_c_schema__()

    with pytest.raises(ValueError, match="0 columns are asked for, and there are 1"):
        one_column("text", ["a"]).__arrow_c_stream__(asked)


def test_a_stream_shows_what_it_holds():
    """Its length and the names of its columns."""
    stream = one_column("integer", [1, 2])

    assert "<Stream of 2 rows: c>" == repr(stream)
    assert 2 == len(stream)


def test_the_extra_is_named(monkeypatch):
    """Without arro3, asking for Arrow says what to install."""
    monkeypatch.delitem(sys.modules, "positions.columns.arrow", raising=False)
    monkeypatch.setitem(sys.modules, "arro3", None)
    monkeypatch.setitem(sys.modules, "arro3.core", None)

    with pytest.raises(ImportError, match=r"pip install positions\[arrow\]") as failure:
        one_column("integer", []).__arrow_c_stream__()

    assert "arro3" == failure.value.name


def test_importing_loads_no_reader_and_no_arro3():
    """Who asks for no table pays for none."""
    code = (
        "import sys, positions, positions.columns.answers\n"
        "view = positions.History.of([]).as_of()\n"
        "view.matrix(), view.positions()\n"
        "names = {'arro3', 'duckdb', 'pandas', 'polars', 'pyarrow', 'pyspark'}\n"
        "print(sorted(names & set(sys.modules)))\n"
    )

    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert "[]\n" == ran.stdout
