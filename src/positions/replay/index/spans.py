"""Of each row, for which cuts it is the last of its cell: a date is then answered by comparing.

Each row of a cell is the last up to where the next one begins. So the rows that answer at a cut are
those that began before it, while the next did not.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import fields, frozen

from positions.replay.index.outcomes import NO_RECORD, NOBODY
from positions.replay.index.sorting import ranges

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from positions.replay.index.keys import Numbers, Places
    from positions.replay.index.outcomes import Outcomes

    Place = np.int32 | NDArray[np.int32]

__all__ = ["Spans"]


@frozen(eq=False)
class Spans:
    """Rows by cell and by when they begin, each the last of its cell at some cuts.

    Cuts are exclusive ends in microseconds since 1970-01-01T00:00Z, here by their place among all
    that occur: half as many bytes to go through.

    Attributes:
        times: The ends that occur, ascending; int64. The last one never comes.
        bounds: Where the rows of each cell begin, and where those of the last one end; int32.
        begin: The last cut before which the row had not begun; int32, a place in *times*, ascending
            within a cell.
        plain: The first cut at which it is the answer, if it is the last; likewise, in any order.
        outcome: What it leads to then; uint16.
        row: Its number in the layer that it is of; int32.
        lone: Whether the layer has no other row in its cell; bool.
    """

    times: Numbers
    bounds: NDArray[np.int32]
    begin: NDArray[np.int32]
    plain: NDArray[np.int32]
    outcome: Outcomes
    row: NDArray[np.int32]
    lone: NDArray[np.bool_]

    @cached_property
    def _cell(self) -> NDArray[np.int32]:
        """The number of the cell of each row."""
        lengths = np.diff(self.bounds)
        return np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)

    @cached_property
    def _goes_on(self) -> NDArray[np.bool_]:
        """Of each row, whether the next is of the same cell."""
        found = np.ones(len(self.begin), np.bool_)
        found[self.bounds[1:][np.diff(self.bounds) > 0] - 1] = False
        return found

    @property
    def nbytes(self) -> int:
        """How many bytes its columns take, those that are made of others too."""
        columns = [getattr(self, each.name) for each in fields(Spans)]
        return sum(each.nbytes for each in (*columns, self._cell, self._goes_on))

    def at(self, until: int) -> tuple[NDArray[np.int32], Outcomes]:
        """Return the cells in which something is in at a cut, and the outcome of each.

        That is `NOBODY` where only others can say it.
        """
        first = np.int32(np.searchsorted(self.times, until))
        last = self.begin < first
        last[:-1] ^= last[1:] & self._goes_on[:-1]  # what the next one follows has begun
        rows = np.flatnonzero(last)
        outcomes = self.outcome.take(rows)
        after = self._after(first, until)
        last &= self.plain >= after
        unsure = np.flatnonzero(last)
        outcomes[np.searchsorted(rows, unsure)] = self._unsure(unsure, after)
        return self._cell.take(rows), outcomes

    def of(self, cells: Numbers, until: Numbers) -> tuple[Places, NDArray[np.int32], Outcomes]:
        """Return the last row of each of some cells, at a cut of its own, and its outcome.

        First come the places of the cells in which something is in, then the rows of the layer.
        """
        first = np.searchsorted(self.times, until).astype(np.int32)
        low, high = self.bounds[cells], self.bounds[cells + 1]
        begins, searched = low.copy(), np.flatnonzero(low < high)
        while len(searched):
            middle = (low[searched] + high[searched]) >> 1
            begun = self.begin[middle] < first[searched]
            low[searched[begun]] = middle[begun] + 1
            high[searched[~begun]] = middle[~begun]
            searched = searched[low[searched] < high[searched]]
        places = np.flatnonzero(low > begins)
        rows = low[places] - 1
        outcomes = self.outcome[rows]
        after = self._after(first[places], until[places])
        unsure = np.flatnonzero(self.plain[rows] >= after)
        outcomes[unsure] = self._unsure(rows[unsure], after[unsure])
        return places, self.row[rows], outcomes

    def on(self, cells: Numbers) -> Spans:
        """Return those of these rows that are in some cells, ascending, numbered from 0."""
        low = self.bounds[cells]
        lengths = self.bounds[cells + 1] - low
        rows = ranges(low, lengths)
        bounds = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        return Spans(
            self.times,
            bounds,
            self.begin[rows],
            self.plain[rows],
            self.outcome[rows],
            self.row[rows],
            self.lone[rows],
        )

    def _after(self, first: Place, until: Numbers | int) -> Any:  # noqa: ANN401 - as *first* is
        """Return the place after a cut, which stands at *first* if it is among the times at all."""
        return (first + (self.times[first] == until)).astype(np.int32)

    def _unsure(self, rows: Places, after: Place) -> Outcomes:
        """Return what last rows lead to that are not over by a cut, or are never plain.

        Where all before it is settled, a row that may be in leads where it does or where they do;
        where there is nothing else, perhaps nowhere. All else is left to others: `NOBODY`.
        """
        before, ever = rows - 1, self.plain[rows] < len(self.times) - 1
        settled = (self.row[before] + 1 == self.row[rows]) & self._goes_on[before]
        settled &= (self.plain[before] < after) & ever
        found = np.where(settled, self.outcome[rows] | self.outcome[before], np.uint16(NOBODY))
        lone = self.lone[rows] & ever
        found[lone] = self.outcome[rows[lone]] | np.uint16(NO_RECORD)
        return found
