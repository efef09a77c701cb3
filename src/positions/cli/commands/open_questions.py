"""`positions open-questions`: who was asked, and has not answered since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.cli.answer import Answer, Cell, Table
from positions.cli.command import CASE, Command
from positions.cli.headings import by_claim, of_claim
from positions.cli.options import CLOCKS, FORMAT, INCLUDE, NARROWING, SOURCE
from positions.cli.sources import asking
from positions.cli.words import colour, doing, listed, stands, time_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.cli.asked import Asked
    from positions.replay.listed import OpenQuestions

__all__ = ["OPEN_QUESTIONS"]


def answer(asked: Asked) -> Answer:
    """Answer who was asked, and has not answered since."""
    found = asked.view.open_questions(claim=asked.claim, actor=asked.actor, include=asked.heard)
    return Answer(
        found=bool(found),
        title=f"Who was asked and has not answered, {asked.clocks}",
        parts=tuple(_tables(asked, found)),
        nothing="No question is open.",
        data=[each.to_dict() for each in found],
        columns=("actor", "claim", "since", "kind", "possible", "statements"),
        records=tuple(
            (
                each.actor,
                each.claim,
                str(each.since),
                str(each.standing.kind),
                "; ".join(sorted(each.standing.possible)),
                "; ".join(statement.id for statement in each.statements),
            )
            for each in found
        ),
    )


def _tables(asked: Asked, found: OpenQuestions) -> Iterator[Table]:
    columns = ("actor", "since", "answered with", "stands meanwhile")
    for claim, group in by_claim(asked.view, found):
        kind = asked.view.claim(claim).kind
        rows = (
            (
                each.actor,
                time_in_words(each.since),
                listed(map(doing, each.statements)),
                Cell(stands(each.standing, kind), colour(each.standing)),
            )
            for each in group
        )
        yield Table.of(of_claim(asked.view, claim), columns, rows)


OPEN_QUESTIONS = Command(
    name="open-questions",
    summary="who was asked, and has only referred, declined or been silent since",
    about="""\
List who was asked, and has since only referred the question to others, declined to comment or been
silent; and where it stands meanwhile. It ends with 1 where no question is open.""",
    examples=(
        (
            "Who still owed an answer by 18 August?",
            f"{CASE} --as-of 2015-08-18",
        ),
    ),
    options=(*SOURCE, *NARROWING, *CLOCKS, INCLUDE, FORMAT),
    run=asking(answer),
)
