"""Where many actors stand on many claims, as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, frozen

from positions.replay.index.keys import Names, actors_of, cell_key, cell_keys, claims_of
from positions.replay.index.outcomes import NO_RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from positions.replay.index.keys import Numbers
    from positions.replay.index.outcomes import Outcomes

__all__ = ["Cell", "Cells", "aligned"]

Cell = tuple[str, str]
"""An actor and a claim."""


@frozen(eq=False)
class Cells:
    """The outcome of each of many cells, ordered by actor and claim; of all others it is none.

    Attributes:
        actors: The ids of the actors, in order.
        claims: The ids of the claims, in order.
        keys: Of each cell, actor and claim as one number; int64, ascending.
        outcomes: The kinds of position that are possible, as bits; uint16.
    """

    actors: Names
    claims: Names
    keys: Numbers
    outcomes: Outcomes

    @classmethod
    def of(cls, outcomes: Mapping[Cell, int]) -> Cells:
        """Return these cells."""
        actors = Names(tuple(sorted({actor for actor, _ in outcomes})))
        claims = Names(tuple(sorted({claim for _, claim in outcomes})))
        keys = [cell_key(actors.numbers[actor], claims.numbers[claim]) for actor, claim in outcomes]
        order = np.argsort(np.array(keys, np.int64), kind="stable")
        found = np.array(list(outcomes.values()), np.uint16)[order]
        return cls(actors, claims, np.array(keys, np.int64)[order], found)

    @property
    def actor(self) -> Numbers:
        """The number of the actor of each cell."""
        return actors_of(self.keys)

    @property
    def claim(self) -> Numbers:
        """The number of the claim of each cell."""
        return claims_of(self.keys)

    @property
    def actor_ids(self) -> tuple[str, ...]:
        """The ids of the actors of some cell, in order."""
        return tuple(self.actors.ids[each] for each in _different(self.actor))

    @property
    def claim_ids(self) -> tuple[str, ...]:
        """The ids of the claims of some cell, in order."""
        return tuple(self.claims.ids[each] for each in _different(self.claim))

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[Cell]:
        actors, claims = self.actors.ids, self.claims.ids
        pairs: Iterable[tuple[int, int]] = zip(
            self.actor.tolist(), self.claim.tolist(), strict=True
        )
        return ((actors[actor], claims[claim]) for actor, claim in pairs)

    def cell(self, place: int) -> Cell:
        """Return the cell at a place."""
        key = self.keys[place]
        return self.actors.ids[actors_of(key)], self.claims.ids[claims_of(key)]

    def place(self, cell: Cell) -> int | None:
        """Return the place of a cell among these; `None` where it is none of them."""
        number, on = self.actors.numbers.get(cell[0]), self.claims.numbers.get(cell[1])
        if number is None or on is None:
            return None
        key = cell_key(number, on)
        place = int(np.searchsorted(self.keys, key))
        return place if place < len(self.keys) and self.keys[place] == key else None

    def at(self, actor: str, claim: str) -> int:
        """Return the outcome in a cell."""
        place = self.place((actor, claim))
        return NO_RECORD if place is None else int(self.outcomes[place])

    def where(self, marked: NDArray[np.bool_]) -> Cells:
        """Return those of these cells that are marked."""
        return evolve(self, keys=self.keys[marked], outcomes=self.outcomes[marked])

    def on_claims(self, ids: Iterable[str]) -> Cells:
        """Return those of these cells that are on some claims."""
        numbers = [self.claims.numbers[id] for id in ids if id in self.claims.numbers]
        return self.where(np.isin(self.claim, numbers))

    @property
    def on_record(self) -> Cells:
        """Those of these cells in which there is a position, or may be."""
        marked = self.outcomes != NO_RECORD
        return self if marked.all() else self.where(marked)

    def with_outcomes(self, outcomes: Mapping[Cell, int]) -> Cells:
        """Return these cells with other outcomes in some, and with others besides."""
        found = self.outcomes.copy()
        new: dict[Cell, int] = {}
        for cell, outcome in outcomes.items():
            place = self.place(cell)
            if place is None:
                new[cell] = outcome
            else:
                found[place] = outcome
        here = evolve(self, outcomes=found)
        if not new:
            return here
        mine, theirs = named_alike(here, Cells.of(new))
        places = np.searchsorted(mine.keys, theirs.keys)
        keys = np.insert(mine.keys, places, theirs.keys)
        return evolve(mine, keys=keys, outcomes=np.insert(mine.outcomes, places, theirs.outcomes))


def _different(numbers: Numbers) -> list[int]:
    found: list[int] = np.unique(numbers).tolist()
    return found


def named_alike(one: Cells, other: Cells) -> tuple[Cells, Cells]:
    """Return both under the same names."""
    if one.actors is other.actors and one.claims is other.claims:
        return one, other
    actors, claims = one.actors.joined(other.actors), one.claims.joined(other.claims)
    return _renamed(one, actors, claims), _renamed(other, actors, claims)


def _renamed(cells: Cells, actors: Names, claims: Names) -> Cells:
    keys = cell_keys(
        actors.numbers_of(cells.actors)[cells.actor], claims.numbers_of(cells.claims)[cells.claim]
    )
    return Cells(actors, claims, keys, cells.outcomes)


def aligned(one: Cells, other: Cells) -> tuple[Cells, Cells]:
    """Return both over the same cells: those of either."""
    if one.keys is other.keys and one.actors is other.actors and one.claims is other.claims:
        return one, other
    one, other = named_alike(one, other)
    keys = np.concatenate([one.keys, other.keys])
    keys.sort(kind="stable")  # two runs, each in order
    keys = keys[np.diff(keys, prepend=-1) != 0]
    return _over(one, keys), _over(other, keys)


def _over(cells: Cells, keys: Numbers) -> Cells:
    outcomes = np.full(len(keys), NO_RECORD, np.uint16)
    outcomes[np.searchsorted(keys, cells.keys)] = cells.outcomes
    return evolve(cells, keys=keys, outcomes=outcomes)
