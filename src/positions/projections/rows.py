"""Rows in memory: tables as they are kept by a replay, and as they are read from a store."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from positions.columns import Listed
from positions.projections.checking import checked_row, checked_where
from positions.projections.tables import (
    ColumnType,
    Drop,
    InvalidRow,
    Put,
    Row,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from positions.columns import Schema

__all__ = ["Rows", "Shelf", "Written", "written"]


class Rows(Listed[Row]):
    """The rows of a table, ordered by its key: an immutable sequence, and a table of Arrow.

    It equals a tuple of the same rows.

    Attributes:
        table: The table.
    """

    __slots__ = ("table",)

    def __init__(self, table: Table, rows: Iterable[Row]) -> None:
        super().__init__(rows)
        self.table = table

    @classmethod
    def of(cls, table: Table, values: Iterable[Sequence[Any]]) -> Rows:
        """Return rows that are given in the form in which they are written."""
        json_columns = [each.name for each in table.columns if each.type is ColumnType.JSON]
        rows = [dict(zip(table.names, each, strict=True)) for each in values]
        for row in rows:
            for name in json_columns:
                if row[name] is not None:
                    row[name] = json.loads(row[name])
        return cls(table, rows)

    @property
    def schema(self) -> Schema:  # type: ignore[override]  # of each table another
        """The columns of the table in Arrow, where JSON is text."""
        return self.table.schema

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the values of each row, in the order of the columns; JSON as text."""
        return (checked_row(self.table, row) for row in self)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Rows) and other.table != self.table:
            return False
        return super().__eq__(other)

    def __hash__(self) -> int:
        return hash((self.table.name, len(self)))

    def __repr__(self) -> str:
        return f"<Rows of {self.table.name!r}: {len(self)}>"


Written = tuple[Table, tuple[Any, ...]] | tuple[Table, dict[str, Any]]
"""A checked row to put, or the checked columns by which to drop."""


def written(tables: Mapping[str, Table], change: Put | Drop) -> Written:
    """Return a change in the form in which it is written.

    Raises:
        InvalidRow: the projection has no such table, or the table cannot hold it.
    """
    if not isinstance(change, Put | Drop):  # pyright: ignore[reportUnnecessaryIsInstance]
        why = f"rows yields each Put and Drop, not {change!r}"  # type: ignore[unreachable]  # people err
        raise InvalidRow(", ".join(tables), why)
    table = tables.get(change.table)
    if table is None:
        why = f"the projection has no such table, but {', '.join(tables)}"
        raise InvalidRow(change.table, why)
    if isinstance(change, Put):
        return table, checked_row(table, change.row)
    return table, checked_where(table, change.where)


class Shelf:
    """Tables in memory, as the changes of a projection leave them."""

    def __init__(self, tables: Iterable[Table]) -> None:
        self._tables = {each.name: _Kept(each) for each in tables}

    def apply(self, changes: Iterable[Written]) -> None:
        """Make changes, in order."""
        for table, what in changes:
            kept = self._tables[table.name]
            if isinstance(what, dict):
                kept.drop(what)
            else:
                kept.put(what)

    def values(self, table: str) -> list[tuple[Any, ...]]:
        """Return the rows of a table in the form in which they are written, ordered by its key."""
        return self._tables[table].ordered()

    def rows(self, table: Table) -> Rows:
        """Return the rows of a table, ordered by its key."""
        return Rows.of(table, self.values(table.name))


class _Kept:
    """One table: its rows by key, and the keys by the parts of a key by which rows were dropped."""

    def __init__(self, table: Table) -> None:
        self._key = [table.names.index(each) for each in table.key]
        self._names = table.key
        self._rows: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        self._by: dict[tuple[str, ...], defaultdict[tuple[Any, ...], set[tuple[Any, ...]]]] = {}

    def put(self, row: tuple[Any, ...]) -> None:
        key = tuple(row[each] for each in self._key)
        self._rows[key] = row
        for names, found in self._by.items():
            found[self._part(names, key)].add(key)

    def drop(self, where: dict[str, Any]) -> None:
        names = tuple(where)
        if names not in self._by:
            found = self._by[names] = defaultdict(set)
            for key in self._rows:
                found[self._part(names, key)].add(key)
        for key in self._by[names].pop(tuple(where.values()), set()):
            self._rows.pop(key, None)

    def ordered(self) -> list[tuple[Any, ...]]:
        return [row for _, row in sorted(self._rows.items())]

    def _part(self, names: tuple[str, ...], key: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(value for name, value in zip(self._names, key, strict=True) if name in names)
