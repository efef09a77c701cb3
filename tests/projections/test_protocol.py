"""Tests of what can be run as a projection, and what is said of all else."""

import re
from typing import Any

import pytest
from attrs import frozen

from positions import PositionsError
from positions.projections import (
    Changes,
    Column,
    ColumnType,
    InvalidProjection,
    OpenQuestions,
    Over,
    Shifts,
    Standings,
    Table,
    Timelines,
    planned,
)

TABLE = Table("counts", [Column("actor"), Column("claim"), Column("n", "integer")], ["actor"])


def step(state, item):
    """Return the same state."""
    del item
    return state


def rows(state, item):
    """Yield nothing."""
    del state, item
    return ()


@frozen(kw_only=True)
class Made:
    """A projection that is whole, unless something in it is given otherwise."""

    name: Any = "counts"
    version: Any = 1
    initial: Any = 0
    over: Any = "events"
    step: Any = step
    tables: Any = (TABLE,)
    rows: Any = rows


class Bare:
    """What an object needs at least."""

    name = "bare"
    version = 1
    initial = None
    step = staticmethod(step)


class Without:
    """A projection of which something is left out."""

    def __init__(self, *left_out):
        for each in ("name", "version", "initial", "step"):
            if each not in left_out:
                setattr(self, each, getattr(Bare, each))


def why_not(projection):
    """Return what is wrong with a projection, and hold its sentence to the form of all others."""
    with pytest.raises(InvalidProjection) as found:
        planned(projection)
    assert isinstance(found.value, PositionsError)
    assert isinstance(found.value, ValueError)
    told = f"{found.value.projection!r} is no projection that can be run: {found.value.why}"
    assert told == str(found.value)
    return found.value.why


def test_a_whole_projection_can_be_run():
    """What was looked over says what it is."""
    plan = planned(Made())

    assert ("counts", 1, Over.EVENTS) == (plan.name, plan.version, plan.over)
    assert {"counts": TABLE} == plan.tables
    assert 0 == plan.initial
    assert () == plan.after(0, "item")


def test_a_fold_needs_no_tables():
    """Plain attributes will do, and it goes over events where it does not say."""
    plan = planned(Bare())

    assert Over.EVENTS is plan.over
    assert {} == plan.tables
    assert () == plan.after(None, "item")


@pytest.mark.parametrize("model", [Standings, Timelines, OpenQuestions])
def test_a_read_model_has_no_state(model):
    """Over positions nothing is folded."""
    plan = planned(model())

    assert Over.POSITIONS is plan.over
    assert plan.initial is None
    assert 1 == plan.version


@pytest.mark.parametrize("model", [Standings, Timelines, OpenQuestions, Shifts, Changes])
def test_a_read_model_can_be_kept_under_another_name(model):
    """Its table is called as it is, so that both can be beside each other."""
    plan = planned(model("another"))

    assert "another" == plan.name
    assert ["another"] == list(plan.tables)
    assert set(planned(model()).tables).isdisjoint(plan.tables)


NAME = "it needs a `name` of up to 40 of the letters a-z, the digits and '_', a letter first"
VERSION = "it needs a `version`, a whole number from 1 up"
BOTH = "it needs both `tables` and `rows`, or neither"
OTHER = Table("others", [Column("id")], ["id"])
MISTAKES = {
    "a class": (Bare, "give an instance: Bare()"),
    "no name": (Without("name"), NAME),
    "an empty name": (Made(name=""), NAME),
    "a name in capitals": (Made(name="Counts"), NAME),
    "a name with a newline": (Made(name="counts\n"), NAME),
    "a name in another script": (Made(name="числа"), NAME),
    "a long name": (Made(name="c" * 41), NAME),
    "a name that is no text": (Made(name=5), NAME),
    "no version": (Without("version"), VERSION),
    "version 0": (Made(version=0), VERSION),
    "version True": (Made(version=True), VERSION),
    "version in words": (Made(version="1"), VERSION),
    "over something else": (
        Made(over="weather"),
        "it goes over 'weather'; give one of events, shifts, changes, positions",
    ),
    "over two words": (
        Made(over="all events"),
        "it goes over 'all events'; give one of events, shifts, changes, positions",
    ),
    "over nothing": (
        Made(over=None),
        "it goes over None; give one of events, shifts, changes, positions",
    ),
    "no step": (Without("step"), "over events it needs a method `step`"),
    "a step that cannot be called": (Made(step=1), "over events it needs a method `step`"),
    "no step over shifts": (
        Made(over="shifts", step=None),
        "over shifts it needs a method `step`",
    ),
    "no rows over positions": (
        Made(over="positions", rows=None),
        "over positions it needs a method `rows`",
    ),
    "no initial": (
        Without("initial"),
        "it needs `initial`, the state before the first event",
    ),
    "tables that are text": (Made(tables="counts"), "`tables` is a tuple of Table"),
    "one table alone": (Made(tables=TABLE), "`tables` is a tuple of Table"),
    "a table by its name": (Made(tables=["counts"]), "`tables` holds 'counts', which is no Table"),
    "a table twice": (Made(tables=[TABLE, TABLE]), "two of its tables are called 'counts'"),
    "tables without rows": (Made(rows=None), BOTH),
    "rows without tables": (Made(tables=()), BOTH),
    "cells that cannot be told apart": (
        Made(over="positions"),
        "the key of 'counts' needs 'actor' and 'claim'",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_what_would_be_right(mistake):
    """Each mistake has a sentence of its own."""
    projection, why = MISTAKES[mistake]

    assert why == why_not(projection)


def test_what_has_no_name_is_called_by_its_class():
    """The sentence says which object is meant."""
    nameless: Any = Without("name")
    with pytest.raises(InvalidProjection, match=r"^'Without' is no projection") as found:
        planned(nameless)
    assert "Without" == found.value.projection


LETTERS = "a name is up to 40 of the letters a-z, the digits and '_', a letter first"
KEPT = "the name is kept for tables of the store"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", LETTERS),
        ("Count", LETTERS),
        ("1st", LETTERS),
        ("a-b", LETTERS),
        ("n" * 41, LETTERS),
        ("positions_events", KEPT),
        ("stored_events", KEPT),
        ("tracking", KEPT),
        ("notification_tracking", KEPT),
        ("sqlite_master", KEPT),
        ("pg_class", KEPT),
        ("standing__1", KEPT),
    ],
)
def test_names_of_tables_and_columns(name, why):
    """What is no name in SQL, or the store's own, names neither a table nor a column."""
    for make in (Column, lambda name: Table(name, [Column("id")], ["id"])):
        with pytest.raises(InvalidProjection) as found:
            make(name)
        assert (name, why) == (found.value.projection, found.value.why)


def test_names_that_only_begin_alike_are_free():
    """`tracking_of` and `standing_1` are nobody's."""
    assert ["tracking_of", "standing_1"] == [
        Column(name).name for name in ("tracking_of", "standing_1")
    ]


@pytest.mark.parametrize(
    ("columns", "key", "why"),
    [
        ([Column("id"), Column("id")], ["id"], "two of its columns have one name"),
        (
            [Column("id")],
            [],
            "its key () has to name columns that are there and never empty; it has id",
        ),
        (
            [Column("id"), Column("at")],
            ["when"],
            "its key ('when',) has to name columns that are there and never empty; it has id, at",
        ),
        (
            [Column("id", null=True)],
            ["id"],
            "its key ('id',) has to name columns that are there and never empty; it has id",
        ),
    ],
)
def test_a_table_needs_a_key_of_its_own_columns(columns, key, why):
    """A key is what tells rows from each other."""
    with pytest.raises(InvalidProjection, match=re.escape(why)) as found:
        Table("counts", columns, key)
    assert "counts" == found.value.projection


def test_a_column_of_an_unknown_type_is_refused():
    """There are six types, and no other."""
    why = "a column holds one of text, name, integer, boolean, timestamp, json, not 'float'"
    with pytest.raises(InvalidProjection, match=why):
        Column("share", "float")


def test_a_table_of_names_alone_is_refused():
    """A column is more than its name."""
    columns: Any = ["id"]
    with pytest.raises(InvalidProjection, match="its columns hold 'id', which is no Column"):
        Table("counts", columns, ["id"])


def test_a_column_is_text_unless_it_says_otherwise():
    """Types are given as words, or as members."""
    assert ColumnType.TEXT is Column("id").type
    assert Column("n", ColumnType.INTEGER) == Column("n", "integer")
    assert ("actor", "claim", "n") == TABLE.names
