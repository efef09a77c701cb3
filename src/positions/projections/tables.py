"""Tables that projections keep: columns with types, checked rows, and what changes them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from positions.errors import PositionsError

__all__ = [
    "Column",
    "ColumnType",
    "Drop",
    "InvalidProjection",
    "InvalidRow",
    "Put",
    "Row",
    "Table",
    "checked_row",
    "checked_where",
]

Row = Mapping[str, Any]
"""The values of a row, by the name of the column."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_RESERVED = re.compile(r"positions_|stored_events|(notification_)?tracking$|sqlite_|pg_|.*__\d+$")
_INTEGERS = range(-(2**63), 2**63)


class InvalidProjection(PositionsError, ValueError):
    """A projection cannot be run: something that it needs is missing, or is something else.

    Attributes:
        projection: Its name, or what stood in its place.
        why: What is wrong with it and what would be right.
    """

    def __init__(self, projection: object, why: str) -> None:
        self.projection = projection
        self.why = why
        super().__init__(projection, why)

    def __str__(self) -> str:
        return f"{self.projection!r} is no projection that can be run: {self.why}"


class InvalidRow(PositionsError, ValueError):
    """A projection wants to write what its table cannot hold.

    Attributes:
        table: The name of the table.
        why: What is wrong and what would be right.
    """

    def __init__(self, table: str, why: str) -> None:
        self.table = table
        self.why = why
        super().__init__(table, why)

    def __str__(self) -> str:
        return f"this cannot be written to the table {self.table!r}: {self.why}"


class ColumnType(StrEnum):
    """What a column holds."""

    TEXT = "text"
    INTEGER = "integer"
    """Whole numbers of 64 bits."""
    BOOLEAN = "boolean"
    """`True` and `False`; 1 and 0 in SQLite."""
    TIMESTAMP = "timestamp"
    """Aware datetimes, kept in UTC to the microsecond: `timestamptz` in PostgreSQL, in SQLite text
    of the form `2015-08-14T04:00:00.000000Z`, whose order is that of time."""
    JSON = "json"
    """Plain data: `jsonb` in PostgreSQL, text in SQLite."""


def _name(instance: object, attribute: object, value: str) -> None:
    del instance, attribute
    if not _NAME.fullmatch(value):
        why = "a name is up to 40 of the letters a-z, the digits and '_', a letter first"
        raise InvalidProjection(value, why)
    if _RESERVED.match(value):
        raise InvalidProjection(value, "the name is kept for tables of the store")


def _type(value: str) -> ColumnType:
    try:
        return ColumnType(value)
    except ValueError:
        why = f"a column holds one of {', '.join(ColumnType)}, not {value!r}"
        raise InvalidProjection(value, why) from None


@frozen
class Column:
    """A column of a table.

    Attributes:
        name: Its name.
        type: What it holds.
        null: Whether it may be empty.
        doc: What it says, for the people who query it.
    """

    name: str = field(validator=_name)
    type: ColumnType = field(default=ColumnType.TEXT, converter=_type)
    null: bool = field(default=False, kw_only=True)
    doc: str = field(default="", kw_only=True)


def _columns(columns: Iterable[Column]) -> tuple[Column, ...]:
    return tuple(columns)


def _texts(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(names)


@frozen
class Table:
    """A table that a projection keeps.

    Attributes:
        name: Its name in SQL, for ever.
        columns: Its columns, in order.
        key: The columns that tell one row from another; a row put again replaces the one before.
        doc: What a row says.
    """

    name: str = field(validator=_name)
    columns: tuple[Column, ...] = field(converter=_columns)
    key: tuple[str, ...] = field(converter=_texts)
    doc: str = field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        """Refuse what is no column, and a key that is not among the columns."""
        for each in self.columns:
            if not isinstance(each, Column):  # pyright: ignore[reportUnnecessaryIsInstance]
                why = f"its columns hold {each!r}, which is no Column"  # type: ignore[unreachable]  # people err
                raise InvalidProjection(self.name, why)
        names = [each.name for each in self.columns]
        if len(set(names)) != len(names):
            raise InvalidProjection(self.name, "two of its columns have one name")
        empty = [each.name for each in self.columns if each.null and each.name in self.key]
        missing = [each for each in self.key if each not in names]
        if not self.key or missing or empty:
            why = (
                f"its key {self.key!r} has to name columns that are there and never empty; "
                f"it has {', '.join(names)}"
            )
            raise InvalidProjection(self.name, why)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(each.name for each in self.columns)


@frozen
class Put:
    """Write a row; the one with the same key, if there is one, is replaced.

    Attributes:
        table: The name of the table.
        row: Every column of it.
    """

    table: str
    row: Row


@frozen
class Drop:
    """Take rows away.

    Attributes:
        table: The name of the table.
        where: Some or all columns of its key; rows that equal it in them go.
    """

    table: str
    where: Row


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
    match column.type, value:
        case ColumnType.TEXT, str():
            return str(value)  # a string enum as its value
        case ColumnType.BOOLEAN, bool():
            return value
        case ColumnType.INTEGER, int() if not isinstance(value, bool) and value in _INTEGERS:
            return value
        case ColumnType.TIMESTAMP, datetime() if value.tzinfo is not None:
            return value.astimezone(UTC)
        case ColumnType.JSON, _:
            try:
                return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)
            except (TypeError, ValueError) as error:
                raise InvalidRow(table.name, f"{column.name!r}: {error}") from None
        case _:
            wanted = _WANTED[column.type]
            why = f"{column.name!r} holds {wanted}, not {value!r}"
            raise InvalidRow(table.name, why)


_WANTED = {
    ColumnType.TEXT: "text",
    ColumnType.INTEGER: "a whole number of 64 bits",
    ColumnType.BOOLEAN: "True or False",
    ColumnType.TIMESTAMP: "an aware datetime",
    ColumnType.JSON: "plain data",
}
