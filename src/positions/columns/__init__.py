"""Answers as columns: schemas, and tables that readers of Arrow take as they are."""

from __future__ import annotations

from positions.columns.chosen import Chosen, table
from positions.columns.listed import Listed, Made
from positions.columns.mapped import Mapped
from positions.columns.schema import Column, InvalidColumn, Row, Schema, Type
from positions.columns.stream import Stream

__all__ = [
    "Chosen",
    "Column",
    "InvalidColumn",
    "Listed",
    "Made",
    "Mapped",
    "Row",
    "Schema",
    "Stream",
    "Type",
    "table",
]
