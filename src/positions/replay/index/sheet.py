"""A layer that holds the rows of everybody for whom they count, for questions in bulk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, field, frozen

from positions.replay.index.cells import Cells
from positions.replay.index.keys import cell_keys
from positions.replay.index.outcomes import NO_RECORD, NOBODY
from positions.replay.index.recent import Recent
from positions.replay.index.spans import spans_of
from positions.replay.index.sweep import outcomes_at
from positions.replay.index.window import Source, outcome_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from positions.replay.index.keys import Numbers
    from positions.replay.index.layer import Layer
    from positions.replay.index.outcomes import Outcomes
    from positions.replay.index.spans import Spans
    from positions.replay.index.sweep import Cuts
    from positions.replay.index.window import Listening
    from positions.replay.roster import Roster

__all__ = ["Sheet"]

WAYS, CLAIMS = 4, 64


@frozen(eq=False)
class Sheet:
    """A layer of rows as `positions.replay.index.whole` makes it, and what was made of it.

    Attributes:
        layer: The rows.
        roster: Who is whom.
    """

    layer: Layer
    roster: Roster
    _spans: Recent[Spans] = field(factory=lambda: Recent["Spans"](WAYS), init=False)
    _on_claim: Recent[Spans] = field(factory=lambda: Recent["Spans"](CLAIMS), init=False)

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

    def places(self, actors: Sequence[str], claims: Sequence[str]) -> Numbers:
        """Return the number of the cell of each actor on the claim beside it; -1 where none is."""
        layer = self.layer
        actor, claim = layer.actors.places(actors), layer.claims.places(claims)
        keys = cell_keys(actor, np.maximum(claim, 0))
        order = np.argsort(keys)  # neighbours are then looked up one after the other
        cells = np.empty(len(keys), np.int64)
        cells[order] = np.searchsorted(layer.cells, keys[order])
        inside = np.flatnonzero((cells < len(layer.cells)) & (actor >= 0) & (claim >= 0))
        found = np.full(len(keys), -1)
        there = inside[layer.cells[cells[inside]] == keys[inside]]
        found[there] = cells[there]
        return found

    def at(self, cells: Numbers, cuts: Cuts) -> Outcomes:
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

    def _answered(self, cells: Numbers | None, spans: Spans, heard: Listening) -> Cells:
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
