"""Positions beside each other: over time, between actors, between claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.model.vocabulary import SCORES, Act, PositionKind
from positions.replay import bulk
from positions.replay.answers import Agreement, OpenQuestion, Standing
from positions.replay.derived import Contradiction
from positions.replay.index import stances_of
from positions.replay.standing import hidden

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from positions.replay.asking import Asking
    from positions.replay.weighing import Word

__all__ = ["agreement", "contradictions", "open_question"]


def agreement(asking: Asking, one: str, other: str, claims: Iterable[str]) -> Agreement:
    """Return on which of *claims* both hold one stance, and on which it is the same."""
    held = [
        (claim, first, second)
        for claim in claims
        if (first := _kind(asking, one, claim).stance) is not None
        and (second := _kind(asking, other, claim).stance) is not None
    ]
    return Agreement(
        shared=tuple(claim for claim, _, _ in held),
        same=tuple(claim for claim, first, second in held if first is second),
    )


def _kind(asking: Asking, actor: str, claim: str) -> PositionKind:
    return asking.standing(actor, claim).kind


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


_UNANSWERED = frozenset({Act.REFER, Act.DECLINE_COMMENT, Act.NO_RESPONSE})


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
        answers = word.tier is not None and word.statement.act not in _UNANSWERED
        if answers:
            return _refusals(words[place:])
    return _refusals(words)


def _refusals(words: list[Word]) -> list[Word]:
    return [word for word in words if word.statement.act in _UNANSWERED]
