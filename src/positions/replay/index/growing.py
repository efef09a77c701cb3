"""The index of a log: rows made of its events as they come; what stood at any place in it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from attrs import frozen
from immutables import Map

from positions.model.claims.events import (
    ReportAdded,
    ReportVoided,
    StatementAmended,
    StatementRecorded,
    StatementVoided,
)
from positions.model.ids import StatementRef
from positions.pausing import collection_paused
from positions.replay.dossier import is_tied_to
from positions.replay.index.generation import Changed, Generation
from positions.replay.index.row import SPECIAL, Row, rows_of
from positions.replay.index.sorting import kept, layer_of, replaced
from positions.replay.streams import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from positions.model.claims.report import Report
    from positions.model.claims.statement import Statement
    from positions.replay.index.layer import Layer
    from positions.replay.streams import Setting, Streams

__all__ = ["Index", "index_of"]

_PAGE = 2_000
AT_ONCE = 524_288
AT_FIRST, APART = (64, 0.0), (4_096, 1 / 64)
"""How many rows may stand apart, at least and as a part of the large layer: while there is none of
that, and once there is."""
_PAST_KEPT = 4
Cell = tuple[str, str]


@frozen
class Fallen:
    """A row that an event has ended.

    Attributes:
        cell: The actor and the claim under which it stood.
        row: The row.
        end: The place of that event in the log: questions up to it still see the row.
    """

    cell: Cell
    row: Row
    end: int


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
        self._past: OrderedDict[int, Generation] = OrderedDict()

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
            found = self._past.pop(end, None) or self._as_of(end)
            self._past[end] = found
            if len(self._past) > _PAST_KEPT:
                self._past.popitem(last=False)
            return found

    def _as_of(self, end: int) -> Generation:
        """Return the rows that stood before *end*: those begun by then, and since ended."""
        merged = self._standing.merged
        old = kept(merged, merged.begin < end) if len(merged) else merged
        again: dict[Cell, list[Row]] = {}
        for each in self._all_fallen():
            if each.row.begin < end <= each.end:
                if each.cell not in again:
                    again[each.cell] = old.rows(*old.segments(*each.cell))
                again[each.cell].append(each.row)
        return Generation(replaced(old, again))

    def _grow(self, end: int) -> None:
        """Take the events up to *end*."""
        touched = _Touched(self._streams, self._standing, self._fallen)
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


class _Touched:
    """The cells that some events have touched, with all of their rows."""

    def __init__(self, streams: Streams, standing: Generation, fallen: list[Fallen]) -> None:
        self._streams = streams
        self._standing = standing
        self._fallen = fallen
        self._bound: set[Setting] = set()
        self.cells: dict[Cell, list[Row]] = {}

    @property
    def rows(self) -> int:
        """How many rows there are in these cells."""
        return sum(map(len, self.cells.values()))

    def take(self, place: int) -> None:
        """Take the event at a place in the log."""
        recorded = self._streams.events[place]
        match recorded.event:
            case StatementRecorded(statement=statement, reports=reports):
                if self._streams.first_spoken_of(statement.ref) == place:
                    self._add(statement, reports, place, place)
                else:
                    self._anew(statement.ref, place)
            case StatementAmended(statement=statement):
                self._anew(statement.ref, place)
            case (
                StatementVoided(statement=id)
                | ReportAdded(statement=id)
                | ReportVoided(statement=id)
            ):
                self._anew(StatementRef(recorded.stream.partition(":")[2], id), place)
            case _:
                pass

    def _anew(self, ref: StatementRef, place: int, *, tied: bool = False) -> None:
        """Read a statement as it is just after an event, in place of how it read before."""
        streams = self._streams
        after = streams.alone(ref, place + 1)
        if after is None:
            return
        first, entry = after
        before = None if first == place else streams.alone(ref, place)
        was = None if before is None else before[1].now
        if before is not None and not tied and before[1] == entry:
            return
        if was is not None:
            self._end(was, first, place)
        if entry.now is not None:
            self._add(entry.now, entry.standing_reports, first, place, tied=tied)

    def _add(
        self,
        statement: Statement,
        reports: tuple[Report, ...],
        first: int,
        place: int,
        *,
        tied: bool = False,
    ) -> None:
        """Let a statement read so from an event on."""
        tied = tied or is_tied_to(self._streams, statement)
        for actor, row in rows_of(statement, reports, first, place, tied=tied):
            self._cell((actor, statement.claim)).append(row)
        if tied:
            self._tie(statement, place)

    def _end(self, statement: Statement, first: int, place: int) -> None:
        """Let the rows of a statement fall that read so until an event."""
        for actor in {statement.by, statement.principal}:
            rows = self._cell((actor, statement.claim))
            falling = [row for row in rows if row.first == first]
            rows[:] = [row for row in rows if row.first != first]
            self._fallen += [
                Fallen((actor, statement.claim), row, place) for row in falling if row.begin < place
            ]

    def _tie(self, statement: Statement, place: int) -> None:
        """Make special what a new statement is tied to, which knew nothing of it yet."""
        for ref in self._neighbours(statement):
            known = self._streams.alone(ref, place + 1)
            if ref == statement.ref or known is None or known[1].now is None:
                continue
            now = known[1].now
            rows = self._cell((now.by, now.claim))
            if any(row.first == known[0] and not row.flags & SPECIAL for row in rows):
                self._anew(ref, place, tied=True)

    def _neighbours(self, statement: Statement) -> Iterator[StatementRef]:
        yield from statement.earlier
        for setting in settings(statement):
            if setting not in self._bound:
                self._bound.add(setting)
                yield from self._streams.in_setting(setting)

    def _cell(self, cell: Cell) -> list[Row]:
        """Return all rows of a cell, to be changed."""
        rows = self.cells.get(cell)
        if rows is None:
            layer, low, high = self._standing.segments(*cell)
            rows = self.cells[cell] = layer.rows(low, high) if low < high else []
        return rows


def index_of(streams: Streams) -> Index:
    """Return the index of *streams*, made once."""
    if streams.index is None:
        streams.index = Index(streams)
    return streams.index
