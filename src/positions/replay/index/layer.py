"""A layer: the rows of many actors on many claims, as sorted columns."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from attrs import fields, frozen

from positions.replay.index.keys import TIERS, actors_of, cell_key, cells_of, claims_of
from positions.replay.index.row import READINGS, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from positions.replay.index.keys import Names, Numbers

__all__ = ["COLUMNS", "Layer"]

T = TypeVar("T", bound=np.generic)

COLUMNS: dict[str, Any] = {
    "start": np.int64,
    "stop": np.int64,
    "disclosed": np.int64,
    "public": np.int64,
    "first": np.int32,
    "begin": np.int32,
    "outcome": np.uint16,
    "flags": np.uint16,
}
"""The columns of a layer, by the names that `Row` gives them, with what each holds."""
_NONE = np.empty(0, np.int64)


@frozen(eq=False)
class Layer:
    """Rows sorted by actor, claim, tier and time: immutable columns of equal length.

    A *segment* is the rows of one actor on one claim in one tier. Times are microseconds since
    1970-01-01T00:00Z, half-open, as in `Row`.

    Attributes:
        actors: The ids of the actors, in order.
        claims: The ids of the claims, in order.
        keys: Of each segment actor, claim and tier as one number; int64, ascending.
        bounds: Where each segment begins among the rows, and where the last one ends; int64, one
            longer than `keys`.
        start: From when the words can have been said; int64, ascending within a segment.
        stop: Until when; int64.
        reach: The greatest `stop` up to each row within its segment; int64.
        disclosed: From when they can have been public; int64. The same array as `start` where
            every row was disclosed as it was said, and likewise the next.
        public: By when they certainly were; int64.
        first: Where in the log the statement was first recorded; int32.
        begin: Where in the log stands what it has read so since; int32.
        outcome: The kinds of position that it leads to; uint16.
        flags: As in `Row`; uint16.
    """

    actors: Names
    claims: Names
    keys: Numbers
    bounds: Numbers
    start: Numbers
    stop: Numbers
    reach: Numbers
    disclosed: Numbers
    public: Numbers
    first: NDArray[np.int32]
    begin: NDArray[np.int32]
    outcome: NDArray[np.uint16]
    flags: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def columns(self) -> tuple[memoryview, ...]:
        """The columns of `read` in the order of their names, as the innermost loops take them."""
        read = self.read
        return tuple(getattr(read, name) for name in read.__slots__)

    @cached_property
    def read(self) -> Reading:
        """The same columns for reading one value at a time, which is quicker so."""
        return Reading(self)

    @property
    def as_said(self) -> bool:
        """Whether every row was disclosed as it was said."""
        return self.disclosed is self.start

    @property
    def public_as_said(self) -> bool:
        """Whether, besides, everybody read it as it is read now."""
        return self.as_said and not self.has_readings

    @cached_property
    def actor_of(self) -> NDArray[np.int32]:
        """The number of the actor of each segment."""
        return actors_of(self.keys).astype(np.int32)

    @cached_property
    def claim_of(self) -> NDArray[np.int32]:
        """The number of the claim of each segment."""
        return claims_of(self.keys).astype(np.int32)

    @cached_property
    def cell_begins(self) -> Numbers:
        """The first segment of each cell, in order."""
        return np.flatnonzero(np.diff(cells_of(self.keys), prepend=-1))

    @cached_property
    def cell_ends(self) -> Numbers:
        """Where the segments of each cell end."""
        return np.append(self.cell_begins[1:], len(self.keys))

    @cached_property
    def cells(self) -> Numbers:
        """The key of each cell, in order: that of an actor on a claim, without a tier."""
        return cells_of(self.keys[self.cell_begins])

    @cached_property
    def cell_of(self) -> NDArray[np.int32]:
        """The number of the cell of each segment."""
        begins = np.zeros(len(self.keys), np.int32)
        begins[self.cell_begins[1:]] = 1
        return np.cumsum(begins, dtype=np.int32)

    @cached_property
    def has_readings(self) -> bool:
        """Whether reports of any row read otherwise than the whole evidence."""
        return bool((self.flags & READINGS).any())

    @cached_property
    def disclosed_late(self) -> bool:
        """Whether no row was disclosed before it can have been said."""
        return self.as_said or bool((self.disclosed >= self.start).all())

    @cached_property
    def _by_claim(self) -> tuple[Numbers, Numbers]:
        """The cells by claim and then actor, and where those of each claim begin among them."""
        claims = claims_of(self.cells)
        order = np.argsort(claims, kind="stable")
        return order, np.searchsorted(claims[order], np.arange(len(self.claims.ids) + 1))

    def cells_on(self, claim: str) -> Numbers:
        """Return the numbers of the cells on a claim, by actor."""
        number = self.claims.numbers.get(claim)
        if number is None:
            return _NONE
        order, edges = self._by_claim
        return order[edges[number] : edges[number + 1]]

    def cells_by(self, actor: str) -> Numbers:
        """Return the numbers of the cells of an actor, by claim."""
        number = self.actors.numbers.get(actor)
        if number is None:
            return _NONE
        low, high = np.searchsorted(self.cells, [cell_key(number, 0), cell_key(number + 1, 0)])
        return np.arange(low, high, dtype=np.int64)

    def by_row(self, of_segments: NDArray[T]) -> NDArray[T]:
        """Return for each row what there is of its segment."""
        return np.repeat(of_segments, np.diff(self.bounds))

    def key(self, actor: str, claim: str) -> int:
        """Return the key of the cell of an actor on a claim; -1 where there can be none."""
        number, on = self.actors.numbers.get(actor), self.claims.numbers.get(claim)
        return -1 if number is None or on is None else cell_key(number, on)

    def segments(self, key: int) -> tuple[int, int]:
        """Return where the segments of the cell of a key begin and end; equal where none is."""
        if key < 0:
            return 0, 0
        keys = self.read.keys
        low = high = bisect_left(keys, key)
        while high < len(keys) and keys[high] <= key + TIERS:
            high += 1
        return low, high

    def rows(self, low: int, high: int) -> list[Row]:
        """Return the rows of the segments from one on up to another."""
        read = self.read
        first, end = read.bounds[low], read.bounds[high]
        tiers = [
            key & TIERS
            for key, begin, stop in zip(
                read.keys[low:high],
                read.bounds[low:high],
                read.bounds[low + 1 : high + 1],
                strict=True,
            )
            for _ in range(begin, stop)
        ]
        columns = [getattr(self, name)[first:end].tolist() for name in COLUMNS]
        return [Row(*each) for each in zip(tiers, *columns, strict=True)]

    @property
    def nbytes(self) -> int:
        """How many bytes its columns take, each array counted once."""
        arrays = {id(each): each for each in (getattr(self, one.name) for one in fields(Layer)[2:])}
        return sum(each.nbytes for each in arrays.values())


class Reading:
    """The columns of a layer as memory views: an item costs a third of what an array's does."""

    __slots__ = (
        "bounds",
        "disclosed",
        "flags",
        "keys",
        "outcome",
        "public",
        "reach",
        "start",
        "stop",
    )

    def __init__(self, layer: Layer) -> None:
        for name in self.__slots__:
            setattr(self, name, memoryview(getattr(layer, name)))

    bounds: Sequence[int]
    disclosed: Sequence[int]
    flags: Sequence[int]
    keys: Sequence[int]
    outcome: Sequence[int]
    public: Sequence[int]
    reach: Sequence[int]
    start: Sequence[int]
    stop: Sequence[int]
