"""The format of claims and how they bear on each other."""

from __future__ import annotations

from positions.exchange import entries
from positions.exchange.form import Field, Form
from positions.exchange.scalars import Id, Text, Word
from positions.exchange.shapes import ListOf
from positions.exchange.shared_fields import NOTE, WHY, ZONE
from positions.exchange.times import Time
from positions.model.vocabulary import ClaimKind, Relation

__all__ = ["CLAIM", "RELATION"]

CLAIM = Form(
    name="claim",
    noun="a claim",
    about="A proposition, worded without polarity.",
    make=entries.claim,
    fields=(
        Field(key="text", shape=Text(), about="The proposition; its id where it is left out."),
        Field(
            key="kind",
            shape=Word(ClaimKind, "a kind of claim"),
            about="What sort of proposition it is; `fact` where it is left out.",
        ),
        Field(
            key="event",
            shape=Time(),
            about="When that of which it speaks is said to have happened.",
        ),
        Field(key="about", shape=ListOf(Text()), about="Actors or free words that it concerns."),
        Field(key="tags", shape=ListOf(Text()), about="Free words to find it by."),
        NOTE,
        ZONE,
    ),
)

RELATION = Form(
    name="relation",
    noun="a relation",
    about="How one claim bears on another.",
    make=entries.relation,
    fields=(
        Field(key="claim", shape=Id(), required=True, about="The claim that bears on the other."),
        Field(
            key="relation",
            shape=Word(Relation, "a relation"),
            required=True,
            about="How: a narrower claim `entails` its broader one.",
        ),
        Field(key="other", shape=Id(), required=True, about="The other claim."),
        WHY,
    ),
)
