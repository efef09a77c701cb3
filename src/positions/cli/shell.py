"""From the first argument to the exit code: what is printed where, and how it ends."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from positions.cli.answer import Answer
from positions.cli.commands import COMMANDS
from positions.cli.parser import read
from positions.cli.printing import print_answer
from positions.cli.streams import let_go_of, prepare, say
from positions.errors import InvalidCase, PositionsError
from positions.ledger import LedgerBusy

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

_NO, _BAD_INPUT, _UNWRITTEN, _BUSY, _INTERRUPTED, _NOBODY_READS = 1, 2, 74, 75, 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Do what was typed, and return the exit code.

    0 where there is an answer, 1 where it is no or nothing, 2 where something typed, loaded or
    opened is wrong; 74 where the answer cannot be written, 75 where a ledger stayed locked, 130
    where it was interrupted, 141 where nobody reads what it prints.

    Args:
        argv: What was typed after the name of the program; what was typed, where `None`.
    """
    typed = sys.argv[1:] if argv is None else list(argv)
    prepare()
    try:
        code = _run(typed)
        sys.stdout.flush()
    except SystemExit as ending:  # argparse has printed help, or the version
        return int(ending.code or 0)
    except BrokenPipeError:
        let_go_of(sys.stdout)
        return _NOBODY_READS
    except PositionsError as error:
        return _complain(error)
    except OSError as error:
        let_go_of(sys.stdout)
        say(f"positions: the answer cannot be written: {error.strerror}")
        return _UNWRITTEN
    except KeyboardInterrupt:
        return _INTERRUPTED
    return code


def _run(argv: list[str]) -> int:
    typed = read(argv)
    answer = COMMANDS[typed.command].run(typed)
    if isinstance(answer, Answer):
        print_answer(answer, typed.format)
    return 0 if answer.found else _NO


def _complain(error: PositionsError) -> int:
    problems = error.problems if isinstance(error, InvalidCase) else [error]
    for each in problems:
        say(str(each) if getattr(each, "file", None) else f"positions: {each}")
    return _BUSY if isinstance(error, LedgerBusy) else _BAD_INPUT
