"""`positions void`: a statement of a ledger was never made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.cli.command import VISIT, Command
from positions.cli.options import CURATOR, OF, SHORT_FORMAT, STATEMENT, WHOSE, WHY
from positions.cli.writing import wrote

if TYPE_CHECKING:
    from argparse import Namespace

    from positions.cli.answer import Answer

__all__ = ["VOID"]


def run(typed: Namespace) -> Answer:
    """Find that a statement was never made."""
    given = {"statement": typed.statement, "claim": typed.claim, "why": typed.why}
    entry = {name: value for name, value in given.items() if value is not None}
    return wrote(
        typed, "voids", entry, {"statement": "", "claim": "--claim", "why": "--why"}.__getitem__
    )


VOID = Command(
    name="void",
    summary="find that a statement of a ledger was never made",
    about="""\
Find that a recorded statement was never made. It stays on record: questions with an earlier
--recorded-by are answered as before. Voiding it again records nothing.""",
    examples=(
        (
            "The paper has withdrawn its report: nobody said so",
            f"kirby-declines-0817 {VISIT} --why 'withdrawn by the paper'",
        ),
    ),
    options=(STATEMENT, OF, WHOSE, WHY, CURATOR, SHORT_FORMAT),
    run=run,
)
