"""`positions projections rebuild`: anew, beside what readers see, and swapped in when whole."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from positions.cli.command import VISIT, Command
from positions.cli.commands.projections.options import (
    BATCH,
    INTO_DATABASE,
    NAMES,
    UNREADABLE,
)
from positions.cli.commands.projections.running import of_these, opened, place, told_why
from positions.cli.kept import kept_answer
from positions.cli.named import named
from positions.cli.options import FORMAT, OF
from positions.cli.progress import progress
from positions.cli.streams import say
from positions.following import ProjectionFailed, UnreadableEvent

if TYPE_CHECKING:
    from argparse import Namespace

    from positions.cli.answer import Answer
    from positions.cli.progress import Told
    from positions.ledger import Ledger
    from positions.projections import Runnable

__all__ = ["PROJECTIONS_REBUILD"]

_PAUSE = 0.05


def run(typed: Namespace) -> Answer:
    """Build projections anew, and answer how they stand."""
    projections = named(typed.names)
    with opened(typed) as ledger:
        try:
            with progress("building anew") as told:
                _rebuilt(ledger, projections, typed, told)
        except (ProjectionFailed, UnreadableEvent) as error:
            told_why(error)
        except KeyboardInterrupt:
            say("note: readers see what they saw; the same command goes on from here")
            raise
        found = of_these(ledger, projections, typed)
    return kept_answer("Built anew", found, typed)


def _rebuilt(ledger: Ledger, projections: list[Runnable], typed: Namespace, told: Told) -> None:
    follower = ledger.follow(
        *projections,
        into=place(typed),
        unreadable=typed.unreadable,
        batch=typed.batch,
        anew=True,
    )
    follower.catch_up(told)
    while not all(each.active for each in follower.builds):  # those readers see were ahead again
        time.sleep(_PAUSE)
        follower.catch_up(told)


PROJECTIONS_REBUILD = Command(
    name="projections rebuild",
    summary="build projections anew beside what readers see, and swap them in",
    about="""\
Build projections anew from the first event, beside the builds that readers see; once they have come
as far they are swapped in, in one transaction, and the old ones are taken away. Whoever keeps up
with the old one goes on with the new. It ends with 1 where a projection has failed.""",
    examples=(("Build the table anew, while others read it", f"standing {VISIT}"),),
    options=(NAMES, OF, INTO_DATABASE, UNREADABLE, BATCH, FORMAT),
    run=run,
)
