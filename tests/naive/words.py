"""A statement as one question reads it: R1 (inclusion), R5 (its tier) and R13 (renderings)."""

from enum import IntEnum

from attrs import frozen

from positions.model.claims.statement import Statement
from positions.model.ids import StatementRef
from positions.model.vocabulary import (
    Act,
    Authenticity,
    GroundRule,
    Mode,
    Rendering,
    Stance,
    Visibility,
)
from positions.model.when import Truth
from tests.naive.order import Order, Span
from tests.naive.record import Entry, Known
from tests.naive.voices import Counting

__all__ = ["Cut", "Tier", "Word", "inclusion", "words_on"]

_AUTHENTIC = {
    Authenticity.GENUINE: Truth.YES,
    Authenticity.DISPUTED: Truth.MAYBE,
    Authenticity.FABRICATED: Truth.NO,
}


@frozen(kw_only=True)
class Cut:
    """The clocks of a question, exclusive ends in microseconds, and what it is to include.

    The third clock, `recorded_by`, has done its work before: it says what is `Known`.
    """

    as_of: int | None = None
    known_by: int | None = None
    include: frozenset[str] = frozenset()


class Tier(IntEnum):
    """What is listened to first; the least comes first."""

    FIRST = 1
    BACKGROUND = 2
    IMPLIED = 3
    CONDITIONAL = 4
    NO_COMMITMENT = 5
    NO_OUTCOME = 6


@frozen(kw_only=True, eq=False)
class Word:
    """A statement that is or may be in.

    Attributes:
        ref: Its full name.
        statement: As it is on record.
        speaker: The one name of its speaker.
        stances: What it may commit its speaker to, as the reports of the time read.
        included: Whether it is in: `YES` or `MAYBE`.
        tier: When it is listened to.
        before: The statements that it is known to follow.
        time: When it was said, narrowed by the known order.
        stop: The end of that time, clipped to the end of the cut.
    """

    ref: StatementRef
    statement: Statement
    speaker: str
    stances: tuple[Stance, ...]
    included: Truth
    tier: Tier
    before: frozenset[StatementRef]
    time: Span
    stop: int

    @property
    def is_retraction(self) -> bool:
        """Whether it withdraws and puts nothing in its place."""
        return self.statement.act is Act.RETRACT

    def withdraws(self, other: "Word") -> bool:
        """Say whether this retraction sets *other* aside."""
        if self.statement.retracts is not None:
            return self.statement.retracts == other.statement.id
        return self.speaker == other.speaker


def words_on(
    known: Known, order: Order, claim: str, actor: str, cut: Cut, *, counting: Counting
) -> list[Word]:
    """Return the statements on *claim* that are or may be in, as said for *actor*."""
    words = []
    for ref, entry in known.entries.items():
        time = order.times[ref]
        included = inclusion(entry, time, cut, counting) if ref.claim == claim else Truth.NO
        if included is not Truth.NO:
            stop = time[1] if cut.as_of is None else min(time[1], cut.as_of)
            word = Word(
                ref=ref,
                statement=entry.statement,
                speaker=known.who(entry.statement.by),
                stances=_reading(entry, cut),
                included=included,
                tier=_tier(known, entry.statement, known.who(actor)),
                before=order.before[ref],
                time=time,
                stop=stop,
            )
            words.append(word)
    return words


def inclusion(entry: Entry, time: Span, cut: Cut, counting: Counting) -> Truth:
    """R1: said, disclosed, attributable, authentic, and meant to be heard."""
    statement = entry.statement
    if statement.visibility is not Visibility.PUBLIC and statement.visibility not in cut.include:
        return Truth.NO
    said = _by(time, cut.as_of)
    authentic = _AUTHENTIC[statement.authenticity]
    return said & _disclosed(entry, time, cut) & authentic & counting(statement, time)


def _by(time: Span, end: int | None) -> Truth:
    start, stop = time
    if end is None or stop <= end:
        return Truth.YES
    return Truth.NO if start >= end else Truth.MAYBE


def _disclosed(entry: Entry, time: Span, cut: Cut) -> Truth:
    dated = [report.published for report in entry.reports if report.published is not None]
    if cut.known_by is None:
        return Truth.YES
    if dated:
        first = min(each.start for each in dated), min(each.stop for each in dated)
        return _by(first, cut.known_by)
    said = _by(time, cut.known_by)
    return said if entry.statement.visibility is Visibility.PUBLIC else said & Truth.MAYBE


def _reading(entry: Entry, cut: Cut) -> tuple[Stance, ...]:
    """R13: what the best of the reports that are certainly disclosed by the cut say."""
    stances = entry.statement.stances
    if cut.known_by is None or not stances:
        return stances
    told = [
        report
        for report in entry.reports
        if report.stances
        and report.published is not None
        and report.published.by(cut.known_by) is Truth.YES
    ]
    for rendering in Rendering:
        of_it = [report for report in told if report.rendering is rendering]
        if of_it:
            return tuple({stance for report in of_it for stance in report.stances})
    return stances


def _tier(
    known: Known, statement: Statement, actor: str, seen: frozenset[str] = frozenset()
) -> Tier:
    """R5: when *statement* is listened to, where *actor* is asked about."""
    in_background = (
        statement.ground_rule is GroundRule.ON_BACKGROUND and known.who(statement.by) != actor
    )
    first = Tier.BACKGROUND if in_background else Tier.FIRST
    if statement.act is Act.RETRACT:
        named = known.entries.get(StatementRef(statement.claim, statement.retracts or ""))
        if named is None or named.statement.id in seen:
            return first
        tier = _tier(known, named.statement, actor, seen | {statement.id})
        return first if tier is Tier.NO_OUTCOME else tier
    if not statement.stances:
        silent = statement.act is Act.RAISE_CONCERN
        return Tier.NO_OUTCOME if silent else Tier.NO_COMMITMENT
    if statement.mode is Mode.IMPLIED:
        return Tier.IMPLIED
    return Tier.CONDITIONAL if statement.mode is Mode.CONDITIONAL else first
