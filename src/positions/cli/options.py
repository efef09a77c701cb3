"""The options that commands share: what each is called, takes and means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from positions.model.vocabulary import Policy

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Mapping

__all__ = [
    "ABOUT",
    "ACTOR",
    "AS_OF",
    "BETWEEN",
    "CASES",
    "CLAIM",
    "CLOCKS",
    "CURATOR",
    "FORMAT",
    "FROM",
    "HEARING",
    "INCLUDE",
    "INFER",
    "INTO",
    "KNOWN_BY",
    "LEDGER",
    "NARROWING",
    "OF",
    "ON",
    "POLICY",
    "RECORDED_BY",
    "SHORT_FORMAT",
    "SOURCE",
    "STATEMENT",
    "TO",
    "UNSAID",
    "WHOSE",
    "WHY",
    "WINDOW",
    "ZONE",
    "Option",
]


@frozen
class Option:
    """One option, or one argument, of a command.

    Attributes:
        name: How it is typed; of an argument, under which name it is kept.
        settings: What argparse is told of it.
    """

    name: str
    settings: Mapping[str, Any]

    def add_to(self, parser: ArgumentParser) -> None:
        """Have a parser understand it."""
        parser.add_argument(self.name, **self.settings)


UNSAID: Mapping[str, Any] = {
    "cases": (),
    "ledger": None,
    "actor": None,
    "claim": None,
    "between": (),
    "as_of": None,
    "since": None,
    "known_by": None,
    "recorded_by": None,
    "zone": None,
    "policy": "latest",
    "include": None,
    "window": None,
    "infer": False,
    "format": "table",
}
"""What an option is where it is left out, or where a command has none of it."""

_FILE = "the file of a ledger, or postgresql://user@host/database"

CASES = Option(
    "cases",
    {"nargs": "*", "metavar": "CASE", "help": "case files, YAML or JSON, loaded in order"},
)
LEDGER = Option(
    "--ledger", {"metavar": "FILE", "help": f"ask a ledger instead of case files: {_FILE}"}
)
OF = Option("--ledger", {"metavar": "FILE", "required": True, "help": _FILE})
INTO = Option(
    "--ledger",
    {"metavar": "FILE", "required": True, "help": f"{_FILE}; made where there is none"},
)
ACTOR = Option(
    "--actor", {"metavar": "A", "help": "keep to one actor, by its id or by a name of its own"}
)
CLAIM = Option("--claim", {"metavar": "C", "help": "keep to one claim, by its id"})
ABOUT = Option(
    "actor", {"metavar": "ACTOR", "help": "the actor, by its id or by a name of its own"}
)
ON = Option("claim", {"metavar": "CLAIM", "help": "the claim, by its id"})
BETWEEN = Option(
    "--between",
    {"nargs": 2, "required": True, "metavar": ("A", "B"), "help": "the two actors to compare"},
)
AS_OF = Option("--as-of", {"metavar": "D", "help": "what had been said by the end of D"})
FROM = Option(
    "--from",
    {
        "dest": "since",
        "required": True,
        "metavar": "D",
        "help": "the earlier date; what had been said by the end of it",
    },
)
TO = Option(
    "--to",
    {
        "dest": "as_of",
        "required": True,
        "metavar": "D",
        "help": "the later date; what had been said by the end of it",
    },
)
KNOWN_BY = Option(
    "--known-by", {"metavar": "D", "help": "only what the public could know by the end of D"}
)
RECORDED_BY = Option(
    "--recorded-by", {"metavar": "D", "help": "only what the ledger had by the end of D"}
)
ZONE = Option(
    "--zone",
    {
        "metavar": "Z",
        "help": "the zone of bare dates here, such as Europe/Moscow; else that of the ledger, or "
        "of the first case",
    },
)
POLICY = Option(
    "--policy",
    {
        "choices": [str(policy) for policy in Policy],
        "help": "how a body's many voices become one: the latest word (the default), that of the "
        "most senior, or only what all agree on",
    },
)
WINDOW = Option(
    "--window",
    {
        "metavar": "DAYS",
        "help": "with --policy most_senior: only who spoke in the DAYS before the cut",
    },
)
INCLUDE = Option(
    "--include",
    {
        "metavar": "V",
        "help": "words besides the public ones: private, leaked, or private,leaked",
    },
)
INFER = Option(
    "--infer",
    {
        "action": "store_true",
        "help": "also what follows from other claims, where an actor has no word on one",
    },
)
FORMAT = Option(
    "--format",
    {
        "choices": ["table", "json", "csv"],
        "help": "a table for people (the default), complete JSON, or CSV for spreadsheets",
    },
)
SHORT_FORMAT = Option(
    "--format",
    {"choices": ["table", "json"], "help": "a table for people (the default), or complete JSON"},
)
CURATOR = Option(
    "--curator", {"metavar": "WHO", "help": "who records this, to be kept with every event"}
)
STATEMENT = Option("statement", {"metavar": "STATEMENT", "help": "the id of the statement"})
WHOSE = Option("--claim", {"metavar": "C", "help": "its claim, where the id alone is ambiguous"})
WHY = Option("--why", {"metavar": "TEXT", "required": True, "help": "on what ground"})

SOURCE = (CASES, LEDGER)
NARROWING = (ACTOR, CLAIM)
CLOCKS = (AS_OF, KNOWN_BY, RECORDED_BY, ZONE)
HEARING = (*CLOCKS, POLICY, INCLUDE, FORMAT)
