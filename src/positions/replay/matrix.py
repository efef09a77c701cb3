"""Who stands where: every actor on every claim, at one cut."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload

from positions.columns import Stream
from positions.columns.answers import MATRIX
from positions.replay.answers import Standing, standing_row
from positions.replay.index import Cell, Cells, outcome_of_standing, standing_of

if TYPE_CHECKING:
    from collections.abc import ItemsView, Iterator, KeysView, ValuesView

    from positions.replay.answers import Change

__all__ = ["Cell", "Matrix"]

_T = TypeVar("_T")


class Matrix:
    """Where each actor stands on each claim: an immutable mapping of (actor, claim) to `Standing`.

    There are no cells of `no_record`; `at` gives that for a cell which is not there. Cells are
    ordered by actor, then claim.

    It is also a table, a row a cell, for whatever reads Arrow. Therefore it does not call itself a
    `collections.abc.Mapping`, though it does all that one does and equals any with the same cells:
    Polars takes those apart before it asks whether they speak Arrow.

    Attributes:
        columns: The cells as columns, of which standings are made when they are looked at.
    """

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

    def __contains__(self, cell: object) -> bool:
        return cell in self._cells

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Matrix):
            return self._cells == other._cells
        if isinstance(other, Mapping):
            return self._cells == dict(cast("Mapping[object, object]", other))
        return NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self._cells.items()))

    def __arrow_c_schema__(self) -> object:
        """Return a capsule that holds the `ArrowSchema` of the table."""
        return MATRIX.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return a capsule that holds an `ArrowArrayStream` of the cells."""
        rows = ((*cell, *standing_row(each)) for cell, each in self._cells.items())
        return Stream(MATRIX, rows).__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        return f"<Matrix of {len(self.actors)} actors and {len(self.claims)} claims>"

    def keys(self) -> KeysView[Cell]:
        """Return the cells."""
        return self._cells.keys()

    def values(self) -> ValuesView[Standing]:
        """Return the standings."""
        return self._cells.values()

    def items(self) -> ItemsView[Cell, Standing]:
        """Return each cell with its standing."""
        return self._cells.items()

    @overload
    def get(self, cell: Cell) -> Standing | None: ...

    @overload
    def get(self, cell: Cell, default: _T) -> Standing | _T: ...

    def get(self, cell: Cell, default: _T | None = None) -> Standing | _T | None:
        """Return the standing in *cell*, or *default* where there is none; see also `at`."""
        return self._cells.get(cell, default)

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
