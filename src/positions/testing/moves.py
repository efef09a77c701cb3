"""What a writer may do next at a desk.

Each move is carried out as far as it makes sense there: it chooses among what is on record, and
where there is nothing to choose from, it does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from attrs import evolve

from positions.errors import InvalidStatement
from positions.model.actors.actor import Name
from positions.model.actors.events import (
    IdentityJudged,
    IdentityWithdrawn,
    MandateAmended,
    MandateGiven,
    MandateVoided,
    NameAdded,
    NameVoided,
)
from positions.model.claims.events import (
    ClaimAmended,
    ClaimsRelated,
    RelationWithdrawn,
    ReportAdded,
    ReportVoided,
    StatementAmended,
    StatementVoided,
)
from positions.model.vocabulary import Verdict
from positions.testing import pools
from positions.testing.desk import Desk
from positions.testing.saying import say
from positions.testing.shapes import CHANGES, Fields
from positions.testing.values import judgement, mandate, relation, report

if TYPE_CHECKING:
    from positions.model.actors.mandate import Mandate
    from positions.model.claims.statement import Statement

__all__ = ["MOVES", "Move"]

Move: TypeAlias = Callable[[Random, Desk], object]
"""Something that a writer does at a desk, as a dice decides."""

_T = TypeVar("_T")


def amend(dice: Random, desk: Desk) -> None:
    """Correct a statement; where it cannot read so, note that it was looked at again."""
    standing = desk.standing()
    for statement in _some(dice, standing):
        any(
            desk.write(
                statement.claim,
                StatementAmended(id=_correction(desk), statement=amended, why="transcript"),
            )
            for amended in _readings(statement, _change(dice, standing))
        )


def _some(dice: Random, choices: Sequence[_T]) -> Sequence[_T]:
    """Return one of *choices*, if there is any."""
    return [dice.choice(choices)] if choices else []


def _change(dice: Random, standing: Sequence[Statement]) -> Fields:
    change = dice.choice(CHANGES)
    if "said" in change:
        return {"said": dice.choice(pools.SAID)}
    if change.get("follows"):
        return {"follows": (dice.choice(standing).ref,)}
    return change


def _readings(statement: Statement, change: Fields) -> Iterable[Statement]:
    with suppress(InvalidStatement):
        yield statement.evolve(**change)
    yield statement.evolve(note="looked at again")


def _correction(desk: Desk) -> str:
    return f"fix-{len(desk.log)}"


def void(dice: Random, desk: Desk) -> None:
    """Find that a statement was never made."""
    for statement in _some(dice, desk.standing()):
        desk.write(statement.claim, StatementVoided(statement=statement.id, why="never said"))


def add_report(dice: Random, desk: Desk) -> None:
    """Add another report of a statement."""
    for statement in _some(dice, desk.standing()):
        found = report(dice)
        fitting = found if statement.stances else evolve(found, stances=())
        desk.write(statement.claim, ReportAdded(statement=statement.id, report=fitting))


def void_report(dice: Random, desk: Desk) -> None:
    """Void a report; where there is none yet, one that is added first."""
    if not _reported(desk):
        add_report(dice, desk)
    for statement, id in _some(dice, _reported(desk)):
        desk.write(statement.claim, ReportVoided(statement=statement.id, report=id))


def _reported(desk: Desk) -> Sequence[tuple[Statement, str]]:
    return [
        (statement, report.id)
        for statement in desk.standing()
        for report in desk.claims[statement.claim].entries[statement.id].standing_reports
    ]


def reword(dice: Random, desk: Desk) -> None:
    """Correct how a claim is worded."""
    claim = dice.choice(pools.CLAIMS)
    text = dice.choice(("The visit was made", "The visit is said to have been made"))
    desk.write(claim.id, ClaimAmended(id=_correction(desk), claim=evolve(claim, text=text)))


def relate(dice: Random, desk: Desk) -> None:
    """Find that a relation holds; at times, at once that it does not after all."""
    found = relation(dice)
    desk.write(found.claim, ClaimsRelated(id=found.id, relation=found))
    if _rarely(dice):
        desk.write(found.claim, RelationWithdrawn(relation=found.id))


def name(dice: Random, desk: Desk) -> None:
    """Add a name; at times, find at once that nobody goes by it."""
    actor, added = dice.choice(pools.ACTORS).id, Name(text=dice.choice(("Kirby", "Кирби")))
    desk.write(actor, NameAdded(name=added))
    if _rarely(dice):
        desk.write(actor, NameVoided(name=added))


def give(dice: Random, desk: Desk) -> None:
    """Put another mandate on record."""
    given = mandate(dice)
    desk.write(given.by, MandateGiven(id=given.id, mandate=given))


def amend_mandate(dice: Random, desk: Desk) -> None:
    """Correct the role, rank and period of a mandate."""
    for target, now in _some(dice, _grants(desk)):
        begins, ends = dice.choice(pools.PERIODS)
        role, rank = dice.choice(pools.POSTS)
        amended = evolve(now, role=role, rank=rank, begins=begins, ends=ends)
        event = MandateAmended(id=_correction(desk), target=target, mandate=amended)
        desk.write(now.by, event)


def void_mandate(dice: Random, desk: Desk) -> None:
    """Find that there was no such mandate."""
    for target, now in _some(dice, _grants(desk)):
        desk.write(now.by, MandateVoided(mandate=target, why="another of that name"))


def _grants(desk: Desk) -> Sequence[tuple[str, Mandate]]:
    """Return the mandates that stand, with their ids."""
    return [
        (id, grant.now)
        for actor in desk.actors.values()
        for id, grant in sorted(actor.grants.items())
        if grant.now is not None
    ]


def judge(dice: Random, desk: Desk) -> None:
    """Judge that actors are the same, or different; at times, withdraw or contest that at once."""
    found, after = judgement(dice), dice.randrange(4)
    first = found.actors[0]
    desk.write(first, IdentityJudged(id=found.id, judgement=found))
    if after == _WITHDRAW:
        desk.write(first, IdentityWithdrawn(judgement=found.id))
    elif after == _CONTEST:
        verdict = Verdict.DIFFERENT if found.verdict is Verdict.SAME else Verdict.SAME
        against = evolve(found, verdict=verdict, by="another")
        desk.write(first, IdentityJudged(id=against.id, judgement=against))


_CONTEST, _WITHDRAW = 2, 3


def _rarely(dice: Random) -> bool:
    return dice.randrange(4) == _WITHDRAW


MOVES: tuple[Move, ...] = (
    *(say,) * 24,
    *(amend,) * 5,
    *(add_report,) * 2,
    *(judge,) * 3,
    *(relate,) * 4,
    *(void, void_report, reword, name, give, amend_mandate, void_mandate),
)
"""What a writer does next: most often, record another statement."""
