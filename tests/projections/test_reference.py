"""The page on read models is held to what is written: every table, column and type."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

import positions
from positions.projections import Changes, ColumnType, OpenQuestions, Shifts, Standings, Timelines
from tests.stores import POSTGRES, postgres, sqlite

PAGE = Path(__file__).parents[2].joinpath("docs/reference/read-models.md").read_text("utf-8")
MODELS = (Standings(), Timelines(), Shifts(), OpenQuestions(), Changes())
TABLES = [table for model in MODELS for table in model.tables]
COLUMNS = 'SELECT name, type, NOT "notnull" FROM pragma_table_info(?)'
COLUMNS_IN_POSTGRES = """
SELECT column_name, data_type, is_nullable = 'YES' FROM information_schema.columns
 WHERE table_schema = %s AND table_name = %s ORDER BY ordinal_position
"""
SHORT = {"timestamp with time zone": "timestamptz"}


def listed(head, after):
    """Return the rows of the first list of the page under *head* that stands behind *after*."""
    start = PAGE.index(after)
    lines = PAGE[PAGE.index(head, start) :].partition("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def written(store, location, table):
    """Return the name, the type and whether it may be null, of each column in the database."""
    if store is sqlite:
        with closing(sqlite3.connect(location)) as connection:
            rows = connection.execute(COLUMNS, (table,)).fetchall()
    else:
        schema = location.partition("?schema=")[2]
        with psycopg.connect(str(POSTGRES)) as connection:
            rows = connection.execute(COLUMNS_IN_POSTGRES, (schema, table)).fetchall()
    return [(name, SHORT.get(type_, type_), bool(null)) for name, type_, null in rows]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_table_is_listed_column_by_column(table):
    """In order, with the type, whether it may be null, and what it says; and its key."""
    expected = [
        [f"`{each.name}`", str(each.type), "yes" if each.null else "", each.doc]
        for each in table.columns
    ]
    heading = f"\n## `{table.name}`\n"
    key = "Key: " + ", ".join(f"`{each}`" for each in table.key) + "."

    assert expected == listed("| column | type | null |", heading)
    assert key in PAGE[PAGE.index(heading) :].partition("| column |")[0]


@pytest.mark.parametrize("store", [sqlite, postgres])
def test_types_are_those_of_the_database(store):
    """Of each column of the read models: what the list of types says, and null only where told."""
    at = 1 if store is sqlite else 2
    types = {row[0]: row[at].partition(",")[0] for row in listed("| type |", "\n## Types\n")}
    assert set(ColumnType) == set(types)

    with store() as location, positions.open(location) as ledger:
        ledger.follow(*MODELS).catch_up()
        for table in TABLES:
            expected = [(each.name, types[each.type], each.null) for each in table.columns]
            assert expected == written(store, location, f"{table.name}__1")


@pytest.mark.parametrize("store", [sqlite, postgres])
@pytest.mark.parametrize("table", ["positions_projections", "positions_quarantine"])
def test_the_tables_beside_them_are_listed_column_by_column(store, table):
    """In order, with the type in that database, and whether it may be null."""
    at = 1 if store is sqlite else 2
    rows = listed("| column | SQLite | PostgreSQL |", f"\n`{table}` has a row")
    with store() as location, positions.open(location) as ledger:
        ledger.follow(*MODELS).catch_up()

        assert [(re.sub("`", "", row[0]), row[at], row[3] == "yes") for row in rows] == written(
            store, location, table
        )


@pytest.mark.parametrize("store", [sqlite, postgres])
def test_how_far_each_has_come_is_tracked_as_told(store):
    """Under the name that the page gives, in the table that it names."""
    with store() as location, positions.open(location) as ledger:
        ledger.open_claim("visit", text="The visit took place")
        ledger.follow(Standings()).catch_up()
        name = "tracking" if store is sqlite else "positions_tracking"
        assert f"`{name}`" in PAGE
        asked = (
            f"SELECT notification_id FROM {name} WHERE application_name = 'positions:standing:1'"  # noqa: S608 - a name of ours
        )
        if store is sqlite:
            with closing(sqlite3.connect(location)) as connection:
                found = connection.execute(asked).fetchone()
        else:
            schema = location.partition("?schema=")[2]
            with psycopg.connect(str(POSTGRES), options=f"-c search_path={schema}") as connection:
                found = connection.execute(asked).fetchone()

        assert (2,) == found
