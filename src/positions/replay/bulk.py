"""Many questions at one cut, as columns: by the index, and where that cannot say by the fold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from positions.model.vocabulary import Policy
from positions.replay.index import NO_RECORD, NOBODY

if TYPE_CHECKING:
    from positions.replay.asking import Asking
    from positions.replay.index import Cells, Sheet

__all__ = ["everybody", "of_actor", "on_claim"]


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
    unopened = record.streams.unopened(record.end)
    for number in (cells.claims.numbers.get(id, -1) for id in unopened):
        outcomes[cells.claim == number] = NO_RECORD
    roster = record.roster
    if asking.policy is not Policy.LATEST:
        plain = np.array([asking.is_plain(roster.same(id)) for id in cells.actors.ids], np.bool_)
        outcomes[~plain[cells.actor] & (outcomes != NO_RECORD)] = NOBODY
    touched = {
        cell
        for cell in record.generation.touched(roster)
        if actor in (None, cell[0]) and claim in (None, cell[1]) and cell[1] not in unopened
    }
    record.asked_apart(len(touched))
    unsaid = outcomes == NOBODY
    if not touched and not unsaid.any():
        return cells
    asked = {*cells.where(unsaid), *touched}
    return cells.with_outcomes({cell: asking.outcome(*cell) for cell in asked})
