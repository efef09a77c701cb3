"""What a projection is: a pure fold over what a ledger records, with rows to write or without."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from attrs import frozen

from positions.model.recorded import Recorded
from positions.projections.tables import NAME, NAMED, Drop, InvalidProjection, Put, Row, Table
from positions.replay.recorded_changes import RecordedChange
from positions.replay.recorded_shifts import RecordedShift

if TYPE_CHECKING:
    from positions.replay.view import View

__all__ = ["UNFOLDED", "Over", "Plan", "Projection", "ReadModel", "Runnable", "planned"]

State = TypeVar("State")
Item = TypeVar("Item", Recorded, RecordedShift, RecordedChange, contravariant=True)  # noqa: PLC0105 - the word is the reader's


class Over(StrEnum):
    """What a projection goes over."""

    EVENTS = "events"
    """Every recorded event, as `Recorded`."""
    SHIFTS = "shifts"
    """What each event did to timelines, as `RecordedShift`."""
    CHANGES = "changes"
    """Which answers each event made others, as `RecordedChange`."""
    POSITIONS = "positions"
    """Each actor and claim whose position an event may have changed; see `ReadModel`."""


UNFOLDED = frozenset({Over.SHIFTS, Over.CHANGES})
"""What is worked out event by event from the whole record before it."""


class Projection(Protocol[State, Item]):
    """A pure fold over recorded events, over shifts, or over changed answers.

    Its `name` is what it is called in every store, for ever: letters a-z, digits and `_`. Its
    `version` is counted from 1; raise it whenever the same events shall give something else, and it
    is built anew. `initial` is the state before the first event. Plain attributes will do.

    Beside what is listed here it may have:

    - `over`: `"events"`, which is meant where it is left out, `"shifts"` or `"changes"`;
    - `tables`, a tuple of `Table`, and `rows(state, item)`, which is called after each step with
      the state that came of it, and yields each `Put` and `Drop` that the item calls for.

    `step` is given nothing else, and may look at nothing else: the clock, chance, or a file. It
    returns the next state; a state that is kept in a store is plain data, or whatever `cattrs` can
    structure from the annotation of what `step` returns.
    """

    @property
    def name(self) -> str:
        """What it is called in every store."""
        ...

    @property
    def version(self) -> int:
        """Which version of it this is."""
        ...

    @property
    def initial(self) -> State:
        """The state before the first event."""
        ...

    def step(self, state: State, item: Item, /) -> State:
        """Return the state after *item*."""
        ...


class ReadModel(Protocol):
    """Rows for each actor and claim: a pure function of the record as it stands.

    Whoever keeps it up to date asks again for each cell that an event may have changed, be it at
    dates long past, and replaces its rows.
    """

    @property
    def name(self) -> str:
        """What it is called in every store."""
        ...

    @property
    def version(self) -> int:
        """Which version of it this is."""
        ...

    @property
    def over(self) -> str:
        """That it goes over positions."""
        ...

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables."""
        ...

    def rows(self, view: View, actor: str, claim: str, /) -> Iterable[tuple[str, Row]]:
        """Yield the rows of a cell, each with the name of its table; *view* has no cut."""
        ...


Runnable = Projection[Any, Any] | ReadModel
"""Whatever can be run."""


@frozen(eq=False)
class Plan:
    """A projection that was looked over and can be run.

    Attributes:
        projection: As it was given.
        name: Its name.
        version: Its version.
        over: What it goes over.
        tables: Its tables, by name.
    """

    projection: Any
    name: str
    version: int
    over: Over
    tables: dict[str, Table]

    @property
    def initial(self) -> Any:  # noqa: ANN401 - whatever the projection folds into
        """The state before the first event; `None` of a read model."""
        return getattr(self.projection, "initial", None)

    @property
    def step(self) -> Callable[[Any, Any], Any]:
        """The fold."""
        found: Callable[[Any, Any], Any] = self.projection.step
        return found

    def after(self, state: object, item: object) -> Iterable[Put | Drop]:
        """Return what *item* calls for, *state* being that after it."""
        rows: Callable[[Any, Any], Iterable[Put | Drop] | None] | None
        rows = getattr(self.projection, "rows", None)
        return () if rows is None else rows(state, item) or ()

    def cell(self, view: View, actor: str, claim: str) -> Iterable[Put]:
        """Return the rows of a cell."""
        for table, row in self.projection.rows(view, actor, claim):
            yield Put(table, row)


def planned(projection: Runnable) -> Plan:
    """Return a projection as it can be run.

    Raises:
        InvalidProjection: it has not what a projection needs.
    """
    if isinstance(projection, type):
        why = f"give an instance: {projection.__name__}()"
        raise InvalidProjection(projection.__name__, why)
    name: object = getattr(projection, "name", None)
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise InvalidProjection(name or type(projection).__name__, f"it needs a `name` of {NAMED}")
    version: object = getattr(projection, "version", None)
    if type(version) is not int or version < 1:
        raise InvalidProjection(name, "it needs a `version`, a whole number from 1 up")
    over = _over(projection, name)
    return Plan(projection, name, version, over, _tables(projection, name, over))


def _over(projection: object, name: str) -> Over:
    given: Any = getattr(projection, "over", Over.EVENTS)
    try:
        over = Over(given)
    except ValueError:
        why = f"it goes over {given!r}; give one of {', '.join(Over)}"
        raise InvalidProjection(name, why) from None
    needed = ("rows",) if over is Over.POSITIONS else ("step",)
    for each in needed:
        if not callable(getattr(projection, each, None)):
            raise InvalidProjection(name, f"over {over} it needs a method `{each}`")
    if over is not Over.POSITIONS and not hasattr(projection, "initial"):
        raise InvalidProjection(name, "it needs `initial`, the state before the first event")
    return over


def _tables(projection: object, name: str, over: Over) -> dict[str, Table]:
    tables: object = getattr(projection, "tables", ())
    if not isinstance(tables, Iterable) or isinstance(tables, str):
        raise InvalidProjection(name, "`tables` is a tuple of Table")
    found: dict[str, Table] = {}
    for each in cast("Iterable[object]", tables):
        if not isinstance(each, Table):
            raise InvalidProjection(name, f"`tables` holds {each!r}, which is no Table")
        if each.name in found:
            raise InvalidProjection(name, f"two of its tables are called {each.name!r}")
        if over is Over.POSITIONS and not {"actor", "claim"} <= set(each.key):
            raise InvalidProjection(name, f"the key of {each.name!r} needs 'actor' and 'claim'")
        found[each.name] = each
    has_rows = callable(getattr(projection, "rows", None))
    if bool(found) != has_rows:
        raise InvalidProjection(name, "it needs both `tables` and `rows`, or neither")
    return found
