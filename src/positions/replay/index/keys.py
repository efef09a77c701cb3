"""Actors, claims and tiers as numbers, and a cell or a segment of them as one number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import define, field, setters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]
    Places = NDArray[np.signedinteger[Any]]
else:
    Numbers, Places = "NDArray[np.int64]", "NDArray[np.signedinteger]"

__all__ = [
    "TIERS",
    "WITHIN_ACTOR",
    "Names",
    "Numbers",
    "Places",
    "actors_of",
    "cell_key",
    "cell_keys",
    "cells_of",
    "claims_of",
    "tiers_of",
]

_TIER_BITS = 3
_CLAIM_BITS = 30
_ACTOR_SHIFT = _TIER_BITS + _CLAIM_BITS
TIERS = (1 << _TIER_BITS) - 1
"""The bits of a key that say which tier."""
WITHIN_ACTOR = (1 << _ACTOR_SHIFT) - 1
"""The bits of a key that say which claim and which tier."""


@define(eq=False)
class Names:
    """Ids in order, and the number of each.

    Attributes:
        ids: The ids.
        numbers: The number of each.
        slots: Where `positions.replay.index.kernel` has filed them, if it has; int32.
    """

    ids: tuple[str, ...] = field(on_setattr=setters.frozen)
    numbers: dict[str, int] = field(init=False, on_setattr=setters.frozen)
    slots: NDArray[np.int32] = field(factory=lambda: np.empty(0, np.int32), init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Number the ids."""
        object.__setattr__(self, "numbers", {id: number for number, id in enumerate(self.ids)})

    def joined(self, other: Names) -> Names:
        """Return these ids and others as one."""
        if all(each in self.numbers for each in other.ids):
            return self
        return Names(tuple(sorted({*self.ids, *other.ids})))

    def numbers_of(self, other: Names) -> Numbers:
        """Return the number here of each of the *other* ids, all of which are here; int64."""
        return np.array([self.numbers[id] for id in other.ids], np.int64)


def cell_key(actor: int, claim: int) -> int:
    """Return the least key of the segments of an actor on a claim: their order in a layer."""
    return actor << _ACTOR_SHIFT | claim << _TIER_BITS


def cell_keys(actors: Numbers, claims: Numbers) -> Numbers:
    """Return the same of many actors, each on the claim beside it."""
    return actors << _ACTOR_SHIFT | claims << _TIER_BITS


def actors_of(keys: Numbers) -> Numbers:
    """Return the number of the actor that each key is of."""
    return keys >> _ACTOR_SHIFT


def claims_of(keys: Numbers) -> Numbers:
    """Return the number of the claim that each key is of."""
    found = keys >> _TIER_BITS
    found &= (1 << _CLAIM_BITS) - 1
    return found


def tiers_of(keys: Numbers) -> Numbers:
    """Return the tier that each key is of."""
    return keys & TIERS


def cells_of(keys: Numbers) -> Numbers:
    """Return the key of the cell that each key is of: the same without a tier."""
    return keys & ~TIERS
