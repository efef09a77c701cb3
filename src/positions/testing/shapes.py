"""What a drawn statement can say, in which manner, and how it is tied to earlier ones.

Each pool begins with its plainest member; how often a member is listed is how often it is drawn.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, TypeAlias

from positions.model.claims.statement import Question
from positions.model.vocabulary import (
    Act,
    Authenticity,
    Capacity,
    GroundRule,
    Mode,
    Stance,
    Visibility,
)

__all__ = ["CHANGES", "MANNERS", "SHAPES", "TIES", "Fields", "Tie"]

Fields: TypeAlias = dict[str, Any]
"""Some fields of a statement, by name."""


def _act(act: Act, *stances: Stance, mode: Mode = Mode.EXPLICIT, **more: str) -> Fields:
    return {"act": act, "stances": stances, "mode": mode, **more}


_PLAIN = (
    _act(Act.CONFIRM),
    _act(Act.DENY),
    _act(Act.DECLINE_TO_CONFIRM),
    _act(Act.NEITHER_CONFIRM_NOR_DENY),
)
_GRADED = (
    _act(Act.ASSERT, Stance.PROBABLE),
    _act(Act.ASSERT, Stance.POSSIBLE),
    _act(Act.ASSERT, Stance.DOUBTFUL),
    _act(Act.ASSERT, Stance.IMPROBABLE),
    _act(Act.HEDGE),
    _act(Act.HEDGE, Stance.POSSIBLE),
)
_CODERS_DIFFER = (
    _act(Act.ASSERT, Stance.PROBABLE, Stance.AFFIRMED),
    _act(Act.HEDGE, Stance.UNCOMMITTED, Stance.DENIED),
    _act(Act.ABSTAIN, Stance.UNCOMMITTED, Stance.WITHHELD),
)
_OTHER_ACTS = (
    _act(Act.ASSERT),
    _act(Act.SUPPORT),
    _act(Act.ACCUSE),
    _act(Act.CALL_FOR, Stance.PROBABLE),
    _act(Act.DECLARE_CLOSED),
    _act(Act.REJECT),
    _act(Act.OPPOSE, Stance.DOUBTFUL),
    _act(Act.ACKNOWLEDGE_REPORTS),
    _act(Act.DENY_KNOWLEDGE),
    _act(Act.ABSTAIN),
    _act(Act.INFORM, Stance.AFFIRMED),
    _act(Act.CORRECT, Stance.DENIED),
    _act(Act.CORRECT, Stance.POSSIBLE),
)
_OTHER_MODES = (
    _act(Act.RAISE_CONCERN, Stance.AFFIRMED, mode=Mode.PRESUPPOSED),
    _act(Act.DENY, mode=Mode.PRESUPPOSED),
    _act(Act.ASSERT, mode=Mode.IMPLIED),
    _act(Act.DENY, mode=Mode.IMPLIED),
    _act(Act.SUPPORT, mode=Mode.CONDITIONAL, condition="unless a ceasefire holds"),
    _act(Act.REJECT, mode=Mode.CONDITIONAL),
)
_UNCOMMITTED = (
    _act(Act.DISMISS),
    _act(Act.REFER, refers_to="gov"),
    _act(Act.REFER, refers_to="other"),
    _act(Act.DECLINE_COMMENT),
    _act(Act.NO_RESPONSE),
    _act(Act.RAISE_CONCERN),
)
_NAMED_RETRACTION, _RETRACTION = _act(Act.RETRACT, retracts="?"), _act(Act.RETRACT)

SHAPES: tuple[Fields, ...] = (
    *_PLAIN * 3,
    *_GRADED * 2,
    *_CODERS_DIFFER * 2,
    *_OTHER_ACTS,
    *_OTHER_MODES * 2,
    *_UNCOMMITTED * 3,
    *(_NAMED_RETRACTION, _RETRACTION) * 3,
)
"""Which act, with which stances, in which mode. `retracts="?"` names one that is on record."""

_DEVIATIONS: tuple[Fields, ...] = (
    {"visibility": Visibility.PRIVATE},
    {"visibility": Visibility.LEAKED},
    {"ground_rule": GroundRule.ON_BACKGROUND},
    {"ground_rule": GroundRule.DEEP_BACKGROUND},
    {"ground_rule": GroundRule.OFF_RECORD},
    {"capacity": Capacity.PERSONAL},
    {"authenticity": Authenticity.DISPUTED},
    {"authenticity": Authenticity.FABRICATED},
    {"on_behalf_of": "other"},
    {"on_behalf_of": "body"},
    {"role": "spokesperson"},
    {"role": "minister"},
)
_REMARKS: tuple[Fields, ...] = (
    {"ground_rule": GroundRule.UNKNOWN},
    {"wording": "Do not travel"},
    {"to": "press", "question": Question(by="press", text="Was he here?")},
    {"note": "seen on television", "extra": {"tone": 0.5}},
)

_NOTHING: Fields = {}

MANNERS: tuple[Fields, ...] = (
    *(_NOTHING,) * 40,
    {"ground_rule": GroundRule.ON_BACKGROUND},
    {"authenticity": Authenticity.DISPUTED},
    *_DEVIATIONS,
    *_REMARKS,
    {"ground_rule": GroundRule.ON_BACKGROUND, "visibility": Visibility.LEAKED},
    {"on_behalf_of": "gov", "ground_rule": GroundRule.ON_BACKGROUND},
)
"""Under which circumstances: mostly none that matter."""


class Tie(Enum):
    """How a statement is tied to one that is on record."""

    NONE = "none"
    CHANGE = "is of the same speaker, on the same claim"
    COLLEAGUE = "is of the speaker's colleague, on the same claim"
    FOLLOWS = "says that it is later"
    AGAIN = "is of the same speaker, claim and utterance"
    UTTERANCE = "is of an utterance of its own or of others"


TIES = (
    *(Tie.NONE,) * 7,
    *(Tie.CHANGE,) * 6,
    *(Tie.COLLEAGUE,) * 6,
    *(Tie.FOLLOWS,) * 3,
    *(Tie.AGAIN,) * 7,
    *(Tie.UTTERANCE,) * 3,
)
"""How often each is drawn."""

_UNNAMED: Fields = {"mode": Mode.EXPLICIT, "condition": None, "retracts": None, "refers_to": None}

CHANGES: tuple[Fields, ...] = (
    _act(Act.DENY) | _UNNAMED,
    _act(Act.CONFIRM) | _UNNAMED,
    _act(Act.DECLINE_COMMENT) | _UNNAMED,
    {"authenticity": Authenticity.GENUINE},
    {"ground_rule": GroundRule.ON_RECORD, "visibility": Visibility.PUBLIC},
    {"on_behalf_of": None, "capacity": Capacity.OFFICIAL},
    {"utterance": None, "seq": None},
    {"utterance": "u", "seq": 1},
    {"follows": ()},
    *({"follows": "?"},) * 8,
    *({"said": "?"},) * 10,
    *_DEVIATIONS,
)
"""What an amendment makes of a statement; `"?"` stands for a statement on record, or a time."""
