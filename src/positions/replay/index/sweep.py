"""Many questions at once: the same rules as of one, on whole columns.

What is found so is where the last row at the cut is certain and plain, and all before it had ended
when it began. All else, and that is little, is asked one at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from positions.model.when import OPEN_FUTURE
from positions.replay.index.outcomes import NO_RECORD, NOBODY
from positions.replay.index.window import Listening, Source, outcome_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from positions.replay.index.layer import Layer, Numbers
    from positions.replay.roster import Roster

    Outcomes = NDArray[np.uint16]

__all__ = ["Cuts", "everywhere", "outcomes_at"]


@frozen(eq=False)
class Cuts:
    """The ends of the clocks of many questions, each as in `Cut`, and how all of them listen.

    Attributes:
        until: The end of `as_of` of each; int64.
        public_by: The end of `known_by` of each; int64; `None` where none asks for it.
        heard: How is listened, whatever the cut.
    """

    until: Numbers
    public_by: Numbers | None
    heard: Listening

    def one(self, place: int) -> Listening:
        """Return how the question at a place listens."""
        public_by = None if self.public_by is None else int(self.public_by[place])
        heard = self.heard
        return Listening(int(self.until[place]), public_by, heard.unheard, heard.special)


def everywhere(layer: Layer, roster: Roster, heard: Listening) -> Outcomes:
    """Return the outcome of every cell of a layer at one cut; `NOBODY` where the fold has to say."""
    outcomes = np.full(len(layer.cell_begins), NO_RECORD, np.uint16)
    last = _last_of_all(layer, heard)
    segments = np.flatnonzero(last >= layer.bounds[:-1])
    cells = layer.cell_of[segments]
    first = np.diff(cells, prepend=-1) != 0
    segments, cells = segments[first], cells[first]
    at = heard.until, heard.public_by
    outcomes[cells] = _plain(layer, segments, last[segments], at, heard)
    ends = np.append(layer.cell_begins, len(layer.keys))
    for cell in cells[outcomes[cells] == NOBODY].tolist():
        source = Source(layer, int(ends[cell]), int(ends[cell + 1]))
        outcomes[cell] = outcome_of([source], heard, roster, "")
    return outcomes


def _last_of_all(layer: Layer, heard: Listening) -> Numbers:
    """Return the last row of each segment that is in, if only by its times; one before it if none."""
    begins, ends = layer.bounds[:-1], layer.bounds[1:]
    until, public_by = heard.until, heard.public_by
    if public_by is not None and not layer.as_said:
        is_in = (layer.start < until) & (layer.disclosed < public_by)
        rows = np.where(is_in, np.arange(len(layer)), -1)
        return np.maximum.reduceat(rows, begins) if len(rows) else rows
    if public_by is not None:
        until = min(until, public_by)
    if until >= OPEN_FUTURE:
        return ends - 1
    counted = np.cumsum(layer.start < until, dtype=np.int64)
    return begins - 1 + np.diff(counted[ends - 1], prepend=0)


def _plain(
    layer: Layer,
    segments: Numbers,
    last: Numbers,
    at: tuple[Numbers | int, Numbers | int | None],
    heard: Listening,
) -> Outcomes:
    """Return the outcome of each segment whose *last* row is plain, else `NOBODY`.

    *at* are the ends of `as_of` and `known_by`, of all or of each.
    """
    until, public_by = at
    stop, start = layer.stop[last], layer.start[last]
    plain = (layer.flags[last] & (heard.unheard | heard.special)) == 0
    plain &= _is_over(stop, until)
    if public_by is not None:
        plain &= (layer.disclosed[last] < public_by) & _is_over(layer.public[last], public_by)
    alone = last == layer.bounds[segments]
    plain &= alone | (layer.reach[last - ~alone] <= start)
    return np.where(plain, layer.outcome[last], np.uint16(NOBODY))


def _is_over(stop: Numbers, until: Numbers | int) -> NDArray[np.bool_]:
    return (stop <= until) | (np.asarray(until) >= OPEN_FUTURE)


def outcomes_at(layer: Layer, roster: Roster, cells: Numbers, cuts: Cuts) -> Outcomes:
    """Return the outcome of each of some cells at a cut of its own.

    Args:
        layer: The rows.
        roster: Who is whom.
        cells: The number of each cell; int64, -1 where there is none.
        cuts: As many cuts.
    """
    outcomes = np.full(len(cells), NO_RECORD, np.uint16)
    ends = np.append(layer.cell_begins, len(layer.keys))
    asked = np.flatnonzero(cells >= 0)
    segments = ends[cells[asked]]
    while len(asked):
        last = _last_before(layer, segments, cuts, asked)
        there = last >= layer.bounds[segments]
        if there.any():
            found = asked[there]
            public_by = None if cuts.public_by is None else cuts.public_by[found]
            at = cuts.until[found], public_by
            outcomes[found] = _plain(layer, segments[there], last[there], at, cuts.heard)
        asked, segments = asked[~there], segments[~there] + 1
        more = segments < ends[cells[asked] + 1]
        asked, segments = asked[more], segments[more]
    for place in np.flatnonzero(outcomes == NOBODY).tolist():
        cell = cells[place]
        source = Source(layer, int(ends[cell]), int(ends[cell + 1]))
        outcomes[place] = outcome_of([source], cuts.one(place), roster, "")
    return outcomes


def _last_before(layer: Layer, segments: Numbers, cuts: Cuts, asked: Numbers) -> Numbers:
    """Return the last row of each segment that began before its cut; one before it if none did."""
    until = cuts.until[asked]
    if cuts.public_by is not None and layer.disclosed_late:
        until = np.minimum(until, cuts.public_by[asked])
    low, high = layer.bounds[segments], layer.bounds[segments + 1]
    start = layer.start
    while (low < high).any():
        middle = (low + high) >> 1
        begun = (low < high) & (start[np.minimum(middle, len(start) - 1)] < until)
        low, high = np.where(begun, middle + 1, low), np.where(begun, high, middle)
    return low - 1
