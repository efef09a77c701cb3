"""`positions export`: the events of a ledger as canonical JSON Lines, or as Parquet."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, cast

from positions.cli.answer import Answer, Printed
from positions.cli.command import VISIT, Command
from positions.cli.options import OF, Option
from positions.cli.progress import progress
from positions.cli.refused import Refused
from positions.cli.stores import events_in, existing
from positions.cli.words import counted
from positions.errors import PositionsError, told_of

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Generator

    from positions.ledger import Ledger

__all__ = ["EXPORT"]

_STANDARD = "-"
_OFTEN = 1_000

_TARGET = Option(
    "target",
    {
        "nargs": "?",
        "default": _STANDARD,
        "metavar": "FILE",
        "help": "where to; standard output where left out, or where it is -; for parquet, a new "
        "folder",
    },
)
_WRITTEN_AS = Option(
    "--format",
    {
        "dest": "written_as",
        "choices": ["jsonl", "parquet"],
        "default": "jsonl",
        "help": "canonical JSON Lines (the default), or Parquet for DuckDB, Polars and Spark",
    },
)
_BUCKETS = Option(
    "--buckets",
    {
        "type": int,
        "metavar": "N",
        "help": "with --format parquet: into how many parts claims are dealt; one for each 20,000 "
        "events where left out",
    },
)
_WITHOUT = Option(
    "--without-damaged",
    {"action": "store_true", "help": "leave out what cannot be read, instead of stopping at it"},
)


def run(typed: Namespace) -> Answer | Printed:
    """Write every event; answer how many, unless they go where the answer would."""
    damaged = not typed.without_damaged
    if typed.written_as == "parquet":
        return _run_parquet(typed, damaged=damaged)
    if typed.buckets is not None:
        why = "--buckets goes with --format parquet"
        raise Refused(why)
    with existing(typed.ledger) as ledger:
        if typed.target == _STANDARD:
            _export(ledger, cast("IO[bytes]", _Standard()), damaged=damaged)
            return Printed(found=True)
        with _writable(typed.target):
            path = _apart_from(typed.ledger, typed.target)
            events = _export(ledger, path, damaged=damaged)
    return _exported(events, typed.target)


def _run_parquet(typed: Namespace, *, damaged: bool) -> Answer:
    if typed.target == _STANDARD:
        why = "Parquet is written to a folder; name one that is not there yet"
        raise Refused(why)
    try:
        from positions.exchange.parquet import write_log  # noqa: PLC0415 - only this needs pyarrow
    except ImportError as error:
        raise Refused(str(error)) from None
    with (
        existing(typed.ledger) as ledger,
        progress("writing Parquet") as told,
        _writable(typed.target),
        write_log(typed.target, buckets=typed.buckets, progress=told) as lines,
    ):
        events = _export(ledger, lines, damaged=damaged)
    return _exported(events, typed.target)


@contextmanager
def _writable(target: str) -> Generator[None]:
    """Refuse what the system does not let us write."""
    try:
        yield
    except (OSError, ValueError) as error:
        if isinstance(error, PositionsError):
            raise
        why = f"cannot be written: {told_of(error)}"
        raise Refused(why, target) from None


def _exported(events: int, target: str) -> Answer:
    return Answer(
        found=True,
        title=f"{counted(events, 'event')} exported to {target}",
        data={"events": events, "file": target},
    )


class _Standard:
    """Standard output as a file that takes bytes, though a program may have put a text there."""

    def write(self, line: bytes) -> None:
        stream = sys.stdout
        if hasattr(stream, "buffer"):
            stream.buffer.write(line)
        else:
            stream.write(line.decode())


def _export(ledger: Ledger, target: str | IO[bytes], *, damaged: bool) -> int:
    with progress("exporting", events_in(ledger)) as told:
        return ledger.export(target, damaged=damaged, progress=told)


def _apart_from(ledger: str, target: str) -> str:
    """Return the path of a target that is not the ledger itself.

    Raises:
        ValueError: it is, or it is no path.
    """
    path = os.path.realpath(target)
    if path == os.path.realpath(ledger):
        why = "it is the ledger itself; export to another file"
        raise ValueError(why)
    return path


EXPORT = Command(
    name="export",
    summary="write the events of a ledger as canonical JSON Lines, or as Parquet",
    about="""\
Write every event of a ledger, one a line, as canonical JSON, with the time at which it was
recorded. What is imported from it and exported again is the same, byte for byte. A file is there
once all is written, and not before. What cannot be read is an error, unless it is left out. As
Parquet the same lines stand in a folder, in parts that can be replayed apart from each other, with
columns beside them to be asked by SQL.""",
    examples=(
        (
            "All of it, to be kept elsewhere",
            f"{VISIT} visit.jsonl",
        ),
        (
            "Into another ledger",
            f"{VISIT} | positions import - --ledger copy.db",
        ),
        (
            "As Parquet, for DuckDB, Polars and Spark",
            f"{VISIT} visit-log --format parquet",
        ),
    ),
    options=(_TARGET, OF, _WRITTEN_AS, _BUCKETS, _WITHOUT),
    run=run,
)
