"""A page of a table: so many rows as columns, and where each row stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import field, frozen

__all__ = ["Page"]


def _no_line(_: int) -> int | None:
    return None


@frozen(kw_only=True)
class Page:
    """So many rows of a table.

    Attributes:
        file: The name of the file, or `None`.
        first: The number of the first row, counted from 1 without the heading.
        columns: The values of each column; of a row that is none, `None`.
        broken: What keeps a row from being one, by its place in the page.
        line: Returns the line on which the row at a place of the page begins; `None` where the
            table has no lines.
    """

    file: str | None = None
    first: int
    columns: tuple[Sequence[Any], ...]
    broken: Mapping[int, str] = field(factory=dict[int, str])
    line: Callable[[int], int | None] = _no_line

    @property
    def count(self) -> int:
        """How many rows these are."""
        return len(self.columns[0]) if self.columns else 0
