"""From a flat run of keys, values and brackets to plain data: one for YAML and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from attrs import define, frozen

from positions.errors import CaseProblem, InvalidCase
from positions.exchange.places import ROOT, path_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from positions.exchange.places import Place

__all__ = ["Composer", "Plain"]

_DEEPEST = 64
_REPEATED_AT_MOST = 1_000_000
_TEXT_UNIT = 64


@frozen
class Plain:
    """A YAML scalar written without quotes: the format decides whether it is text or a number."""

    text: str


@define
class _Open:
    """A mapping or list that is not closed yet.

    Attributes:
        container: What it holds so far.
        lines: On which lines.
        anchor: The name by which it can be repeated.
        key: In a mapping, the latest key.
        pending: Whether the value of that key is still to come.
        size: How much would have to be written to write it out, its aliases too.
    """

    container: dict[str, Any] | list[Any]
    lines: dict[str | int, int]
    anchor: str | None
    key: str = ""
    pending: bool = False
    size: int = 1


class Composer:
    """Builds plain data from what a parser meets, without recursion.

    Attributes:
        root: What was composed; `None` before.
        lines: The line of each key, or each index, of each container, by its identity.
        problems: What was wrong but did not stop the reading.
    """

    def __init__(self, file: str | None) -> None:
        self.root: Any = None
        self.lines: dict[int, dict[str | int, int]] = {}
        self.problems: list[CaseProblem] = []
        self._file = file
        self._open: list[_Open] = []
        self._named: dict[str, tuple[Any, int]] = {}
        self._repeated = 0

    @property
    def awaits_key(self) -> bool:
        """Whether what comes next is a key, or the end of a mapping."""
        if not self._open:
            return False
        innermost = self._open[-1]
        return isinstance(innermost.container, dict) and not innermost.pending

    @property
    def closing(self) -> str:
        """The bracket that closes the innermost that is open; empty where nothing is."""
        if not self._open:
            return ""
        return "}" if isinstance(self._open[-1].container, dict) else "]"

    def key(self, key: str, line: int) -> None:
        """Take the key of the value that comes next."""
        innermost = self._open[-1]
        innermost.key, innermost.pending = key, True
        if key in innermost.lines:
            self.problem(
                f"the key {key!r} is written twice (first on line {innermost.lines[key]}); "
                "which of the two is meant?",
                line,
            )

    def scalar(self, value: object, line: int, anchor: str | None = None) -> None:
        """Take a text, a number, a truth value or nothing."""
        size = 1
        if isinstance(value, str):
            size += len(value) // _TEXT_UNIT
        elif isinstance(value, Plain):
            size += len(value.text) // _TEXT_UNIT
        self._take(value, line, size)
        if anchor is not None:
            self._named[anchor] = (value, size)

    def open(self, container: dict[str, Any] | list[Any], line: int, anchor: str | None) -> None:
        """Open a mapping or a list."""
        if len(self._open) == _DEEPEST:
            self.refuse(f"is nested deeper than {_DEEPEST}", line)
        lines: dict[str | int, int] = {}
        self.lines[id(container)] = lines
        self._take(container, line, 0)
        self._open.append(_Open(container, lines, anchor))

    def close(self) -> None:
        """Close the innermost mapping or list that is open."""
        closed = self._open.pop()
        if self._open:
            self._open[-1].size += closed.size
        if closed.anchor is not None:
            self._named[closed.anchor] = (closed.container, closed.size)

    def repeat(self, anchor: str | None, line: int) -> None:
        """Take once more what was given the name *anchor*."""
        if any(each.anchor == anchor for each in self._open):
            self.refuse(f"`*{anchor}` stands inside of what it repeats, which never ends", line)
        if anchor not in self._named:
            self.refuse(f"`*{anchor}` repeats what is not there: no `&{anchor}` before it", line)
        value, size = self._named[anchor]
        self._repeated += size
        if self._repeated > _REPEATED_AT_MOST:
            self.refuse("its aliases repeat more than a million values; write them out", line)
        self._take(value, line, size)

    def problem(self, why: str, line: int) -> None:
        """Note what is wrong with what comes next, and go on."""
        self.problems.append(CaseProblem(why, path_of(self._place()), line, self._file))

    def refuse(self, why: str, line: int | None) -> NoReturn:
        """Stop reading.

        Raises:
            InvalidCase: always, with the problems that were noted before.
        """
        last = CaseProblem(why, path_of(self._place()), line, self._file)
        raise InvalidCase([*self.problems, last])

    def refuse_characters(self, whys: Sequence[tuple[str, int]]) -> NoReturn:
        """Stop before reading, for what cannot stand in a text at all.

        Args:
            whys: What is wrong, each with its line.

        Raises:
            InvalidCase: always.
        """
        raise InvalidCase([CaseProblem(why, "", line, self._file) for why, line in whys])

    def _take(self, value: object, line: int, size: int) -> None:
        if not self._open:
            self.root = value
            return
        innermost = self._open[-1]
        innermost.size += size
        container = innermost.container
        if isinstance(container, list):
            innermost.lines[len(container)] = line
            container.append(value)
            return
        innermost.pending = False
        if innermost.key not in container:
            innermost.lines[innermost.key] = line
            container[innermost.key] = value

    def _place(self) -> Place:
        place = ROOT
        for each in self._open:
            innermost = each is self._open[-1]
            if isinstance(each.container, list):
                place = (place, len(each.container) - (not innermost))
            elif each.pending or not innermost:
                place = (place, each.key)
        return place
