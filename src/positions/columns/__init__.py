"""Answers as columns: schemas, and tables that readers of Arrow take as they are."""

from __future__ import annotations

from positions.columns.listed import Listed, Made
from positions.columns.schema import Column, InvalidColumn, Row, Schema, Type
from positions.columns.stream import Stream

__all__ = ["Column", "InvalidColumn", "Listed", "Made", "Row", "Schema", "Stream", "Type"]
