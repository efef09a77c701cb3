"""Projections: pure folds over what a ledger records, and the read models that come with it."""

from __future__ import annotations

from positions.projections.changes import Changes
from positions.projections.open_questions import OpenQuestions
from positions.projections.projection import Over, Plan, Projection, ReadModel, Runnable, planned
from positions.projections.replaying import Replayed
from positions.projections.rows import Rows
from positions.projections.shifts import Shifts
from positions.projections.standing import Standings
from positions.projections.tables import (
    Column,
    ColumnType,
    Drop,
    InvalidProjection,
    InvalidRow,
    Put,
    Row,
    Table,
)
from positions.projections.timeline import Timelines
from positions.replay.recorded_changes import RecordedChange
from positions.replay.recorded_shifts import RecordedShift

__all__ = [
    "Changes",
    "Column",
    "ColumnType",
    "Drop",
    "InvalidProjection",
    "InvalidRow",
    "OpenQuestions",
    "Over",
    "Plan",
    "Projection",
    "Put",
    "ReadModel",
    "RecordedChange",
    "RecordedShift",
    "Replayed",
    "Row",
    "Rows",
    "Runnable",
    "Shifts",
    "Standings",
    "Table",
    "Timelines",
    "planned",
]
