"""Acts: kinds of speech act, and the stances that each goes with."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from positions.model.vocabulary.stances import NEGATIVE, POSITIVE, ZERO, Stance
from positions.model.vocabulary.word import Word

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["EMPTY_ACTS", "IMPLIED", "STANCE_REQUIRED", "Act", "stances_of"]


class Act(Word):
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
