"""The read model `standing`: where each actor stands on each claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.projections.projection import Over
from positions.projections.tables import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from positions.replay.view import View

__all__ = ["Standings"]

_COLUMNS = (
    Column("actor", ColumnType.NAME, doc="whose position"),
    Column("claim", ColumnType.NAME, doc="on what"),
    Column("kind", ColumnType.NAME, doc="where the actor stands, as `Position.kind`"),
    Column("possible", ColumnType.JSON, doc="every kind that is possible where it is unsettled"),
    Column("stance", ColumnType.NAME, null=True, doc="the stance held, where it is one"),
    Column("since", null=True, doc="since when of that kind, in EDTF"),
    Column("since_earliest", ColumnType.TIMESTAMP, null=True, doc="the first instant of that time"),
    Column("since_latest", ColumnType.TIMESTAMP, null=True, doc="the end of that time, exclusive"),
    Column(
        "speaker", ColumnType.NAME, null=True, doc="who spoke the last statement that it rests on"
    ),
    Column("statement", null=True, doc="the id of that statement, unique within the claim"),
    Column("statements", ColumnType.JSON, doc="the ids of all that it rests on, in order"),
    Column(
        "deferred_to", ColumnType.NAME, null=True, doc="the actor that questions were referred to"
    ),
    Column(
        "dissent", ColumnType.JSON, doc="`actor`, `kind`, `opposed` of each one below that differs"
    ),
    Column("origins", ColumnType.INTEGER, doc="on how many independent occasions it rests"),
    Column("contested", ColumnType.BOOLEAN, doc="whether identity or order leaves doubt"),
    Column("damaged", ColumnType.BOOLEAN, doc="whether an unreadable event may have touched it"),
)


class Standings:
    """One row for each actor and claim with a position, of public words, by the policy `latest`."""

    version = 1
    over = Over.POSITIONS

    def __init__(self, name: str = "standing") -> None:
        """Keep it under another *name*, beside one that is there."""
        self.name = name
        doc = "where an actor stands on a claim"
        self.tables = (Table(name, _COLUMNS, ("actor", "claim"), doc=doc),)

    def rows(self, view: View, actor: str, claim: str) -> Iterable[tuple[str, Row]]:
        """Yield the row of a cell, if there is a position."""
        position = view.position(actor, claim)
        if position.kind == "no_record":
            return
        since = position.since
        last = position.statements[-1] if position.statements else None
        yield (
            self.name,
            {
                "actor": actor,
                "claim": claim,
                "kind": position.kind,
                "possible": sorted(position.possible),
                "stance": position.stance,
                "since": None if since is None else since.edtf,
                "since_earliest": None if since is None else since.earliest,
                "since_latest": None if since is None else since.latest,
                "speaker": None if last is None else last.by,
                "statement": None if last is None else last.id,
                "statements": [each.id for each in position.statements],
                "deferred_to": position.deferred_to,
                "dissent": [
                    {"actor": each.actor, "kind": each.kind, "opposed": each.opposed}
                    for each in position.dissent
                ],
                "origins": position.origins,
                "contested": position.contested,
                "damaged": position.damaged,
            },
        )
