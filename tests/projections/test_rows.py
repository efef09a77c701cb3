"""Tests of rows: what a table can hold, what it says of all else, and what rows are."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from positions import Act, PositionsError
from positions.projections import Column, ColumnType, Drop, InvalidRow, Put, Rows, Table
from positions.projections.checking import checked_row, checked_where
from positions.projections.rows import Shelf, written

TABLE = Table(
    "kept",
    (
        Column("actor"),
        Column("n", ColumnType.INTEGER),
        Column("sure", ColumnType.BOOLEAN, null=True),
        Column("at", ColumnType.TIMESTAMP, null=True),
        Column("more", ColumnType.JSON, null=True),
        Column("note", null=True),
    ),
    ("actor", "n"),
)
TABLES = {"kept": TABLE}
NOON = datetime(2015, 8, 14, 12, tzinfo=UTC)


def row(**more) -> dict[str, Any]:
    """Return a row that the table holds, but for what is given."""
    whole = {"actor": "ann", "n": 1, "sure": True, "at": NOON, "more": [], "note": "x"}
    return whole | more


def refused(change):
    """Return why a change cannot be written, and hold its sentence to the form of all others."""
    with pytest.raises(InvalidRow) as found:
        written(TABLES, change)
    assert isinstance(found.value, PositionsError)
    assert isinstance(found.value, ValueError)
    told = f"this cannot be written to the table {found.value.table!r}: {found.value.why}"
    assert told == str(found.value)
    return found.value.why


def test_a_row_is_written_in_the_order_of_the_columns():
    """Times are in UTC, plain data is JSON, string enums are their values."""
    moscow = timezone(timedelta(hours=3))
    given = row(
        note=Act.DENY,
        at=datetime(2015, 8, 14, 15, tzinfo=moscow),
        more={"б": [1, None], "a": Act.DENY},
    )

    found = checked_row(TABLE, dict(reversed(given.items())))

    assert ("ann", 1, True, NOON, '{"a": "deny", "б": [1, null]}', "deny") == found
    assert type(found[-1]) is str
    assert found[3].tzinfo is UTC


def test_what_may_be_empty_is_none():
    """Also plain data: `None` is no JSON null, but nothing."""
    empty = row(sure=None, at=None, more=None, note=None)

    assert ("ann", 1, None, None, None, None) == checked_row(TABLE, empty)


WRONG = {
    "no text": (row(note=5), "'note' holds text, not 5"),
    "a boolean for a number": (row(n=True), "'n' holds a whole number of 64 bits, not True"),
    "too large": (row(n=2**63), f"'n' holds a whole number of 64 bits, not {2**63}"),
    "too small": (row(n=-(2**63) - 1), f"'n' holds a whole number of 64 bits, not {-(2**63) - 1}"),
    "a fraction": (row(n=1.0), "'n' holds a whole number of 64 bits, not 1.0"),
    "a number for a boolean": (row(sure=1), "'sure' holds True or False, not 1"),
    "a naive time": (
        row(at=datetime(2015, 8, 14)),  # noqa: DTZ001 - that is what is wrong
        "'at' holds an aware datetime, not datetime.datetime(2015, 8, 14, 0, 0)",
    ),
    "a time as text": (row(at="2015-08-14"), "'at' holds an aware datetime, not '2015-08-14'"),
    "empty": (row(actor=None), "'actor' is empty and may not be"),
    "a set": (row(more={1}), "'more': Object of type set is not JSON serializable"),
    "not a number": (
        row(more=float("nan")),
        "'more': Out of range float values are not JSON compliant: nan",
    ),
    "a NUL": (row(note="a\0"), "'note': has a NUL character at offset 1, which no store can hold"),
    "a NUL in data": (
        row(more={"a": [{"b\0": 1}]}),
        "'more': has a NUL character at offset 1, which no store can hold",
    ),
    "half a letter": (
        row(note="\ud800"),
        "'note': has half of a surrogate pair at offset 0: the text was damaged",
    ),
    "half a letter in data": (
        row(more=["\ud800"]),
        "'more': has half of a surrogate pair at offset 2: the text was damaged",
    ),
    "a time before all others": (
        row(at=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=3)))),
        "'at': date value out of range",
    ),
    "a column too many": (row(b=1, a=2), "it has no column 'a', 'b'"),
    "a column too few": (
        {name: value for name, value in row().items() if name not in {"n", "at"}},
        "it lacks 'at', 'n'",
    ),
    "another column": (
        {"Actor" if name == "actor" else name: value for name, value in row().items()},
        "it lacks 'actor'; it has no column 'Actor'",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_a_table_cannot_hold_is_refused(what):
    """Each mistake has a sentence of its own."""
    given, why = WRONG[what]

    assert refused(Put("kept", given)).startswith(why.removesuffix(": nan"))


def test_a_backslash_is_no_nul():
    """What only looks like the escape of a NUL is kept."""
    assert '["\\\\u0000", 1]' == checked_row(TABLE, row(more=["\\u0000", 1]))[4]


def test_the_largest_and_the_smallest_number():
    """Both ends of 64 bits can be written."""
    assert [2**63 - 1, -(2**63)] == [checked_row(TABLE, row(n=n))[1] for n in (2**63 - 1, -(2**63))]


@pytest.mark.parametrize(
    ("where", "why"),
    [
        ({}, "drop by 'actor', 'n', not by nothing"),
        ({"note": "x"}, "drop by 'actor', 'n', not by 'note'"),
        ({"actor": "ann", "note": "x"}, "drop by 'actor', 'n', not by 'actor', 'note'"),
        ({"n": "1"}, "'n' holds a whole number of 64 bits, not '1'"),
        ({"actor": None}, "'actor' is empty and may not be"),
    ],
)
def test_rows_are_dropped_by_their_key(where, why):
    """By all of it or a part of it, and by nothing else."""
    assert why == refused(Drop("kept", where))


def test_a_part_of_a_key_is_put_in_order():
    """Whatever the order in which it is given."""
    assert [("actor", "ann"), ("n", 2)] == list(
        checked_where(TABLE, {"n": 2, "actor": "ann"}).items()
    )


def test_a_table_that_is_not_there():
    """The tables that are there are named."""
    assert "the projection has no such table, but kept" == refused(Put("other", row()))


def test_a_change_that_is_none():
    """What `rows` yields is a `Put` or a `Drop`."""
    assert "rows yields each Put and Drop, not ('kept', {})" == refused(("kept", {}))


def shelf(*changes):
    """Return what a table holds after some changes."""
    found = Shelf([TABLE])
    found.apply(written(TABLES, each) for each in changes)
    return found.rows(TABLE)


def put(actor, n, **more):
    """Return the change that puts a row."""
    return Put("kept", row(actor=actor, n=n, **more))


def keys(rows):
    """Return the keys of rows, in their order."""
    return [(each["actor"], each["n"]) for each in rows]


def test_rows_are_ordered_by_their_key():
    """A row put again takes the place of the one before."""
    found = shelf(put("bob", 1), put("ann", 2), put("ann", 10), put("ann", 2, note="again"))

    assert [("ann", 2), ("ann", 10), ("bob", 1)] == keys(found)
    assert "again" == found[0]["note"]


def test_rows_are_dropped_by_part_of_their_key_again_and_again():
    """What was dropped and put again is there once; to drop what is not there does nothing."""
    drop_ann, drop_one = Drop("kept", {"actor": "ann"}), Drop("kept", {"n": 1})
    several = [put("ann", 1), put("ann", 2), put("bob", 1), put("bob", 2)]

    assert [("bob", 1), ("bob", 2)] == keys(shelf(*several, drop_ann, drop_ann))
    assert [("bob", 2)] == keys(shelf(*several, drop_ann, drop_one))
    assert [("bob", 2)] == keys(shelf(*several, drop_one, drop_ann))
    assert [("ann", 3), ("bob", 1), ("bob", 2)] == keys(
        shelf(*several, drop_ann, put("ann", 1), drop_ann, put("ann", 3))
    )
    whole = Drop("kept", {"actor": "bob", "n": 2})
    assert [("ann", 1), ("ann", 2), ("bob", 1)] == keys(shelf(*several, whole, whole))


def test_rows_are_a_sequence():
    """They are counted, sliced, compared and hashed; plain data is read back."""
    found = shelf(put("ann", 1, more={"b": [1]}), put("bob", 1, more=None), put("cy", 1))

    assert 3 == len(found)
    assert {"b": [1]} == found[0]["more"]
    assert found[1]["more"] is None
    assert found[:2] == (found[0], found[1])
    assert [found[0], found[1], found[2]] == list(found)
    same = shelf(put("cy", 1), put("bob", 1, more=None), put("ann", 1, more={"b": [1]}))
    assert same == found
    assert hash(same) == hash(found)
    assert shelf(put("ann", 1)) != found
    assert Rows(Table("kept", [Column("id")], ["id"]), []) != shelf()
    assert found != list(found)
    assert "<Rows of 'kept': 3>" == repr(found)
