"""`positions projections list`: which read models there are, and what their tables hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from positions.cli.answer import Answer, Table
from positions.cli.command import VISIT, Command
from positions.cli.commands.projections.options import INTO_DATABASE
from positions.cli.kept import kept_tables
from positions.cli.named import READY_MADE
from positions.cli.options import FORMAT, Option
from positions.cli.refused import Refused
from positions.cli.stores import existing, there
from positions.projections import planned

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from positions.following import Status
    from positions.projections import Plan
    from positions.projections import Table as Kept

__all__ = ["PROJECTIONS_LIST"]

_LEDGER = Option(
    "--ledger", {"metavar": "FILE", "help": "also those that are kept up to date with a ledger"}
)


def run(typed: Namespace) -> Answer:
    """Answer which read models there are, and which projections are kept."""
    kept = _kept(typed)
    plans = [planned(make()) for make in READY_MADE.values()]
    parts = [_table(plan, table) for plan in plans for table in plan.tables.values()]
    parts += kept_tables(kept or (), "What is kept")
    return Answer(
        found=True,
        title="The ready-made projections, and what their tables hold",
        parts=tuple(parts),
        data={
            "ready_made": [_plain(each) for each in plans],
            "kept": None if kept is None else [each.to_dict() for each in kept],
        },
        columns=("projection", "version", "over", "table", "column", "type", "null", "key", "doc"),
        records=tuple(record for plan in plans for record in _records(plan)),
        context={"asked": {"command": typed.command}},
    )


def _kept(typed: Namespace) -> Sequence[Status] | None:
    if typed.ledger is None:
        if typed.into is not None:
            why = "goes with --ledger FILE: name the ledger that they are kept up to date with"
            raise Refused(why, "--into")
        return None
    with existing(typed.ledger) as ledger:
        return ledger.projections(None if typed.into is None else there(typed.into))


def _table(plan: Plan, table: Kept) -> Table:
    rows = (
        (
            each.name,
            str(each.type),
            "key" if each.name in table.key else "may be empty" if each.null else "",
            each.doc,
        )
        for each in table.columns
    )
    heading = f"{plan.name} (version {plan.version}): {table.doc}"
    return Table.of(heading, ("column", "type", "", "what it says"), rows)


def _plain(plan: Plan) -> dict[str, Any]:
    return {
        "name": plan.name,
        "version": plan.version,
        "over": str(plan.over),
        "tables": [
            {
                "name": table.name,
                "doc": table.doc,
                "key": list(table.key),
                "columns": [
                    {
                        "name": each.name,
                        "type": str(each.type),
                        "null": each.null,
                        "doc": each.doc,
                    }
                    for each in table.columns
                ],
            }
            for table in plan.tables.values()
        ],
    }


def _records(plan: Plan) -> Iterator[tuple[str, ...]]:
    for table in plan.tables.values():
        for each in table.columns:
            yield (
                plan.name,
                str(plan.version),
                str(plan.over),
                table.name,
                each.name,
                str(each.type),
                str(each.null).lower(),
                str(each.name in table.key).lower(),
                each.doc,
            )


PROJECTIONS_LIST = Command(
    name="projections list",
    summary="which read models there are, and what their tables hold",
    about="""\
List the ready-made projections with their tables, column by column, under the names by which they
are queried; and those that are kept up to date with a ledger, where one is named.""",
    examples=(
        ("What can I query?", "--format csv"),
        ("And what is kept already?", VISIT),
    ),
    options=(_LEDGER, INTO_DATABASE, FORMAT),
    run=run,
)
