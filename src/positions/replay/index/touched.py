"""The cells that some events have touched, read anew; and the rows that fell with that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from positions.model.claims.events import (
    ReportAdded,
    ReportVoided,
    StatementAmended,
    StatementRecorded,
    StatementVoided,
)
from positions.model.ids import StatementRef
from positions.replay.dossier import is_tied
from positions.replay.index.row import SPECIAL, Row, rows_of
from positions.replay.streams import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.model.claims.report import Report
    from positions.model.claims.statement import Statement
    from positions.replay.index.cells import Cell
    from positions.replay.index.generation import Generation
    from positions.replay.streams import Setting, Streams

__all__ = ["Fallen", "Touched"]


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


class Touched:
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
        tied = tied or is_tied(self._streams, statement)
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
