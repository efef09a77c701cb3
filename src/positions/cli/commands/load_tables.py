"""`positions load TABLE --columns MAPPING`: tables into a ledger."""

from __future__ import annotations

import csv
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from positions.cli.answer import Answer, Table
from positions.cli.clocks import known_zone
from positions.cli.options import Option
from positions.cli.progress import progress
from positions.cli.refused import Refused
from positions.cli.stores import made_where_missing
from positions.cli.streams import say
from positions.cli.words import counted
from positions.errors import told_of
from positions.exchange import InvalidTable
from positions.exchange.tables import is_table
from positions.ledger.bulk import BATCH

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Generator

    from positions.exchange import RowProblem
    from positions.ledger import Ledger, TableLoaded

__all__ = ["OPTIONS", "check_cases", "load_tables"]

_SHOWN_AT_MOST = 20

OPTIONS = (
    Option(
        "--columns",
        {
            "metavar": "MAPPING",
            "help": "what to load are tables: CSV, TSV, Parquet or Arrow files, of which MAPPING, "
            "a YAML or JSON file, says which column is what",
        },
    ),
    Option(
        "--batch",
        {
            "metavar": "N",
            "default": str(BATCH),
            "help": f"of a table, how many rows are recorded together ({BATCH:,})",
        },
    ),
    Option(
        "--refused",
        {
            "metavar": "FILE",
            "help": "of a table, leave out the rows that are wrong, and write them into FILE as "
            "CSV, each with what is wrong",
        },
    ),
)


def check_cases(typed: Namespace) -> None:
    """Refuse what goes with tables alone, and tables of which nobody says which column is what."""
    for case in typed.cases:
        if is_table(case):
            why = "is a table; say which column is what with --columns MAPPING"
            raise Refused(why, case)
    if typed.refused is not None:
        why = "goes with --columns: a case is loaded whole, or not at all"
        raise Refused(why, "--refused")


def load_tables(typed: Namespace) -> Answer:
    """Load the tables in their order, and answer what was recorded of each.

    Where a row is wrong, or the work is interrupted, the whole batches before it stay recorded:
    that is said on standard error.
    """
    zone = known_zone(typed.zone)
    batch = _number(typed.batch)
    done: list[tuple[str, TableLoaded]] = []
    with (
        made_where_missing(typed.ledger, zone=zone, curator=typed.curator) as ledger,
        _noted(typed.refused) as note,
    ):
        for table in typed.cases:
            done.append((table, _loaded(table, ledger, typed.columns, batch, note)))  # noqa: PERF401 - one may fail
    return _answer(typed, done)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not int(text):
        why = f"expected a number of rows, found {text!r}"
        raise Refused(why, "--batch")
    return int(text)


@contextmanager
def _noted(file: str | None) -> Generator[Callable[[RowProblem], object] | None]:
    """Give what writes down the rows that are refused, if they are to be."""
    if file is None:
        yield None
        return
    with ExitStack() as opened:
        try:
            written = opened.enter_context(Path(file).open("w", encoding="utf-8", newline=""))
        except (OSError, ValueError) as error:
            why = f"cannot be written: {told_of(error)}"
            raise Refused(why, file) from None
        rows = csv.writer(written)
        rows.writerow(("file", "row", "line", "column", "value", "why"))

        def note(problem: RowProblem) -> None:
            where = (problem.file, problem.row, problem.line, problem.column)
            rows.writerow((*where, problem.value, problem.why))

        yield note


def _loaded(
    table: str,
    ledger: Ledger,
    columns: str,
    batch: int,
    note: Callable[[RowProblem], object] | None,
) -> TableLoaded:
    reached = 0

    def follow(rows: int) -> None:
        nonlocal reached
        reached = rows
        shown(rows)

    try:
        with progress(f"loading {table}") as shown:
            loaded = ledger.load_table(table, columns, batch=batch, progress=follow, refused=note)
    except InvalidTable as error:
        for problem in error.problems[:_SHOWN_AT_MOST]:
            say(str(problem))
        more = len(error.problems) - _SHOWN_AT_MOST
        if more > 0:
            say(f"… and {counted(more, 'problem')} more")
        before = f"the {counted(error.rows, 'row')} before that batch" if error.rows else "nothing"
        why = f"{before} of it was recorded; --refused FILE leaves out the rows that are wrong"
        raise Refused(why, table) from None
    except ImportError as error:
        raise Refused(str(error)) from None
    except KeyboardInterrupt:
        say(
            f"positions: interrupted; at least {counted(reached, 'row')} of {table} dealt with, in "
            "whole batches; the same command goes on from there"
        )
        raise
    for warning in loaded.warnings:
        say(f"warning: {warning}")
    if loaded.odd > len(loaded.warnings):
        say(f"warning: {table}: {counted(loaded.odd - len(loaded.warnings), 'warning')} more")
    return loaded


def _answer(typed: Namespace, done: list[tuple[str, TableLoaded]]) -> Answer:
    names = ("rows", "recorded", "known", "skipped", "refused")
    counts = [(table, {name: int(getattr(one, name)) for name in names}) for table, one in done]
    events = sum(one["recorded"] for _, one in counts)
    headings = ("table", "rows", "events recorded", "rows known already", "skipped", "refused")
    rows = [(table, *(f"{each:,}" for each in one.values())) for table, one in counts]
    return Answer(
        found=True,
        title=f"{counted(events, 'event')} recorded, of {counted(len(done), 'table')}",
        parts=(Table.of("", headings, rows),),
        data=[{"table": table, **one} for table, one in counts],
        context={"asked": {"command": typed.command}},
    )
