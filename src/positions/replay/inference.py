"""What follows from the relations between claims, where somebody asks for it (R10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from positions.model.vocabulary import NEGATIVE, POSITIVE, SCORES, Relation, Stance
from positions.replay.derived import Derivation, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from positions.model.claims.claim import ClaimRelation
    from positions.model.claims.statement import Statement

__all__ = ["Held", "Relations", "carried", "derivations"]

Held = tuple[Stance, tuple["Statement", ...]]
"""A settled stance, and the words on which it is held."""

MIRROR: Mapping[Stance, Stance] = {
    stance: mirrored
    for stance in Stance
    for mirrored in Stance
    if SCORES[stance] == -SCORES[mirrored] != 0
}


def carried(relation: Relation, stance: Stance, *, forward: bool) -> Stance | None:
    """Return what *stance* on one side of a relation makes of the other side, or `None`.

    *forward* is from the claim that the relation is stated of to the other.
    """
    match relation:
        case Relation.ENTAILS:
            carries = stance in (POSITIVE if forward else NEGATIVE)
            return stance if carries else None
        case Relation.PRESUPPOSES:
            carries = forward and stance in (Stance.AFFIRMED, Stance.PROBABLE)
            return stance if carries else None
        case Relation.CONTRADICTS:
            return MIRROR[stance] if stance in POSITIVE else None
        case Relation.EQUIVALENT:
            return stance if SCORES[stance] != 0 else None
        case _:
            assert_never(relation)


class Relations:
    """The relations between claims that stand, by either of their claims."""

    __slots__ = ("_by_claim",)

    def __init__(self, relations: Iterable[ClaimRelation]) -> None:
        self._by_claim: dict[str, set[tuple[Relation, str, bool]]] = {}
        for each in relations:
            self._add(each.other, (each.relation, each.claim, True))
            self._add(each.claim, (each.relation, each.other, False))

    def _add(self, claim: str, into: tuple[Relation, str, bool]) -> None:
        self._by_claim.setdefault(claim, set()).add(into)

    @property
    def claims(self) -> AbstractSet[str]:
        """The claims that have any, on either side."""
        return self._by_claim.keys()

    def into(self, claim: str) -> list[tuple[Relation, str, bool]]:
        """Return what bears on *claim*: the relation, the claim it comes from, whether forward."""
        return sorted(self._by_claim.get(claim, ()))


def derivations(
    claim: str,
    relations: Relations,
    held: Callable[[str], Held | None],
    stops: Callable[[str], bool],
) -> Iterator[Derivation]:
    """Return what follows for *claim*, each stance with its justification.

    A chain visits no claim twice, and stops at a claim on which the actor has a commitment of the
    first tier (*stops*); what carries from there is what it has *held*, where that is settled.
    """
    waiting: list[tuple[str, tuple[Step, ...], tuple[bool, ...]]] = [(claim, (), ())]
    while waiting:
        here, steps, forwards = waiting.pop()
        for relation, source, forward in relations.into(here):
            if source == claim or any(source == step.source for step in steps):
                continue
            path = (Step(relation=relation, source=source, target=here), *steps)
            ways = (forward, *forwards)
            if not stops(source):
                waiting.append((source, path, ways))
                continue
            holding = held(source)
            stance = None if holding is None else _carried_along(holding[0], path, ways)
            if holding is not None and stance is not None:
                yield Derivation(
                    stance=stance,
                    source=source,
                    held=holding[0],
                    steps=path,
                    statements=holding[1],
                )


def _carried_along(stance: Stance, path: tuple[Step, ...], ways: tuple[bool, ...]) -> Stance | None:
    carries: Stance | None = stance
    for step, forward in zip(path, ways, strict=True):
        if carries is not None:
            carries = carried(step.relation, carries, forward=forward)
    return carries
