"""A row: one statement as it reads for a while, and what an answer needs of it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from positions.model.vocabulary import (
    Act,
    Authenticity,
    Capacity,
    GroundRule,
    Mode,
    PositionKind,
    Visibility,
)
from positions.replay.dossier import first_publication
from positions.replay.index.outcomes import NOBODY, outcome_of
from positions.replay.rollup import counts_for_speaker_alone
from positions.replay.standing import OF_ACT
from positions.replay.weighing import TIER_OF_MODE, Tier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.model.claims.report import Report
    from positions.model.claims.statement import Statement

__all__ = [
    "ALONE",
    "BACKGROUND",
    "HIDDEN",
    "MUTE",
    "PERHAPS",
    "READINGS",
    "ROLED",
    "SPECIAL",
    "UTTERED",
    "Row",
    "rows_of",
]


SPECIAL = 1
"""Only the reference fold knows what it does: it is tied to others, withdraws, is disputed, or was
said on another's behalf."""
READINGS = 2
"""Reports read otherwise than the whole evidence, which matters under `known_by`."""
HIDDEN = 4
"""It was not said in public."""
ALONE = 8
"""It binds nobody but its speaker."""
BACKGROUND = 16
"""It was said on background, and weighs less for whoever did not speak it."""
UTTERED = 32
"""It names its utterance, which matters where two ids are one speaker."""
MUTE = 64
"""It is never in, or leads to nothing: a row only because it is on record."""
ROLED = 128
"""It was said in a role, which may settle for whom it counts."""
PERHAPS = 256
"""It counts perhaps for whom it is found under: set where rows are found under bodies."""
_MUTE_TIER = 7


class Row(NamedTuple):
    """One statement as it read from one event on, for the actor who spoke it.

    Times are microseconds since 1970-01-01T00:00Z, half-open, as recorded: a row that the known
    order may narrow is special.

    Attributes:
        tier: Where it weighs in for its speaker; below all where it never does.
        start: From when it can have been said.
        stop: Until when.
        disclosed: From when it can have been public.
        public: By when it certainly was.
        first: The place in the log at which the statement was first recorded: its name here.
        begin: The place of the event since which it reads so.
        outcome: The kinds of position that it leads to, as bits.
        flags: The rest, as bits; see `SPECIAL` and the others.
    """

    tier: int
    start: int
    stop: int
    disclosed: int
    public: int
    first: int
    begin: int
    outcome: int
    flags: int


def rows_of(
    statement: Statement, reports: tuple[Report, ...], first: int, begin: int, *, tied: bool
) -> Iterator[tuple[str, Row]]:
    """Yield the rows of a statement that stands, each with the actor under whom it is found."""
    tier, outcome, flags = _read(
        statement.act,
        statement.mode,
        statement.stances,
        statement.authenticity,
        statement.visibility,
        statement.ground_rule,
        statement.capacity,
    )
    said = statement.said
    dated = first_publication(reports) if reports else None
    if dated is None:
        dated = said.start, said.stop
    if reports and any(report.stances for report in reports):
        flags |= READINGS
    if statement.utterance is not None:
        flags |= UTTERED
    if statement.role is not None:
        flags |= ROLED
    if tied or statement.principal != statement.by:
        flags |= SPECIAL
    row = Row(tier, said.start, said.stop, *dated, first, begin, outcome, flags)
    yield statement.by, row
    if statement.principal != statement.by:
        yield statement.principal, row


@lru_cache(maxsize=4096)
def _read(  # noqa: PLR0917 - cached by all that it reads
    act: Act,
    mode: Mode,
    stances: tuple[str, ...],
    authenticity: Authenticity,
    visibility: Visibility,
    ground_rule: GroundRule,
    capacity: Capacity,
) -> tuple[int, int, int]:
    """Return tier, outcome and flags of such words."""
    if authenticity is Authenticity.FABRICATED:
        return _MUTE_TIER, NOBODY, MUTE
    flags = 0
    if act is Act.RETRACT or authenticity is Authenticity.DISPUTED:
        flags |= SPECIAL
    if visibility is not Visibility.PUBLIC:
        flags |= HIDDEN
    if counts_for_speaker_alone(capacity, ground_rule):
        flags |= ALONE
    if act is Act.RETRACT:  # of the tier of what it withdraws, whatever that is: looked at first
        return int(Tier.FIRST), outcome_of([PositionKind.RETRACTED]), flags
    if ground_rule is GroundRule.ON_BACKGROUND:
        flags |= BACKGROUND
    if not stances:
        kind = OF_ACT.get(act)
        if kind is None:
            return _MUTE_TIER, NOBODY, MUTE
        return int(Tier.EMPTY), outcome_of([kind]), flags
    tier = TIER_OF_MODE[mode]
    if tier is Tier.CONDITIONAL:
        return int(tier), outcome_of([PositionKind.CONDITIONAL]), flags
    return int(tier), outcome_of(map(PositionKind, stances)), flags
