"""What differs from row to row of a table, as the bytes that a store holds of it.

Most fields of most rows take values that other rows have taken too, or are plain text. So each
value of a column is read once, by the shape that reads it in a case file, and kept as canonical
JSON.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from positions.exchange.free import Free
from positions.exchange.numbers import inexact
from positions.exchange.places import ROOT
from positions.exchange.reading import Reading
from positions.exchange.scalars import Text
from positions.exchange.tables.cells import Cell, Unfit
from positions.model.when import When
from positions.store.canonical import quick_dumps
from positions.store.converter import QUICK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from positions.exchange.shapes import Shape
    from positions.exchange.tables.bound import BoundCell
    from positions.model.extra import Extra

__all__ = ["PARTS", "ExtraHole", "Hole"]

PARTS = ("claim", "by", "on_behalf_of", "to", "said", "utterance", "seq")
"""The fields that differ of which derived ids are made, in the order of `Statement.identity`."""
_READ = frozenset((*PARTS, "id", "published", "removed"))
_HELD_AT_MOST = 50_000


class Hole(dict[Any, bytes | None]):
    """One field of a statement, or of its report: what a store holds, by what the columns hold.

    That is a member of a JSON object with a comma at one end; no bytes where there is none; `None`
    where something is wrong, which the reader of rows then says.

    Attributes:
        name: The field as the model calls it.
        cell: What it is made of.
        places: The places of its columns.
        ascii: The value as JSON in ASCII, from which derived ids are made, by the same; but for
            fields of which none is made.
        read: The value as the model has it, by the same; likewise.
    """

    def __init__(
        self, name: str, cell: BoundCell, zone: str, *, required: bool = False, comma_after: bool
    ) -> None:
        super().__init__()
        self.name = name
        self.places = cell.places
        self.ascii: dict[Any, str] = {}
        self.read: dict[Any, Any] = {}
        self.cell = cell
        self._zone = zone
        self._absent = None if required else b""
        self._member = f'"{name}":%b,'.encode() if comma_after else f',"{name}":%b'.encode()
        self._as_it_is = isinstance(cell.shape, Text) and cell.cell == Cell(
            columns=cell.cell.columns
        )

    def found(self, columns: Mapping[int, Sequence[Any]]) -> Sequence[Any]:
        """Return what stands in its columns, row by row."""
        if len(self.places) == 1:
            return columns[self.places[0]]
        return list(zip(*(columns[place] for place in self.places), strict=True))

    def pieces(self, columns: Mapping[int, Sequence[Any]]) -> list[bytes | None]:
        """Return what a store holds of each row."""
        return list(map(self.__getitem__, self.found(columns)))

    def __missing__(self, found: Any) -> bytes | None:  # noqa: ANN401 - whatever a column holds
        made = self[found] = self._made(found)
        return made

    def _made(self, found: Any) -> bytes | None:  # noqa: ANN401 - likewise
        if self._as_it_is and type(found) is str and found.isascii() and "\0" not in found:
            # By far the commonest of all that has another value in each row.
            if found in self.cell.nothing:
                return self._told(found, None)
            return self._told(found, found)
        try:
            value = self.cell.value(found if len(self.places) > 1 else (found,))
        except Unfit:
            return None
        if value is None:
            return self._told(found, None)
        read = read_by(self.cell.shape, value, self._zone)
        if read is None or isinstance(read, tuple):  # several speakers are several statements
            return None
        return self._told(found, read)

    def _told(self, found: Any, read: Any) -> bytes | None:  # noqa: ANN401 - likewise
        if self.name in _READ:
            self.read[found] = read
        if self.name in PARTS:
            self.ascii[found] = (
                f"[{read.start},{read.stop}]" if isinstance(read, When) else json.dumps(read)
            )
        if read is None:
            return self._absent
        plain = QUICK.unstructure(read) if isinstance(read, When) else read
        return self._member % quick_dumps(plain)

    def forget(self) -> None:
        """Keep no more than some: a column may have another value in each row."""
        if len(self) > _HELD_AT_MOST:
            self.clear()
            self.ascii.clear()
            self.read.clear()


class ExtraHole(Hole):
    """The user's own fields: an object with a member for each that is there."""

    def __init__(self, cells: Mapping[str, BoundCell]) -> None:
        members = [_ExtraPart(name, cell) for name, cell in sorted(cells.items())]
        super().__init__("extra", members[0].cell, "UTC", comma_after=False)
        self._parts = [each for each in members if each.places]
        self._order = [each.name for each in members]
        self._fixed = {each.name: each[()] for each in members if not each.places}

    def pieces(self, columns: Mapping[int, Sequence[Any]]) -> list[bytes | None]:
        """Return what a store holds of each row."""
        rows = zip(*(part.pieces(columns) for part in self._parts), strict=True)
        if not self._fixed:
            return list(map(_object, rows))
        names = [part.name for part in self._parts]
        found: list[bytes | None] = []
        for each in rows:
            members = self._fixed | dict(zip(names, each, strict=True))
            there = each.count(b"") < len(each)
            found.append(_object([members[name] for name in self._order]) if there else b"")
        return found

    def forget(self) -> None:
        """Keep no more than some."""
        for part in self._parts:
            part.forget()


class _ExtraPart(Hole):
    """One of the user's own fields."""

    def __init__(self, name: str, cell: BoundCell) -> None:
        super().__init__(name, cell, "UTC", comma_after=False)
        self._key = quick_dumps(name) + b":"

    def __missing__(self, found: Any) -> bytes | None:  # noqa: ANN401 - whatever a column holds
        made = self._made(found)
        if found != 0:  # 0.0 and -0.0 are equal, and not written alike
            self[found] = made
        return made

    def _made(self, found: Any) -> bytes | None:  # noqa: ANN401 - likewise
        try:
            value = self.cell.value(found if len(self.places) != 1 else (found,))
        except Unfit:
            return None
        if value is None:
            return b""
        if isinstance(value, int | float) and inexact(value) is None:
            return self._key + json.dumps(value).encode()
        if type(value) is str and value.isascii() and "\0" not in value:
            return self._key + quick_dumps(value)
        read = read_by(Free(), {"": value}, "UTC")
        if read is None:
            return None
        text = cast("Extra", read).text
        return self._key + text.removeprefix('{"":').removesuffix("}").encode()


def _object(members: Sequence[bytes | None]) -> bytes | None:
    """Return the fields that are there as one member of a statement."""
    if None in members:
        return None
    there = b",".join(filter(None, members))
    return b',"extra":{%b}' % there if there else b""


def read_by(shape: Shape, value: object, zone: str) -> Any:  # noqa: ANN401 - what a shape reads
    """Return what a shape reads, or `None` where it finds fault."""
    reading = Reading(zone=zone)
    read = shape.read(value, ROOT, reading)
    return None if reading.faults else read
