"""A layer that holds the rows of everybody for whom they count, for questions in bulk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, field, frozen

from positions.replay.index.cells import Cells
from positions.replay.index.kernel import (
    last_at,
    last_everywhere,
    last_of,
    numbers_of,
    places_of,
    word_of,
)
from positions.replay.index.keys import cell_keys, claims_of
from positions.replay.index.outcomes import NOBODY
from positions.replay.index.recent import Recent
from positions.replay.index.sorting import part
from positions.replay.index.spanning import spans_of
from positions.replay.index.unanswered import Unanswered, unanswered
from positions.replay.index.window import Listening

if TYPE_CHECKING:
    from positions.replay.index.cuts import Cuts
    from positions.replay.index.keys import Numbers
    from positions.replay.index.layer import Layer
    from positions.replay.index.outcomes import Outcomes
    from positions.replay.index.spans import Spans
    from positions.replay.roster import Roster

__all__ = ["Sheet"]

WAYS, CLAIMS = 4, 64
ENOUGH = 1 / 256
"""So many of all cells are asked apart before the spans of all are made."""


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
    _asked: Recent[int] = field(factory=lambda: Recent["int"](CLAIMS), init=False)

    def everywhere(self, heard: Listening, *, whole: bool = False) -> Cells:
        """Return the outcome of every cell at one cut; `NOBODY` where the fold has to say.

        Cells in which nothing is in are among them if the *whole* is asked for.
        """
        heard = self._simply(heard)
        spans = self._of_all(heard)
        if whole:
            return self._answered(self.layer.cells, last_everywhere(spans, heard.until), heard)
        return self._answered(*last_at(spans, heard.until), heard)

    def on_claim(self, claim: str, heard: Listening) -> Cells:
        """Return the same of those cells on a claim in which something is in."""
        heard = self._simply(heard)
        cells = self.layer.cells_on(claim)
        spans = self._on_claim.get((_way(heard), claim), lambda: self._of_some(cells, heard))
        return self._answered(*last_at(spans, heard.until), heard)

    def of_actor(self, actor: str, heard: Listening) -> Cells:
        """Return the same of the cells of an actor."""
        heard = self._simply(heard)
        spans = self._of_some(self.layer.cells_by(actor), heard)
        return self._answered(*last_at(spans, heard.until), heard)

    def claims_of(self, actor: str) -> list[str]:
        """Return the claims on which anything counts for an actor, or may, in order."""
        found = claims_of(self.layer.cells[self.layer.cells_by(actor)])
        return [self.layer.claims.ids[each] for each in found]

    def unanswered(self, heard: Listening, *, actor: str | None, claim: str | None) -> Unanswered:
        """Return in which cells the last words answer nothing: of an actor, on a claim, or all."""
        cells: Numbers | None = None
        if actor is not None:
            cells = self.layer.cells_by(actor)
        elif claim is not None:
            cells = self.layer.cells_on(claim)
        return unanswered(self.layer, cells, self._simply(heard))

    def places(self, actors: list[str], claims: list[str]) -> Numbers:
        """Return the number of the cell of each actor on the claim beside it; -1 where none is."""
        layer = self.layer
        actor, claim = numbers_of(actors, layer.actors), numbers_of(claims, layer.claims)
        keys = cell_keys(actor, claim)  # below 0 where either is -1
        return places_of(keys, layer.cells)

    def at(self, cells: Numbers, cuts: Cuts) -> Outcomes:
        """Return the outcome of each of some cells at a cut of its own; -1 stands for no cell."""
        layer, numbers = self.layer, cells
        spans = self._all_if_made(len(cells), cuts.heard)
        if spans is None:
            some = np.unique(cells[cells >= 0])
            layer, numbers = part(layer, some), places_of(cells, some)
            spans = spans_of(layer, cuts.heard)
        rows, outcomes = last_of(spans, numbers, cuts.latest(self.layer))
        if cuts.ask_who_knew and not self.layer.public_as_said:
            places = np.flatnonzero(rows >= 0)
            rows = spans.row[rows[places]]
            known = cuts.some(places).were_known(layer, rows)
            known &= outcomes[places] == layer.outcome[rows]
            outcomes[places[~known]] = NOBODY
        for place in np.flatnonzero(outcomes == NOBODY).tolist():
            key = int(self.layer.cells[cells[place]])
            outcomes[place] = word_of(self.layer, key, cuts.one(place))
        return outcomes

    @property
    def nbytes(self) -> int:
        """How many bytes the columns take, and what was made of them for questions in bulk."""
        return self.layer.nbytes + sum(each.nbytes for each in self._spans.kept())

    def _simply(self, heard: Listening) -> Listening:
        """Return how is listened, with one end where everything was disclosed as it was said."""
        if heard.public_by is None or not self.layer.public_as_said:
            return heard
        return evolve(heard, until=min(heard.until, heard.public_by), public_by=None)

    def _of_all(self, heard: Listening) -> Spans:
        return self._spans.get(_way(heard), lambda: spans_of(self.layer, heard))

    def _all_if_made(self, cells: int, heard: Listening) -> Spans | None:
        """Return the spans of all cells, if they are made, or so many were asked that it pays."""
        way = _way(heard)
        found = self._spans.find(way)
        if found is None:
            asked = self._asked.get(way, lambda: 0) + cells
            if asked > len(self.layer.cells) * ENOUGH:
                return self._of_all(heard)
            self._asked.put(way, asked)
        return found

    def _of_some(self, cells: Numbers, heard: Listening) -> Spans:
        """Return the spans of some cells, ascending, numbered from 0."""
        spans = self._all_if_made(len(cells), heard)
        return spans_of(part(self.layer, cells), heard) if spans is None else spans.on(cells)

    def _answered(self, keys: Numbers, outcomes: Outcomes, heard: Listening) -> Cells:
        """Return cells with their outcomes; where columns could not say, each is asked alone."""
        layer = self.layer
        for place in np.flatnonzero(outcomes == NOBODY).tolist():
            outcomes[place] = word_of(layer, int(keys[place]), heard)
        return Cells(layer.actors, layer.claims, keys, outcomes)


def _way(heard: Listening) -> Listening:
    """Return how is listened, whatever the cut."""
    return Listening(0, heard.public_by, heard.unheard, heard.special)
