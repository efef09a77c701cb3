"""What is the same for many lines: worked out once and kept, or checked for all of them at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from positions.model.ids import MAX_ID

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Kept", "Pending"]

K = TypeVar("K")
V = TypeVar("V")

_ID = rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{MAX_ID - 1}}}\n"
_are_ids = re.compile(rf"(?:{_ID})*+", re.ASCII).fullmatch


class Kept(dict[K, V]):
    """What was worked out, by what it was worked out from; emptied when it is full.

    A dictionary that is asked for what it has costs a third of an `lru_cache`. What raises is not
    kept.
    """

    __slots__ = ("_most", "_work_out")

    def __init__(self, work_out: Callable[[K], V], most: int) -> None:
        super().__init__()
        self._work_out, self._most = work_out, most

    def __missing__(self, key: K) -> V:
        value = self._work_out(key)
        if len(self) >= self._most:
            self.clear()
        self[key] = value
        return value


class Pending:
    """What is yet to be checked of lines that were read: of a page at once in a fifth of the time.

    Attributes:
        ids: What must be ids.
        salts: What must be pairs of hexadecimal digits.
    """

    __slots__ = ("ids", "salts")

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.salts: list[str] = []

    def holds(self) -> bool:
        """Say whether all of them are; where not, there is no telling which one is not."""
        ids = "\n".join([*self.ids, ""])
        if ids.count("\n") != len(self.ids) or not _are_ids(ids):
            return False
        try:  # between bytes, though not within one, `fromhex` passes over a space
            return bytes.fromhex(" ".join(self.salts)).hex() == "".join(self.salts)
        except ValueError:
            return False
