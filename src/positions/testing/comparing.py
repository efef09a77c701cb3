"""What a projection has come to in one way, held against what it came to in another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from positions.testing.rows import found_rows, row_differences
from positions.testing.wording import differences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from positions.history import History
    from positions.projections import Rows, Runnable

__all__ = ["Made", "made", "unlike"]


@frozen
class Made:
    """What a projection has come to.

    Attributes:
        state: Its state.
        tables: Its rows, by the name of the table.
    """

    state: Any
    tables: Mapping[str, Rows]


def made(projection: Runnable, history: History) -> Made:
    """Return what a rebuild makes of a history."""
    replayed = history.replay(projection)
    return Made(replayed.state, replayed.tables)


def unlike(expected: Made, found: Made) -> Iterator[str]:
    """Yield a line for each thing in which they differ."""
    yield from differences(expected.state, found.state, "the state")
    for name, rows in expected.tables.items():
        lines = row_differences(rows.table, found_rows(rows), found_rows(found.tables[name]))
        yield from (f"{name!r}, {line}" for line in lines)
