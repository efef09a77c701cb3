"""Of each row, for which cuts it is the last of its cell: a date is then answered by comparing.

A row is the last one at the cuts after it began and up to where the next of its segment begins, or
the first of a tier above it. It is the answer from where it is certain on, if nothing before it can
have been later. So the rows that answer at a cut are those for which three comparisons hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from positions.model.when import OPEN_FUTURE, OPEN_PAST
from positions.replay.index.outcomes import NOBODY
from positions.replay.index.sorting import kept, ranges
from positions.replay.weighing import Tier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from positions.replay.index.keys import Numbers
    from positions.replay.index.layer import Layer
    from positions.replay.index.window import Listening

__all__ = ["Spans", "spans_of"]

_NEVER = OPEN_FUTURE + 1


@frozen(eq=False)
class Spans:
    """Rows in the order of a layer, with the cuts at which each is the last of its cell.

    Cuts are exclusive ends in microseconds since 1970-01-01T00:00Z, here by their place among all
    that occur: half as many bytes to go through.

    Attributes:
        times: The ends that occur, ascending; int64.
        cell: The number of the cell of each row; int32, ascending.
        begin: The last cut before which the row had not begun; int32, a place in *times*.
        end: The last cut at which it is the last; likewise.
        plain: The first cut at which it is the answer, if it is the last; likewise.
        outcome: What it leads to; uint16.
    """

    times: Numbers
    cell: NDArray[np.int32]
    begin: NDArray[np.int32]
    end: NDArray[np.int32]
    plain: NDArray[np.int32]
    outcome: NDArray[np.uint16]

    def at(self, until: int) -> tuple[NDArray[np.int32], NDArray[np.uint16]]:
        """Return the cells in which something is in at a cut, and the outcome of each.

        An outcome is `NOBODY` where the last row is not plain.
        """
        first, after = (
            np.searchsorted(self.times, until),
            np.searchsorted(self.times, until, "right"),
        )
        last = self.begin < np.int32(first)
        last &= self.end >= np.int32(first)
        rows = np.flatnonzero(last)
        outcomes = self.outcome[rows]
        last &= self.plain >= np.int32(after)
        if last.any():
            outcomes[last[rows]] = NOBODY
        return self.cell[rows], outcomes

    def on(self, cells: NDArray[np.int64]) -> Spans:
        """Return those of these rows that are in some cells, ascending, numbered from 0."""
        low, high = np.searchsorted(self.cell, cells), np.searchsorted(self.cell, cells, "right")
        lengths = high - low
        rows = ranges(low, lengths)
        return Spans(
            self.times,
            np.repeat(np.arange(len(cells), dtype=np.int32), lengths),
            self.begin[rows],
            self.end[rows],
            self.plain[rows],
            self.outcome[rows],
        )


def spans_of(layer: Layer, heard: Listening) -> Spans:
    """Return the spans of those rows of a layer that are in at a cut, `as_of` aside."""
    numbers = np.arange(len(layer.cell_begins), dtype=np.int32)
    rows = layer.flags & heard.unheard == 0
    if heard.public_by is not None:
        rows &= layer.disclosed < heard.public_by
    if not rows.all():
        cells = layer.cells
        layer = kept(layer, rows)
        numbers = np.searchsorted(cells, layer.cells).astype(np.int32)
    lengths = np.diff(layer.bounds)
    end = np.empty_like(layer.start)
    end[:-1] = layer.start[1:]
    end[layer.bounds[1:] - 1] = OPEN_FUTURE
    np.minimum(end, np.repeat(_above(layer), lengths), out=end)
    before = np.empty_like(layer.reach)
    before[1:] = layer.reach[:-1]
    before[layer.bounds[:-1]] = OPEN_PAST
    never = (layer.flags & heard.special != 0) | (before > layer.start)
    if heard.public_by is not None and heard.public_by < OPEN_FUTURE:
        never |= layer.public > heard.public_by
    plain = np.where(never, np.int64(_NEVER), layer.stop)
    cell = np.repeat(numbers[layer.cell_of], lengths)
    times = np.union1d(_different(layer.start), _different(layer.stop))
    times = np.union1d(times, [OPEN_FUTURE, _NEVER])
    return Spans(
        times,
        cell,
        begin=_placed(layer.start, times),
        end=_placed(end, times),
        plain=_placed(plain, times),
        outcome=layer.outcome,
    )


def _placed(ends: Numbers, times: Numbers) -> NDArray[np.int32]:
    return np.searchsorted(times, ends).astype(np.int32)


def _different(times: Numbers) -> Numbers:
    """Return the different times, of which neighbours are often the same."""
    return np.unique(times[np.flatnonzero(np.diff(times, prepend=OPEN_PAST - 1))])


def _above(layer: Layer) -> Numbers:
    """Return of each segment when the first row of the tiers above it begins, in its cell."""
    above = np.full(len(layer.keys), OPEN_FUTURE)
    first = layer.start[layer.bounds[:-1]]
    again = np.flatnonzero(layer.cell_of[1:] == layer.cell_of[:-1]) + 1
    for _ in Tier:  # from one tier to the next below, all cells at once
        above[again] = np.minimum(above[again - 1], first[again - 1])
    return above
