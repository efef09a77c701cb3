"""From the first argument to the exit code: what is printed where, and how it ends."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from positions.cli.asked import understood
from positions.cli.commands import COMMANDS
from positions.cli.csv_text import csv_text
from positions.cli.json_text import json_text
from positions.cli.parser import read
from positions.cli.plain import plain
from positions.cli.terminal import draw
from positions.cli.words import on_one_line
from positions.errors import InvalidCase, PositionsError
from positions.exchange import case_schema
from positions.ledger import Ledger, Loaded
from positions.ledger import open as open_ledger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO


__all__ = ["main"]

_NO, _BAD_INPUT, _UNWRITTEN, _INTERRUPTED, _NOBODY_READS = 1, 2, 74, 130, 141
_FORMAT = 1


def main(argv: Sequence[str] | None = None) -> int:
    """Do what was typed, and return the exit code.

    0 where there is an answer, 1 where it is no or nothing, 2 where something typed or loaded is
    wrong; 74 where the answer cannot be written, 130 where it was interrupted, 141 where nobody
    reads what it prints.

    Args:
        argv: What was typed after the name of the program; what was typed, where `None`.
    """
    typed = sys.argv[1:] if argv is None else list(argv)
    _prepare()
    try:
        code = _run(typed)
        sys.stdout.flush()
    except SystemExit as ending:  # argparse has printed help, or the version
        return int(ending.code or 0)
    except BrokenPipeError:
        _let_go_of(sys.stdout)
        return _NOBODY_READS
    except OSError as error:
        _let_go_of(sys.stdout)
        _say(f"positions: the answer cannot be written: {error.strerror}")
        return _UNWRITTEN
    except KeyboardInterrupt:
        return _INTERRUPTED
    except PositionsError as error:
        return _complain(error)
    return code


def _run(argv: list[str]) -> int:
    typed = read(argv)
    command = COMMANDS[typed.command]
    if command.answer is None:
        sys.stdout.write(json_text(case_schema()))
        return 0
    with open_ledger(":memory:") as ledger:
        _load(typed.cases, ledger)
        asked = understood(typed, ledger)
        answer = command.answer(asked)
    if typed.format == "json":
        whole = {
            "answer": answer.data,
            "asked": {"command": command.name, **asked.to_dict()},
            "cut": asked.clocks.to_dict(),
            "format": _FORMAT,
        }
        sys.stdout.write(json_text(whole))
    elif typed.format == "csv":
        sys.stdout.write(csv_text(answer))
    elif sys.stdout.isatty():
        draw(answer, sys.stdout)
    else:
        sys.stdout.write(plain(answer))
    return 0 if answer.found else _NO


def _load(cases: Sequence[str], ledger: Ledger) -> None:
    """Load the cases in their order; one that may build on a later one waits for it.

    Raises:
        InvalidCase: What is wrong with the first that cannot be loaded even then.
    """
    waiting: list[str] = []
    for case in cases:
        try:
            _load_one(case, ledger)
        except InvalidCase:
            waiting.append(case)
    for case in waiting:
        _load_one(case, ledger)


def _load_one(case: str, ledger: Ledger) -> None:
    for warning in _loaded(case, ledger).warnings:
        _say(f"warning: {warning}")


def _loaded(case: str, ledger: Ledger) -> Loaded:
    """Load a case, with a sign of life where somebody watches."""
    if not sys.stderr.isatty():
        return ledger.load(case)
    with Console(stderr=True).status(Text(f"loading {on_one_line(case)}")):
        return ledger.load(case)


def _prepare() -> None:
    """Make the streams write UTF-8, and line ends as they are, whatever the locale."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # it was closed before Python began
            setattr(sys, name, io.StringIO())
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")


def _complain(error: PositionsError) -> int:
    lines = error.problems if isinstance(error, InvalidCase) else [f"positions: {error}"]
    for line in lines:
        _say(str(line))
    return _BAD_INPUT


def _say(sentence: str) -> None:
    print(on_one_line(sentence), file=sys.stderr)


def _let_go_of(stream: TextIO) -> None:
    """Point a stream whose reader has gone at nothing, so that Python can end in peace."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, stream.fileno())
    os.close(nothing)
