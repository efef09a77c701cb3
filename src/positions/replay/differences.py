"""What is other in one view than in another, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from positions.replay.answers import Change
from positions.replay.index import Cell, Cells, aligned, standing_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Changes"]


class Changes(Mapping[Cell, Change]):
    """What changed between two views: an immutable mapping of (actor, claim) to `Change`.

    Cells are ordered by actor, then claim. It equals any mapping with the same changes.

    Attributes:
        old: The changed cells as they were, as columns.
        new: The same cells as they are, in the same order.
    """

    __slots__ = ("new", "old")

    def __init__(self, old: Cells, new: Cells) -> None:
        before, after = aligned(old, new)
        other = before.outcomes != after.outcomes
        self.old = before.where(other)
        self.new = after.where(other)

    def __getitem__(self, cell: Cell) -> Change:
        place = self.new.place(cell)
        if place is None:
            raise KeyError(cell)
        return self._change(int(self.old.outcomes[place]), int(self.new.outcomes[place]))

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.new)

    def __len__(self) -> int:
        return len(self.new)

    def __repr__(self) -> str:
        return f"<Changes: {len(self)}>"

    @staticmethod
    def _change(old: int, new: int) -> Change:
        return Change(old=standing_of(old), new=standing_of(new))
