"""Tables of statements: what reads them, and the mapping that says what their columns hold."""

from __future__ import annotations

from positions.exchange.tables.problems import InvalidTable, RowProblem
from positions.exchange.tables.table import SpeaksArrow, Table, TableSource, is_table, opened_table

__all__ = [
    "InvalidTable",
    "RowProblem",
    "SpeaksArrow",
    "Table",
    "TableSource",
    "is_table",
    "opened_table",
]
