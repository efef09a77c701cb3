"""The options that the commands on projections share."""

from __future__ import annotations

from argparse import ArgumentTypeError

from positions.cli.options import Option
from positions.store.log import PAGE

__all__ = ["BATCH", "INTO_DATABASE", "NAMES", "UNREADABLE"]


def _from_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        why = f"{text!r} is no whole number from 1 up"
        raise ArgumentTypeError(why)
    return int(text)


NAMES = Option(
    "names",
    {
        "nargs": "+",
        "metavar": "NAME",
        "help": "ready-made ones by their names, such as standing; your own as module:attribute, "
        "which may lie in the current folder",
    },
)
INTO_DATABASE = Option(
    "--into",
    {
        "metavar": "DB",
        "default": None,
        "help": "the database of the rows, a file or postgresql://…; that of the ledger where left "
        "out",
    },
)
UNREADABLE = Option(
    "--unreadable",
    {
        "choices": ["stop", "skip"],
        "default": "stop",
        "help": "before an event that cannot be read stop (the default), or skip and note it",
    },
)
BATCH = Option(
    "--batch",
    {
        "type": _from_one,
        "default": PAGE,
        "metavar": "N",
        "help": f"how many events are written in one transaction, at most ({PAGE:,})",
    },
)
