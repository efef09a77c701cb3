"""`positions projections status`: how far each projection has come, and what stopped it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.cli.command import VISIT, Command
from positions.cli.commands.projections.options import INTO_DATABASE
from positions.cli.kept import kept_answer
from positions.cli.options import FORMAT, OF
from positions.cli.stores import existing, there

if TYPE_CHECKING:
    from argparse import Namespace

    from positions.cli.answer import Answer

__all__ = ["PROJECTIONS_STATUS"]


def run(typed: Namespace) -> Answer:
    """Answer how each build stands."""
    with existing(typed.ledger) as ledger:
        found = ledger.projections(None if typed.into is None else there(typed.into))
    return kept_answer("How projections stand", found, typed)


PROJECTIONS_STATUS = Command(
    name="projections status",
    summary="how far projections have come: lag, rate, last event, failures",
    about="""\
Show of each build of a projection whether readers see it or it is still being built, how many
events it has taken and how many are before it, which was the last, how fast it went, why it stands
still where it has failed, and what it was not given. It ends with 1 where none is kept, or one has
failed.""",
    examples=(
        ("How far are they?", VISIT),
        ("For a program that watches over them", f"{VISIT} --format json"),
    ),
    options=(OF, INTO_DATABASE, FORMAT),
    run=run,
)
