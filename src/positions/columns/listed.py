"""Answers in a row: what a tuple of them does, and a table besides."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, overload

from positions.columns.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from positions.columns.schema import Row, Schema

__all__ = ["Listed", "Made"]

T_co = TypeVar("T_co", covariant=True)


class Made(Sequence[T_co]):
    """Items that are made when they are looked at, and then kept."""

    __slots__ = ("_items", "_make")

    def __init__(self, count: int, make: Callable[[int], T_co]) -> None:
        self._items: list[T_co | None] = [None] * count
        self._make = make

    @overload
    def __getitem__(self, place: int) -> T_co: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[T_co, ...]: ...

    def __getitem__(self, place: int | slice) -> T_co | tuple[T_co, ...]:
        if isinstance(place, slice):
            return tuple(self[each] for each in range(len(self._items))[place])
        item = self._items[place]
        if item is None:
            item = self._items[place] = self._make(range(len(self._items))[place])
        return item

    def __len__(self) -> int:
        return len(self._items)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the items."""
        return tuple, (tuple(self),)


class Listed(ABC, Generic[T_co]):
    """Items in order, immutable, which readers of Arrow take as a table.

    It does what a tuple does, and equals the tuple of its items. It is none, and does not call
    itself a `collections.abc.Sequence` either: pyarrow and pandas take a tuple apart, and Polars
    a `Sequence`, before they ask whether it speaks Arrow.
    """

    __slots__ = ("_items",)

    schema: ClassVar[Schema]
    """The columns of the table."""

    def __init__(self, items: Iterable[T_co]) -> None:
        self._items = items if isinstance(items, Made) else tuple(items)

    @abstractmethod
    def rows(self) -> Iterator[Row]:
        """Yield the rows of the table, each with the values of the columns in their order."""

    def __arrow_c_schema__(self) -> object:
        """Return a capsule that holds the `ArrowSchema` of the table."""
        return self.schema.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return a capsule that holds an `ArrowArrayStream` of the items."""
        return Stream(self.schema, self.rows()).__arrow_c_stream__(requested_schema)

    @overload
    def __getitem__(self, place: int) -> T_co: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[T_co, ...]: ...

    def __getitem__(self, place: int | slice) -> T_co | tuple[T_co, ...]:
        return self._items[place]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T_co]:
        return iter(self._items)

    def __reversed__(self) -> Iterator[T_co]:
        return reversed(tuple(self))

    def __contains__(self, item: object) -> bool:
        return item in tuple(self)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, type(self)):
            return tuple(self) == tuple(other)
        return tuple(self) == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def index(self, item: object) -> int:
        """Return the place of the first item that equals *item*, counted from 0.

        Raises:
            ValueError: There is none.
        """
        return tuple(self).index(item)

    def count(self, item: object) -> int:
        """Return how many items equal *item*."""
        return tuple(self).count(item)
