"""An actor's timeline on a claim: its commitments in order, and the shift that each made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from positions.model.vocabulary import Act, Policy, PositionKind
from positions.replay.answers import NOTHING, Shift, Standing
from positions.replay.policies import answer
from positions.replay.shifts import in_order, points, standing_kinds

if TYPE_CHECKING:
    from positions.replay.policies import Question
    from positions.replay.shifts import Point
    from positions.replay.weighing import Word

__all__ = ["shifts"]


def shifts(question: Question) -> tuple[Shift, ...]:
    """Return the shifts up to the cut, the first first (R11).

    Under `most_senior`, a commitment is listed where it is of those that decide at its point; under
    `unanimous`, one that leaves the body divided is listed with that as its outcome.
    """
    words = question.weighed()
    order, until = question.dossier.order, question.cut.as_of
    if question.policy is Policy.LATEST:
        return tuple(_listed(points(words, order, until)))
    decided = _decided(question, words)
    if question.policy is Policy.MOST_SENIOR:
        return tuple(
            _listed(points(words, order, until, lambda word: word.statement.id in decided))
        )
    divided = {id for id, kinds in decided.items() if kinds == _SPLIT}
    return tuple(_divided(_listed(points(words, order, until)), divided))


def _decided(question: Question, words: list[Word]) -> dict[str, frozenset[PositionKind]]:
    """Return the outcome just after each word that is heard at its own point."""
    found: dict[str, frozenset[PositionKind]] = {}
    so_far: set[str] = set()
    order, until = question.dossier.order, question.cut.as_of
    for word in in_order((word for word in words if word.sure), order, until):
        so_far.add(word.statement.id)
        then = evolve(question, only=frozenset(so_far))
        outcome, heard = answer(then, then.weighed())
        if any(each.statement.id == word.statement.id for each in heard):
            found[word.statement.id] = outcome.kinds
    return found


def _listed(found: list[Point]) -> list[Shift]:
    return [
        Shift(
            statement=point.word.statement,
            kind=point.shift,
            old=NOTHING if point is found[0] else _standing(point.before),
            new=_standing(point.stands),
            certain=point.certain,
            speaker_changed=point.before is not None
            and point.before.item.speaker != point.word.item.speaker,
        )
        for point in found
        if point.word.stances or point.word.statement.act is Act.RETRACT
    ]


def _standing(word: Word | None) -> Standing:
    return Standing.of(standing_kinds(word))


_SPLIT = frozenset({PositionKind.DIVIDED})


def _divided(found: list[Shift], divided: set[str]) -> list[Shift]:
    split = Standing(PositionKind.DIVIDED)
    listed: list[Shift] = []
    for shift in found:
        old = listed[-1].new if listed else shift.old
        if shift.statement.id in divided:
            listed.append(evolve(shift, kind=None, old=old, new=split))
        else:
            listed.append(evolve(shift, old=old))
    return listed
