"""Answers by what they are about: what a mapping of them does, and a table besides."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import Any, ClassVar, Generic, TypeVar, cast, overload

from positions.columns.schema import Schema

__all__ = ["Mapped"]

K = TypeVar("K")
V = TypeVar("V")
_T = TypeVar("_T")


class Mapped(ABC, Generic[K, V]):
    """An immutable mapping, which readers of Arrow take as a table.

    It does all that a `collections.abc.Mapping` does, and equals any with the same items. It does
    not call itself one, as Polars takes those apart before it asks whether they speak Arrow.
    """

    __slots__ = ()

    schema: ClassVar[Schema]
    """The columns of the table."""

    @abstractmethod
    def __getitem__(self, key: K) -> V:
        """Return what is about *key*."""

    @abstractmethod
    def __iter__(self) -> Iterator[K]:
        """Yield the keys in order."""

    @abstractmethod
    def __len__(self) -> int:
        """Return how many keys there are."""

    @abstractmethod
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return a capsule that holds an `ArrowArrayStream` of the items."""

    def __arrow_c_schema__(self) -> object:
        """Return a capsule that holds the `ArrowSchema` of the table."""
        return self.schema.__arrow_c_schema__()

    def __contains__(self, key: object) -> bool:
        try:
            self[cast("K", key)]
        except (KeyError, TypeError, ValueError):
            return False
        return True

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Mapping | Mapped):
            return dict(self.items()) == dict(cast("Mapping[object, object]", other).items())
        return NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self.items()))

    def keys(self) -> KeysView[K]:
        """Return the keys."""
        return KeysView(self._as_mapping)

    def values(self) -> ValuesView[V]:
        """Return the values, in the order of the keys."""
        return ValuesView(self._as_mapping)

    def items(self) -> ItemsView[K, V]:
        """Return each key with its value."""
        return ItemsView(self._as_mapping)

    @overload
    def get(self, key: K) -> V | None: ...

    @overload
    def get(self, key: K, default: _T) -> V | _T: ...

    def get(self, key: K, default: _T | None = None) -> V | _T | None:
        """Return what is about *key*, or *default* where nothing is."""
        try:
            return self[key]
        except KeyError:
            return default

    @property
    def _as_mapping(self) -> Mapping[K, V]:
        found: Mapping[K, V] = cast("Any", self)
        return found
