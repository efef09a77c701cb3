"""Rows as they are written: what a table can hold, and what is said of all else."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from positions.errors import InvalidStatement
from positions.model.text import kept
from positions.projections.tables import ColumnType, InvalidRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from positions.projections.tables import Column, Row, Table

__all__ = ["checked_row", "checked_where"]

_INTEGERS = range(-(2**63), 2**63)


def checked_row(table: Table, row: Row) -> tuple[Any, ...]:
    """Return the values of *row* in the order of the columns: times in UTC, JSON as text.

    Raises:
        InvalidRow: it is not a row of *table*.
    """
    if set(row) != set(table.names):
        raise InvalidRow(table.name, _other_columns(row, table.names))
    return tuple(_checked(table, column, row[column.name]) for column in table.columns)


def checked_where(table: Table, where: Row) -> dict[str, Any]:
    """Return the values of *where*, in the order of the key, in the same form.

    Raises:
        InvalidRow: it names what is not in the key of *table*, or nothing.
    """
    if not where or not set(table.key).issuperset(where):
        raise InvalidRow(table.name, f"drop by {_listed(table.key)}, not by {_listed(where)}")
    columns = {each.name: each for each in table.columns}
    return {
        name: _checked(table, columns[name], where[name]) for name in table.key if name in where
    }


def _other_columns(row: Row, names: Iterable[str]) -> str:
    missing, more = set(names) - row.keys(), row.keys() - set(names)
    return "; ".join(
        f"{what} {_listed(sorted(each))}"
        for what, each in (("it lacks", missing), ("it has no column", more))
        if each
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(repr, names)) or "nothing"


def _checked(table: Table, column: Column, value: object) -> object:
    if value is None:
        if column.null:
            return None
        raise InvalidRow(table.name, f"{column.name!r} is empty and may not be")
    try:
        found = _written(column, value)
    except (TypeError, ValueError, OverflowError) as error:
        raise InvalidRow(table.name, f"{column.name!r}: {error}") from None
    if found is None:
        why = f"{column.name!r} holds {_WANTED[column.type]}, not {value!r}"
        raise InvalidRow(table.name, why)
    return found


def _written(column: Column, value: object) -> object | None:
    """Return a value as it is written; `None` where the column holds something else."""
    match column.type, value:
        case ((ColumnType.TEXT | ColumnType.NAME), str()):
            return _text(str(value))  # a string enum as its value
        case ColumnType.BOOLEAN, bool():
            return value
        case ColumnType.INTEGER, int() if not isinstance(value, bool) and value in _INTEGERS:
            return value
        case ColumnType.TIMESTAMP, datetime() if value.tzinfo is not None:
            return value.astimezone(UTC)
        case ColumnType.JSON, _:
            return _json(value)
        case _:
            return None


def _text(value: str) -> str:
    """Return text that every store can hold."""
    try:
        return kept(value, "")
    except InvalidStatement as error:
        raise ValueError(error.why) from None


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)
    if "\\u0000" in text:  # a NUL, which PostgreSQL cannot hold; or only a backslash before it
        _strings(json.loads(text))
    return _text(text)


def _strings(value: object) -> None:
    """Refuse a NUL in any string of plain data."""
    match value:
        case str():
            _text(value)
        case dict():
            found = cast("dict[str, object]", value)
            _strings([*found, *found.values()])
        case list():
            for each in cast("list[object]", value):
                _strings(each)
        case _:
            pass


_WANTED = {
    ColumnType.TEXT: "text",
    ColumnType.NAME: "text",
    ColumnType.INTEGER: "a whole number of 64 bits",
    ColumnType.BOOLEAN: "True or False",
    ColumnType.TIMESTAMP: "an aware datetime",
    ColumnType.JSON: "plain data",
}
