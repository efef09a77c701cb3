"""The schemas of what a view answers in many rows, as `docs/reference/arrow.md` lists them."""

from __future__ import annotations

from positions.columns.schema import Column, Schema, Type

__all__ = ["AGREEMENTS", "MATRIX", "OPEN_QUESTIONS", "PERIODS", "POSITIONS", "TIMELINE"]


def _standing(name: str, when: str) -> tuple[Column, ...]:
    """Return the columns that say where an actor stands; see `Standing`."""
    kind, before = (name, f"{name}_") if name else ("kind", "")
    return (
        Column(kind, Type.NAME, doc=f"where the actor stands{when}, as `Position.kind`"),
        Column(
            f"{before}possible",
            Type.TEXTS,
            doc="every kind that is possible where that is `unsettled`, else none",
        ),
        Column(f"{before}stance", Type.NAME, null=True, doc="the stance held, where it is one"),
        Column(f"{before}score", Type.INTEGER, null=True, doc="its score, 3 to -3"),
    )


def _time(name: str, doc: str, *, null: bool = False) -> tuple[Column, ...]:
    """Return the columns of an uncertain time; see `When`."""
    return (
        Column(name, null=null, doc=f"{doc}, in EDTF"),
        Column(
            f"{name}_earliest",
            Type.TIMESTAMP,
            null=True,
            doc="the first instant of that time, inclusive; null where it is open",
        ),
        Column(
            f"{name}_latest",
            Type.TIMESTAMP,
            null=True,
            doc="the end of that time, exclusive; null where it is open",
        ),
    )


_CELL = (
    Column("actor", Type.NAME, doc="whose position"),
    Column("claim", Type.NAME, doc="on what"),
)

MATRIX = Schema((*_CELL, *_standing("", "")))
"""A row for each actor and claim with a position."""

POSITIONS = Schema(
    (
        *_CELL,
        *_standing("", ""),
        *_time("since", "since when of that kind", null=True),
        *_time("last_stated", "when it was last stated", null=True),
        Column("statements", Type.TEXTS, doc="the ids of all that it rests on, in order"),
        Column("conditions", Type.TEXTS, doc="the conditions that were made, in order"),
        Column("inferred", Type.BOOLEAN, doc="whether it follows from other claims"),
        Column("deferred_to", Type.NAME, null=True, doc="the actor that questions went to"),
        Column("origins", Type.INTEGER, doc="on how many independent occasions it rests"),
        Column("dissent", Type.TEXTS, doc="each actor directly below that differs"),
        Column("contested", Type.BOOLEAN, doc="whether identity or order leaves doubt"),
        Column("damaged", Type.BOOLEAN, doc="whether an unreadable event may have touched it"),
    )
)
"""A row for each position."""

OPEN_QUESTIONS = Schema(
    (
        Column("actor", Type.NAME, doc="who was asked"),
        Column("claim", Type.NAME, doc="on what"),
        *_time("since", "when the first refusal since the last answer was spoken"),
        *_standing("", " meanwhile"),
        Column(
            "act",
            Type.NAME,
            doc="the last of its refusals: `refer`, `decline_comment` or `no_response`",
        ),
        Column("refers_to", Type.NAME, null=True, doc="to whom that one referred"),
        Column("statements", Type.TEXTS, doc="the ids of the refusals since, in order"),
    )
)
"""A row for each open question."""

TIMELINE = Schema(
    (
        *_CELL,
        Column("shift", Type.INTEGER, doc="which of the shifts, counted from 1"),
        *_time("said", "when the words were spoken"),
        Column("kind", Type.NAME, null=True, doc="as `Shift.kind`; null where not one is certain"),
        *_standing("old", " just before"),
        *_standing("new", " just after"),
        Column("certain", Type.BOOLEAN, doc="whether its place among others is certain"),
        Column("speaker", Type.NAME, doc="who spoke"),
        Column("speaker_changed", Type.BOOLEAN, doc="whether another spoke before"),
        Column("act", Type.NAME, doc="what the speaker did, as `Statement.act`"),
        Column("statement", doc="the id of the commitment, unique within the claim"),
        Column("wording", null=True, doc="the words, where they are on record"),
    )
)
"""A row for each shift."""

PERIODS = Schema(
    (
        *_CELL,
        Column("period", Type.INTEGER, doc="which of the periods, counted from 1"),
        Column("valid_from", Type.TIMESTAMP, null=True, doc="its first instant; null where open"),
        Column(
            "valid_until", Type.TIMESTAMP, null=True, doc="its end, exclusive; null where it lasts"
        ),
        *_standing("", " in it"),
        Column("statements", Type.TEXTS, doc="what it rests on as it begins, in order"),
    )
)
"""A row for each period."""

AGREEMENTS = Schema(
    (
        Column("one", Type.NAME, doc="an actor"),
        Column("other", Type.NAME, doc="an actor that comes after it in order"),
        Column("shared", Type.INTEGER, doc="on how many claims both hold one stance"),
        Column("same", Type.INTEGER, doc="on how many of them it is the same"),
        Column("share", Type.NUMBER, doc="that part of them, 0 to 1"),
    )
)
"""A row for each pair of actors that share a claim."""
