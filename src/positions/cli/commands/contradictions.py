"""`positions contradictions`: positions of one actor that cannot both be held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from positions.cli.answer import Answer, Cell, Table
from positions.cli.command import CASE, Command
from positions.cli.headings import weight
from positions.cli.options import ACTOR, HEARING, SOURCE
from positions.cli.sources import asking
from positions.cli.words import colour, listed, speakers, stands
from positions.model.vocabulary import PositionKind
from positions.replay.answers import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.cli.asked import Asked
    from positions.model.vocabulary import Stance
    from positions.replay.derived import Contradiction

__all__ = ["CONTRADICTIONS"]


@frozen
class _Found:
    actor: str
    contradiction: Contradiction


def answer(asked: Asked) -> Answer:
    """Answer who contradicts itself, and where."""
    actors = asked.view.actors if asked.actor is None else (asked.actor,)
    found = [
        _Found(actor, each)
        for actor in actors
        for each in asked.view.contradictions(actor, policy=asked.policy, include=asked.heard)
    ]
    return Answer(
        found=bool(found),
        title=f"Who contradicts itself, {asked.clocks}",
        parts=tuple(_tables(asked, found)),
        nothing="Nobody on record does." if asked.actor is None else f"{asked.actor} does not.",
        data=[{"actor": each.actor, **each.contradiction.to_dict()} for each in found],
        columns=("actor", "claim", "stance", "statements", "other", "held", "steps", "others"),
        records=tuple(map(_record, found)),
    )


def _tables(asked: Asked, found: list[_Found]) -> Iterator[Table]:
    columns = ("holds", "on the words of", "and holds", "on the words of", "although")
    for actor in sorted({each.actor for each in found}, key=lambda each: weight(asked.view, each)):
        rows = (_row(asked, each.contradiction) for each in found if each.actor == actor)
        yield Table.of(actor, columns, rows)


def _row(asked: Asked, found: Contradiction) -> tuple[str | Cell, ...]:
    other = found.derivation
    return (
        _holding(asked, found.claim, found.stance),
        speakers(found.statements),
        _holding(asked, other.source, other.held),
        speakers(other.statements),
        listed(f"{step.source} {step.relation} {step.target}" for step in other.steps),
    )


def _holding(asked: Asked, claim: str, stance: Stance) -> Cell:
    standing = Standing(PositionKind(stance))
    return Cell(f"{claim}: {stands(standing, asked.view.claim(claim).kind)}", colour(standing))


def _record(found: _Found) -> tuple[str, ...]:
    each = found.contradiction
    return (
        found.actor,
        each.claim,
        str(each.stance),
        "; ".join(statement.id for statement in each.statements),
        each.derivation.source,
        str(each.derivation.held),
        "; ".join(map(str, each.derivation.steps)),
        "; ".join(statement.id for statement in each.derivation.statements),
    )


CONTRADICTIONS = Command(
    name="contradictions",
    summary="positions of one actor that cannot both be held",
    about="""\
List pairs of positions of one actor of which one excludes the other, by the relations between the
claims. It ends with 1 where nobody contradicts itself: then the answer is no.""",
    examples=(
        (
            "Did the United States contradict itself?",
            f"{CASE} --actor united-states",
        ),
        (
            "Does anybody, private words included?",
            f"{CASE} --include private",
        ),
    ),
    options=(*SOURCE, ACTOR, *HEARING),
    run=asking(answer),
)
