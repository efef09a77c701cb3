"""Cells whose columns were found in a table: what they give of a row, for which kind of field."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from attrs import field, frozen

from positions.exchange.composer import Plain
from positions.exchange.free import Free
from positions.exchange.scalars import Whole
from positions.exchange.shapes import Either, ListOf
from positions.exchange.tables.cells import Cell, texted
from positions.exchange.times import Time

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from positions.exchange.shapes import Shape

__all__ = ["BoundCell", "cells"]


@frozen(kw_only=True)
class BoundCell:
    """A cell with the places of its columns in the table, and what its field takes.

    Attributes:
        cell: The cell.
        places: The places of its columns.
        path: The path of its field, such as `reports[0].url`.
        shape: What its field takes.
        nothing: The texts that say that there is nothing.
    """

    cell: Cell
    places: tuple[int, ...]
    path: str
    shape: Shape
    nothing: frozenset[str]
    _whole: bool = field(init=False, repr=False)
    _free: bool = field(init=False, repr=False)
    _timed: bool = field(init=False, repr=False)
    _listed: bool = field(init=False, repr=False)

    def value(self, found: Sequence[Any]) -> object:
        """Return what an entry of a case file would hold, of what stands in its columns.

        Raises:
            Unfit: nothing can be made of it.
        """
        value = self.cell.value(found, self.nothing)
        if value is None or not self.places:
            return value
        if type(value) is not str:
            value = self._plain(value)
        elif self._whole:
            value = Plain(value)
        if not self._listed or isinstance(value, list):
            return value  # pyright: ignore[reportUnknownVariableType]  # a list of whatever
        return [value]

    def __attrs_post_init__(self) -> None:
        one = _one(self.shape)
        object.__setattr__(self, "_whole", isinstance(one, Whole))
        object.__setattr__(self, "_free", isinstance(one, Free))
        object.__setattr__(self, "_timed", isinstance(one, Time))
        object.__setattr__(self, "_listed", isinstance(self.shape, ListOf))

    def _plain(self, value: object) -> object:
        """Return what a case file would hold where a column holds something else than text."""
        if self._whole or (self._timed and not isinstance(value, Decimal)):
            return value
        if self._free and not isinstance(value, date | Decimal):
            return value
        return texted(value)


def _one(shape: Shape) -> Shape:
    """Return the kind of a single value of those that *shape* takes."""
    match shape:
        case Either(one=one) | ListOf(item=one):
            return _one(one)
        case _:
            return shape


def cells(tree: object) -> Iterator[BoundCell]:
    """Yield every cell of a tree."""
    if isinstance(tree, BoundCell):
        yield tree
    elif isinstance(tree, dict):
        for each in cast("dict[str, object]", tree).values():
            yield from cells(each)
    else:
        for each in cast("list[object]", tree):
            yield from cells(each)
