"""Tests of the rows of read models as tables of Arrow."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from positions.projections import Changes, ColumnType, OpenQuestions, Shifts, Standings, Timelines
from positions.testing import given
from tests.columns.tables import READERS, by_pyarrow

CASE = Path(__file__).parents[2] / "seeds" / "soleimani-moscow-2015.yaml"
MODELS: list[Any] = [Standings(), Timelines(), OpenQuestions(), Shifts(), Changes()]


@pytest.fixture(params=MODELS, ids=lambda model: model.name)
def rows(request):
    """Return the rows that a read model makes of the founding case."""
    return given(CASE).history.replay(request.param).tables[request.param.name]


def plain(rows):
    """Return rows with their JSON as text."""
    texts = [each.name for each in rows.table.columns if each.type is ColumnType.JSON]
    return [
        {
            name: json.loads(value) if name in texts and value is not None else value
            for name, value in row.items()
        }
        for row in rows
    ]


def test_rows_are_a_table_of_arrow(rows):
    """What pyarrow reads is what the rows hold; actors and claims are dictionaries."""
    table = pa.table(rows)

    assert list(rows) == plain(Read(rows.table, table.to_pylist()))
    assert pa.types.is_dictionary(table.schema.field("actor").type)
    assert pa.types.is_dictionary(table.schema.field("claim").type)
    for column in rows.table.columns:
        field = table.schema.field(column.name)
        assert column.null == field.nullable
        assert column.doc.encode() == field.metadata[b"doc"]
        if column.type is ColumnType.TIMESTAMP:
            assert pa.timestamp("us", "UTC") == field.type


class Read(list[Any]):
    """Rows that were read elsewhere, of a table."""

    def __init__(self, table, rows):
        super().__init__(rows)
        self.table = table


def test_every_reader_takes_rows_as_they_are(rows):
    """No glue is needed between a read model and a data frame."""
    expected = by_pyarrow(rows)
    for name, read in READERS.items():
        assert expected == read(rows), name
