"""An index as plain columns, and back: what is kept of it where it is not to be made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from positions.replay.index.growing import Index
from positions.replay.index.keys import Names
from positions.replay.index.layer import COLUMNS, Layer
from positions.replay.index.row import Row
from positions.replay.index.touched import Fallen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from positions.replay.streams import Streams

    Columns = Mapping[str, NDArray[Any]]

__all__ = ["names_packed", "names_unpacked", "packed", "unpacked"]

_SAME = {"reach": "stop", "disclosed": "start", "public": "stop"}
"""Columns of a layer that may be others of it, and are left out then."""


def packed(index: Index) -> dict[str, NDArray[Any]]:
    """Return the rows of an index that stand, and those that fell, as columns by name."""
    layer, fallen = index.rows()
    columns: dict[str, NDArray[Any]] = {
        "actors": names_packed(layer.actors.ids),
        "claims": names_packed(layer.claims.ids),
    }
    for name in ("keys", "bounds", *COLUMNS, "reach"):
        column = getattr(layer, name)
        if name not in _SAME or column is not getattr(layer, _SAME[name]):
            columns[name] = column
    names = Names(tuple(sorted({id for each in fallen for id in each.cell})))
    columns["fallen.names"] = names_packed(names.ids)
    cells = [[names.numbers[id] for id in each.cell] for each in fallen]
    columns["fallen.cells"] = np.array(cells, np.int32).reshape(-1)
    rows = [(*each.row, each.end) for each in fallen]
    columns["fallen.rows"] = np.array(rows, np.int64).reshape(-1)
    return columns


def unpacked(streams: Streams, columns: Columns, end: int) -> Index:
    """Return the index of *streams* up to *end*, of which these are the columns."""
    given = {
        name: columns[name] for name in ("keys", "bounds", *COLUMNS, "reach") if name in columns
    }
    for name, other in _SAME.items():
        given.setdefault(name, given[other])
    actors, claims = names_unpacked(columns["actors"]), names_unpacked(columns["claims"])
    layer = Layer(Names(actors), Names(claims), **given)
    return Index.resumed(streams, layer, lambda: _fallen(columns), end)


def _fallen(columns: Columns) -> list[Fallen]:
    names = names_unpacked(columns["fallen.names"])
    cells: list[list[int]] = columns["fallen.cells"].reshape(-1, 2).tolist()
    rows: list[list[int]] = columns["fallen.rows"].reshape(-1, len(Row._fields) + 1).tolist()
    return [
        Fallen((names[actor], names[claim]), Row(*row[:-1]), row[-1])
        for (actor, claim), row in zip(cells, rows, strict=True)
    ]


def names_packed(ids: tuple[str, ...]) -> NDArray[np.uint8]:
    """Return ids as bytes, a line each: none holds a line break."""
    return np.frombuffer("\n".join(ids).encode(), np.uint8)


def names_unpacked(column: NDArray[np.uint8]) -> tuple[str, ...]:
    """Return the ids that were packed."""
    return tuple(column.tobytes().decode().split("\n")) if len(column) else ()
