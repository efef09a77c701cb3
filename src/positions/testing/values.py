"""Single values, each made by a few throws of a dice.

The dice is a `random.Random`, as Hypothesis gives one: the first face of every throw is the
simplest, and a failing example shrinks towards it.
"""

from __future__ import annotations

from itertools import permutations
from random import Random
from typing import Any

from positions.model.actors.identity import Judgement
from positions.model.actors.mandate import Mandate
from positions.model.claims.claim import ClaimRelation
from positions.model.claims.report import Report
from positions.model.claims.statement import Statement
from positions.model.ids import StatementRef
from positions.model.vocabulary import Relation, Rendering, Stance, Verdict
from positions.testing import pools
from positions.testing.shapes import MANNERS, SHAPES, Fields

__all__ = ["cut", "judgement", "mandate", "relation", "report", "statement"]

_AS_OF = (*(None,) * (len(pools.CUTS) // 3), *pools.CUTS)
_KNOWN_BY = (*(None,) * 3 * len(pools.CUTS), *pools.CUTS)
_RECORDED_BY = (*(None,) * 3 * len(pools.RECORDED_CUTS), *pools.RECORDED_CUTS)


def cut(dice: Random) -> dict[str, Any]:
    """Return a cut, as the keyword arguments of `as_of`."""
    clocks = {
        "as_of": dice.choice(_AS_OF),
        "known_by": dice.choice(_KNOWN_BY),
        "recorded_by": dice.choice(_RECORDED_BY),
    }
    return {name: value for name, value in clocks.items() if value is not None}


_PUBLISHED = (None, *pools.PUBLISHED)
_RENDERINGS = tuple(reversed(Rendering))
_READINGS = (
    (),
    (),
    (Stance.AFFIRMED,),
    (Stance.PROBABLE,),
    (Stance.UNCOMMITTED,),
    (Stance.DENIED,),
    (Stance.POSSIBLE, Stance.PROBABLE),
)
_WORDS: tuple[Fields, ...] = (
    {},
    {},
    {"quote": "our understanding", "lang": "en"},
    {"quote": "насколько мы понимаем", "lang": "ru", "via": ("local media",)},
    {"title": "Visit confirmed", "url": "https://example.org/1", "note": "page 3"},
    {"archive": "https://example.org/a/1", "removed": pools.DAYS[-1]},
)


def report(dice: Random) -> Report:
    """Return a report: dated or not, of any rendering, with a stance of its own or none."""
    return Report(
        outlet=dice.choice(("Wire", "Gazette", None)),
        published=dice.choice(_PUBLISHED),
        rendering=dice.choice(_RENDERINGS),
        stances=dice.choice(_READINGS),
        **dice.choice(_WORDS),
    )


_NOTHING: Fields = {}
_OCCASIONS: tuple[Fields, ...] = (
    *(_NOTHING,) * 3,
    {"utterance": "u"},
    {"utterance": "u", "seq": 1},
    {"utterance": "v", "seq": 2},
    {"follows": (StatementRef("c", "a"),)},
    {"follows": (StatementRef("d", "a"), StatementRef("e", "b"))},
)


def statement(dice: Random) -> Statement:
    """Return a statement by itself; what it is tied to is called `a` or `b`, which it is not."""
    shape = dice.choice(SHAPES)
    if "retracts" in shape:
        shape = shape | {"retracts": "a"}
    return Statement(
        id=dice.choice(("", "x", "y")),
        claim=dice.choice(pools.TOPICS),
        by=dice.choice(pools.SPEAKERS),
        said=dice.choice(pools.SAID),
        **shape,
        **(dice.choice(MANNERS) | dice.choice(MANNERS)),
        **dice.choice(_OCCASIONS),
    )


def mandate(dice: Random) -> Mandate:
    """Return a mandate: open, dated by the day, or coarse; with a role or a rank, or neither."""
    by, body = dice.choice(pools.LINKS)
    begins, ends = dice.choice(pools.PERIODS)
    role, rank = dice.choice(pools.POSTS)
    return Mandate(by=by, body=body, begins=begins, ends=ends, role=role, rank=rank)


_GROUPS = (
    *(("p1", "p2"),) * 3,
    *(("p2", "other"), ("p1", "other")),
    *(("post", "body"), ("p1", "p2", "other")),
)


def judgement(dice: Random) -> Judgement:
    """Return a judgement that actors are the same, or are different."""
    return Judgement(
        verdict=dice.choice((Verdict.SAME, Verdict.SAME, Verdict.DIFFERENT)),
        actors=dice.choice(_GROUPS),
        by=dice.choice(("desk", "reader")),
    )


_PAIRS = tuple(permutations(("d", "c", "e"), 2))


def relation(dice: Random) -> ClaimRelation:
    """Return a relation between two claims, of any kind and in any direction."""
    claim, other = dice.choice(_PAIRS)
    return ClaimRelation(claim=claim, relation=dice.choice(tuple(Relation)), other=other)
