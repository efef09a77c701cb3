"""`positions export`: the events of a ledger as canonical JSON Lines."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp
from typing import IO, TYPE_CHECKING, cast

from positions.cli.answer import Answer
from positions.cli.command import VISIT, Command
from positions.cli.options import OF, Option
from positions.cli.progress import progress
from positions.cli.refused import Refused
from positions.cli.stores import events_in, existing
from positions.cli.words import counted

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Generator

    from positions.cli.progress import Told
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
        "help": "where to; standard output where left out, or where it is -",
    },
)
_WITHOUT = Option(
    "--without-damaged",
    {"action": "store_true", "help": "leave out what cannot be read, instead of stopping at it"},
)


def run(typed: Namespace) -> Answer | None:
    """Write every event; answer how many, unless they go where the answer would."""
    damaged = not typed.without_damaged
    with existing(typed.ledger) as ledger:
        if typed.target == _STANDARD:
            _export(ledger, _standard_output(), damaged=damaged)
            return None
        with _written_whole(typed.target, typed.ledger) as file:
            events = _export(ledger, file.write, damaged=damaged)
    return Answer(
        found=True,
        title=f"{counted(events, 'event')} exported to {typed.target}",
        data={"events": events, "file": typed.target},
    )


class _Lines:
    """A file that takes lines of bytes, and tells how many it took."""

    def __init__(self, write: Callable[[bytes], object], told: Told, total: int) -> None:
        self._write = write
        self._told = told
        self._total = total
        self._taken = 0

    def write(self, line: bytes) -> None:
        self._write(line)
        self._taken += 1
        if self._taken % _OFTEN == 0:
            self._told(self._taken, self._total)


def _export(ledger: Ledger, write: Callable[[bytes], object], *, damaged: bool) -> int:
    with progress("exporting") as told:
        file = _Lines(write, told, events_in(ledger))
        return ledger.export(cast("IO[bytes]", file), damaged=damaged)


def _standard_output() -> Callable[[bytes], object]:
    """Return what writes bytes to standard output, though a program may have put a text there."""
    stream = sys.stdout
    if hasattr(stream, "buffer"):
        return stream.buffer.write
    return lambda line: stream.write(line.decode())


@contextmanager
def _written_whole(target: str, ledger: str) -> Generator[IO[bytes]]:
    """Open a file that stands at *target* once all is written, and not at all if that fails.

    What is there and no file, such as a pipe, is written to as it is.

    Raises:
        Refused: it cannot be written, or is the ledger.
    """
    try:
        path = _apart_from(ledger, target)
        beside = not path.exists() or path.is_file()
        file = _new_file_beside(path) if beside else path.open("wb")
    except (OSError, ValueError) as error:
        why = f"cannot be written: {getattr(error, 'strerror', None) or error}"
        raise Refused(why, target) from None
    try:
        with file:
            yield file
            if beside:
                file.flush()
                os.fsync(file.fileno())
        if beside:
            Path(file.name).replace(path)
    except BaseException:
        if beside:
            Path(file.name).unlink(missing_ok=True)
        raise


def _apart_from(ledger: str, target: str) -> Path:
    path = Path(os.path.realpath(target))
    if path == Path(os.path.realpath(ledger)):
        why = "it is the ledger itself; export to another file"
        raise ValueError(why)
    return path


def _new_file_beside(path: Path) -> IO[bytes]:
    descriptor, name = mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(descriptor)
    return Path(name).open("wb")


EXPORT = Command(
    name="export",
    summary="write the events of a ledger as canonical JSON Lines",
    about="""\
Write every event of a ledger, one a line, as canonical JSON, with the time at which it was
recorded. What is imported from it and exported again is the same, byte for byte. A file is there
once all is written, and not before. What cannot be read is an error, unless it is left out.""",
    examples=(
        (
            "All of it, to be kept elsewhere",
            f"{VISIT} visit.jsonl",
        ),
        (
            "Into another ledger",
            f"{VISIT} | positions import - --ledger copy.db",
        ),
    ),
    options=(_TARGET, OF, _WITHOUT),
    run=run,
)
