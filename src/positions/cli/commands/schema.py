"""`positions schema`: the JSON Schema of case files."""

from __future__ import annotations

from positions.cli.command import Command

__all__ = ["SCHEMA"]

SCHEMA = Command(
    name="schema",
    summary="print the JSON Schema of case files",
    about="""\
Print the JSON Schema (draft 2020-12) of the case format, for editors that complete and check.""",
    examples=(("The schema, to be kept beside your cases", "> case.schema.json"),),
)
