"""Positions of many with what follows from other claims (R10): no more is asked than may follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.replay.index import outcome_of_standing
from positions.replay.listed import Positions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from positions.replay.asking import Asking
    from positions.replay.index import Cells
    from positions.replay.position import Position

__all__ = ["positions"]


def positions(asking: Asking, cells: Cells, actor: str | None, claims: Iterable[str]) -> Positions:
    """Return the positions in *cells*, and what follows for an *actor*, or all, on *claims*.

    *cells* are those on record among them. On a claim without relations nothing follows; on others
    something may for whoever has said anything on one of them.
    """
    related = asking.record.relations.claims
    asked = related & set(claims)
    who = asking.actors_on(*related) if asked else ()
    found = {
        (each, claim): asking.position(each, claim, infer=True)
        for each in who
        if actor in {None, each}
        for claim in asked
    }
    outcomes = {cell: outcome_of_standing(each.standing) for cell, each in found.items()}

    def made(actor: str, claim: str, _: int) -> Position:
        return found.get((actor, claim)) or asking.position(actor, claim, infer=True)

    return Positions.of(cells.with_outcomes(outcomes).on_record, made)
