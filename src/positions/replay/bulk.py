"""Many questions at one cut, as columns: by the index, and where that cannot say by the fold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from positions.model.vocabulary import Policy
from positions.replay.index import NO_RECORD, NOBODY, Cells, Cuts, everywhere, outcomes_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from positions.replay.asking import Asking
    from positions.replay.index.layer import Layer

__all__ = ["everybody", "of_actor", "on_claim"]


def everybody(asking: Asking) -> Cells:
    """Return where every actor stands on every claim; cells without a position may be among them."""
    layer = _layer(asking)
    outcomes = everywhere(layer, asking.record.roster, asking.listening)
    return _finished(asking, layer, Cells(layer.actors, layer.claims, layer.cells, outcomes))


def on_claim(asking: Asking, claim: str) -> Cells:
    """Return where every actor stands on a claim, who has a position there or may have one."""
    layer = _layer(asking)
    number = layer.claims.numbers.get(claim)
    cells = np.empty(0, np.int64) if number is None else layer.cells_on(number)
    return _some(asking, layer, cells, claim=claim)


def of_actor(asking: Asking, actor: str) -> Cells:
    """Return where an actor stands on every claim on which it has a position, or may have one."""
    layer = _layer(asking)
    number = layer.actors.numbers.get(actor)
    cells = np.empty(0, np.int64) if number is None else layer.cells_by(number)
    return _some(asking, layer, cells, actor=actor)


def _layer(asking: Asking) -> Layer:
    return asking.record.generation.whole(asking.record.roster)


def _some(
    asking: Asking,
    layer: Layer,
    cells: NDArray[np.int64],
    *,
    actor: str | None = None,
    claim: str | None = None,
) -> Cells:
    heard = asking.listening
    until = np.full(len(cells), heard.until)
    public_by = None if heard.public_by is None else np.full(len(cells), heard.public_by)
    outcomes = outcomes_at(layer, asking.record.roster, cells, Cuts(until, public_by, heard))
    found = Cells(layer.actors, layer.claims, layer.cells[cells], outcomes)
    return _finished(asking, layer, found, actor=actor, claim=claim)


def _finished(
    asking: Asking,
    layer: Layer,
    cells: Cells,
    *,
    actor: str | None = None,
    claim: str | None = None,
) -> Cells:
    """Return *cells* with what the fold has to say, and what has changed since the layer was made."""
    outcomes = cells.outcomes
    record = asking.record
    unopened = record.streams.unopened(record.end)
    for number in (layer.claims.numbers.get(id, -1) for id in unopened):
        outcomes[cells.claim == number] = NO_RECORD
    roster = record.roster
    if asking.policy is not Policy.LATEST:
        plain = np.array([asking.is_plain(roster.same(id)) for id in layer.actors.ids], np.bool_)
        outcomes[~plain[cells.actor] & (outcomes != NO_RECORD)] = NOBODY
    touched = {
        cell
        for cell in record.generation.touched(roster)
        if actor in (None, cell[0]) and claim in (None, cell[1]) and cell[1] not in unopened
    }
    unsaid = cells.where(outcomes == NOBODY)
    return cells.with_outcomes({cell: asking.outcome(*cell) for cell in {*unsaid, *touched}})
