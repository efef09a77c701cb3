"""Who stands where: every actor on every claim, at one cut."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from positions.columns import Chosen, Mapped, table
from positions.columns.answers import MATRIX
from positions.replay.answers import Standing, standing_row
from positions.replay.index import Cell, Cells, different, outcome_of_standing, standing_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.replay.answers import Change

__all__ = ["Cell", "Matrix"]


class Matrix(Mapped[Cell, Standing]):
    """Where each actor stands on each claim: an immutable mapping of (actor, claim) to `Standing`.

    There are no cells of `no_record`; `at` gives that for a cell which is not there. Cells are
    ordered by actor, then claim. It is also a table, a row a cell, for whatever reads Arrow.

    Attributes:
        columns: The cells as columns, of which standings are made when they are looked at.
    """

    schema = MATRIX

    def __init__(self, cells: Mapping[Cell, Standing] | Matrix | Cells) -> None:
        if isinstance(cells, Cells):
            self.columns: Cells = cells
        elif isinstance(cells, Matrix):
            self.columns = cells.columns
        else:
            outcomes = {cell: outcome_of_standing(each) for cell, each in cells.items()}
            self.columns = Cells.of(outcomes)

    @cached_property
    def _cells(self) -> dict[Cell, Standing]:
        outcomes = self.columns.outcomes.tolist()
        return dict(zip(self.columns, map(standing_of, outcomes), strict=True))

    def __getitem__(self, cell: Cell) -> Standing:
        return self._cells[cell]

    def __iter__(self) -> Iterator[Cell]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self.columns)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return a capsule that holds an `ArrowArrayStream` of the cells."""
        cells = self.columns
        found, places = different(cells.outcomes)
        standings = zip(*(standing_row(standing_of(each)) for each in found), strict=True)
        columns = [
            Chosen(cells.actors.ids, cells.actor),
            Chosen(cells.claims.ids, cells.claim),
            *(Chosen(each, places) for each in (standings if found else [()] * 4)),
        ]
        return table(MATRIX, columns, requested_schema)

    def __repr__(self) -> str:
        return f"<Matrix of {len(self.actors)} actors and {len(self.claims)} claims>"

    @property
    def actors(self) -> tuple[str, ...]:
        """The actors with a position on some claim, in order."""
        return self.columns.actor_ids

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims on which some actor has a position, in order."""
        return self.columns.claim_ids

    def at(self, actor: str, claim: str) -> Standing:
        """Return where *actor* stands on *claim*, `no_record` included."""
        return standing_of(self.columns.at(actor, claim))

    def patched(self, changes: Mapping[Cell, Change]) -> Matrix:
        """Return the matrix after *changes*, as `View.diff` gives them."""
        outcomes = {cell: outcome_of_standing(change.new) for cell, change in changes.items()}
        return Matrix(self.columns.with_outcomes(outcomes).on_record)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data: each actor's standings by claim."""
        found: dict[str, dict[str, Any]] = {}
        for (actor, claim), standing in self._cells.items():
            found.setdefault(actor, {})[claim] = standing.to_dict()
        return found
