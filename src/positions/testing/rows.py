"""Rows that are expected, and rows that were found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

from positions.projections import ColumnType
from positions.testing.wording import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from positions.projections import Row, Rows, Table

__all__ = [
    "Keyed",
    "checked",
    "expected_rows",
    "found_rows",
    "named",
    "row_differences",
    "row_shown",
]

Keyed: TypeAlias = dict[tuple[Any, ...], "Row"]
"""Rows by their keys."""


def found_rows(rows: Rows) -> Keyed:
    """Return the rows of a table by their keys."""
    return {tuple(row[name] for name in rows.table.key): row for row in rows}


def expected_rows(table: Table, rows: Iterable[Row]) -> Keyed:
    """Return what a person expects of rows, by their keys.

    Raises:
        ValueError: a row names what is no column, does not name its key, or is there twice.
    """
    found: Keyed = {}
    for row in rows:
        expected = checked(table, row)
        missing = [name for name in table.key if name not in expected]
        if missing:
            why = f"a row of {table.name!r} is told from others by {_listed(table.key)}"
            why = f"{why}; {row_shown(table, expected)} lacks {_listed(missing)}"
            raise ValueError(why)
        key = tuple(expected[name] for name in table.key)
        if key in found:
            where = row_shown(table, expected, table.key)
            why = f"two rows of {table.name!r} are expected at {where}"
            raise ValueError(why)
        found[key] = expected
    return found


def checked(table: Table, row: Row) -> dict[str, Any]:
    """Return the columns of a row that is expected, in order; plain data as it would come back.

    Raises:
        ValueError: one is no column of the table.
    """
    strange = [name for name in row if name not in table.names]
    if strange:
        why = f"the table {table.name!r} has no column {_listed(strange)}"
        why = f"{why}; it has {_listed(table.names)}"
        raise ValueError(why)
    return {
        each.name: json.loads(json.dumps(row[each.name]))
        if each.type is ColumnType.JSON
        else row[each.name]
        for each in table.columns
        if each.name in row
    }


def row_differences(table: Table, expected: Keyed, found: Keyed) -> Iterator[str]:
    """Yield a line for each row that is missing or too many, and for each column that differs.

    Of a row, only the columns are looked at that its expectation names.
    """
    for key, row in expected.items():
        where = row_shown(table, row, table.key)
        if key not in found:
            yield f"{where}: expected, but not there"
            continue
        for name, value in row.items():
            if found[key][name] != value:
                yield f"{where}: {name}: expected {shown(value)}, found {shown(found[key][name])}"
    for key, row in found.items():
        if key not in expected:
            yield f"{row_shown(table, row, table.key)}: there, but not expected"


def row_shown(table: Table, row: Row, names: Iterable[str] | None = None) -> str:
    """Return a row on one line, or only some of its columns."""
    wanted = row.keys() if names is None else set(names)
    told = (f"{name}={shown(row[name])}" for name in table.names if name in row and name in wanted)
    return ", ".join(told) or "nothing"


def named(table: Table, rows: Iterable[Mapping[str, object]]) -> set[str]:
    """Return the columns of which somebody says something, and the key."""
    return {*table.key, *(name for row in rows for name in row)}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(repr, names))
