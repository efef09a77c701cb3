"""`positions replay`: who stands where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.cli.answer import Answer, Cell, Table
from positions.cli.command import CASE, LATER, Command
from positions.cli.headings import by_claim, of_claim
from positions.cli.options import CLOCKS, FORMAT, INCLUDE, INFER, NARROWING, POLICY, SOURCE, WINDOW
from positions.cli.sources import asking
from positions.cli.words import colour, listed, speakers, stands, time_in_words
from positions.replay.answers import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.cli.asked import Asked
    from positions.model.vocabulary import ClaimKind
    from positions.replay.position import Position

__all__ = ["COLUMNS", "RECORD", "REPLAY", "record", "row", "standing"]

COLUMNS = ("position", "since", "on the words of", "note")
"""The columns of a table in which each row is a position."""

RECORD = (
    "actor",
    "claim",
    "kind",
    "possible",
    "stance",
    "since",
    "last_stated",
    "speakers",
    "statements",
    "deferred_to",
    "conditions",
    "inferred_from",
    "dissent",
    "contested",
    "damaged",
)


def answer(asked: Asked) -> Answer:
    """Answer who stands where."""
    positions = asked.positions()
    return Answer(
        found=any(each.standing != NOTHING for each in positions),
        title=f"Who stands where, {asked.clocks}",
        parts=tuple(_tables(asked, positions)),
        nothing="Nobody is on record.",
        data=[each.to_dict() for each in positions],
        columns=RECORD,
        records=tuple(map(record, positions)),
    )


def _tables(asked: Asked, positions: tuple[Position, ...]) -> Iterator[Table]:
    """Yield one table for each claim; of one actor, one table of its claims."""
    if asked.actor is not None and asked.claim is None and positions:
        rows = ((each.claim, *row(asked, each)) for each in positions)
        yield Table.of(asked.actor, ("claim", *COLUMNS), rows)
        return
    for claim, group in by_claim(asked.view, positions):
        on = ((each.actor, *row(asked, each)) for each in group)
        yield Table.of(of_claim(asked.view, claim), ("actor", *COLUMNS), on)


def row(asked: Asked, position: Position) -> tuple[str | Cell, ...]:
    """Return the cells that tell where a position stands, under `COLUMNS`."""
    return (
        standing(position, asked.view.claim(position.claim).kind),
        "" if position.since is None else time_in_words(position.since),
        speakers(position.statements),
        "; ".join(_notes(position)),
    )


def standing(position: Position, claim: ClaimKind) -> Cell:
    """Return where a position stands, in words."""
    words = stands(position.standing, claim)
    if position.deferred_to is not None:
        words = words.replace("deferred", f"deferred to {position.deferred_to}")
    return Cell(words, colour(position.standing))


def _notes(position: Position) -> Iterator[str]:
    yield from (f"if {condition}" for condition in position.conditions)
    if position.inferred:
        yield f"inferred from {listed(each.source for each in position.inferred)}"
    flags = {
        "dissent": position.dissent,
        "contested": position.contested,
        "damaged": position.damaged,
    }
    yield from (word for word, holds in flags.items() if holds)


def record(position: Position) -> tuple[str, ...]:
    """Return a position as a record: several values in one field stand with `; ` between."""
    return (
        position.actor,
        position.claim,
        str(position.kind),
        "; ".join(sorted(position.possible)),
        str(position.stance or ""),
        str(position.since or ""),
        str(position.last_stated or ""),
        "; ".join(dict.fromkeys(each.by for each in position.statements)),
        "; ".join(each.id for each in position.statements),
        position.deferred_to or "",
        "; ".join(position.conditions),
        "; ".join(dict.fromkeys(each.source for each in position.inferred)),
        "; ".join(f"{each.actor}: {each.kind}" for each in position.dissent),
        str(position.contested).lower(),
        str(position.damaged).lower(),
    )


REPLAY = Command(
    name="replay",
    summary="who stands where",
    about="""\
Show where each actor stands on each claim, since when, and on whose words. What cannot be settled
is shown with all its outcomes: "denied or no record". Of one actor on one claim there is always an
answer, though it may be "no record". It ends with 1 where nobody is on record.""",
    examples=(
        (
            "Who stood where on the visit at the end of 14 August?",
            f"{CASE} --claim visit --as-of 2015-08-14",
        ),
        (
            "What could outsiders know by the 13th of Russia's words, private ones too?",
            f"{CASE} --actor Russia --claim visit --include private --known-by 2015-08-13",
        ),
        (
            "And with the evidence that came later, for a spreadsheet?",
            f"{CASE} {LATER} --format csv",
        ),
    ),
    options=(*SOURCE, *NARROWING, *CLOCKS, POLICY, WINDOW, INCLUDE, INFER, FORMAT),
    run=asking(answer),
)
