"""In which cells the last words answer nothing: referrals, refusals to comment, silences.

The order is that of a timeline, by (latest, earliest). A special row is left to the fold wherever
it can come after the last answer: what the known order tells of it can only make it earlier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from positions.model.when import OPEN_PAST
from positions.replay.index.cells import Cells
from positions.replay.index.outcomes import NOBODY, outcome_of
from positions.replay.index.row import PERHAPS
from positions.replay.index.sorting import part
from positions.replay.index.window import are_over
from positions.replay.standing import OF_ACT, UNANSWERED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from positions.replay.index.keys import Numbers
    from positions.replay.index.layer import Layer
    from positions.replay.index.window import Listening

    Which = NDArray[np.bool_]

__all__ = ["Unanswered", "unanswered"]

_REFUSALS = outcome_of(OF_ACT[act] for act in UNANSWERED)


@frozen(eq=False)
class Unanswered:
    """Cells by what their last words are; of their outcomes nothing is said.

    Attributes:
        certain: Those whose last words answer nothing.
        perhaps: Those of which only the fold can say.
    """

    certain: Cells
    perhaps: Cells


def unanswered(layer: Layer, cells: Numbers | None, heard: Listening) -> Unanswered:
    """Return which of some *cells* of a layer, ascending, are open; of all for `None`."""
    some = _cells_with_refusals(layer)
    layer = part(layer, some if cells is None else np.intersect1d(some, cells))
    rows = _Rows(layer, heard)
    count = len(layer.cells)
    answers = np.flatnonzero(rows.sure & ~rows.refuse)
    answered = _greatest(count, rows.cell[answers], rows.stop[answers])
    last = answers[rows.stop[answers] == answered[rows.cell[answers]]]
    begun = _greatest(count, rows.cell[last], rows.start[last])

    refusals = np.flatnonzero(rows.sure & rows.refuse)
    of, stop, start = rows.cell[refusals], rows.stop[refusals], rows.start[refusals]
    as_late = stop == answered[of]
    after = (stop > answered[of]) | (as_late & (start > begun[of]))
    is_open = _marked(count, of[after])  # as if no row were special
    by_id = _marked(count, of[as_late & (start == begun[of])]) & ~is_open

    special = np.flatnonzero(rows.special)
    special = special[rows.stop[special] >= answered[rows.cell[special]]]
    told = _marked(count, rows.cell[special])
    refused = _marked(count, rows.cell[special[rows.refuse[special]]])
    perhaps = refused | by_id | (is_open & told)
    return Unanswered(_marked_cells(layer, is_open & ~perhaps), _marked_cells(layer, perhaps))


class _Rows:
    """The rows of a layer at a cut.

    Attributes:
        cell: The number of the cell of each.
        start: From when it can have been said.
        stop: Until when, or until the cut.
        sure: Whether it is certainly in, and no special one.
        special: Whether it is a special one that may be in.
        refuse: Whether it answers nothing.
    """

    def __init__(self, layer: Layer, heard: Listening) -> None:
        before, until, public_by = heard.ends(layer)
        self.cell = layer.by_row(layer.cell_of)
        self.start = layer.start
        self.stop = np.minimum(layer.stop, until)
        self.refuse: Which = (layer.outcome & _REFUSALS) != 0
        there = (layer.flags & heard.unheard == 0) & (layer.start < before)
        if public_by is not None:
            there &= layer.disclosed < public_by
        is_special = layer.flags & heard.special != 0
        self.special: Which = there & is_special
        sure = there & ~is_special & (layer.flags & PERHAPS == 0) & are_over(layer.stop, until)
        self.sure: Which = sure if public_by is None else sure & are_over(layer.public, public_by)


def _cells_with_refusals(layer: Layer) -> Numbers:
    """Return the numbers of the cells with words that answer nothing, ascending."""
    rows = np.flatnonzero(layer.outcome & _REFUSALS)
    segments = np.searchsorted(layer.bounds, rows, side="right") - 1
    found: Numbers = np.unique(layer.cell_of[segments]).astype(np.int64)
    return found


def _greatest(count: int, cells: NDArray[np.int32], values: Numbers) -> Numbers:
    """Return the greatest of the values in each cell; `OPEN_PAST` where there is none."""
    found = np.full(count, OPEN_PAST, np.int64)
    np.maximum.at(found, cells, values)
    return found


def _marked_cells(layer: Layer, which: Which) -> Cells:
    keys = layer.cells[which]
    return Cells(layer.actors, layer.claims, keys, np.full(len(keys), NOBODY, np.uint16))


def _marked(count: int, cells: NDArray[np.int32]) -> Which:
    found = np.zeros(count, np.bool_)
    found[cells] = True
    return found
