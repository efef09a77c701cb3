"""Reading what was typed: one parser a command, each teaching by its examples."""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from textwrap import fill
from typing import TYPE_CHECKING, NoReturn

from positions import __version__
from positions.cli.asked import Refused
from positions.cli.commands import COMMANDS
from positions.cli.options import UNSAID, add_option
from positions.errors import near

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from positions.cli.commands import Command

__all__ = ["read"]

_ABOUT = """\
Replay official statements from case files: who stood where, when, and on whose
words. Each command loads the case files into memory, in the order given, and
asks them; nothing is stored.

"positions COMMAND --help" says what a command takes, with examples to copy."""

_ENDINGS = """\
It ends with 0 where there is an answer, with 1 where the answer is no or
nothing, and with 2 where something typed or loaded is wrong, which is then
said on standard error."""
_WIDTH = 79


def read(argv: Sequence[str]) -> Namespace:
    """Return what was typed, by option.

    Raises:
        Refused: it is not how a command is typed.
        SystemExit: help, or the version, was asked for and printed.
    """
    if argv and not argv[0].startswith("-") and argv[0] not in COMMANDS:
        meant = " or ".join(near(argv[0], COMMANDS)) or "one of " + ", ".join(COMMANDS)
        why = f"there is no command {argv[0]!r}; did you mean {meant}?"
        raise Refused(why)
    return _parser().parse_args(argv)


class _Parser(ArgumentParser):
    """A parser whose complaints are sentences, raised to be said in one place."""

    def error(self, message: str) -> NoReturn:
        why = f"{message} ({self.prog} --help shows how)"
        raise Refused(why)


def _parser() -> ArgumentParser:
    whole = _Parser(
        prog="positions",
        description=_ABOUT,
        epilog=_ENDINGS,
        allow_abbrev=False,
        formatter_class=RawDescriptionHelpFormatter,
    )
    whole.add_argument("--version", action="version", version=f"positions {__version__}")
    rooms = whole.add_subparsers(
        dest="command", metavar="COMMAND", required=True, parser_class=_Parser
    )
    for command in COMMANDS.values():
        _add(
            rooms.add_parser(
                command.name,
                help=command.summary,
                description=fill(command.about, _WIDTH),
                epilog=_examples(command),
                allow_abbrev=False,
                formatter_class=RawDescriptionHelpFormatter,
            ),
            command,
        )
    return whole


def _add(room: ArgumentParser, command: Command) -> None:
    room.set_defaults(**UNSAID)
    if command.options:
        room.add_argument(
            "cases", nargs="+", metavar="CASE", help="case files, YAML or JSON, loaded in order"
        )
    for option in command.options:
        add_option(room, option)


def _examples(command: Command) -> str:
    told = (f"  {question}\n    $ {line}" for question, line in command.lines)
    return "\n".join(["examples, from a clone of the repository:", *told])
