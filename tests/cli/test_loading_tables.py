"""`positions load TABLE --columns MAPPING`: what is recorded, refused and said."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest

from positions.cli.commands import load_tables

COLUMNS = """\
statement: {by: who, claim: claim, act: act, said: said, reports: [{outlet: out, published: pub}]}
actors: {by: {kind: {constant: person}}}
claims: {text: claim}
"""


@pytest.fixture
def table(tmp_path, monkeypatch):
    """Write tables and a mapping into the folder in which is typed."""
    monkeypatch.chdir(tmp_path)
    Path("columns.yaml").write_text(COLUMNS)

    def write(*rows, name="rows.csv"):
        Path(name).write_text("who,claim,act,said,out,pub\n" + "".join(f"{row}\n" for row in rows))
        return name

    return write


def test_a_table_is_loaded_and_again_is_known(type_, table):
    """The counts are told, for people and as JSON."""
    asked = ("load", table("a,c,deny,2015,,", "b,c,confirm,2015,,"), "--columns", "columns.yaml")

    first = type_(*asked, "--ledger", "x.db", "--batch", "1")
    again = type_(*asked, "--ledger", "x.db", "--format", "json")

    assert (0, "") == (first.code, first.err)
    assert first.out.startswith("5 events recorded, of 1 table\n")
    (told,) = json.loads(again.out)["answer"]
    expected = {"table": "rows.csv", "rows": 2, "recorded": 0, "known": 2, "skipped": 0}
    assert expected | {"refused": 0} == told


def test_rows_that_are_wrong_end_the_load_with_their_places(type_, table, monkeypatch):
    """Batches before them stay; so many problems are shown, and how many more there are."""
    monkeypatch.setattr(load_tables, "_SHOWN_AT_MOST", 2)
    file = table("a,c,deny,2015,,", "a,c,denny,2016,,", "a,c,,2017,,", "a,c,x,2018,,")
    asked = ("load", file, "--columns", "columns.yaml", "--ledger", "x.db")

    whole = type_(*asked)
    by_one = type_(*asked, "--batch", "1")

    assert (2, "") == (whole.code, whole.out)
    lines = whole.err.splitlines()
    assert lines[0].startswith("rows.csv:3: row 2, column 'act': `act`: the text 'denny' is not")
    assert "… and 1 problem more" == lines[2]
    assert lines[3].startswith("positions: rows.csv: nothing of it was recorded; --refused FILE")
    assert "the 1 row before that batch of it was recorded" in by_one.err


def test_rows_that_are_wrong_may_be_left_out_and_written_down(type_, table):
    """As CSV, each with its place and what is wrong."""
    file = table("a,c,deny,2015,,", "a,c,denny,2016,,")

    told = type_(
        "load", file, "--columns", "columns.yaml", "--ledger", "x.db", "--refused", "no.csv"
    )

    assert 0 == told.code
    (row,) = csv.DictReader(Path("no.csv").read_text().splitlines())
    assert ("rows.csv", "2", "3", "act", "denny") == tuple(row.values())[:5]


def test_what_is_odd_is_warned_of(type_, table):
    """The first hundred things, and how many more there are."""
    file = table(*(f"a,c,deny,2015-01-{1 + n % 28:02},O{n},2014" for n in range(120)))

    told = type_("load", file, "--columns", "columns.yaml", "--ledger", "x.db")

    lines = told.err.splitlines()
    assert 101 == len(lines)
    assert lines[0].startswith("warning: rows.csv:2: row 1: `reports[0].published`: it was publ")
    assert "warning: rows.csv: 20 warnings more" == lines[-1]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["rows.csv"], "rows.csv: is a table; say which column is what with --columns MAPPING"),
        (["x.yaml", "--refused", "no.csv"], "--refused: goes with --columns: a case is loaded"),
        (["rows.csv", "--columns", "no.yaml"], "no.yaml: cannot be read: No such file"),
        (["no.csv", "--columns", "columns.yaml"], "no.csv: cannot be read: No such file"),
        (["rows.csv", "--columns", "columns.yaml", "--batch", "0"], "--batch: expected a number"),
        (["rows.csv", "--columns", "columns.yaml", "--refused", "no/x"], "no/x: cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said(type_, table, typed, said):
    """In a sentence, with exit code 2."""
    table("a,c,deny,2015,,")

    told = type_("load", *typed, "--ledger", "x.db")

    assert 2 == told.code
    assert said in told.err


def test_what_reads_a_file_may_not_be_installed(type_, table, monkeypatch):
    """The sentence says what to install."""
    Path("rows.parquet").write_bytes(b"")
    monkeypatch.delattr("positions.exchange.tables.arrow_files", raising=False)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "positions.exchange.tables.arrow_files", raising=False)
    table()

    told = type_("load", "rows.parquet", "--columns", "columns.yaml", "--ledger", "x.db")

    assert 2 == told.code
    assert "pip install positions[arrow,parquet]" in told.err


def test_ctrl_c_says_what_is_there(type_, table, monkeypatch):
    """And that the same command goes on."""

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("positions.ledger.bulk.TableLoading.load", interrupted)

    told = type_("load", table("a,c,deny,2015,,"), "--columns", "columns.yaml", "--ledger", "x.db")

    assert 130 == told.code
    assert "interrupted; at least 0 rows of rows.csv dealt with" in told.err
