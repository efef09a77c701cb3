"""What a task does with its part of the log: replay it, by the library's own replay."""

# pyright: reportMissingTypeStubs=false, reportUnknownArgumentType=false
# pyright: reportUnknownMemberType=false, reportUnknownParameterType=false
# pyright: reportUnknownVariableType=false
# pyarrow ships no types.

from __future__ import annotations

from heapq import merge
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from attrs import evolve, frozen

from positions.columns.answers import MATRIX, POSITIONS
from positions.exchange.parquet.tables import schema_of
from positions.history import History
from positions.model.when.zones import aware
from positions.store.envelope import from_own_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from positions.model.recorded import Recorded
    from positions.replay.view import View

__all__ = ["READ", "SCHEMAS", "Placed", "Task", "placed"]

READ = ("position", "recorded_at", "line")
"""The columns of the log that a task reads."""

SCHEMAS = {"matrix": MATRIX, "positions": POSITIONS}
"""What can be asked, by the name of the method of `View`, with the columns of its answer."""

Placed = tuple[int, int, str]
"""An event: its position, when it was recorded in microseconds and made monotone, and its line."""


def placed(rows: pa.Table) -> Iterator[Placed]:
    """Return the events that some rows of a log hold, in order."""
    position, recorded_at, line = (rows.column(name) for name in READ)
    moments = recorded_at.cast(pa.int64())
    return iter(
        sorted(zip(position.to_pylist(), moments.to_pylist(), line.to_pylist(), strict=True))
    )


@frozen(kw_only=True)
class Task:
    """One question on every part of a log.

    Attributes:
        asked: The method of `View` that answers it.
        cut: The clocks, as `History.as_of` takes them.
        options: What the method is told besides.
        actors: The events of actors and of the ledger, which every part needs, in order.
    """

    asked: str
    cut: Mapping[str, Any]
    options: Mapping[str, Any]
    actors: tuple[Placed, ...]

    def view(self, claims: Iterable[Placed] = ()) -> View:
        """Return the past as the actors and a part of the claims have it."""
        events = map(_recorded, merge(self.actors, claims))
        return History.of(events).as_of(**self.cut)

    def answered(self, view: View) -> pa.Table:
        """Return the answer of a view, as a table."""
        answer = getattr(view, self.asked)(**self.options)
        return pa.table(answer).cast(schema_of(SCHEMAS[self.asked]).remove_metadata())

    def replay(self, part: pa.Table) -> pa.Table:
        """Return the answer of one part of the claims."""
        return self.answered(self.view(placed(part)))


def _recorded(event: Placed) -> Recorded:
    """Return an event as recorded when the whole log has it, on a clock that never runs back."""
    _, moment, line = event
    recorded = from_own_line(line.encode())
    if recorded.moment == moment:
        return recorded
    return evolve(recorded, recorded_at=aware(moment))
