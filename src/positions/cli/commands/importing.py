"""`positions import`: the events of an export into a ledger."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from positions.cli.answer import Answer
from positions.cli.command import Command
from positions.cli.options import INTO, SHORT_FORMAT, Option
from positions.cli.progress import progress
from positions.cli.refused import Refused
from positions.cli.stores import made_where_missing
from positions.cli.streams import say
from positions.cli.words import counted
from positions.errors import told_of
from positions.ledger import InvalidImport

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

__all__ = ["IMPORT"]

_STANDARD = "-"

_FROM = Option(
    "export",
    {
        "metavar": "FILE",
        "help": "what `positions export` wrote, JSON Lines or a folder; - is standard input",
    },
)


def run(typed: Namespace) -> Answer:
    """Record the events, and answer how many.

    Where a line is wrong, or the work is interrupted, the whole batches before it stay recorded:
    that is said on standard error.
    """
    reached = 0

    def follow(lines: int) -> None:
        nonlocal reached
        reached = lines
        shown(lines)

    with _opened(typed.export) as lines, made_where_missing(typed.ledger) as ledger:
        try:
            with progress("importing") as shown:
                imported = ledger.import_from(lines, follow)
        except InvalidImport as error:
            before = f"{counted(reached, 'line')} before it" if reached else "nothing of it"
            why = f"{error}; {before} was recorded"
            raise Refused(why, typed.export) from None
        except KeyboardInterrupt:
            say(
                f"positions: interrupted; at least {counted(reached, 'line')} recorded, in "
                "whole batches; the same command goes on from there"
            )
            raise
    return Answer(
        found=True,
        title=f"{counted(imported.recorded, 'event')} recorded, {imported.known:,} known already",
        data={"recorded": imported.recorded, "known": imported.known},
        context={"asked": {"command": typed.command}},
    )


def _opened(export: str) -> AbstractContextManager[Iterable[bytes]]:
    if export == _STANDARD:
        if not hasattr(sys.stdin, "buffer"):
            why = "standard input is closed; name a file"
            raise Refused(why)
        return nullcontext(sys.stdin.buffer)
    if os.path.isdir(export):  # noqa: PTH112 - a name that is no path is refused below
        return nullcontext(_parquet(export))
    try:
        return Path(export).open("rb")
    except (OSError, ValueError) as error:
        why = f"cannot be read: {told_of(error)}"
        raise Refused(why, export) from None


def _parquet(folder: str) -> Iterator[bytes]:
    try:
        from positions.exchange.parquet import read_log  # noqa: PLC0415 - only this needs pyarrow
    except ImportError as error:
        raise Refused(str(error)) from None
    return read_log(folder)


IMPORT = Command(
    name="import",
    summary="record the events of an export in a ledger, as they were",
    about="""\
Record the events of an export in a ledger, with the times at which they were recorded first. The
ledger is made where there is none; it must be empty, or hold the first events of the same export:
importing twice is importing once, and what was interrupted goes on.""",
    examples=(
        (
            "A copy of the ledger",
            "visit.jsonl --ledger copy.db",
        ),
    ),
    options=(_FROM, INTO, SHORT_FORMAT),
    run=run,
)
