"""The words of the field, as string enumerations, and which of them go together.

The stances are FactBank's factuality values (Saurí & Pustejovsky 2009), always relative to the
speaker. Members compare equal to their names: `Stance.DENIED == "denied"`.
"""

from positions.model.vocabulary.acts import EMPTY_ACTS, IMPLIED, STANCE_REQUIRED, Act, stances_of
from positions.model.vocabulary.kinds import Policy, PositionKind, Reason, ShiftKind
from positions.model.vocabulary.manners import (
    ActorKind,
    Authenticity,
    Capacity,
    ClaimKind,
    GroundRule,
    Mode,
    Relation,
    Rendering,
    Verdict,
    Visibility,
)
from positions.model.vocabulary.stances import (
    CODES,
    NEGATIVE,
    POSITIVE,
    SCORES,
    ZERO,
    Stance,
    stances,
)

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
    "stances",
    "stances_of",
]
