"""The columns of a log as Parquet, as `docs/reference/parquet.md` lists them."""

from __future__ import annotations

from positions.columns import Column, Schema, Type

__all__ = ["EVENTS"]

EVENTS = Schema(
    (
        Column("position", Type.INTEGER, doc="its place in the log, counted from 1"),
        Column("line", doc="the event, as the same line of an export in JSON Lines"),
        Column("stream", doc="its stream"),
        Column("event", Type.NAME, doc="its stored name, such as `StatementRecorded`"),
        Column("recorded_at", Type.TIMESTAMP, doc="when it was recorded, made monotone"),
        Column("curator", Type.NAME, null=True, doc="who recorded it, if that was told"),
        Column("claim", Type.NAME, null=True, doc="the claim, in the stream of a claim"),
        Column("actor", Type.NAME, null=True, doc="the actor, in the stream of an actor"),
        Column(
            "bears_on",
            Type.TEXTS,
            doc="the actors whose answers a mandate or an identity may change, else none",
        ),
        Column("statement", Type.NAME, null=True, doc="the statement that it is about, if one"),
        Column("by", Type.NAME, null=True, doc="who spoke"),
        Column(
            "principal",
            Type.NAME,
            null=True,
            doc="for whom first: `on_behalf_of`, else the speaker",
        ),
        Column(
            "counts_for",
            Type.TEXTS,
            doc="for whom the words count without any mandate: speaker and principal",
        ),
        Column("act", Type.NAME, null=True, doc="what the speaker did"),
        Column("stances", Type.TEXTS, doc="every stance that was coded"),
        Column("stance", Type.NAME, null=True, doc="the stance, where it is one"),
        Column("score", Type.INTEGER, null=True, doc="its score, 3 to -3"),
        Column("mode", Type.NAME, null=True, doc="how the commitment was expressed"),
        Column("condition", null=True, doc="on what it depends, where that is on record"),
        Column("utterance", null=True, doc="the occasion"),
        Column("visibility", Type.NAME, null=True, doc="before whom"),
        Column("ground_rule", Type.NAME, null=True, doc="under which rule of attribution"),
        Column("capacity", Type.NAME, null=True, doc="official or personal"),
        Column("authenticity", Type.NAME, null=True, doc="whether the words were spoken"),
        Column("wording", null=True, doc="the short official label used"),
        Column("said", null=True, doc="when the words were spoken, in EDTF"),
        Column(
            "said_earliest", Type.TIMESTAMP, null=True, doc="its first instant; null where open"
        ),
        Column("said_latest", Type.TIMESTAMP, null=True, doc="its end, exclusive; null where open"),
        Column(
            "disclosed_earliest",
            Type.TIMESTAMP,
            null=True,
            doc="from when the words can have been public; null where open",
        ),
        Column(
            "disclosed_latest",
            Type.TIMESTAMP,
            null=True,
            doc="from when they certainly were, exclusive; null where never certainly",
        ),
        Column(
            "superseded_at",
            Type.TIMESTAMP,
            null=True,
            doc="when the statement was recorded to read otherwise, or to be void; null while "
            "it still reads so",
        ),
        Column("superseded_by", Type.NAME, null=True, doc="the stored name of the event that did"),
        Column(
            "plain",
            Type.BOOLEAN,
            null=True,
            doc="whether act, stance and times alone say what it does to a position",
        ),
    )
)
"""A row for each event.

What is known of a statement stands with each event after which it reads otherwise: that it was
recorded or amended, that a report was added or voided. Elsewhere `by` is null, as are the others.
"""
