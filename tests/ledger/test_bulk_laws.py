"""Laws of loading tables: the rows in bulk are the rows one by one."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import positions
from positions.ledger.bulk import pages
from tests.ledger.tables import MAPPING, clock, events, loaded_row_by_row, rows, table, write_csv

SIZES = st.sampled_from([1, 2, 5, 100])


@pytest.fixture(autouse=True)
def few_are_enough(monkeypatch):
    """Have a stencil made for every form of which there is a row."""
    monkeypatch.setattr(pages, "_WORTH_IT", 1)


@given(rows(), SIZES, st.booleans())
def test_rows_in_bulk_are_rows_one_by_one(drawn, size, as_csv):
    """A table records the events that its rows record one by one, and refuses the same rows."""
    expected, refused = loaded_row_by_row(drawn)
    told: list[Any] = []

    with TemporaryDirectory() as folder:
        source = write_csv(drawn, Path(folder) / "rows.csv") if as_csv else table(drawn)
        with positions.open(Path(folder) / "ledger.db", clock=clock) as ledger:
            loaded = ledger.load_table(source, MAPPING, batch=size, refused=told.append)
            found = events(ledger)
            verified = ledger.verify()
            again = ledger.load_table(source, MAPPING, batch=100, refused=lambda _: None)

    assert expected == found
    assert refused == sorted({each.row for each in told})
    assert (len(drawn), len(refused)) == (loaded.rows, loaded.refused)
    assert len(expected) == loaded.recorded
    assert verified.problems == ()
    assert again.recorded == 0 or refused  # what a later row has made possible
