"""`positions record`: one statement into a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.cli.command import VISIT, Command
from positions.cli.fields import FIELDS, REPORT_FIELDS, statement_typed
from positions.cli.options import CURATOR, OF, SHORT_FORMAT
from positions.cli.writing import wrote

if TYPE_CHECKING:
    from argparse import Namespace

    from positions.cli.answer import Answer

__all__ = ["RECORD"]


_AGAIN = "--by kirby --claim visit --act decline_to_confirm --said 2015-08-18"


def run(typed: Namespace) -> Answer:
    """Record a statement."""
    return wrote(typed, "statements", statement_typed(typed), _option)


def _option(field: str) -> str:
    return f"--{field.replace('_', '-')}"


RECORD = Command(
    name="record",
    summary="put one statement into a ledger",
    about="""\
Record one statement, with the report that it reached us by. The options are the fields of a
statement in a case file; what they cannot say goes into a case file, for `load`. Recording the same
again records nothing. The claim and the actors must be on record.""",
    examples=(
        (
            "The spokesman would not confirm it on the 18th either",
            f"{VISIT} {_AGAIN}",
        ),
        (
            "And a newspaper had it",
            f"{VISIT} {_AGAIN} --outlet 'A Newspaper' --published 2015-08-19",
        ),
    ),
    options=(OF, *FIELDS, *REPORT_FIELDS, CURATOR, SHORT_FORMAT),
    run=run,
)
