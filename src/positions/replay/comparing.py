"""Positions beside each other: over time, between actors, between claims."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, cast

from positions.model.vocabulary import SCORES
from positions.replay import bulk
from positions.replay.answers import Agreement, OpenQuestion, Standing
from positions.replay.derived import Contradiction
from positions.replay.index import kinds_of, stances_of
from positions.replay.listed import OpenQuestions
from positions.replay.standing import UNANSWERED, hidden

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from positions.model.vocabulary import PositionKind
    from positions.replay.asking import Asking
    from positions.replay.index import Cell
    from positions.replay.weighing import Word

__all__ = ["agreement", "contradictions", "open_questions"]


def agreement(
    asking: Asking, one: str, other: str, claims: Sequence[str] | None = None
) -> Agreement:
    """Return on which of *claims*, or of all, both hold one stance, and on which it is the same."""
    first, second = (_kinds(asking, each, claims) for each in (one, other))
    asked = sorted(first) if claims is None else claims
    shared = [claim for claim in asked if claim in first and claim in second]
    return Agreement(
        shared=tuple(shared),
        same=tuple(claim for claim in shared if first[claim] is second[claim]),
    )


def _kinds(asking: Asking, actor: str, claims: Sequence[str] | None) -> dict[str, PositionKind]:
    """Return the stance of *actor* on each of *claims*, or of all, on which it holds one."""
    if claims is None:
        held = bulk.of_actor(asking, actor)
        held = held.where(stances_of(held.outcomes) >= 0)
        return dict(zip((claim for _, claim in held), kinds_of(held.outcomes), strict=True))
    asked = {claim: asking.standing(actor, claim).kind for claim in claims}
    return {claim: kind for claim, kind in asked.items() if kind.stance is not None}


def contradictions(asking: Asking, actor: str) -> Iterator[Contradiction]:
    """Yield each pair of settled positions of *actor* of which one excludes the other.

    One excludes the other where a stance of the other sign follows from it over the relations. Of a
    pair that excludes each other both ways, one is given.
    """
    seen: set[frozenset[str]] = set()
    held = bulk.of_actor(asking, actor)
    for claim in sorted(claim for _, claim in held.where(stances_of(held.outcomes) >= 0)):
        position = asking.position(actor, claim)
        if position.stance is None or SCORES[position.stance] == 0:
            continue
        for derivation in asking.derivations(actor, claim):
            pair = frozenset({claim, derivation.source})
            if SCORES[derivation.stance] * SCORES[position.stance] < 0 and pair not in seen:
                seen.add(pair)
                yield Contradiction(
                    claim=claim,
                    stance=position.stance,
                    statements=position.statements,
                    derivation=derivation,
                )


def open_questions(asking: Asking, actor: str | None, claim: str | None) -> OpenQuestions:
    """Return what was asked and not answered since: of an actor, on a claim, both, or all."""
    certain: list[Cell] = []
    if actor is not None and claim is not None:
        perhaps = [(actor, claim)]
    else:
        certain, perhaps = bulk.unanswered(asking, actor=actor, claim=claim)
    told = {cell: found for cell in perhaps if (found := open_question(asking, *cell)) is not None}
    cells = sorted([*certain, *told], key=itemgetter(1, 0))
    return OpenQuestions.of(cells, lambda cell: told.get(cell) or _sure(asking, cell))


def _sure(asking: Asking, cell: Cell) -> OpenQuestion:
    return cast("OpenQuestion", open_question(asking, *cell))  # as the index says


def open_question(asking: Asking, actor: str, claim: str) -> OpenQuestion | None:
    """Return what *actor* was asked on *claim* and has not answered since; `None` without any.

    It has not where the last of its certain words, in the order of a timeline, are referrals,
    refusals to comment, and silences.
    """
    basis = asking.basis(actor, claim)
    silenced = hidden(basis.words, basis.order)
    sure = [word for word in basis.heard if word.sure and word not in silenced]
    asked = _unanswered(basis.in_order(sure))
    if not asked:
        return None
    return OpenQuestion(
        actor=actor,
        claim=claim,
        statements=tuple(word.statement for word in asked),
        standing=Standing.of(basis.outcome.kinds),
    )


def _unanswered(words: list[Word]) -> list[Word]:
    """Return what stands at the end of *words* and answers nothing."""
    for place in range(len(words), 0, -1):
        word = words[place - 1]
        answers = word.tier is not None and word.statement.act not in UNANSWERED
        if answers:
            return _refusals(words[place:])
    return _refusals(words)


def _refusals(words: list[Word]) -> list[Word]:
    return [word for word in words if word.statement.act in UNANSWERED]
