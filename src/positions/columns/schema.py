"""Schemas: what the columns of a table hold, and what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from positions.errors import PositionsError

__all__ = ["Column", "InvalidColumn", "Row", "Schema", "Type"]

Row = Sequence[Any]
"""The values of a row, in the order of the columns."""


class InvalidColumn(PositionsError, ValueError):
    """A column is given what it cannot hold.

    Attributes:
        column: Its name.
        why: What is wrong and what would be right.
    """

    def __init__(self, column: str, why: str) -> None:
        self.column = column
        self.why = why
        super().__init__(column, why)

    def __str__(self) -> str:
        return f"this cannot stand in the column {self.column!r}: {self.why}"


class Type(StrEnum):
    """What a column holds, and as which type of Arrow."""

    NAME = "name"
    """One of few texts, such as an id or a word: `dictionary(int32, utf8)`."""
    TEXT = "text"
    """Any text: `utf8`."""
    TEXTS = "texts"
    """A list of texts, none of them missing: `list(utf8)`."""
    INTEGER = "integer"
    """Whole numbers of 64 bits: `int64`."""
    NUMBER = "number"
    """Numbers of double precision: `float64`."""
    BOOLEAN = "boolean"
    """`True` and `False`: `bool`."""
    TIMESTAMP = "timestamp"
    """Aware datetimes: `timestamp(us, UTC)`, microseconds since 1970-01-01T00:00Z."""


@frozen
class Column:
    """A column of a table.

    Attributes:
        name: Its name.
        type: What it holds.
        null: Whether a value may be missing: `None` here, null in Arrow.
        doc: What it says. Arrow carries it as the field's metadata, under `doc`.
    """

    name: str
    type: Type = field(default=Type.TEXT, converter=Type)
    null: bool = field(default=False, kw_only=True)
    doc: str = field(default="", kw_only=True)


def _columns(columns: Iterable[Column]) -> tuple[Column, ...]:
    return tuple(columns)


@frozen
class Schema:
    """The columns of a table, in order; what reads schemas of Arrow takes it as it is."""

    columns: tuple[Column, ...] = field(converter=_columns)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(each.name for each in self.columns)

    def __arrow_c_schema__(self) -> object:
        """Return a capsule that holds an `ArrowSchema`.

        Raises:
            ImportError: `positions[arrow]` is not installed.
        """
        from positions.columns.arrow import arrow_schema  # noqa: PLC0415 - only who asks needs it

        return arrow_schema(self).__arrow_c_schema__()
