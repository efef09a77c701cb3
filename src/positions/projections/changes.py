"""The read model `changes`: which answers each event made others, as of which times, for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.projections.projection import Over
from positions.projections.tables import Column, ColumnType, Put, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from positions.replay.recorded_changes import RecordedChange

__all__ = ["Changes"]

_COLUMNS = (
    Column("place", ColumnType.INTEGER, doc="which event of the history brought it, from 1"),
    Column("actor", ColumnType.NAME, doc="whose position"),
    Column("claim", ColumnType.NAME, doc="on what"),
    Column("span", ColumnType.INTEGER, doc="which of the spans of the three, counted from 1"),
    Column(
        "valid_from", ColumnType.TIMESTAMP, null=True, doc="its first instant; empty where open"
    ),
    Column(
        "valid_until", ColumnType.TIMESTAMP, null=True, doc="its end, exclusive; empty if it lasts"
    ),
    Column(
        "old", ColumnType.NAME, doc="what the answer was as of these instants, as `Position.kind`"
    ),
    Column("old_possible", ColumnType.JSON, doc="every kind that was possible if it was unsettled"),
    Column("new", ColumnType.NAME, doc="what it is since"),
    Column("new_possible", ColumnType.JSON, doc="every kind that is possible if it is unsettled"),
    Column("recorded_at", ColumnType.TIMESTAMP, doc="when the event was recorded"),
    Column("curator", ColumnType.NAME, null=True, doc="by whom"),
    Column("event", ColumnType.NAME, doc="which event it was: `StatementRecorded` …"),
    Column("why", null=True, doc="the reason that the event gives, if it gives one"),
)


class Changes:
    """A feed that is only ever appended to: each answer that an event made another.

    What was answered as of an instant before the event and is answered otherwise since, be it long
    past, is in one of its spans; every other answer is as it was.
    """

    version = 1
    over = Over.CHANGES
    initial = None

    def __init__(self, name: str = "changes") -> None:
        """Keep it under another *name*, beside one that is there."""
        self.name = name
        doc = "an answer that a recorded event made another, as of a span of instants"
        self.tables = (Table(name, _COLUMNS, ("place", "actor", "claim", "span"), doc=doc),)

    def step(self, state: None, change: RecordedChange) -> None:
        """Keep nothing: each span is a row."""

    def rows(self, state: None, change: RecordedChange) -> Iterable[Put]:
        """Yield a row for each span of a change."""
        del state
        recorded = change.recorded
        for number, span in enumerate(change.spans, start=1):
            old, new = span.change.old, span.change.new
            yield Put(
                self.name,
                {
                    "place": change.place,
                    "actor": change.actor,
                    "claim": change.claim,
                    "span": number,
                    "valid_from": span.valid_from,
                    "valid_until": span.valid_until,
                    "old": old.kind,
                    "old_possible": sorted(old.possible),
                    "new": new.kind,
                    "new_possible": sorted(new.possible),
                    "recorded_at": recorded.recorded_at,
                    "curator": recorded.curator,
                    "event": type(recorded.event).__name__,
                    "why": getattr(recorded.event, "why", None),
                },
            )
