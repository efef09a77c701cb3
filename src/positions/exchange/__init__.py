"""Case files: what a person writes, read into values of the model.

`read_case` and `parse_case` read, `case_schema` describes. The format is declared once, in
`forms`; `docs/reference/case-files.md` explains it.
"""

from __future__ import annotations

from positions.exchange.case import (
    ActorEntry,
    AmendmentEntry,
    Case,
    Declared,
    Located,
    RelationEntry,
    StatementEntry,
    VoidEntry,
)
from positions.exchange.forms import field_key
from positions.exchange.loading import parse_case, read_case
from positions.exchange.schema import case_schema
from positions.exchange.tables.problems import InvalidTable, RowProblem

__all__ = [
    "ActorEntry",
    "AmendmentEntry",
    "Case",
    "Declared",
    "InvalidTable",
    "Located",
    "RelationEntry",
    "RowProblem",
    "StatementEntry",
    "VoidEntry",
    "case_schema",
    "field_key",
    "parse_case",
    "read_case",
]
