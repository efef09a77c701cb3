"""Tables that projections keep: columns with types, rows, and what changes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from positions.columns import Column as ArrowColumn
from positions.columns import Schema, Type
from positions.errors import PositionsError

__all__ = [
    "NAME",
    "NAMED",
    "Column",
    "ColumnType",
    "Drop",
    "InvalidProjection",
    "InvalidRow",
    "Put",
    "Row",
    "Table",
]

Row = Mapping[str, Any]
"""The values of a row, by the name of the column."""

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
NAMED = "up to 40 of the letters a-z, the digits and '_', a letter first"
"""What a name is: of a projection, a table, a column."""
_RESERVED = re.compile(r"positions_|stored_events|(notification_)?tracking$|sqlite_|pg_|.*__\d+$")


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
    NAME = "name"
    """One of few texts, such as an id or a word: text in SQL, and a dictionary in Arrow."""
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
    if not NAME.fullmatch(value):
        raise InvalidProjection(value, f"a name is {NAMED}")
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
    def schema(self) -> Schema:
        """The same as a schema of Arrow, in which JSON is text."""
        return Schema(
            ArrowColumn(each.name, _IN_ARROW[each.type], null=each.null, doc=each.doc)
            for each in self.columns
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(each.name for each in self.columns)


_IN_ARROW = {
    each: Type.TEXT if each is ColumnType.JSON else Type(each.value) for each in ColumnType
}


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
