"""How spans are made of the rows of a layer.

A row is the last one at the cuts after it began and up to where the next of its segment begins, or
the first of a tier above it; those that never are the last are left out. It is the answer from
where it is certain on, if nothing before it that leads elsewhere can have been later; and what the
two lead to, where either can.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from positions.model.when import OPEN_FUTURE
from positions.replay.index.row import PERHAPS
from positions.replay.index.sorting import kept, ranges
from positions.replay.index.spans import Spans
from positions.replay.weighing import Tier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from positions.replay.index.keys import Numbers
    from positions.replay.index.layer import Layer
    from positions.replay.index.outcomes import Outcomes
    from positions.replay.index.window import Listening

__all__ = ["spans_of"]

_NEVER = OPEN_FUTURE + 1


def spans_of(layer: Layer, heard: Listening) -> Spans:
    """Return the spans of those rows of a layer that are in at a cut, `as_of` aside."""
    cells, numbers = layer.cells, np.arange(len(layer), dtype=np.int32)
    rows = layer.flags & heard.unheard == 0
    if heard.public_by is not None:
        rows &= layer.disclosed < heard.public_by
    if not rows.all():
        layer, numbers = kept(layer, rows), numbers[rows]
    plain, outcome = _settled(layer, layer.flags & (heard.special | PERHAPS) != 0)
    if heard.public_by is not None and heard.public_by < OPEN_FUTURE:
        plain[layer.public > heard.public_by] = _NEVER
    order = _by_begin(layer)
    order = order[(layer.start < _ends(layer))[order]]  # the others are never the last
    cell = layer.by_row(layer.cell_of)
    lasting = np.bincount(cell[order])
    counts = np.zeros(len(cells), np.int64)
    counts[np.searchsorted(cells, layer.cells[: len(lasting)])] = lasting
    times = _different(layer.start, layer.stop)
    return Spans(
        times=times,
        keys=cells,
        bounds=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        begin=np.searchsorted(times, layer.start[order]).astype(np.int32),
        plain=np.searchsorted(times, plain[order]).astype(np.int32),
        outcome=outcome[order],
        row=numbers[order],
        lone=(np.bincount(cell) == 1)[cell[order]],
    )


def _different(*columns: Numbers) -> Numbers:
    """Return the different times of all, of which neighbours are often the same, and the last."""
    parts = [each[np.flatnonzero(np.diff(each, prepend=_NEVER))] for each in columns]
    return np.unique(np.concatenate([*parts, [OPEN_FUTURE, _NEVER]]))


def _by_begin(layer: Layer) -> Numbers:
    """Return the rows of each cell by tier from below: so those that are ever the last begin."""
    of = layer.cell_of
    numbers = np.arange(len(of), dtype=np.int64)
    segments = layer.cell_begins[of] + layer.cell_ends[of] - 1 - numbers
    low = layer.bounds[segments]
    return ranges(low, layer.bounds[segments + 1] - low)


def _ends(layer: Layer) -> Numbers:
    """Return of each row up to which cut it is the last: where the next begins, or a tier above."""
    end = np.empty_like(layer.start)
    end[:-1] = layer.start[1:]
    end[layer.bounds[1:] - 1] = OPEN_FUTURE
    return np.minimum(end, layer.by_row(_above(layer)), out=end)


def _above(layer: Layer) -> Numbers:
    """Return of each segment when the first row of the tiers above it begins, in its cell."""
    above = np.full(len(layer.keys), OPEN_FUTURE)
    first = layer.start[layer.bounds[:-1]]
    again = np.flatnonzero(layer.cell_of[1:] == layer.cell_of[:-1]) + 1
    for _ in Tier:  # from one tier to the next below, all cells at once
        above[again] = np.minimum(above[again - 1], first[again - 1])
    return above


def _settled(layer: Layer, special: NDArray[np.bool_]) -> tuple[Numbers, Outcomes]:
    """Return of each row from when it is the answer, if it is the last, and what it leads to then.

    Neighbours in a segment that lead to one outcome are a *run*: it does not matter which of them
    was later. If the run before may have been later too, both are possible, from when all is over.
    If the run before that may have been, the row is never plain, nor is a special one. What may
    have been later is in, or may be, wherever the last one certainly is in.
    """
    begins = np.zeros(len(layer), np.bool_)
    begins[layer.bounds[:-1]] = True
    anew = begins | special
    anew[1:] |= special[:-1] | (layer.outcome[1:] != layer.outcome[:-1])
    numbers = np.arange(len(layer), dtype=np.int64)
    first = np.maximum.accumulate(np.where(anew, numbers, 0))

    def outlasted(rows: Numbers, firsts: Numbers) -> NDArray[np.bool_]:
        """Return of each row whether something before the first of a run reaches beyond it."""
        return ~begins[firsts] & (layer.reach[firsts - 1] > layer.start[rows])

    plain = np.where(special, np.int64(_NEVER), layer.stop)
    outcome = layer.outcome.copy()
    rows = numbers[outlasted(numbers, first) & ~special]
    other = first[rows] - 1
    never = special[other] | outlasted(rows, first[other])
    plain[rows] = np.where(never, np.int64(_NEVER), layer.reach[rows])
    outcome[rows] |= layer.outcome[other]
    return plain, outcome
