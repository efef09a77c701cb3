"""What replay answers in: kinds of position and of shift, policies, reasons of exclusion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.model.vocabulary.stances import Stance
from positions.model.vocabulary.word import Word

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Policy", "PositionKind", "Reason", "ShiftKind"]


class PositionKind(Word):
    """Where an actor stands: the stance held, or the want of one."""

    AFFIRMED = "affirmed"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNCOMMITTED = "uncommitted"
    WITHHELD = "withheld"
    DOUBTFUL = "doubtful"
    IMPROBABLE = "improbable"
    DENIED = "denied"
    CONDITIONAL = "conditional"
    DISMISSED = "dismissed"
    DEFERRED = "deferred"
    DECLINED = "declined"
    SILENT = "silent"
    RETRACTED = "retracted"
    DIVIDED = "divided"
    UNSETTLED = "unsettled"
    NO_RECORD = "no_record"

    @property
    def stance(self) -> Stance | None:
        """The stance of that name, or `None` where the kind is no stance."""
        return _STANCE_OF_KIND.get(self)

    @property
    def is_commitment(self) -> bool:
        """Whether somebody who stands so is committed: a stance, or a conditional one."""
        return self in _STANCE_OF_KIND or self is PositionKind.CONDITIONAL


_STANCE_OF_KIND: Mapping[PositionKind, Stance] = {
    PositionKind(stance.value): stance for stance in Stance
}


class ShiftKind(Word):
    """The kind of change from one commitment to the next."""

    INITIAL = "initial"
    REAFFIRMATION = "reaffirmation"
    HARDENING = "hardening"
    SOFTENING = "softening"
    WALK_BACK = "walk_back"
    REVERSAL = "reversal"
    RETRACTION = "retraction"


class Policy(Word):
    """How a body's many voices become one position."""

    LATEST = "latest"
    MOST_SENIOR = "most_senior"
    UNANIMOUS = "unanimous"


class Reason(Word):
    """Why a statement of a voice was left out of an answer.

    Listed in the order in which they are looked for: a statement is given the first that holds.
    """

    NOT_PUBLIC = "not_public"
    NOT_DISCLOSED = "not_disclosed"
    FABRICATED = "fabricated"
    PERSONAL = "personal"
    OFF_RECORD = "off_record"
    DEEP_BACKGROUND = "deep_background"
    FOR_ANOTHER = "for_another"
    NO_MANDATE = "no_mandate"
    ONE_UTTERANCE = "one_utterance"
    NO_OUTCOME = "no_outcome"
    NOT_SENIOR = "not_senior"
    LOWER_TIER = "lower_tier"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
