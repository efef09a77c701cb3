"""The SQL that SQLite and PostgreSQL share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from positions.projections.tables import ColumnType, Table

__all__ = ["BUILDS", "QUARANTINE", "columns", "create", "listed", "quoted", "upsert"]

BUILDS = "positions_projections"
"""The table in which the builds are."""
QUARANTINE = "positions_quarantine"
"""The table of the events that were not given to a projection."""


def quoted(name: str) -> str:
    """Return an identifier that was checked: letters, digits and `_`."""
    return f'"{name}"'


def listed(names: Iterable[str]) -> str:
    """Return identifiers with commas between them."""
    return ", ".join(map(quoted, names))


def columns(table: Table, types: dict[ColumnType, str]) -> str:
    """Return the definitions of the columns and the key of a table."""
    found = [
        f"{quoted(each.name)} {types[each.type]}{'' if each.null else ' NOT NULL'}"
        for each in table.columns
    ]
    return ", ".join([*found, f"PRIMARY KEY ({listed(table.key)})"])


def create(name: str, table: Table, types: dict[ColumnType, str]) -> str:
    """Return the statement that makes a table, *name* being qualified where it has to be."""
    return f"CREATE TABLE {name} ({columns(table, types)})"


def upsert(table: Table) -> str:
    """Return the end of an insert, by which a row takes the place of the one with its key."""
    rest = [each for each in table.names if each not in table.key]
    if not rest:
        return f"ON CONFLICT ({listed(table.key)}) DO NOTHING"
    sets = ", ".join(f"{quoted(each)} = excluded.{quoted(each)}" for each in rest)
    return f"ON CONFLICT ({listed(table.key)}) DO UPDATE SET {sets}"
