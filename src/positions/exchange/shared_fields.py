"""Fields that stand in many mappings of the format."""

from __future__ import annotations

from positions.exchange.form import Field
from positions.exchange.scalars import Text, Word
from positions.exchange.shapes import Either, ListOf
from positions.exchange.times import Zone
from positions.model.vocabulary import Stance

__all__ = ["NOTE", "STANCES", "WHY", "ZONE"]

NOTE = Field(key="note", shape=Text(), about="The curator's remark.")
WHY = Field(key="why", shape=Text(), about="On what ground.")
ZONE = Field(
    key="zone",
    shape=Zone(),
    about="The time zone (IANA) of the bare dates beside it; the case's where it is left out.",
)
_STANCE = Word(Stance, "a stance")
STANCES = Either(_STANCE, ListOf(_STANCE, fewest=1))
"""One stance, or several where coders differ."""
