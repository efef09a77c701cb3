"""What was made or asked for last, a few of it."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

__all__ = ["Recent"]

Made = TypeVar("Made")


class Recent(Generic[Made]):
    """Keeps so many things, and makes again what it has let go of."""

    __slots__ = ("_made", "_room")

    def __init__(self, room: int) -> None:
        self._room = room
        self._made: OrderedDict[Hashable, Made] = OrderedDict()

    def find(self, key: Hashable) -> Made | None:
        """Return what was made for *key*; `None` if it is not there."""
        return self._made.get(key)

    def kept(self) -> list[Made]:
        """Return all that are there."""
        return list(self._made.values())

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made for *key*, or make it."""
        found = self._made.get(key)
        if found is None:
            found = make()
        self.put(key, found)
        return found

    def put(self, key: Hashable, made: Made) -> None:
        """Keep what was made for *key*, as the last that was asked for."""
        self._made.pop(key, None)
        self._made[key] = made
        if len(self._made) > self._room:
            self._made.popitem(last=False)
