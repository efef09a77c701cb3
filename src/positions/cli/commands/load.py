"""`positions load`: case files, or tables, into a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.cli.answer import Answer, Table
from positions.cli.clocks import known_zone
from positions.cli.command import CASE, LATER, VISIT, Command
from positions.cli.commands.load_tables import OPTIONS, check_cases, load_tables
from positions.cli.options import CASES, CURATOR, INTO, SHORT_FORMAT, Option
from positions.cli.refused import Refused
from positions.cli.sources import loaded
from positions.cli.stores import made_where_missing
from positions.cli.streams import say
from positions.cli.words import counted
from positions.errors import InvalidCase

if TYPE_CHECKING:
    from argparse import Namespace

    from positions.ledger import Loaded

__all__ = ["LOAD"]

_TABLE = "examples/data/un-session-70-joined.csv"
_COLUMNS = "examples/data/un-votes.columns.yaml"
_ZONE = Option(
    "--zone",
    {
        "metavar": "Z",
        "help": "the zone of the ledger, such as Europe/Moscow, which its first write fixes; else "
        "that of the first case",
    },
)


def run(typed: Namespace) -> Answer:
    """Load the cases, and answer what was recorded of each.

    Where one cannot be loaded, or the work is interrupted, those before it stay recorded: that is
    said on standard error.
    """
    if not typed.cases:
        why = "name the case files to load (positions load --help shows how)"
        raise Refused(why)
    if typed.columns is not None:
        return load_tables(typed)
    check_cases(typed)
    zone = known_zone(typed.zone)
    done: list[tuple[str, Loaded]] = []  # also where the work ends before its time
    with made_where_missing(typed.ledger, zone=zone, curator=typed.curator) as ledger:
        try:
            done.extend(loaded(typed.cases, ledger))
        except (InvalidCase, KeyboardInterrupt):
            if done:
                names = ", ".join(case for case, _ in done)
                say(f"note: loaded before that, and stays so: {names}")
            raise
    return _answer(typed, done)


def _answer(typed: Namespace, done: list[tuple[str, Loaded]]) -> Answer:
    rows = [(case, str(len(one.recorded)), str(one.known)) for case, one in done]
    events = sum(len(one.recorded) for _, one in done)
    return Answer(
        found=True,
        title=f"{counted(events, 'event')} recorded, of {counted(len(done), 'case')}",
        parts=(Table.of("", ("case", "events recorded", "entries known already"), rows),),
        data=[
            {
                "case": case,
                "recorded": len(one.recorded),
                "known": one.known,
                "warnings": list(one.warnings),
            }
            for case, one in done
        ],
        context={"asked": {"command": typed.command}},
    )


LOAD = Command(
    name="load",
    summary="put case files, or tables, into a ledger, made where there is none",
    about="""\
Record case files in a ledger, each whole or not at all; one that builds on a later one waits for
it. Loading twice records nothing new. With --columns what is named are tables, loaded in whole
batches, so that what was interrupted goes on when it is loaded again.""",
    examples=(
        (
            "Make a ledger of the founding case",
            f"{CASE} {VISIT} --curator me",
        ),
        (
            "And put the evidence into it that came later",
            f"{LATER} {VISIT}",
        ),
        (
            "Four roll calls of the United Nations, from a table",
            f"{_TABLE} --columns {_COLUMNS} --ledger votes.db",
        ),
    ),
    options=(CASES, INTO, CURATOR, _ZONE, *OPTIONS, SHORT_FORMAT),
    run=run,
)
