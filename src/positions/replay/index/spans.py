"""Of each row, for which cuts it is the last of its cell: a date is then answered by comparing.

Each row of a cell is the last up to where the next one begins. So the rows that answer at a cut are
those that began before it, while the next did not.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from positions.replay.index.sorting import ranges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from positions.replay.index.keys import Numbers
    from positions.replay.index.outcomes import Outcomes

    Rows = NDArray[np.int32]

__all__ = ["Spans"]


@frozen(eq=False)
class Spans:
    """Rows by cell and by when they begin, each the last of its cell at some cuts.

    Cuts are exclusive ends in microseconds since 1970-01-01T00:00Z, in the columns by their place
    among all that occur: half as many bytes to go through.

    Attributes:
        times: The ends that occur, ascending; int64. The last one never comes.
        keys: Of each cell actor and claim as one number; int64, ascending.
        bounds: Where the rows of each cell begin, and where those of the last one end; int32.
        begin: The last cut before which a row had not begun; int32, a place in *times*, ascending
            within a cell.
        plain: The first cut at which it is the answer, if it is the last; likewise, in any order.
        outcome: What it leads to then; uint16.
        row: Its number in the layer that it is of; int32.
        lone: Whether the layer has no other row in its cell; bool.
    """

    times: Numbers
    keys: Numbers
    bounds: Rows
    begin: Rows
    plain: Rows
    outcome: Outcomes
    row: Rows
    lone: NDArray[np.bool_]

    @cached_property
    def cell(self) -> Rows:
        """The number of the cell of each row."""
        lengths = np.diff(self.bounds)
        return np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)

    @cached_property
    def columns(self) -> tuple[NDArray[np.generic], ...]:
        """All columns, as the innermost loops take them."""
        return (
            self.times,
            self.keys,
            self.bounds,
            self.begin,
            self.plain,
            self.outcome,
            self.row,
            self.lone,
            self.cell,
        )

    @property
    def nbytes(self) -> int:
        """How many bytes its columns take, the keys aside, which are those of its layer."""
        return sum(each.nbytes for each in self.columns) - self.keys.nbytes

    def on(self, cells: Numbers) -> Spans:
        """Return those of these rows that are in some cells, ascending, numbered from 0."""
        low = self.bounds[cells]
        lengths = self.bounds[cells + 1] - low
        rows = ranges(low, lengths)
        return Spans(
            times=self.times,
            keys=self.keys[cells],
            bounds=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32),
            begin=self.begin[rows],
            plain=self.plain[rows],
            outcome=self.outcome[rows],
            row=self.row[rows],
            lone=self.lone[rows],
        )
