"""The read model `open_questions`: who was asked, and has not answered since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.projections.projection import Over
from positions.projections.tables import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from positions.replay.view import View

__all__ = ["OpenQuestions"]

_COLUMNS = (
    Column("actor", ColumnType.NAME, doc="who was asked"),
    Column("claim", ColumnType.NAME, doc="on what"),
    Column("since", doc="the time of the first refusal since the last answer, in EDTF"),
    Column("since_earliest", ColumnType.TIMESTAMP, null=True, doc="the first instant of that time"),
    Column("since_latest", ColumnType.TIMESTAMP, null=True, doc="the end of that time, exclusive"),
    Column("kind", ColumnType.NAME, doc="where the actor stands meanwhile, as `Position.kind`"),
    Column(
        "act",
        ColumnType.NAME,
        doc="the last of its refusals: `refer`, `decline_comment` or `no_response`",
    ),
    Column("refers_to", ColumnType.NAME, null=True, doc="to whom that one referred"),
    Column("statements", ColumnType.JSON, doc="the ids of the refusals since, in order"),
)


class OpenQuestions:
    """One row for each actor and claim on which the actor owes an answer."""

    version = 1
    over = Over.POSITIONS

    def __init__(self, name: str = "open_questions") -> None:
        """Keep it under another *name*, beside one that is there."""
        self.name = name
        doc = "a claim on which somebody was asked, and has not answered since"
        self.tables = (Table(name, _COLUMNS, ("actor", "claim"), doc=doc),)

    def rows(self, view: View, actor: str, claim: str) -> Iterable[tuple[str, Row]]:
        """Yield the row of a cell, if an answer is owed."""
        for each in view.open_questions(actor=actor, claim=claim):
            last = each.statements[-1]
            yield (
                self.name,
                {
                    "actor": actor,
                    "claim": claim,
                    "since": each.since.edtf,
                    "since_earliest": each.since.earliest,
                    "since_latest": each.since.latest,
                    "kind": each.standing.kind,
                    "act": last.act,
                    "refers_to": last.refers_to,
                    "statements": [statement.id for statement in each.statements],
                },
            )
