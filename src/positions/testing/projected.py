"""Given what is on record, then a projection has this state, and these rows.

What fails is an `AssertionError` that says what was expected and what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from positions.history import Moment
from positions.ledger import Ledger
from positions.projections import Replayed, Row, Rows, Runnable, Table
from positions.testing.rows import (
    checked,
    expected_rows,
    found_rows,
    named,
    row_differences,
    row_shown,
)
from positions.testing.wording import differences, shown

if TYPE_CHECKING:
    from positions.testing.rows import Keyed
    from positions.testing.scenario import Given

__all__ = ["Projected", "projected"]

_KINDS = ("added", "changed", "removed")


def projected(given: Given, projection: Runnable) -> Projected:
    """Return what a projection makes of all that is on record."""
    return _projected(given, projection, {}, None)


def _projected(
    given: Given, projection: Runnable, cut: dict[str, Any], before: Projected | None
) -> Projected:
    replayed = given.history.replay(projection, **cut)
    return Projected(given=given, projection=projection, cut=cut, replayed=replayed, before=before)


@frozen(kw_only=True)
class Projected:
    """What a projection makes of what is on record.

    Rows are expected by those columns that a test is about; each names its key. The others are not
    looked at.

    Attributes:
        given: What is on record.
        projection: The projection.
        cut: At which cut it is asked for, as the keyword arguments of `History.replay`.
        replayed: Its state and its rows, for whatever has no check of its own here.
        before: What it made of the record before the last command; `None` where there was none.
    """

    given: Given
    projection: Runnable = field(repr=False)
    cut: Mapping[str, Any]
    replayed: Replayed = field(repr=False)
    before: Projected | None = field(repr=False)

    def when(self, command: Callable[[Ledger], object]) -> Projected:
        """Return what the projection makes of the record after *command*, at the same cut.

        The command is called with a ledger that holds the record.

        Raises:
            AssertionError: the command was refused.
        """
        after = self.given.when(command).then_accepted()
        return _projected(after, self.projection, dict(self.cut), self)

    def as_of(
        self,
        as_of: Moment | None = None,
        *,
        known_by: Moment | None = None,
        recorded_by: Moment | None = None,
        zone: str | None = None,
    ) -> Projected:
        """Return the same at another cut; see `History.replay`."""
        told = {"as_of": as_of, "known_by": known_by, "recorded_by": recorded_by, "zone": zone}
        cut: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
        before = self.before and self.before.as_of(**cut)
        return _projected(self.given, self.projection, cut, before)

    def then_state(self, expected: object) -> Projected:
        """Check the state, and return the same.

        Raises:
            AssertionError: it is another.
        """
        lines = list(differences(expected, self.replayed.state))
        if lines:
            raise AssertionError(_failure(f"the state of {self._told}", lines))
        return self

    def then_rows(self, table: str, rows: Iterable[Row]) -> Projected:
        """Check that a table holds *rows* and no others, in whichever order; return the same.

        Raises:
            AssertionError: it holds others.
            LookupError: the projection has no such table.
            ValueError: a row is not of that table, or does not name its key.
        """
        found = self._rows(table)
        expected = expected_rows(found.table, rows)
        lines = list(row_differences(found.table, expected, found_rows(found)))
        if lines:
            names = named(found.table, expected.values())
            there = [row_shown(found.table, row, names) for row in found]
            raise AssertionError(_failure(self._rows_of(table), lines, there))
        return self

    def then_row(self, table: str, /, **columns: Any) -> Projected:  # noqa: ANN401 - each column has its own type
        """Check one row of a table, and return the same.

        Args:
            table: The name of the table.
            columns: The key of the row, and what other columns hold.

        Raises:
            AssertionError: there is no such row, or it holds something else.
            LookupError: the projection has no such table.
            ValueError: the table has no such column, or the key is not whole.
        """
        found = self._rows(table)
        expected = expected_rows(found.table, [columns])
        key = next(iter(expected))
        there = {at: row for at, row in found_rows(found).items() if at == key}
        lines = list(row_differences(found.table, expected, there))
        if lines:
            keys = [row_shown(found.table, row, found.table.key) for row in found]
            raise AssertionError(_failure(self._rows_of(table), lines, None if there else keys))
        return self

    def then_no_row(self, table: str, /, **columns: Any) -> Projected:  # noqa: ANN401 - each column has its own type
        """Check that no row of a table holds all of *columns*, and return the same.

        Raises:
            AssertionError: one does.
            LookupError: the projection has no such table.
            ValueError: the table has no such column.
        """
        found = self._rows(table)
        unwanted = checked(found.table, columns)
        lines = [
            f"{row_shown(found.table, row, {*found.table.key, *unwanted})}: there, but not expected"
            for row in found
            if all(row[name] == value for name, value in unwanted.items())
        ]
        if lines:
            raise AssertionError(_failure(self._rows_of(table), lines))
        return self

    def then_changed_rows(
        self,
        table: str,
        *,
        added: Iterable[Row] = (),
        changed: Iterable[Row] = (),
        removed: Iterable[Row] = (),
    ) -> Projected:
        """Check which rows the last command changed, and return the same.

        Where there was no command, those are all there are.

        Args:
            table: The name of the table.
            added: The rows that are new.
            changed: The rows that were there with something else in them, as they are now.
            removed: The rows that are gone, as they were.

        Raises:
            AssertionError: it changed others, or otherwise.
            LookupError: the projection has no such table.
            ValueError: a row is not of that table, or does not name its key.
        """
        rows = self._rows(table)
        shape = rows.table
        old = {} if self.before is None else found_rows(self.before._rows(table))  # noqa: SLF001 - its own class
        found = _changes(old, found_rows(rows))
        lines: list[str] = []
        for kind, told in zip(_KINDS, (added, changed, removed), strict=True):
            expected = expected_rows(shape, told)
            differ = row_differences(shape, expected, found[kind])
            lines.extend(f"{kind}, {line}" for line in differ)
        if lines:
            there = [
                f"{kind}, {_change(shape, old.get(key), row)}"
                for kind in _KINDS
                for key, row in found[kind].items()
            ]
            head = f"what changed in {self._rows_of(table)}"
            raise AssertionError(_failure(head, lines, there))
        return self

    @property
    def _told(self) -> str:
        cut = ", ".join(f"{clock} {value}" for clock, value in self.cut.items())
        return f"{self.projection.name!r} ({cut or 'of all that is recorded'})"

    def _rows_of(self, table: str) -> str:
        return f"the rows of {table!r} in {self._told}"

    def _rows(self, table: str) -> Rows:
        tables = self.replayed.tables
        if table not in tables:
            have = ", ".join(map(repr, tables)) or "none"
            why = f"{self.projection.name!r} has no table {table!r}; there are {have}"
            raise LookupError(why)
        return tables[table]


def _changes(old: Keyed, new: Keyed) -> dict[str, Keyed]:
    return {
        "added": {key: row for key, row in new.items() if key not in old},
        "changed": {key: row for key, row in new.items() if key in old and row != old[key]},
        "removed": {key: row for key, row in old.items() if key not in new},
    }


def _change(table: Table, old: Row | None, new: Row) -> str:
    """Return a row by its key, and what is another in it than it was."""
    changed = [
        f"{name}: was {shown(old[name])}, is {shown(new[name])}"
        for name in table.names
        if old is not None and old[name] != new[name]
    ]
    return "; ".join([row_shown(table, new, table.key), *changed])


def _failure(head: str, lines: Iterable[str], found: Iterable[str] | None = None) -> str:
    """Return what is wrong, a line each, and what was found instead."""
    told = [f"{head}:", *(f"  {line}" for line in lines)]
    if found is not None:
        told += ["found:", *([f"  {line}" for line in found] or ["  nothing"])]
    return "\n".join(told)
