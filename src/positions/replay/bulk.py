"""Many questions at one cut, as columns: by the index, and where that cannot say by the fold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from positions.model.vocabulary import Policy
from positions.replay.index import NO_RECORD, NOBODY

if TYPE_CHECKING:
    from positions.replay.asking import Asking
    from positions.replay.index import Cell, Cells, Sheet

__all__ = ["claims_of", "everybody", "of_actor", "on_claim", "unanswered"]


def everybody(asking: Asking, *, whole: bool = False) -> Cells:
    """Return where every actor stands on every claim; cells of no position may be among them.

    All of the latter are, on which anything is on record, if the *whole* is asked for.
    """
    return _finished(asking, _sheet(asking).everywhere(asking.listening, whole=whole))


def on_claim(asking: Asking, claim: str) -> Cells:
    """Return where every actor stands on a claim, likewise."""
    return _finished(asking, _sheet(asking).on_claim(claim, asking.listening), claim=claim)


def of_actor(asking: Asking, actor: str) -> Cells:
    """Return where an actor stands on every claim, likewise."""
    return _finished(asking, _sheet(asking).of_actor(actor, asking.listening), actor=actor)


def _sheet(asking: Asking) -> Sheet:
    return asking.record.generation.sheet(asking.record.roster)


def _finished(
    asking: Asking, cells: Cells, *, actor: str | None = None, claim: str | None = None
) -> Cells:
    """Return *cells* with what the fold has to say, and what has changed since they were made."""
    record, outcomes = asking.record, cells.outcomes
    for number in (cells.claims.numbers.get(id, -1) for id in _unopened(asking)):
        outcomes[cells.claim == number] = NO_RECORD
    roster = record.roster
    if asking.policy is not Policy.LATEST:
        plain = np.array([asking.is_plain(roster.same(id)) for id in cells.actors.ids], np.bool_)
        outcomes[~plain[cells.actor] & (outcomes != NO_RECORD)] = NOBODY
    touched = _touched(asking, actor, claim)
    unsaid = outcomes == NOBODY
    if not touched and not unsaid.any():
        return cells
    asked = {*cells.where(unsaid), *touched}
    return cells.with_outcomes({cell: asking.outcome(*cell) for cell in asked})


def claims_of(asking: Asking, actor: str) -> list[str]:
    """Return the claims on which anything counts for an actor, whenever, or may, in order."""
    touched = {claim for _, claim in _touched(asking, actor, None)}
    found = touched.union(_sheet(asking).claims_of(actor))
    return sorted(found.difference(_unopened(asking)))


def unanswered(
    asking: Asking, *, actor: str | None = None, claim: str | None = None
) -> tuple[list[Cell], list[Cell]]:
    """Return the cells whose last words answer nothing, and those of which the fold has to say."""
    found = _sheet(asking).unanswered(asking.listening, actor=actor, claim=claim)
    touched, unopened = _touched(asking, actor, claim), _unopened(asking)
    certain, perhaps = (
        [cell for cell in cells if cell not in touched and cell[1] not in unopened]
        for cells in (found.certain, found.perhaps)
    )
    return certain, [*perhaps, *touched]


def _unopened(asking: Asking) -> frozenset[str]:
    return frozenset(asking.record.streams.unopened(asking.record.end))


def _touched(asking: Asking, actor: str | None, claim: str | None) -> set[Cell]:
    """Return the cells, among those asked for, that have changed since the sheet was made."""
    record, unopened = asking.record, _unopened(asking)
    touched = {
        cell
        for cell in record.generation.touched(record.roster)
        if actor in {None, cell[0]} and claim in {None, cell[1]} and cell[1] not in unopened
    }
    record.asked_apart(len(touched))
    return touched
