"""Projections, and what makes of them rows, as a type checker sees it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, assert_type

import positions
from positions import (
    Change,
    ChangedSpan,
    History,
    InvalidProjection,
    InvalidRow,
    Ledger,
    Recorded,
    RecordedChange,
    RecordedShift,
    Replayed,
    Shift,
    ShiftKind,
    Statement,
    StatementRecorded,
    View,
    projections,
)
from positions.projections import (
    Changes,
    Column,
    ColumnType,
    Drop,
    OpenQuestions,
    Over,
    Plan,
    Projection,
    Put,
    ReadModel,
    Row,
    Rows,
    Runnable,
    Shifts,
    Standings,
    Table,
    Timelines,
    planned,
)


class Count:
    name = "count"
    version = 1
    initial = 0

    def step(self, state: int, recorded: Recorded) -> int:
        return state + isinstance(recorded.event, StatementRecorded)


class Turns:
    name = "turns"
    version = 1
    over = "shifts"
    initial: Mapping[str, int] = {}
    tables = (Table("turns", [Column("actor"), Column("times", "integer")], key=["actor"]),)

    def step(self, state: Mapping[str, int], shift: RecordedShift) -> Mapping[str, int]:
        return {**state, shift.actor: state.get(shift.actor, 0) + 1}

    def rows(self, state: Mapping[str, int], shift: RecordedShift) -> Iterator[Put | Drop]:
        yield Put("turns", {"actor": shift.actor, "times": state[shift.actor]})
        yield Drop("turns", {"actor": ""})


class Kinds:
    name = "kinds"
    version = 1
    over = "positions"
    tables = (Table("kinds", [Column("actor"), Column("claim")], key=["actor", "claim"]),)

    def rows(self, view: View, actor: str, claim: str) -> Iterable[tuple[str, Row]]:
        yield "kinds", {"actor": actor, "claim": claim, "kind": view.position(actor, claim).kind}


class NoVersion:
    name = "no version"
    initial = 0

    def step(self, state: int, recorded: Recorded) -> int:
        return state + len(recorded.stream)


class OverText:
    name = "text"
    version = 1
    initial = 0

    def step(self, state: int, recorded: str) -> int:
        return state + len(recorded)


over_events: Projection[int, Recorded] = Count()
over_shifts: Projection[Mapping[str, int], RecordedShift] = Turns()
over_changes: Projection[None, RecordedChange] = Changes()
over_positions: ReadModel = Kinds()
all_that_run: list[Runnable] = [Count(), Turns(), Kinds()]
that_come_with_it: list[Runnable] = [
    Standings(),
    Timelines(),
    OpenQuestions(),
    Shifts("turns"),
    Changes(),
]

swapped: Projection[int, RecordedShift] = Count()  # type: ignore[assignment] # pyright: ignore[reportAssignmentType]
lacking: Projection[int, Recorded] = NoVersion()  # type: ignore[assignment] # pyright: ignore[reportAssignmentType]
of_text: Projection[int, Recorded] = OverText()  # type: ignore[assignment] # pyright: ignore[reportAssignmentType]
no_model: ReadModel = Count()  # type: ignore[assignment] # pyright: ignore[reportAssignmentType]

plan = planned(Count())
assert_type(plan, Plan)
assert_type(plan.name, str)
assert_type(plan.version, int)
assert_type(plan.over, Over)
assert_type(plan.tables, dict[str, Table])

column = Column("said", ColumnType.TIMESTAMP, null=True, doc="when")
assert_type(column.name, str)
assert_type(column.type, ColumnType)
assert_type(column.null, bool)
assert_type(column.doc, str)
table = Table("kinds", (column,), ("said",), doc="what a row says")
assert_type(table.name, str)
assert_type(table.columns, tuple[Column, ...])
assert_type(table.key, tuple[str, ...])
assert_type(table.names, tuple[str, ...])
assert_type(table.doc, str)
put, drop = Put("kinds", {"said": None}), Drop("kinds", {"said": None})
assert_type(put.table, str)
assert_type(put.row, Mapping[str, Any])
assert_type(drop.table, str)
assert_type(drop.where, Mapping[str, Any])


def of_replays(history: History, ledger: Ledger, now: datetime) -> None:
    replayed = history.replay(Count())
    assert_type(replayed, Replayed)
    assert_type(replayed.state, Any)
    assert_type(replayed.tables, dict[str, Rows])
    assert_type(
        ledger.replay(Turns(), as_of="2015-08-14", known_by=now, recorded_by=now, zone="UTC"),
        Replayed,
    )
    history.replay(NoVersion())  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    rows = replayed.tables["turns"]
    assert_type(rows.table, Table)
    assert_type(rows[0], Mapping[str, Any])
    assert_type(rows[1:], tuple[Mapping[str, Any], ...])
    assert_type(len(rows), int)
    for row in rows:
        assert_type(row["actor"], Any)


def of_changes(change: RecordedChange) -> None:
    assert_type(change.place, int)
    assert_type(change.spans, tuple[ChangedSpan, ...])
    assert_type(change.spans[0].change, Change)
    assert_type(change.spans[0].valid_from, datetime | None)
    assert_type(change.to_dict(), dict[str, Any])


def of_shifts(shift: RecordedShift) -> None:
    assert_type(shift.place, int)
    assert_type(shift.recorded, Recorded)
    assert_type(shift.actor, str)
    assert_type(shift.claim, str)
    assert_type(shift.now, Shift | None)
    assert_type(shift.was, Shift | None)
    assert_type(shift.what, str)
    assert_type(shift.kind, ShiftKind | None)
    assert_type(shift.statement, Statement)
    assert_type(shift.key, str)
    assert_type(shift.changed, tuple[tuple[datetime | None, datetime | None], ...])
    assert_type(shift.to_dict(), dict[str, Any])


def of_errors(projection: InvalidProjection, row: InvalidRow) -> tuple[ValueError, ValueError]:
    assert_type(projection.projection, object)
    assert_type(projection.why, str)
    assert_type(row.table, str)
    assert_type(row.why, str)
    return projection, row


positions.projections.Standings()
assert_type(projections.planned(Kinds()), Plan)
