"""What is in at a cut, for one actor (R1), and how it reads (R13)."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from attrs import frozen

from positions.model.vocabulary import (
    Act,
    Authenticity,
    Capacity,
    GroundRule,
    Mode,
    Reason,
    Rendering,
    Stance,
    Visibility,
)
from positions.model.when import OPEN_FUTURE, Truth
from positions.replay.rollup import Speech, attribution, counts_for_speaker_alone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from positions.model.claims.statement import Statement
    from positions.replay.dossier import Dossier, Item
    from positions.replay.roster import Roster

__all__ = ["TIER_OF_MODE", "Asked", "Cut", "Tier", "Word", "reason_left_out", "weigh"]


@frozen(slots=False)  # made for every view, and sooner so
class Cut:
    """The ends of a question's clocks, exclusive, in microseconds; `OPEN_FUTURE` for no limit.

    Attributes:
        as_of: The end for when the words were spoken.
        known_by: The end for when they became public; `None` asks for the curator's coding.
    """

    as_of: int = OPEN_FUTURE
    known_by: int | None = None


@frozen
class Asked:
    """Whose position is asked for: the class of an actor, and what besides public words is in."""

    actor: str
    include: frozenset[Visibility]


class Tier(IntEnum):
    """How much a statement weighs beside others (R5); the first decides."""

    FIRST = 1
    BACKGROUND = 2
    IMPLIED = 3
    CONDITIONAL = 4
    EMPTY = 5


@frozen(eq=False)
class Word:
    """A statement that is in at a cut, as it is weighed for one actor.

    Attributes:
        item: The statement, and all that is on record of it.
        sure: Whether it is certainly in; else it may be.
        stances: What it commits its speaker to, as the reports then disclosed read.
        tier: Where it weighs in; `None` where it has no outcome at all.
    """

    item: Item
    sure: bool
    stances: tuple[Stance, ...]
    tier: Tier | None

    @property
    def start(self) -> int:
        """From when it can have been said, as the known order leaves it."""
        return self.item.start

    @property
    def stop(self) -> int:
        """Until when, exclusive."""
        return self.item.stop

    @property
    def statement(self) -> Statement:
        """The statement as it is on record."""
        return self.item.statement


def weigh(
    dossier: Dossier, roster: Roster, asked: Asked, cut: Cut, through: str | None = None
) -> list[Word]:
    """Return the words that are in, ordered by id.

    With *through*, only those that count for the body through that actor directly below it; the
    body itself stands for what it says itself.
    """
    words: list[Word] = []
    for item in _candidates(dossier, roster, asked.actor):
        truth = _inclusion(item, roster, asked, cut, through)
        if truth is not Truth.NO:
            words.append(
                Word(
                    item,
                    truth is Truth.YES,
                    _stances(item, cut.known_by),
                    _tier(item, dossier, asked.actor),
                )
            )
    return words


def _candidates(dossier: Dossier, roster: Roster, actor: str) -> Iterable[Item]:
    """Return the statements whose speaker or principal may ever be a voice of *actor*."""
    found = {
        item.statement.id: item
        for voice in roster.voices(actor)
        for item in dossier.by_actor.get(voice, ())
    }
    return [item for _, item in sorted(found.items())]


def _inclusion(item: Item, roster: Roster, asked: Asked, cut: Cut, through: str | None) -> Truth:
    statement = item.statement
    if not _heard(statement, asked):
        return Truth.NO
    truth = item.said(cut.as_of) & _AUTHENTIC[statement.authenticity]
    if cut.known_by is not None and truth is not Truth.NO:
        truth &= item.disclosed(cut.known_by)
    if truth is not Truth.NO:
        truth &= _attributable(item, roster, asked.actor, through)
    return truth


_AUTHENTIC = {
    Authenticity.GENUINE: Truth.YES,
    Authenticity.DISPUTED: Truth.MAYBE,
    Authenticity.FABRICATED: Truth.NO,
}


def _heard(statement: Statement, asked: Asked) -> bool:
    return statement.visibility is Visibility.PUBLIC or statement.visibility in asked.include


def _attributable(item: Item, roster: Roster, actor: str, through: str | None) -> Truth:
    if item.speaker == actor and through in (None, actor):
        return Truth.YES
    if counts_for_speaker_alone(item.statement.capacity, item.statement.ground_rule):
        return Truth.NO
    if through == actor:
        return Truth.of(item.principal == actor)
    speech = Speech(item.speaker, item.principal, item.statement.role, item.start, item.stop)
    return attribution(roster, speech, actor, through)


def _stances(item: Item, known_by: int | None) -> tuple[Stance, ...]:
    """Return what the words say, as the reports certainly disclosed by then read (R13)."""
    if known_by is None or not item.statement.stances:
        return item.statement.stances
    readings = [
        report
        for report in item.reports
        if report.stances
        and report.published is not None
        and report.published.by(known_by) is Truth.YES
    ]
    for rendering in Rendering:
        best = [
            stance for each in readings if each.rendering is rendering for stance in each.stances
        ]
        if best:
            return tuple(stance for stance in Stance if stance in best)
    return item.statement.stances


TIER_OF_MODE = {
    Mode.EXPLICIT: Tier.FIRST,
    Mode.PRESUPPOSED: Tier.FIRST,
    Mode.IMPLIED: Tier.IMPLIED,
    Mode.CONDITIONAL: Tier.CONDITIONAL,
}
"""Where a commitment weighs in that was made on the record (R5)."""


def _tier(item: Item, dossier: Dossier, actor: str, seen: tuple[str, ...] = ()) -> Tier | None:
    """Return the tier of a statement (R5); a `retract` is of the tier of what it names."""
    statement = item.statement
    if statement.act is Act.RETRACT:
        named = dossier.by_id.get(statement.retracts or "")
        if named is not None and statement.id not in seen:
            tier = _tier(named, dossier, actor, (*seen, statement.id))
            if tier is not None:
                return tier
        return _record_or_background(item, actor)
    if not statement.stances:
        return None if statement.act is Act.RAISE_CONCERN else Tier.EMPTY
    tier = TIER_OF_MODE[statement.mode]
    return _record_or_background(item, actor) if tier is Tier.FIRST else tier


def _record_or_background(item: Item, actor: str) -> Tier:
    background = item.statement.ground_rule is GroundRule.ON_BACKGROUND
    return Tier.BACKGROUND if background and item.speaker != actor else Tier.FIRST


def reason_left_out(item: Item, roster: Roster, asked: Asked, cut: Cut) -> Reason | None:
    """Return why a statement of a voice is not in; `None` where it was not spoken by the cut."""
    if item.said(cut.as_of) is Truth.NO:
        return None
    if not _heard(item.statement, asked):
        return Reason.NOT_PUBLIC
    if cut.known_by is not None and item.disclosed(cut.known_by) is Truth.NO:
        return Reason.NOT_DISCLOSED
    if item.statement.authenticity is Authenticity.FABRICATED:
        return Reason.FABRICATED
    return _reason_not_attributed(item, roster, asked.actor)


def _reason_not_attributed(item: Item, roster: Roster, actor: str) -> Reason:
    if item.statement.capacity is Capacity.PERSONAL:
        return Reason.PERSONAL
    if item.statement.ground_rule is GroundRule.OFF_RECORD:
        return Reason.OFF_RECORD
    if item.statement.ground_rule is GroundRule.DEEP_BACKGROUND:
        return Reason.DEEP_BACKGROUND
    if item.principal not in roster.voices(actor):
        return Reason.FOR_ANOTHER
    return Reason.NO_MANDATE
