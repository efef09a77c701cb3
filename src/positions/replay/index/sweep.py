"""Many questions, each at a cut of its own: the same rules as of one, on whole columns.

What is found so is where the last row at the cut is certain and plain, and all before it had ended
when it began. All else, and that is little, is asked one at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from positions.model.when import OPEN_FUTURE
from positions.replay.index.outcomes import NO_RECORD, NOBODY
from positions.replay.index.row import READINGS
from positions.replay.index.window import Listening, Source, outcome_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from positions.replay.index.keys import Numbers
    from positions.replay.index.layer import Layer
    from positions.replay.index.outcomes import Outcomes
    from positions.replay.roster import Roster

__all__ = ["UNASKED", "Cuts", "outcomes_at"]

UNASKED = OPEN_FUTURE + 1
"""Stands for the end of a `known_by` that is not asked for."""


@frozen(eq=False)
class Cuts:
    """The ends of the clocks of many questions, each as in `Cut`, and how all of them listen.

    Attributes:
        until: The end of `as_of` of each; int64.
        public_by: The end of `known_by` of each, or `UNASKED`; int64.
        heard: How is listened, whatever the cut.
    """

    until: Numbers
    public_by: Numbers
    heard: Listening

    def one(self, place: int) -> Listening:
        """Return how the question at a place listens."""
        public_by, heard = int(self.public_by[place]), self.heard
        if public_by == UNASKED:
            return Listening(int(self.until[place]), None, heard.unheard, heard.special)
        special = heard.special | READINGS
        return Listening(int(self.until[place]), public_by, heard.unheard, special)

    def some(self, places: Numbers) -> Cuts:
        """Return the cuts of some of the questions."""
        return Cuts(self.until[places], self.public_by[places], self.heard)


def _plain(layer: Layer, segments: Numbers, last: Numbers, cuts: Cuts) -> Outcomes:
    """Return the outcome of each segment whose *last* row is plain, else `NOBODY`."""
    heard, public_by = cuts.heard, cuts.public_by
    flags, stop, start = layer.flags[last], layer.stop[last], layer.start[last]
    plain = (flags & (heard.unheard | heard.special)) == 0
    plain &= _is_over(stop, cuts.until)
    if (public_by != UNASKED).any():
        plain &= ((flags & READINGS) == 0) | (public_by == UNASKED)
        plain &= _is_over(layer.public[last], public_by) & (layer.disclosed[last] < public_by)
    alone = last == layer.bounds[segments]
    plain &= alone | (layer.reach[last - ~alone] <= start)
    return np.where(plain, layer.outcome[last], np.uint16(NOBODY))


def _is_over(stop: Numbers, until: Numbers) -> NDArray[np.bool_]:
    return (stop <= until) | (until >= OPEN_FUTURE)


def outcomes_at(layer: Layer, roster: Roster, cells: Numbers, cuts: Cuts) -> Outcomes:
    """Return the outcome of each of some cells at a cut of its own.

    Args:
        layer: The rows.
        roster: Who is whom.
        cells: The number of each cell; int64, -1 where there is none.
        cuts: As many cuts.
    """
    outcomes = np.full(len(cells), NO_RECORD, np.uint16)
    asked = np.flatnonzero(cells >= 0)
    segments = layer.cell_begins[cells[asked]]
    while len(asked):
        last = _last_before(layer, segments, cuts, asked)
        there = last >= layer.bounds[segments]
        found = asked[there]
        outcomes[found] = _plain(layer, segments[there], last[there], cuts.some(found))
        asked, segments = asked[~there], segments[~there] + 1
        more = segments < layer.cell_ends[cells[asked]]
        asked, segments = asked[more], segments[more]
    for place in np.flatnonzero(outcomes == NOBODY).tolist():
        cell = cells[place]
        source = Source(layer, *layer.segments_of(int(cell)))
        outcomes[place] = outcome_of([source], cuts.one(place), roster, "")
    return outcomes


def _last_before(layer: Layer, segments: Numbers, cuts: Cuts, asked: Numbers) -> Numbers:
    """Return the last row of each segment that began before its cut; one before it if none did."""
    until = cuts.until[asked]
    if layer.disclosed_late:
        until = np.minimum(until, cuts.public_by[asked])
    low, high = layer.bounds[segments], layer.bounds[segments + 1]
    start = layer.start
    while (low < high).any():
        middle = (low + high) >> 1
        begun = (low < high) & (start[np.minimum(middle, len(start) - 1)] < until)
        low, high = np.where(begun, middle + 1, low), np.where(begun, high, middle)
    return low - 1
