"""Reading what was typed: one parser a command, each teaching by its examples."""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from textwrap import fill
from typing import TYPE_CHECKING, NoReturn

from positions import __version__
from positions.cli.command import VISIT
from positions.cli.commands import COMMANDS
from positions.cli.options import UNSAID
from positions.cli.refused import Refused
from positions.errors import near
from positions.replay.index import COMPILED

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from positions.cli.commands import Command

__all__ = ["read"]

_VERSION = f"positions {__version__}, its loops {'compiled' if COMPILED else 'in numpy'}"
_ABOUT = """\
Replay official statements: who stood where, when, and on whose words. Ask case
files, which are loaded into memory, in the order given, and nothing is stored;
or put them into a ledger with "load", and ask that with --ledger FILE.

"positions COMMAND --help" says what a command takes, with examples to copy."""

_ENDINGS = """\
It ends with 0 where there is an answer, with 1 where the answer is no or
nothing, and with 2 where something typed, loaded or opened is wrong, which is
then said on standard error."""
_WIDTH = 79


def read(argv: Sequence[str]) -> Namespace:
    """Return what was typed, by option.

    Raises:
        Refused: it is not how a command is typed.
        SystemExit: help, or the version, was asked for and printed.
    """
    if not argv or argv[0].startswith("-"):
        return _whole().parse_args(argv)
    name, *options = argv
    if any(command.startswith(f"{name} ") for command in COMMANDS):
        if not options or options[0].startswith("-"):
            return _whole(f"{name} ").parse_args(options)
        name, *options = [f"{name} {options[0]}", *options[1:]]
    if name not in COMMANDS:
        meant = " or ".join(near(name, COMMANDS)) or "one of " + ", ".join(COMMANDS)
        why = f"there is no command {name!r}; did you mean {meant}?"
        raise Refused(why)
    # Intermixed: files may stand before, between and after the options.
    return _room(COMMANDS[name]).parse_intermixed_args(options)


class _Parser(ArgumentParser):
    """A parser whose complaints are sentences, raised to be said in one place."""

    def error(self, message: str) -> NoReturn:
        why = f"{message} ({self.prog} --help shows how)"
        raise Refused(why)


def _whole(under: str = "") -> ArgumentParser:
    """Return the parser of a line without a command: it tells what commands there are.

    Args:
        under: What the commands to tell of begin with.
    """
    whole = _Parser(
        prog=f"positions {under}".rstrip(),
        description=_ABOUT,
        epilog=_ENDINGS,
        allow_abbrev=False,
        formatter_class=RawDescriptionHelpFormatter,
    )
    whole.add_argument("--version", action="version", version=_VERSION)
    rooms = whole.add_subparsers(metavar="COMMAND", required=True)
    for name, command in COMMANDS.items():
        if name.startswith(under):
            rooms.add_parser(name.removeprefix(under), help=command.summary)
    return whole


def _room(command: Command) -> ArgumentParser:
    """Return the parser of what is typed after the name of a command."""
    room = _Parser(
        prog=f"positions {command.name}",
        description=fill(command.about, _WIDTH),
        epilog=_examples(command),
        allow_abbrev=False,
        formatter_class=RawDescriptionHelpFormatter,
    )
    room.set_defaults(command=command.name, **UNSAID)
    for option in command.options:
        option.add_to(room)
    return room


def _examples(command: Command) -> str:
    lines = [f"  {question}\n    $ {line}" for question, line in command.lines]
    of_visit = command.name != "load" and any(VISIT in line for line in lines)
    ledger = (
        ",\nwith the visit.db that the examples of positions load --help make" if of_visit else ""
    )
    return "\n".join([f"examples, from a clone of the repository{ledger}:", *lines])
