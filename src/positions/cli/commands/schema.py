"""`positions schema`: the JSON Schema of case files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from positions.cli.answer import Printed
from positions.cli.command import Command
from positions.cli.json_text import json_text
from positions.exchange import case_schema

if TYPE_CHECKING:
    from argparse import Namespace

__all__ = ["SCHEMA"]


def run(_: Namespace) -> Printed:
    """Print the schema."""
    sys.stdout.write(json_text(case_schema()))
    return Printed(found=True)


SCHEMA = Command(
    name="schema",
    summary="print the JSON Schema of case files",
    about="""\
Print the JSON Schema (draft 2020-12) of the case format, for editors that complete and check.""",
    examples=(("The schema, to be kept beside your cases", "> case.schema.json"),),
    options=(),
    run=run,
)
