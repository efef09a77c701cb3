"""Writing one entry, as it would stand in a case file, to a ledger; and telling what came of it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, assert_never, cast

from positions.cli.answer import Answer, Table
from positions.cli.stores import existing
from positions.cli.streams import say
from positions.cli.words import doing, time_in_words
from positions.errors import CaseProblem, InvalidCase
from positions.model.claims.events import (
    ReportAdded,
    StatementAmended,
    StatementRecorded,
    StatementVoided,
)
from positions.store import recorded_to_json

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Mapping

    from positions.ledger import Loaded
    from positions.model.recorded import Recorded

__all__ = ["wrote"]

_Written = StatementRecorded | StatementAmended | ReportAdded | StatementVoided
"""What comes of one statement, amendment or void."""
_FIELD = re.compile(r"^\w+\[0\](?:\.reports\[0\])?\.?([\w-]*)\S*?(?=: |$)")
_COLUMNS = ("event", "claim", "statement", "said", "by", "what")


def wrote(
    typed: Namespace,
    section: str,
    entry: Mapping[str, Any],
    option: Callable[[str], str],
) -> Answer:
    """Record one entry of a section of a case file, and answer what was recorded.

    Args:
        typed: What was typed: in which ledger, and who records.
        section: The section of a case file.
        entry: The entry.
        option: Returns how a field of it is typed; nothing for one that goes without saying.

    Raises:
        InvalidCase: Something is wrong with it: all that is, by option; nothing is recorded.
    """

    def in_options(text: str) -> str:
        """Return a text that begins with the path of a field, with the option instead."""
        typed = _FIELD.sub(lambda found: found[1] and option(found[1]), text, count=1)
        return typed.removeprefix(": ")

    with existing(typed.ledger, typed.curator) as ledger:
        try:
            loaded = ledger.load({"positions": 1, section: [entry]})
        except InvalidCase as error:
            raise InvalidCase(
                [CaseProblem(each.why, in_options(each.path)) for each in error.problems]
            ) from None
    warnings = [in_options(warning) for warning in loaded.warnings]
    for warning in warnings:
        say(f"warning: {warning}")
    return _answer(typed, loaded, warnings)


def _answer(typed: Namespace, loaded: Loaded, warnings: list[str]) -> Answer:
    rows = [_row(each) for each in loaded.recorded]
    return Answer(
        found=True,
        title="Recorded" if rows else "Nothing was recorded",
        parts=(Table.of("", _COLUMNS, rows),) if rows else (),
        nothing="It is on record already, just so.",
        data={
            "recorded": [json.loads(recorded_to_json(each)) for each in loaded.recorded],
            "known": loaded.known,
            "warnings": warnings,
        },
        context={"asked": {"command": typed.command}},
    )


def _row(recorded: Recorded) -> tuple[str, ...]:
    claim = recorded.stream.partition(":")[2]
    event = cast("_Written", recorded.event)
    match event:
        case StatementRecorded(statement=said):
            return "recorded", claim, said.id, time_in_words(said.said), said.by, doing(said)
        case StatementAmended(statement=said):
            return "amended", claim, said.id, time_in_words(said.said), said.by, doing(said)
        case ReportAdded(statement=id, report=report):
            return "report added", claim, id, "", "", report.outlet or ""
        case StatementVoided(statement=id, why=why):
            return "voided", claim, id, "", "", why or ""
        case _:
            assert_never(event)
