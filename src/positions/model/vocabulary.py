"""The words of the field, as string enumerations, and which of them go together.

The stances are FactBank's factuality values (Saurí & Pustejovsky 2009), always relative to the
speaker. Members compare equal to their names: `Stance.DENIED == "denied"`.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "CODES",
    "EMPTY_ACTS",
    "IMPLIED",
    "NEGATIVE",
    "POSITIVE",
    "SCORES",
    "STANCE_REQUIRED",
    "ZERO",
    "Act",
    "ActorKind",
    "Authenticity",
    "Capacity",
    "ClaimKind",
    "GroundRule",
    "Mode",
    "Policy",
    "PositionKind",
    "Reason",
    "Relation",
    "Rendering",
    "ShiftKind",
    "Stance",
    "Verdict",
    "Visibility",
    "stances_of",
]


class Stance(StrEnum):
    """The commitment that a speaker expressed on a claim."""

    AFFIRMED = "affirmed"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNCOMMITTED = "uncommitted"
    WITHHELD = "withheld"
    DOUBTFUL = "doubtful"
    IMPROBABLE = "improbable"
    DENIED = "denied"


SCORES: Mapping[Stance, int] = MappingProxyType(
    dict(zip(Stance, (3, 2, 1, 0, 0, -1, -2, -3), strict=True))
)
"""The score of each stance, from +3 (affirmed) to -3 (denied)."""

CODES: Mapping[Stance, str] = MappingProxyType(
    dict(zip(Stance, ("CT+", "PR+", "PS+", "Uu", "CTu", "PS-", "PR-", "CT-"), strict=True))
)
"""FactBank's code of each stance; `CTu`, for *withheld*, is ours."""

POSITIVE = frozenset(stance for stance in Stance if SCORES[stance] > 0)
ZERO = frozenset(stance for stance in Stance if SCORES[stance] == 0)
NEGATIVE = frozenset(stance for stance in Stance if SCORES[stance] < 0)


class Act(StrEnum):
    """The kind of speech act by which a statement was made."""

    ASSERT = "assert"
    CONFIRM = "confirm"
    SUPPORT = "support"
    ACCUSE = "accuse"
    CALL_FOR = "call_for"
    DECLARE_CLOSED = "declare_closed"
    DENY = "deny"
    REJECT = "reject"
    OPPOSE = "oppose"
    ACKNOWLEDGE_REPORTS = "acknowledge_reports"
    DECLINE_TO_CONFIRM = "decline_to_confirm"
    DENY_KNOWLEDGE = "deny_knowledge"
    ABSTAIN = "abstain"
    NEITHER_CONFIRM_NOR_DENY = "neither_confirm_nor_deny"
    HEDGE = "hedge"
    INFORM = "inform"
    CORRECT = "correct"
    RAISE_CONCERN = "raise_concern"
    REFER = "refer"
    DECLINE_COMMENT = "decline_comment"
    NO_RESPONSE = "no_response"
    DISMISS = "dismiss"
    RETRACT = "retract"


_ANY = frozenset(Stance)
_NONE: frozenset[Stance] = frozenset()

_GOES_WITH: Mapping[Act, frozenset[Stance]] = {
    Act.ASSERT: _ANY,
    Act.CONFIRM: POSITIVE,
    Act.SUPPORT: POSITIVE,
    Act.ACCUSE: POSITIVE,
    Act.CALL_FOR: POSITIVE,
    Act.DECLARE_CLOSED: POSITIVE,
    Act.DENY: NEGATIVE,
    Act.REJECT: NEGATIVE,
    Act.OPPOSE: NEGATIVE,
    Act.ACKNOWLEDGE_REPORTS: ZERO,
    Act.DECLINE_TO_CONFIRM: ZERO,
    Act.DENY_KNOWLEDGE: ZERO,
    Act.ABSTAIN: ZERO,
    Act.NEITHER_CONFIRM_NOR_DENY: ZERO,
    Act.HEDGE: _ANY,
    Act.INFORM: _ANY,
    Act.CORRECT: _ANY,
    Act.RAISE_CONCERN: _ANY,
    Act.REFER: _NONE,
    Act.DECLINE_COMMENT: _NONE,
    Act.NO_RESPONSE: _NONE,
    Act.DISMISS: _NONE,
    Act.RETRACT: _NONE,
}

IMPLIED: Mapping[Act, Stance] = MappingProxyType(
    {
        Act.ASSERT: Stance.AFFIRMED,
        Act.CONFIRM: Stance.AFFIRMED,
        Act.SUPPORT: Stance.AFFIRMED,
        Act.ACCUSE: Stance.AFFIRMED,
        Act.CALL_FOR: Stance.AFFIRMED,
        Act.DECLARE_CLOSED: Stance.AFFIRMED,
        Act.DENY: Stance.DENIED,
        Act.REJECT: Stance.DENIED,
        Act.OPPOSE: Stance.DENIED,
        Act.ACKNOWLEDGE_REPORTS: Stance.UNCOMMITTED,
        Act.DECLINE_TO_CONFIRM: Stance.UNCOMMITTED,
        Act.DENY_KNOWLEDGE: Stance.UNCOMMITTED,
        Act.ABSTAIN: Stance.UNCOMMITTED,
        Act.NEITHER_CONFIRM_NOR_DENY: Stance.WITHHELD,
        Act.HEDGE: Stance.UNCOMMITTED,
    }
)
"""The stance that an act implies where none is given."""

STANCE_REQUIRED = frozenset({Act.INFORM, Act.CORRECT})
"""The acts that say nothing until their stance is given."""

EMPTY_ACTS = frozenset(act for act, stances in _GOES_WITH.items() if not stances)
"""The acts that commit nobody to a stance."""


def stances_of(act: Act) -> frozenset[Stance]:
    """Return the stances that *act* goes with; empty where it commits nobody."""
    return _GOES_WITH[act]


class Mode(StrEnum):
    """How the commitment was expressed."""

    EXPLICIT = "explicit"
    PRESUPPOSED = "presupposed"
    IMPLIED = "implied"
    CONDITIONAL = "conditional"


class Visibility(StrEnum):
    """Before whom the words were spoken."""

    PUBLIC = "public"
    PRIVATE = "private"
    LEAKED = "leaked"


class GroundRule(StrEnum):
    """Under which rule of attribution the words were spoken."""

    ON_RECORD = "on_record"
    ON_BACKGROUND = "on_background"
    DEEP_BACKGROUND = "deep_background"
    OFF_RECORD = "off_record"
    UNKNOWN = "unknown"


class Capacity(StrEnum):
    """In which capacity the speaker spoke."""

    OFFICIAL = "official"
    PERSONAL = "personal"


class Authenticity(StrEnum):
    """Whether the words were truly spoken, as far as is known."""

    GENUINE = "genuine"
    DISPUTED = "disputed"
    FABRICATED = "fabricated"


class Rendering(StrEnum):
    """How faithfully a report gives the words; the best comes first."""

    VERBATIM = "verbatim"
    TRANSLATED = "translated"
    PARAPHRASE = "paraphrase"


class ActorKind(StrEnum):
    """What an actor is."""

    PERSON = "person"
    POST = "post"
    BODY = "body"
    PARTY = "party"
    GOVERNMENT = "government"
    STATE = "state"
    UNIDENTIFIED = "unidentified"


class ClaimKind(StrEnum):
    """What sort of proposition a claim is."""

    FACT = "fact"
    LEGAL = "legal"
    EVALUATION = "evaluation"
    PROPOSAL = "proposal"
    SPEECH = "speech"


class Relation(StrEnum):
    """How one claim bears on another; a narrower claim entails its broader one."""

    ENTAILS = "entails"
    PRESUPPOSES = "presupposes"
    CONTRADICTS = "contradicts"
    EQUIVALENT = "equivalent"


class Verdict(StrEnum):
    """What a judgement of identity finds."""

    SAME = "same"
    DIFFERENT = "different"


class PositionKind(StrEnum):
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


class ShiftKind(StrEnum):
    """The kind of change from one commitment to the next."""

    INITIAL = "initial"
    REAFFIRMATION = "reaffirmation"
    HARDENING = "hardening"
    SOFTENING = "softening"
    WALK_BACK = "walk_back"
    REVERSAL = "reversal"
    RETRACTION = "retraction"


class Policy(StrEnum):
    """How a body's many voices become one position."""

    LATEST = "latest"
    MOST_SENIOR = "most_senior"
    UNANIMOUS = "unanimous"


class Reason(StrEnum):
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
