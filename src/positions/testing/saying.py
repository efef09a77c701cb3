"""Somebody says something, and it is put on record with what it is tied to."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, assert_never

from attrs import evolve

from positions.model.claims.events import StatementRecorded
from positions.model.claims.statement import Statement
from positions.model.vocabulary import Act
from positions.testing import pools
from positions.testing.shapes import MANNERS, SHAPES, TIES, Fields, Tie

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from positions.model.claims.report import Report
    from positions.model.when import When
    from positions.testing.desk import Desk

__all__ = ["say", "say_from"]

_UNTIED: Fields = {"utterance": None, "seq": None, "follows": (), "retracts": None}
_UTTERANCES = ("u", "v")
_COLLEAGUES = {"p1": "p2", "p2": "p1", "post": "body", "body": "post"}
_PLACES = (None, None, None, None, 1, 2, 3)


def say(dice: Random, desk: Desk) -> bool:
    """Put a statement on record, and say whether there was room for it.

    It may follow, withdraw or continue one that stands. Where its time does not fit, it takes a
    later one, and where that does not help, it is tied to nothing.
    """
    fields = _fields(dice, dice.choice(pools.SAID))
    standing = desk.standing()
    fields |= _tied(dice, _tie(dice, fields), standing)
    fields |= _withdrawing(dice, fields, standing)
    later = (fields | {"said": said} for said in pools.LATE)
    return _record(dice, desk, (fields, *later, fields | _UNTIED))


def say_from(dice: Random, desk: Desk, times: Sequence[When], late: When) -> bool:
    """Put a statement on record that is said at one of *times*, and makes nothing older later.

    Args:
        dice: What decides.
        desk: Where it is recorded, if there is room for it.
        times: When it may have been said, the plainest first.
        late: A time that begins no earlier, and never ends.
    """
    fields = _fields(dice, dice.choice(times))
    standing = desk.standing()
    if dice.choice(TIES) is Tie.FOLLOWS:
        fields |= _following(dice, standing)
    fields |= _withdrawing(dice, fields, standing)
    return _record(dice, desk, (fields, fields | {"said": late}))


def _fields(dice: Random, said: When) -> Fields:
    claim, by = dice.choice(pools.CELLS)
    return {
        "claim": claim,
        "by": by,
        "said": said,
        **dice.choice(SHAPES),
        **dice.choice(MANNERS),
    }


def _record(dice: Random, desk: Desk, attempts: Sequence[Fields]) -> bool:
    """Record the first of *attempts* that fits; the last of them always does."""
    reports = dice.choice(pools.REPORTS)
    if not desk.room:
        return False
    desk.room -= 1
    return any(desk.write(f["claim"], _event(desk, f, reports)) for f in attempts)


def _event(desk: Desk, fields: Fields, reports: Sequence[Report]) -> StatementRecorded:
    name = ascii_lowercase[len(desk.claims[fields["claim"]].entries)]
    statement = Statement(id=name, **fields)
    return StatementRecorded(statement=statement, reports=_fitting(reports, statement))


def _fitting(reports: Sequence[Report], statement: Statement) -> tuple[Report, ...]:
    """Return *reports*, without stances of their own where the words have none."""
    if statement.stances:
        return tuple(reports)
    return tuple(evolve(report, stances=()) for report in reports)


def _tie(dice: Random, fields: Fields) -> Tie:
    """Return how it is tied: what corrects, for one, corrects what was said just before."""
    tie = dice.choice(TIES)
    return Tie.AGAIN if tie is Tie.NONE and fields["act"] is Act.CORRECT else tie


def _tied(dice: Random, tie: Tie, standing: Sequence[Statement]) -> Fields:
    match tie:
        case Tie.NONE:
            return {}
        case Tie.CHANGE | Tie.COLLEAGUE:
            return _on_the_same(dice, tie, standing)
        case Tie.FOLLOWS:
            return _following(dice, standing)
        case Tie.AGAIN | Tie.UTTERANCE:
            return _in_utterance(dice, tie, standing)
        case _:
            assert_never(tie)


def _on_the_same(dice: Random, tie: Tie, standing: Sequence[Statement]) -> Fields:
    if not standing:
        return {}
    other = dice.choice(standing)
    by = other.by if tie is Tie.CHANGE else _COLLEAGUES.get(other.by, other.by)
    return {"claim": other.claim, "by": by}


def _in_utterance(dice: Random, tie: Tie, standing: Sequence[Statement]) -> Fields:
    spoken = [each for each in standing if each.utterance is not None]
    if tie is Tie.AGAIN and spoken:
        other = dice.choice(spoken)
        occasion = {"claim": other.claim, "by": other.by, "said": other.said}
        return {"utterance": other.utterance, "seq": dice.choice(_PLACES), **occasion}
    utterance = dice.choice(_UTTERANCES)
    times = [{"said": each.said} for each in spoken if each.utterance == utterance]
    return {"utterance": utterance, "seq": dice.choice(_PLACES), **(times or [{}])[0]}


def _following(dice: Random, standing: Sequence[Statement]) -> Fields:
    return {"follows": (dice.choice(standing).ref,)} if standing else {}


def _withdrawing(dice: Random, fields: Fields, standing: Sequence[Statement]) -> Fields:
    """Return what makes a retraction one of something that stands, if anything does."""
    if fields["act"] is not Act.RETRACT:
        return {}
    if not standing:
        return {"retracts": None}
    other = dice.choice(standing)
    if "retracts" in fields:
        return {"claim": other.claim, "retracts": other.id}
    return {"claim": other.claim, "by": other.by}
