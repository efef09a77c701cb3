"""`positions position`: where one actor stands on one claim, by a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.cli.answer import Answer, Cell, Table
from positions.cli.command import VISIT, Command
from positions.cli.commands.replay import COLUMNS, RECORD, record, row
from positions.cli.headings import of_claim
from positions.cli.options import (
    ABOUT,
    CLOCKS,
    FORMAT,
    INCLUDE,
    INFER,
    OF,
    ON,
    POLICY,
    WINDOW,
)
from positions.cli.sources import asking
from positions.cli.words import colour, doing, speakers, stands, time_in_words
from positions.replay.answers import NOTHING, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.cli.asked import Asked
    from positions.model.vocabulary import ClaimKind
    from positions.replay.position import Position

__all__ = ["POSITION"]


def answer(asked: Asked) -> Answer:
    """Answer where an actor stands on a claim."""
    (position,) = asked.positions()
    return Answer(
        found=position.standing != NOTHING,
        title=f"Where {position.actor} stands, {asked.clocks}",
        parts=tuple(_tables(asked, position)),
        data=position.to_dict(),
        columns=RECORD,
        records=(record(position),),
    )


def _tables(asked: Asked, position: Position) -> Iterator[Table]:
    yield Table.of(of_claim(asked.view, position.claim), COLUMNS, [row(asked, position)])
    words = (
        (time_in_words(said.said), said.by, doing(said), said.id) for said in position.statements
    )
    if position.statements:
        yield Table.of("It rests on", ("said", "by", "what", "statement"), words)
    if position.dissent:
        kind = asked.view.claim(position.claim).kind
        apart = (
            (each.actor, _standing(Standing(each.kind), kind), speakers(each.statements))
            for each in position.dissent
        )
        yield Table.of("Who dissents", ("actor", "position", "on the words of"), apart)


def _standing(standing: Standing, kind: ClaimKind) -> Cell:
    return Cell(stands(standing, kind), colour(standing))


POSITION = Command(
    name="position",
    summary="where one actor stands on one claim: since when, on which words, who dissents",
    about="""\
Show where one actor stands on one claim, since when, on which words, and who dissents. It ends with
1 where there is no record.""",
    examples=(
        (
            "Where did the United States stand on the visit at the end of 14 August?",
            f"united-states visit {VISIT} --as-of 2015-08-14",
        ),
        (
            "And by what the ledger had when this century ended?",
            f"united-states visit {VISIT} --recorded-by 2100",
        ),
    ),
    options=(ABOUT, ON, OF, *CLOCKS, POLICY, WINDOW, INCLUDE, INFER, FORMAT),
    run=asking(answer),
)
