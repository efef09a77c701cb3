"""The innermost loops in numpy: what stands in where nothing is compiled.

Where only others can say what a row leads to, its outcome is `NOBODY`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from positions.replay.index.outcomes import NO_RECORD, NOBODY
from positions.replay.index.window import Source, outcome_of
from positions.replay.roster import Roster

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from positions.replay.index.keys import Names, Numbers, Places
    from positions.replay.index.layer import Layer
    from positions.replay.index.outcomes import Outcomes
    from positions.replay.index.spans import Rows, Spans
    from positions.replay.index.window import Listening

__all__ = ["last_at", "last_everywhere", "last_of", "numbers_of", "places_of", "word_of"]


_ALONE = Roster.of({})


def numbers_of(ids: list[str], names: Names) -> Numbers:
    """Return the number of each id; -1 for one that has none; int64."""
    return np.array([names.numbers.get(id, -1) for id in ids], np.int64)


def places_of(asked: Numbers, among: Numbers) -> Numbers:
    """Return the place of each number among ascending ones; -1 where it is none of them; int64."""
    order = np.argsort(asked)  # neighbours are then looked up one after the other
    found = np.empty(len(asked), np.int64)
    found[order] = np.searchsorted(among, asked[order])
    inside = found < len(among)
    inside[inside] = among[found[inside]] == asked[inside]
    found[~inside] = -1
    return found


def last_at(spans: Spans, until: int) -> tuple[Numbers, Outcomes]:
    """Return the keys of the cells in which something is in at a cut, and the outcome of each."""
    rows, unsure = _last(spans, until)
    outcomes = spans.outcome.take(rows)
    outcomes[np.searchsorted(rows, unsure)] = _unsure(spans, unsure, until)
    return spans.keys.take(spans.cell.take(rows)), outcomes


def last_everywhere(spans: Spans, until: int) -> Outcomes:
    """Return the outcome of every cell at a cut."""
    rows, unsure = _last(spans, until)
    outcomes = np.full(len(spans.keys), NO_RECORD, np.uint16)
    outcomes[spans.cell.take(rows)] = spans.outcome.take(rows)
    outcomes[spans.cell.take(unsure)] = _unsure(spans, unsure, until)
    return outcomes


def last_of(spans: Spans, cells: Numbers, until: Numbers) -> tuple[Rows, Outcomes]:
    """Return the last row of each of some cells, each at a cut of its own, and its outcome.

    The row is -1 where nothing is in, or the cell is -1 and no cell.
    """
    rows = np.full(len(cells), -1, np.int32)
    outcomes = np.full(len(cells), NO_RECORD, np.uint16)
    asked = np.flatnonzero(cells >= 0)
    cells, until = cells[asked], until[asked]
    first, begins = np.searchsorted(spans.times, until), spans.bounds[cells]
    low, high = begins.copy(), spans.bounds[cells + 1]
    searched = np.flatnonzero(low < high)
    while len(searched):
        middle = (low[searched] + high[searched]) >> 1
        begun = spans.begin[middle] < first[searched]
        low[searched[begun]] = middle[begun] + 1
        high[searched[~begun]] = middle[~begun]
        searched = searched[low[searched] < high[searched]]
    inside = np.flatnonzero(low > begins)
    places, found, until = asked[inside], low[inside] - 1, until[inside]
    rows[places] = found
    outcomes[places] = spans.outcome[found]
    unsure = np.flatnonzero(spans.plain[found] >= _after(spans, until))
    outcomes[places[unsure]] = _unsure(spans, found[unsure], until[unsure])
    return rows, outcomes


def word_of(layer: Layer, key: int, heard: Listening) -> int:
    """Return the outcome of the cell of a key, whose words are all its own, at one cut."""
    return outcome_of([Source(layer, *layer.segments(key))], heard, _ALONE, "")


def _last(spans: Spans, until: int) -> tuple[Places, Places]:
    """Return the rows that are the last of their cell to have begun; which of them are unsure."""
    last: NDArray[np.bool_] = spans.begin < np.int32(np.searchsorted(spans.times, until))
    last[:-1] ^= last[1:] & (spans.cell[1:] == spans.cell[:-1])  # what the next follows has begun
    rows = np.flatnonzero(last)
    last &= spans.plain >= _after(spans, until)
    return rows, np.flatnonzero(last)


def _after(spans: Spans, until: Numbers | int) -> Rows:
    """Return the place after a cut among the times; what is plain before it is plain."""
    found: Rows = np.searchsorted(spans.times, until, side="right").astype(np.int32)
    return found


def _unsure(spans: Spans, rows: Places, until: Numbers | int) -> Outcomes:
    """Return what last rows lead to that are not over by a cut, or are never plain.

    Where all before it is settled, a row that may be in leads where it does or where they do;
    where there is nothing else, perhaps nowhere.
    """
    before, ever = rows - 1, spans.plain[rows] < len(spans.times) - 1
    settled = (spans.row[before] + 1 == spans.row[rows]) & (spans.cell[before] == spans.cell[rows])
    settled &= (spans.plain[before] < _after(spans, until)) & ever
    both = spans.outcome[rows] | spans.outcome[before]
    found = np.where(settled, both, np.uint16(NOBODY))
    lone = spans.lone[rows] & ever
    found[lone] = spans.outcome[rows[lone]] | np.uint16(NO_RECORD)
    return found
