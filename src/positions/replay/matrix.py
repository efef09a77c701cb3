"""Who stands where: every actor on every claim, at one cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from positions.replay.answers import NOTHING, Standing

if TYPE_CHECKING:
    from positions.replay.answers import Change

__all__ = ["Cell", "Matrix"]

Cell = tuple[str, str]
"""An actor and a claim."""


class Matrix(Mapping[Cell, Standing]):
    """Where each actor stands on each claim: an immutable mapping of (actor, claim) to `Standing`.

    There are no cells of `no_record`; `at` gives that for a cell which is not there. Cells are
    ordered by actor, then claim.
    """

    __slots__ = ("_cells",)

    def __init__(self, cells: Mapping[Cell, Standing]) -> None:
        self._cells = dict(sorted(cells.items()))

    def __getitem__(self, cell: Cell) -> Standing:
        return self._cells[cell]

    def __iter__(self) -> Iterator[Cell]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)

    def __repr__(self) -> str:
        return f"<Matrix of {len(self.actors)} actors and {len(self.claims)} claims>"

    @property
    def actors(self) -> tuple[str, ...]:
        """The actors with a position on some claim, in order."""
        return tuple(sorted({actor for actor, _ in self._cells}))

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims on which some actor has a position, in order."""
        return tuple(sorted({claim for _, claim in self._cells}))

    def at(self, actor: str, claim: str) -> Standing:
        """Return where *actor* stands on *claim*, `no_record` included."""
        return self._cells.get((actor, claim), NOTHING)

    def patched(self, changes: Mapping[Cell, Change]) -> Matrix:
        """Return the matrix after *changes*, as `View.diff` gives them."""
        cells = self._cells | {cell: change.new for cell, change in changes.items()}
        return Matrix({cell: each for cell, each in cells.items() if each != NOTHING})

    def to_dict(self) -> dict[str, Any]:
        """Return plain data: each actor's standings by claim."""
        found: dict[str, dict[str, Any]] = {}
        for (actor, claim), standing in self._cells.items():
            found.setdefault(actor, {})[claim] = standing.to_dict()
        return found
