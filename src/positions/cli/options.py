"""The options that commands share: what each is called, takes and means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from positions.model.vocabulary import Policy

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Mapping

__all__ = ["UNSAID", "add_option"]

UNSAID: Mapping[str, Any] = {
    "cases": (),
    "actor": None,
    "claim": None,
    "between": (),
    "as_of": None,
    "since": None,
    "known_by": None,
    "zone": None,
    "policy": "latest",
    "include": None,
    "window": None,
    "infer": False,
    "format": "table",
}
"""What an option is where it is left out, or where a command has none of it."""

_OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "--actor": {"metavar": "A", "help": "keep to one actor, by its id or by a name of its own"},
    "--claim": {"metavar": "C", "help": "keep to one claim, by its id"},
    "--between": {
        "nargs": 2,
        "required": True,
        "metavar": ("A", "B"),
        "help": "the two actors to compare",
    },
    "--as-of": {"metavar": "D", "help": "what had been said by the end of D"},
    "--from": {
        "dest": "since",
        "required": True,
        "metavar": "D",
        "help": "the earlier date; what had been said by the end of it",
    },
    "--to": {
        "dest": "as_of",
        "required": True,
        "metavar": "D",
        "help": "the later date; what had been said by the end of it",
    },
    "--known-by": {"metavar": "D", "help": "only what the public could know by the end of D"},
    "--zone": {
        "metavar": "Z",
        "help": "the zone of bare dates here, such as Europe/Moscow; else that of the first case",
    },
    "--policy": {
        "choices": [str(policy) for policy in Policy],
        "help": "how a body's many voices become one: the latest word (the default), that of the "
        "most senior, or only what all agree on",
    },
    "--window": {
        "metavar": "DAYS",
        "help": "with --policy most_senior: only who spoke in the DAYS before the cut",
    },
    "--include": {
        "metavar": "V",
        "help": "words besides the public ones: private, leaked, or private,leaked",
    },
    "--infer": {
        "action": "store_true",
        "help": "also what follows from other claims, where an actor has no word on one",
    },
    "--format": {
        "choices": ["table", "json", "csv"],
        "help": "a table for people (the default), complete JSON, or CSV for spreadsheets",
    },
}


def add_option(parser: ArgumentParser, name: str) -> None:
    """Give a command one of the options."""
    parser.add_argument(name, **_OPTIONS[name])
