"""`positions matrix`: every actor on every claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.cli.answer import Answer, Cell, Table
from positions.cli.command import CASE, Command
from positions.cli.headings import weight
from positions.cli.options import HEARING, NARROWING, SOURCE
from positions.cli.sources import asking
from positions.cli.words import colour, stands
from positions.replay.answers import NOTHING

if TYPE_CHECKING:
    from positions.cli.asked import Asked
    from positions.replay.matrix import Matrix

__all__ = ["MATRIX"]


def answer(asked: Asked) -> Answer:
    """Answer where every actor stands on every claim."""
    matrix = asked.matrix()
    actors = sorted(matrix.actors, key=lambda actor: weight(asked.view, actor))
    return Answer(
        found=bool(matrix),
        title=f"Who stands where on everything, {asked.clocks}",
        parts=(_table(asked, matrix, actors),) if matrix else (),
        nothing="Nobody is on record.",
        data=matrix.to_dict(),
        columns=("actor", *matrix.claims),
        records=tuple(
            (actor, *(str(matrix.at(actor, claim)) for claim in matrix.claims)) for actor in actors
        ),
    )


def _table(asked: Asked, matrix: Matrix, actors: list[str]) -> Table:
    kinds = {claim: asked.view.claim(claim).kind for claim in matrix.claims}

    def cell(actor: str, claim: str) -> Cell:
        standing = matrix.at(actor, claim)
        words = "-" if standing == NOTHING else stands(standing, kinds[claim])
        return Cell(words, colour(standing))

    rows = [[Cell(actor), *(cell(actor, claim) for claim in matrix.claims)] for actor in actors]
    return Table.of("", ("actor", *matrix.claims), rows)


MATRIX = Command(
    name="matrix",
    summary="every actor on every claim, in one table",
    about="""\
Show where every actor stands on every claim, in one table; "-" is no record. It ends with 1 where
nobody is on record.""",
    examples=(
        (
            "Who stood where on everything at the end of 18 August?",
            f"{CASE} --as-of 2015-08-18",
        ),
        (
            "The same as a spreadsheet?",
            f"{CASE} --as-of 2015-08-18 --format csv",
        ),
    ),
    options=(*SOURCE, *NARROWING, *HEARING),
    run=asking(answer),
)
