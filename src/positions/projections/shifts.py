"""The read model `shifts`: what was recorded of changes, an event after the other, for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.projections.projection import Over
from positions.projections.tables import Column, ColumnType, Put, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from positions.replay.recorded_shifts import RecordedShift

__all__ = ["Shifts"]

_COLUMNS = (
    Column("place", ColumnType.INTEGER, doc="which event of the history brought it, from 1"),
    Column("actor", ColumnType.NAME, doc="whose timeline"),
    Column("claim", ColumnType.NAME, doc="on what"),
    Column("statement", doc="the id of the commitment, unique within the claim"),
    Column("what", ColumnType.NAME, doc="`new`, `changed` or `withdrawn`"),
    Column(
        "kind",
        ColumnType.NAME,
        null=True,
        doc="the kind of shift, as `Shift.kind`; empty where not one is certain",
    ),
    Column(
        "old",
        ColumnType.NAME,
        null=True,
        doc="where the actor stood before; empty where it is withdrawn",
    ),
    Column(
        "new", ColumnType.NAME, null=True, doc="where it stands since; empty where it is withdrawn"
    ),
    Column(
        "certain", ColumnType.BOOLEAN, null=True, doc="whether its place among others is certain"
    ),
    Column("speaker", ColumnType.NAME, doc="who spoke"),
    Column("speaker_changed", ColumnType.BOOLEAN, null=True, doc="whether another spoke before"),
    Column("said", doc="when, in EDTF"),
    Column("said_earliest", ColumnType.TIMESTAMP, null=True, doc="the first instant of that time"),
    Column("said_latest", ColumnType.TIMESTAMP, null=True, doc="the end of that time, exclusive"),
    Column("recorded_at", ColumnType.TIMESTAMP, doc="when the event was recorded"),
    Column("curator", ColumnType.NAME, null=True, doc="by whom"),
    Column(
        "event", ColumnType.NAME, doc="which event it was: `StatementRecorded`, `MandateVoided` …"
    ),
    Column("why", null=True, doc="the reason that the event gives, if it gives one"),
    Column(
        "was", ColumnType.JSON, null=True, doc="the shift as it read before, as `Shift.to_dict`"
    ),
    Column("now", ColumnType.JSON, null=True, doc="the shift as it reads since"),
    Column(
        "changed",
        ColumnType.JSON,
        doc="the spans (from, until) of instants as of which the answer is another since",
    ),
)


class Shifts:
    """A feed that is only ever appended to: a row for each thing an event did to a timeline."""

    version = 1
    over = Over.SHIFTS
    initial = None

    def __init__(self, name: str = "shifts") -> None:
        """Keep it under another *name*, beside one that is there."""
        self.name = name
        doc = "what a recorded event did to a commitment in a timeline"
        key = ("place", "actor", "claim", "statement")
        self.tables = (Table(name, _COLUMNS, key, doc=doc),)

    def step(self, state: None, shift: RecordedShift) -> None:
        """Keep nothing: each shift is a row."""

    def rows(self, state: None, shift: RecordedShift) -> Iterable[Put]:
        """Yield the row of a shift."""
        del state
        now, said = shift.now, shift.statement.said
        plain = shift.to_dict()
        yield Put(
            self.name,
            {
                "place": shift.place,
                "actor": shift.actor,
                "claim": shift.claim,
                "statement": shift.statement.id,
                "what": shift.what,
                "kind": shift.kind,
                "old": None if now is None else str(now.old),
                "new": None if now is None else str(now.new),
                "certain": None if now is None else now.certain,
                "speaker": shift.statement.by,
                "speaker_changed": None if now is None else now.speaker_changed,
                "said": said.edtf,
                "said_earliest": said.earliest,
                "said_latest": said.latest,
                "recorded_at": shift.recorded.recorded_at,
                "curator": shift.recorded.curator,
                "event": type(shift.recorded.event).__name__,
                "why": getattr(shift.recorded.event, "why", None),
                "was": plain["was"],
                "now": plain["now"],
                "changed": plain["changed"],
            },
        )
