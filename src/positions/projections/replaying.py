"""Live: a projection folded over a record as it is, at any cut, and kept nowhere."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from attrs import frozen

from positions.model.claims.events import (
    ReportAdded,
    ReportVoided,
    StatementAmended,
    StatementRecorded,
    StatementVoided,
)
from positions.model.recorded import Unreadable
from positions.projections.feeds import Feed
from positions.projections.projection import UNFOLDED, Over, planned
from positions.projections.rows import Rows, Shelf, written
from positions.replay.asking import Asking
from positions.replay.view import View
from positions.replay.weighing import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.model.recorded import Recorded
    from positions.projections.feeds import Told
    from positions.projections.projection import Plan, Runnable
    from positions.projections.rows import Written
    from positions.replay.record import Record

__all__ = ["Replayed", "cell_changes", "replayed"]


@frozen(eq=False)
class Replayed:
    """What a projection makes of a record.

    Attributes:
        state: The state after the last event; `None` of a read model.
        tables: The rows of each of its tables, by name.
    """

    state: Any
    tables: dict[str, Rows]


def replayed(projection: Runnable, record: Record, cut: Cut) -> Replayed:
    """Return what a projection makes of a record at a cut.

    Over events, those of statements that are certainly not in at the cut are left out, and so are
    events that cannot be read; over shifts, changes and positions, they are those of a view at the
    cut.

    Raises:
        InvalidProjection: it is none.
        InvalidRow: it writes what its table cannot hold.
    """
    plan = planned(projection)
    shelf = Shelf(plan.tables.values())
    state = deepcopy(plan.initial)
    asking = Asking(record, cut)
    view = View(record, cut)
    if plan.over is Over.POSITIONS:
        for claim in record.claims:
            for actor in asking.actors_on(claim):
                shelf.apply(cell_changes(plan, view, actor, claim))
    else:
        for told in _told(plan, asking, view):
            for item in told.items(plan.over):
                state = plan.step(state, item)
                shelf.apply(written(plan.tables, each) for each in plan.after(state, item))
    return Replayed(state, {name: shelf.rows(table) for name, table in plan.tables.items()})


def cell_changes(plan: Plan, view: View, actor: str, claim: str) -> Iterator[Written]:
    """Yield the rows of a cell, in the form in which they are written."""
    for put in plan.cell(view, actor, claim):
        yield written(plan.tables, put)


def _told(plan: Plan, asking: Asking, view: View) -> Iterator[Told]:
    feed = Feed(asking.record.streams, [plan], asking)
    within = None if plan.over in UNFOLDED or asking.cut == Cut() else _within(view)
    for _ in range(asking.record.end):
        told = feed.next()
        if isinstance(told.recorded.event, Unreadable) and plan.over is Over.EVENTS:
            continue
        if within is None or _is_in(told.recorded, within):
            yield told


def _within(view: View) -> set[tuple[str, str]]:
    """Return the claim and id of each statement that is in at a cut, or may be."""
    return {(each.statement.claim, each.statement.id) for each in view.statements()}


def _is_in(recorded: Recorded, within: set[tuple[str, str]]) -> bool:
    claim = recorded.stream.partition(":")[2]
    match recorded.event:
        case StatementRecorded(statement=statement) | StatementAmended(statement=statement):
            return (claim, statement.id) in within
        case StatementVoided(statement=id) | ReportAdded(statement=id) | ReportVoided(statement=id):
            return (claim, id) in within
        case _:
            return True
