"""The index of a log: rows made of its events as they come; what stood at any place in it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from immutables import Map

from positions.pausing import collection_paused
from positions.replay.index.generation import Changed, Generation
from positions.replay.index.recent import Recent
from positions.replay.index.sorting import kept, layer_of, replaced
from positions.replay.index.touched import Touched

if TYPE_CHECKING:
    from collections.abc import Callable

    from positions.replay.index.cells import Cell
    from positions.replay.index.layer import Layer
    from positions.replay.index.row import Row
    from positions.replay.index.touched import Fallen
    from positions.replay.streams import Streams

__all__ = ["Index", "index_of"]

_PAGE = 40_000
AT_ONCE = 524_288
AT_FIRST, APART = (64, 0.0), (4_096, 1 / 64)
"""How many rows may stand apart, at least and as a part of the large layer: while there is none of
that, and once there is."""
_PAST_KEPT = 4


class Index:
    """The rows of a log up to a place, which only ever grows; each generation is a value.

    New rows stand apart from the large layer until they are many; a row that ended is kept for
    those who ask what was on record before.
    """

    def __init__(self, streams: Streams) -> None:
        self._streams = streams
        self._growing = threading.RLock()
        self._reached = 0
        self._standing = Generation()
        self._apart = 0
        self._fallen: list[Fallen] = []
        self._read_fallen: Callable[[], list[Fallen]] | None = None
        self._past: Recent[Generation] = Recent(_PAST_KEPT)

    @classmethod
    def resumed(
        cls, streams: Streams, layer: Layer, fallen: Callable[[], list[Fallen]], end: int
    ) -> Index:
        """Return an index that goes on from *end*, where these rows stood, and those had fallen."""
        index = cls(streams)
        index._standing = Generation(layer)
        index._read_fallen = fallen
        index._reached = end
        return index

    def rows(self) -> tuple[Layer, list[Fallen]]:
        """Return the rows that stand at the place that was reached, and those that fell."""
        with self._growing:
            return self._standing.merged, self._all_fallen()

    def _all_fallen(self) -> list[Fallen]:
        if self._read_fallen is not None:
            self._fallen[:0] = self._read_fallen()
            self._read_fallen = None
        return self._fallen

    def at(self, end: int) -> Generation:
        """Return the rows that stand before *end*, a place in the log."""
        with self._growing:
            while self._reached < end:
                self._grow(min(end, self._reached + AT_ONCE))
            if end == self._reached:
                return self._standing
            return self._past.get(end, lambda: self._as_of(end))

    def _as_of(self, end: int) -> Generation:
        """Return the rows that stood before *end*: those begun by then, and since ended."""
        merged = self._standing.merged
        old = kept(merged, merged.begin < end) if len(merged) else merged
        again: dict[Cell, list[Row]] = {}
        for each in self._all_fallen():
            if each.row.begin < end <= each.end:
                if each.cell not in again:
                    again[each.cell] = old.rows(*old.segments(old.key(*each.cell)))
                again[each.cell].append(each.row)
        return Generation(replaced(old, again))

    def _grow(self, end: int) -> None:
        """Take the events up to *end*."""
        touched = Touched(self._streams, self._standing, self._fallen)
        for low in range(self._reached, end, _PAGE):
            with collection_paused():
                for place in range(low, min(low + _PAGE, end)):
                    touched.take(place)
        self._apart += touched.rows
        least, part = APART if len(self._standing.base) else AT_FIRST
        if self._apart > max(least, len(self._standing.base) * part):
            self._standing = Generation(replaced(self._standing.merged, touched.cells))
            self._apart = 0
        elif touched.cells:
            changed = _with(self._standing.changed, touched.cells)
            self._standing = self._standing.with_changed(changed)
        self._reached = end


def _with(changed: Changed, cells: dict[Cell, list[Row]]) -> Changed:
    for (actor, claim), rows in cells.items():
        actors: Map[str, Layer] = changed.get(claim) or Map()
        changed = changed.set(claim, actors.set(actor, layer_of({(actor, claim): rows})))
    return changed


def index_of(streams: Streams) -> Index:
    """Return the index of *streams*, made once."""
    if streams.index is None:
        streams.index = Index(streams)
    return streams.index
