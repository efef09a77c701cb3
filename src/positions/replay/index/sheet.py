"""A layer that holds the rows of everybody for whom they count, for questions in bulk."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
from attrs import evolve, field, frozen

from positions.replay.index.cells import Cells
from positions.replay.index.outcomes import NO_RECORD, NOBODY
from positions.replay.index.spans import spans_of
from positions.replay.index.sweep import outcomes_at
from positions.replay.index.window import Source, outcome_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from numpy.typing import NDArray

    from positions.replay.index.layer import Layer
    from positions.replay.index.outcomes import Outcomes
    from positions.replay.index.spans import Spans
    from positions.replay.index.sweep import Cuts
    from positions.replay.index.window import Listening
    from positions.replay.roster import Roster

__all__ = ["Sheet"]

WAYS, CLAIMS = 4, 64
Made = TypeVar("Made")


class _Kept(Generic[Made]):
    """What was made last, a few of it."""

    __slots__ = ("_made", "_room")

    def __init__(self, room: int) -> None:
        self._room = room
        self._made: OrderedDict[Hashable, Made] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made for *key*, or make it."""
        found = self._made.get(key)
        if found is None:
            found = make()
            self._made[key] = found
            if len(self._made) > self._room:
                self._made.popitem(last=False)
        return found


@frozen(eq=False)
class Sheet:
    """A layer of rows as `positions.replay.index.whole` makes it, and what was made of it.

    Attributes:
        layer: The rows.
        roster: Who is whom.
    """

    layer: Layer
    roster: Roster
    _spans: _Kept[Spans] = field(factory=lambda: _Kept["Spans"](WAYS), init=False)
    _on_claim: _Kept[Spans] = field(factory=lambda: _Kept["Spans"](CLAIMS), init=False)

    def everywhere(self, heard: Listening, *, whole: bool = False) -> Cells:
        """Return the outcome of every cell at one cut; `NOBODY` where the fold has to say.

        Cells in which nothing is in are among them if the *whole* is asked for.
        """
        heard = self._simply(heard)
        layer, spans = self.layer, self._spans_for(heard)
        return self._answered(np.arange(len(layer.cells)) if whole else None, spans, heard)

    def on_claim(self, claim: str, heard: Listening) -> Cells:
        """Return the same of the cells on a claim."""
        number = self.layer.claims.numbers.get(claim)
        if number is None:
            return Cells.of({})
        heard = self._simply(heard)
        key = evolve(heard, until=0), claim
        cells = self.layer.cells_on(number)
        spans = self._on_claim.get(key, lambda: self._spans_for(heard).on(cells))
        return self._answered(cells, spans, heard)

    def of_actor(self, actor: str, heard: Listening) -> Cells:
        """Return the same of the cells of an actor."""
        number = self.layer.actors.numbers.get(actor)
        if number is None:
            return Cells.of({})
        heard = self._simply(heard)
        cells = self.layer.cells_by(number)
        return self._answered(cells, self._spans_for(heard).on(cells), heard)

    def at(self, cells: NDArray[np.int64], cuts: Cuts) -> Outcomes:
        """Return the outcome of each of some cells at a cut of its own; -1 stands for no cell."""
        return outcomes_at(self.layer, self.roster, cells, cuts)

    def _simply(self, heard: Listening) -> Listening:
        """Return how is listened, with one end where everything was disclosed as it was said."""
        if heard.public_by is None or not self.layer.as_said or self.layer.has_readings:
            return heard
        return evolve(heard, until=min(heard.until, heard.public_by), public_by=None)

    def _spans_for(self, heard: Listening) -> Spans:
        key = evolve(heard, until=0)
        return self._spans.get(key, lambda: spans_of(self.layer, heard))

    def _answered(self, cells: NDArray[np.int64] | None, spans: Spans, heard: Listening) -> Cells:
        """Return *cells*, or those in which something is in, with what can be said of each.

        Where columns could not say, each is asked alone.
        """
        layer = self.layer
        of, outcomes = spans.at(heard.until)
        if cells is None:
            cells = of.astype(np.int64)
        else:
            found = np.full(len(cells), NO_RECORD, np.uint16)
            found[of] = outcomes
            outcomes = found
        for place in np.flatnonzero(outcomes == NOBODY).tolist():
            low, high = layer.segments_of(int(cells[place]))
            outcomes[place] = outcome_of([Source(layer, low, high)], heard, self.roster, "")
        keys = layer.cells if len(cells) == len(layer.cells) else layer.cells[cells]
        return Cells(layer.actors, layer.claims, keys, outcomes)
