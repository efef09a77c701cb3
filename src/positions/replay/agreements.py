"""On what all pairs of actors agree: counted at once, as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from positions.columns import Mapped, Stream
from positions.columns.answers import AGREEMENTS
from positions.replay.answers import Agreement
from positions.replay.index import Cells, stances_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["Agreements"]

Pair = tuple[str, str]
_FEW = 64
_CLAIMS = 1_024


class Agreements(Mapped[Pair, Agreement]):
    """On which claims each two actors both hold one stance: a mapping of (one, other).

    There are only pairs that share a claim; the first of a pair is the one that comes first in
    order, and pairs are ordered. It is also a table, a row a pair, for whatever reads Arrow.

    Attributes:
        shared: On how many claims the actors of each pair both hold one stance; int64.
        same: On how many of them it is the same; int64.
    """

    schema = AGREEMENTS

    __slots__ = ("_actors", "_held", "_one", "_other", "same", "shared")

    def __init__(self, cells: Cells) -> None:
        stances = stances_of(cells.outcomes)
        self._held = cells.where(stances >= 0)
        self._actors = self._held.actor_ids
        shared, same = _counted(self._held, stances[stances >= 0], len(self._actors))
        self._one, self._other = np.nonzero(np.triu(shared, 1))
        self.shared: NDArray[np.int64] = shared[self._one, self._other].astype(np.int64)
        self.same: NDArray[np.int64] = same[self._one, self._other].astype(np.int64)

    def __getitem__(self, pair: Pair) -> Agreement:
        one, other = pair
        held = [self._of(one), self._of(other)]
        claims = sorted(held[0].keys() & held[1].keys())
        if not claims or one >= other:
            raise KeyError(pair)
        return Agreement(
            shared=tuple(claims),
            same=tuple(claim for claim in claims if held[0][claim] == held[1][claim]),
        )

    def _of(self, actor: str) -> dict[str, int]:
        """Return what an actor holds, by claim."""
        held = self._held
        its = held.where(held.actor == held.actors.numbers.get(actor, -1))
        return {
            claim: outcome for (_, claim), outcome in zip(its, its.outcomes.tolist(), strict=True)
        }

    def __iter__(self) -> Iterator[Pair]:
        pairs = zip(self._one.tolist(), self._other.tolist(), strict=True)
        return ((self._actors[one], self._actors[other]) for one, other in pairs)

    def __len__(self) -> int:
        return len(self._one)

    def __repr__(self) -> str:
        return f"<Agreements: {len(self)} pairs>"

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return a capsule that holds an `ArrowArrayStream` of the pairs."""
        counted = zip(self.shared.tolist(), self.same.tolist(), strict=True)
        rows = (
            (*pair, shared, same, same / shared)
            for pair, (shared, same) in zip(self, counted, strict=True)
        )
        return Stream(AGREEMENTS, rows).__arrow_c_stream__(requested_schema)


def _counted(
    held: Cells, stances: NDArray[np.int64], actors: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return for each pair of actors the claims on which both hold a stance, and one stance.

    Returns:
        Two square arrays of as many rows as there are actors; float32, exact up to 2**24.
    """
    actor = np.unique(held.actor, return_inverse=True)[1]
    claim = np.unique(held.claim, return_inverse=True)[1]
    order = np.argsort(claim, kind="stable")
    actor, stance = actor[order], stances[order]
    edges = np.flatnonzero(np.diff(claim[order], prepend=-1, append=-1))
    shared = np.zeros((actors, actors), np.float32)
    same = np.zeros((actors, actors), np.float32)
    sizes = np.diff(edges)
    many = np.flatnonzero(sizes > _FEW)
    for first in range(0, len(many), _CLAIMS):
        _count_many(actor, stance, edges, many[first : first + _CLAIMS], (shared, same))
    for size in np.unique(sizes[sizes <= _FEW]).tolist():
        rows: NDArray[np.int64] = edges[:-1][sizes == size][:, None] + np.arange(
            size, dtype=np.int64
        )
        one, other = actor[rows][:, :, None], actor[rows][:, None, :]
        np.add.at(shared, (one, other), 1)
        np.add.at(same, (one, other), stance[rows][:, :, None] == stance[rows][:, None, :])
    return shared, same


def _count_many(
    actor: NDArray[np.int64],
    stance: NDArray[np.int64],
    edges: NDArray[np.int64],
    claims: NDArray[np.int64],
    counts: tuple[NDArray[np.float32], NDArray[np.float32]],
) -> None:
    """Count claims on which many hold a stance, by matrices of actors and claims."""
    shared, same = counts
    held = np.full((len(shared), len(claims)), -1, np.int8)
    for place, each in enumerate(claims.tolist()):
        rows = slice(edges[each], edges[each + 1])
        held[actor[rows], place] = stance[rows]
    any_stance = (held >= 0).astype(np.float32)
    shared += any_stance @ any_stance.T
    for each in np.unique(held[held >= 0]).tolist():
        of_one = (held == each).astype(np.float32)
        same += of_one @ of_one.T
