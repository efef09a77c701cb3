"""Projections: pure folds over what a ledger records, and the read models that come with it."""

from __future__ import annotations

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
from positions.replay.recorded_shifts import RecordedShift

__all__ = [
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
