"""`positions verify`: whether a ledger is what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.cli.answer import Answer, Table
from positions.cli.command import VISIT, Command
from positions.cli.options import FORMAT, OF, Option
from positions.cli.progress import progress
from positions.cli.stores import events_in, existing
from positions.cli.words import counted

if TYPE_CHECKING:
    from argparse import Namespace

    from positions.ledger import Problem

__all__ = ["VERIFY"]

_COLUMNS = ("position", "stream", "event", "what is wrong")

_REBUILD = Option(
    "--rebuild-index",
    {
        "action": "store_true",
        "help": "first make the index of keys anew from the events; nothing is lost by it",
    },
)


def run(typed: Namespace) -> Answer:
    """Read every event strictly, and answer what is wrong."""
    with existing(typed.ledger) as ledger:
        if typed.rebuild_index:
            with progress("making the index anew"):
                ledger.rebuild_index()
        with progress("verifying", events_in(ledger)) as shown:
            found = ledger.verify(shown)
    rows = tuple(map(_row, found.problems))
    return Answer(
        found=bool(found),
        title=f"{counted(found.events, 'event')} in {counted(found.streams, 'stream')}: "
        + ("nothing is wrong" if found else counted(len(rows), "problem")),
        parts=(Table.of("", _COLUMNS, rows),) if rows else (),
        data=found.to_dict(),
        columns=("position", "stream", "version", "why"),
        records=rows,
        context={"asked": {"command": typed.command, "rebuild_index": typed.rebuild_index}},
    )


def _row(problem: Problem) -> tuple[str, ...]:
    place = (problem.position, problem.stream, problem.version)
    return (*("" if each is None else str(each) for each in place), problem.why)


VERIFY = Command(
    name="verify",
    summary="whether a ledger is what was written: every event, and its place",
    about="""\
Read every event of a ledger strictly, and list what is damaged, missing or out of place, each with
its position in the log and its stream. It ends with 1 where anything is.""",
    examples=(
        (
            "Is the ledger as it was written?",
            VISIT,
        ),
        (
            "Make its index anew, and look again",
            f"{VISIT} --rebuild-index",
        ),
    ),
    options=(OF, _REBUILD, FORMAT),
    run=run,
)
