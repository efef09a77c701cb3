"""Who stood where on the visit: the founding case, replayed. Run it with `make demo`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

import positions

SEEDS = Path(__file__).parent.parent / "seeds"
FIRST = SEEDS / "soleimani-moscow-2015.yaml"
LATER = SEEDS / "soleimani-moscow-2015-later.yaml"

# When the two files were recorded: the demonstration tells the ledger what its clock shows.
AUGUST = datetime(2015, 8, 19, 12, tzinfo=UTC)
SEPTEMBER = datetime(2015, 9, 30, 12, tzinfo=UTC)

ROWS = [
    ("United States", "united-states", ()),
    ("spokesperson's post", "us-state-spokesperson", ()),
    ("White House", "white-house", ()),
    ("Russia, in public", "russia", ()),
    ("Russia, private words included", "russia", ("private",)),
    ("Iran", "iran", ()),
    ("the Kremlin", "kremlin", ()),
]
COLOURS = {1: "green", 0: "yellow", -1: "red"}
SIGNS = {
    "affirmed": 1,
    "probable": 1,
    "possible": 1,
    "uncommitted": 0,
    "withheld": 0,
    "doubtful": -1,
    "improbable": -1,
    "denied": -1,
}

console = Console(highlight=False, emoji=False, markup=False)


def heading(text: str, *more: str) -> None:
    """Print a heading, and what it needs to be understood."""
    console.print(Text(f"\n{text}", style="bold"))
    for line in more:
        console.print(line)
    console.print()


def coloured(standing: positions.Standing) -> Text:
    """Return a standing in words: what is unsettled as all that is possible."""
    kinds = sorted(standing.possible) or [standing.kind]
    words = " or ".join(str(kind).replace("_", " ") for kind in kinds)
    if standing.kind == "no_record":
        return Text(words, style="dim")
    return Text(words, style=COLOURS.get(SIGNS.get(standing.kind, 2), "magenta"))


def table(first: str, *others: str) -> Table:
    """Return an empty table that reads well in 80 columns: one of names, the others of answers."""
    drawn = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    drawn.add_column(first, width=17)
    for name in others:
        drawn.add_column(name, width=11)
    return drawn


def matrix(history: positions.History, rows: list[tuple[str, str, tuple[str, ...]]]) -> None:
    """Print where each actor stood on the visit at the end of each day."""
    days = (7, 12, 14, 17, 18)
    drawn = table("", *(f"{day} August" for day in days))
    for name, actor, include in rows:
        answers = (
            history.as_of(f"2015-08-{day:02}").position(actor, "visit", include=include)
            for day in days
        )
        drawn.add_row(name, *(coloured(each.standing) for each in answers))
    console.print(drawn)


def timeline(history: positions.History) -> None:
    """Print how the position of the United States changed, and on whose words."""
    drawn = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    drawn.add_column("said", width=13)
    for name in ("shift", "position", "on the words of", "order"):
        drawn.add_column(name)
    for shift in history.as_of().timeline("united-states", "visit"):
        drawn.add_row(
            str(shift.said).replace("/", " to "),
            str(shift.kind).replace("_", " "),
            coloured(shift.new),
            shift.statement.by,
            "certain" if shift.certain else "uncertain",
        )
    console.print(drawn)


def explanation(history: positions.History) -> None:
    """Print why the United States stood where it did, its folded lines indented."""
    told = history.as_of("2015-08-17").position("united-states", "visit").explain()
    for line in told.splitlines():
        words = line.lstrip()
        console.print(Padding(Text(words), (0, 0, 0, len(line) - len(words))))


def revised(ledger: positions.Ledger) -> None:
    """Print how the answers on the United States differ by what was on record."""
    days = (7, 12, 13, 14, 17)
    drawn = table("recorded by", *(f"{day} August" for day in days))
    for recorded in (AUGUST, SEPTEMBER):
        answers = (
            ledger.as_of(f"2015-08-{day:02}", recorded_by=recorded).position(
                "united-states", "visit"
            )
            for day in days
        )
        drawn.add_row(f"{recorded:%d %B %Y}", *(coloured(each.standing) for each in answers))
    console.print(drawn)


def main() -> None:
    """Load the first file, ask it; load the second, and ask again."""
    now = AUGUST
    with positions.open(":memory:", clock=lambda: now) as ledger:
        ledger.load(FIRST)
        history = ledger.history()
        visit = history.as_of().claim("visit")
        heading(f"Who stood where on: {visit.text}?", "At the end of each day in Washington, 2015.")
        matrix(history, ROWS)
        heading("How the position of the United States changed")
        timeline(history)
        heading("Why it was uncommitted on 17 August")
        explanation(history)

        now = SEPTEMBER
        loaded = ledger.load(LATER)
        heading(
            "What evidence that came later changed, for the United States",
            f"{len(loaded.recorded)} events recorded on 30 September. "
            "What was on record before still says what it said.",
        )
        revised(ledger)
        console.print()


main()
