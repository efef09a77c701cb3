"""Stances: the commitment that words express, on FactBank's scale."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from positions.model.vocabulary.word import Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["CODES", "NEGATIVE", "POSITIVE", "SCORES", "ZERO", "Stance", "stances"]


class Stance(Word):
    """The commitment that a speaker expressed on a claim."""

    AFFIRMED = "affirmed"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNCOMMITTED = "uncommitted"
    WITHHELD = "withheld"
    DOUBTFUL = "doubtful"
    IMPROBABLE = "improbable"
    DENIED = "denied"


SCORES: Mapping[Stance, int] = MappingProxyType(
    dict(zip(Stance, (3, 2, 1, 0, 0, -1, -2, -3), strict=True))
)
"""The score of each stance, from +3 (affirmed) to -3 (denied)."""

CODES: Mapping[Stance, str] = MappingProxyType(
    dict(zip(Stance, ("CT+", "PR+", "PS+", "Uu", "CTu", "PS-", "PR-", "CT-"), strict=True))
)
"""FactBank's code of each stance; `CTu`, for *withheld*, is ours."""

POSITIVE = frozenset(stance for stance in Stance if SCORES[stance] > 0)
ZERO = frozenset(stance for stance in Stance if SCORES[stance] == 0)
NEGATIVE = frozenset(stance for stance in Stance if SCORES[stance] < 0)


def stances(values: Iterable[Stance | str]) -> tuple[Stance, ...]:
    """Return the stances of these names, each once, in the order given."""
    return tuple(dict.fromkeys(map(Stance, values)))
