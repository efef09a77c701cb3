"""`positions projections run`: kept up to date with a ledger, until it is ended."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from positions.cli.command import VISIT, Command
from positions.cli.commands.projections.options import (
    BATCH,
    INTO_DATABASE,
    NAMES,
    UNREADABLE,
)
from positions.cli.ending import ended_by
from positions.cli.kept import kept_answer
from positions.cli.named import named
from positions.cli.options import FORMAT, OF, Option
from positions.cli.progress import progress
from positions.cli.stores import events_in, existing, lasting, with_room
from positions.cli.streams import say
from positions.following import ProjectionFailed, Superseded, UnreadableEvent
from positions.projections import planned

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Generator, Iterable, Sequence

    from positions.cli.answer import Answer
    from positions.cli.progress import Told
    from positions.following import Follower, Status
    from positions.ledger import Ledger
    from positions.projections import Runnable

__all__ = ["PROJECTIONS_RUN", "of_these", "opened", "place", "told_why"]

_LOOK = 0.2

_ONCE = Option("--once", {"action": "store_true", "help": "end once all that is recorded is taken"})


def run(typed: Namespace) -> Answer:
    """Keep projections up to date, and answer how they stand at the end."""
    projections = named(typed.names)
    with opened(typed) as ledger:
        try:
            with progress("keeping up") as told:
                if typed.once:
                    _following(ledger, projections, typed).catch_up(told)
                else:
                    _kept_up(ledger, projections, typed, told)
        except (ProjectionFailed, UnreadableEvent) as error:
            told_why(error)
        found = of_these(ledger, projections, typed)
    return kept_answer("How they stand", found, typed)


def _following(ledger: Ledger, projections: Iterable[Runnable], typed: Namespace) -> Follower:
    return ledger.follow(
        *projections, into=place(typed), unreadable=typed.unreadable, batch=typed.batch
    )


def _kept_up(ledger: Ledger, projections: Sequence[Runnable], typed: Namespace, told: Told) -> None:
    """Follow until it is ended; where a build was swapped for another, with the other."""
    ended = threading.Event()
    with ended_by(ended.set):
        while not ended.is_set():
            follower = _following(ledger, projections, typed)
            follower.start()
            while follower.running and not ended.wait(_LOOK):
                told(follower.position, events_in(ledger))
            try:
                follower.stop()
            except Superseded:
                continue  # a newer version is said when it is begun anew


@contextmanager
def opened(typed: Namespace) -> Generator[Ledger]:
    """Open the ledger that was named, to put rows beside it or elsewhere."""
    opening = with_room if typed.into is None else existing
    with opening(typed.ledger) as ledger:
        yield ledger


def place(typed: Namespace) -> str | None:
    """Return where rows are put; `None` for beside the ledger.

    Raises:
        Refused: they would be gone when the command has ended.
    """
    return None if typed.into is None else lasting(typed.into)


def of_these(
    ledger: Ledger, projections: Iterable[Runnable], typed: Namespace
) -> tuple[Status, ...]:
    """Return how the builds of these projections stand."""
    names = {planned(each).name for each in projections}
    found = ledger.projections(place(typed))
    return tuple(each for each in found if each.build.projection in names)


def told_why(error: ProjectionFailed | UnreadableEvent) -> None:
    """Say what stopped a projection."""
    say(f"positions: {error}")


PROJECTIONS_RUN = Command(
    name="projections run",
    summary="keep tables up to date with a ledger, each event exactly once",
    about="""\
Catch up with a ledger, then keep up, until Ctrl-C or termination, and write the rows of projections
into its database, or into another. Killed anywhere it goes on from where it was, and no event is
taken twice. It ends with 1 where a projection has failed, with the event named.""",
    examples=(
        (
            "Make tables of where everyone stands and of every shift",
            f"standing shifts {VISIT} --once",
        ),
        (
            "In another database, which other programs read",
            f"timeline {VISIT} --into views.db --once",
        ),
    ),
    options=(NAMES, OF, INTO_DATABASE, _ONCE, UNREADABLE, BATCH, FORMAT),
    run=run,
)
