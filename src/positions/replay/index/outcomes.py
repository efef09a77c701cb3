"""Kinds of position as bits, so that many can be compared, joined and kept as whole numbers.

An outcome is the set of kinds that are possible, as an unsigned number of 16 bits: one for each
kind but `unsettled`, which is what several make.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from positions.model.vocabulary import SCORES, PositionKind, Stance
from positions.replay.answers import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Outcomes = NDArray[np.uint16]

__all__ = [
    "NOBODY",
    "NO_RECORD",
    "different",
    "kinds_of",
    "outcome_of",
    "outcome_of_standing",
    "scores_of",
    "stances_of",
    "standing_of",
]

_KINDS = tuple(kind for kind in PositionKind if kind is not PositionKind.UNSETTLED)
_BITS: dict[PositionKind, int] = {kind: 1 << place for place, kind in enumerate(_KINDS)}

NOBODY = 0
"""No kind at all: there is no answer yet."""
NO_RECORD = _BITS[PositionKind.NO_RECORD]
_KIND_OF = np.full(2**16, PositionKind.UNSETTLED, object)
for _kind, _bit in _BITS.items():
    _KIND_OF[_bit] = _kind
_STANCE_OF = np.full(2**16, -1, np.int8)
_SCORE_OF = np.full(2**16, np.nan)
for _place, _stance in enumerate(Stance):
    _STANCE_OF[_BITS[PositionKind(_stance)]] = _place
    _SCORE_OF[_BITS[PositionKind(_stance)]] = SCORES[_stance]


def outcome_of(kinds: Iterable[PositionKind]) -> int:
    """Return the outcome that consists of these kinds."""
    found = NOBODY
    for kind in kinds:
        found |= _BITS[kind]
    return found


def outcome_of_standing(standing: Standing) -> int:
    """Return the outcome that leaves an actor there."""
    if standing.kind is PositionKind.UNSETTLED:
        return outcome_of(standing.possible)
    return _BITS[standing.kind]


def different(outcomes: NDArray[np.uint16]) -> tuple[list[int], NDArray[np.int32]]:
    """Return the outcomes that there are, each once, and the place among them of each."""
    seen = np.zeros(2**16, np.bool_)
    seen[outcomes] = True
    there = np.flatnonzero(seen)
    numbers = np.empty(2**16, np.int32)
    numbers[there] = np.arange(len(there), dtype=np.int32)
    found: list[int] = there.tolist()
    return found, numbers[outcomes]


def kinds_of(outcomes: NDArray[np.uint16]) -> NDArray[np.object_]:
    """Return the kind of position that each outcome is: an array of `PositionKind`."""
    return _KIND_OF[outcomes]


def scores_of(outcomes: NDArray[np.uint16]) -> NDArray[np.float64]:
    """Return the score of the stance that each outcome is, 3 to -3; NaN where it is none."""
    return _SCORE_OF[outcomes]


def stances_of(outcomes: NDArray[np.uint16]) -> NDArray[np.int64]:
    """Return the place among `Stance` of the one that each outcome is; -1 where it is none."""
    return _STANCE_OF[outcomes].astype(np.int64)


@cache
def standing_of(outcome: int) -> Standing:
    """Return where an actor stands whose *outcome* this is."""
    return Standing.of(kind for kind, bit in _BITS.items() if outcome & bit)
