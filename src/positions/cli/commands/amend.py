"""`positions amend`: correct a statement of a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from positions.cli.command import VISIT, Command
from positions.cli.fields import as_typed
from positions.cli.options import CURATOR, OF, SHORT_FORMAT, STATEMENT, WHOSE, WHY, Option
from positions.cli.refused import Refused
from positions.cli.writing import wrote
from positions.errors import InvalidCase

if TYPE_CHECKING:
    from argparse import Namespace

    from positions.cli.answer import Answer

__all__ = ["AMEND"]

_TAKEN = {"statement": "", "claim": "--claim", "id": "--id", "why": "--why"}

_SET = Option(
    "--set",
    {
        "dest": "changes",
        "action": "append",
        "required": True,
        "metavar": "FIELD=VALUE",
        "help": "a field of the statement, as in a case file, and what it should read: nothing "
        "empties it, [a, b] is a list (may be given again)",
    },
)
_ID = Option(
    "--id",
    {
        "metavar": "ID",
        "help": "the id of the amendment; derived from its content where left out",
    },
)


def run(typed: Namespace) -> Answer:
    """Correct a statement."""
    given = {"statement": typed.statement, "claim": typed.claim, "id": typed.id, "why": typed.why}
    entry = {name: value for name, value in given.items() if value is not None}
    return wrote(typed, "amendments", entry | _changes(typed.changes), _option)


def _option(field: str) -> str:
    return _TAKEN.get(field, f"--set {field}")


def _changes(typed: list[str]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for each in typed:
        name, equals, value = each.partition("=")
        if not equals or not name:
            why = f"{each!r} is no field with its value; write it as said=2015-08-13"
            raise Refused(why, "--set")
        if name in _TAKEN:
            why = f"{name} is never amended; void the statement, and record it anew"
            raise Refused(why, "--set")
        if name in changes:
            why = f"{name} is set twice; which of the two is meant?"
            raise Refused(why, "--set")
        try:
            changes[name] = as_typed(value)
        except InvalidCase as error:
            why = f"the value of {name} cannot be read: {error.problems[0].why}"
            raise Refused(why, "--set") from None
    return changes


AMEND = Command(
    name="amend",
    summary="correct a statement of a ledger: the curator's mistake, not the speaker's",
    about="""\
Correct a recorded statement. What was recorded first stays on record: questions with an earlier
--recorded-by are answered as before. What a speaker takes back is no amendment but a statement of
its own, which `record` takes: --act retract, or --act correct. Amending again to the same records
nothing.""",
    examples=(
        (
            "The transcript gives the hour",
            f"kirby-declines-0817 {VISIT} --set said=2015-08-17T14:05-04:00 --why transcript",
        ),
    ),
    options=(STATEMENT, OF, WHOSE, _SET, WHY, _ID, CURATOR, SHORT_FORMAT),
    run=run,
)
