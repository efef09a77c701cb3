"""The read model `timeline`: from when until when each actor stood where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.projections.projection import Over
from positions.projections.tables import Column, ColumnType, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from positions.replay.view import View

__all__ = ["Timelines"]

_COLUMNS = (
    Column("actor", ColumnType.NAME, doc="whose position"),
    Column("claim", ColumnType.NAME, doc="on what"),
    Column("period", ColumnType.INTEGER, doc="which of the periods of the two, counted from 1"),
    Column(
        "valid_from", ColumnType.TIMESTAMP, null=True, doc="its first instant; empty where open"
    ),
    Column(
        "valid_until", ColumnType.TIMESTAMP, null=True, doc="its end, exclusive; empty if it lasts"
    ),
    Column("kind", ColumnType.NAME, doc="where the actor stands in it, as `Position.kind`"),
    Column("possible", ColumnType.JSON, doc="every kind that is possible where it is unsettled"),
    Column("stance", ColumnType.NAME, null=True, doc="the stance held, where it is one"),
    Column(
        "statements", ColumnType.JSON, doc="on which statements it rests as it begins, in order"
    ),
)


class Timelines:
    """A row for each period in which an actor stands in one place, of public words, by `latest`.

    For every instant, the period with `valid_from <= instant < valid_until` says what the position
    is as of it; where there is none, there is no record.
    """

    version = 1
    over = Over.POSITIONS

    def __init__(self, name: str = "timeline") -> None:
        """Keep it under another *name*, beside one that is there."""
        self.name = name
        doc = "from when until when an actor stood where"
        self.tables = (Table(name, _COLUMNS, ("actor", "claim", "period"), doc=doc),)

    def rows(self, view: View, actor: str, claim: str) -> Iterable[tuple[str, Row]]:
        """Yield the periods of a cell in which something is on record."""
        found = (each for each in view.periods(actor, claim) if each.standing.kind != "no_record")
        for number, period in enumerate(found, start=1):
            kind = period.standing.kind
            yield (
                self.name,
                {
                    "actor": actor,
                    "claim": claim,
                    "period": number,
                    "valid_from": period.valid_from,
                    "valid_until": period.valid_until,
                    "kind": kind,
                    "possible": sorted(period.standing.possible),
                    "stance": kind.stance,
                    "statements": [each.id for each in period.statements],
                },
            )
