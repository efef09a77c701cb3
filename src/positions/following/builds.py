"""Builds of projections: what is known of each, in the place where its rows are kept."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from positions.errors import PositionsError
from positions.model.when.zones import iso

if TYPE_CHECKING:
    from positions.model.recorded import Recorded

__all__ = [
    "Build",
    "Outrun",
    "ProjectionFailed",
    "Quarantined",
    "Superseded",
    "UnreadableEvent",
    "physical",
]


def _storable(text: str) -> str:
    """Return text that every store can hold: whatever an error said, it can be noted."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def _storable_if_any(text: str | None) -> str | None:
    return None if text is None else _storable(text)


@frozen(kw_only=True)
class Build:
    """One build of a projection: its rows, its state, and how far it has come.

    Attributes:
        projection: The name of the projection.
        build: Which of its builds, counted from 1.
        version: The version of the projection.
        active: Whether readers see this one; the others are still being built.
        position: The position in the log that it has reached; 0 before the first event.
        events: How many events it has taken.
        event: The last of them: its stream, and its version in it.
        recorded_at: When that was recorded; an aware instant in UTC.
        updated_at: When it was last written, on the clock of whoever follows; the same.
        rate: Events in a second, when it was last written.
        failed: Why it stands still, where its projection has raised.
        tables: The names of its tables.
        signature: Its tables and columns, as text that tells whether they are others.
        state: Its state, as JSON.
    """

    projection: str
    build: int
    version: int
    active: bool
    position: int = 0
    events: int = 0
    event: str | None = field(default=None, converter=_storable_if_any)
    recorded_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None
    rate: float | None = None
    failed: str | None = field(default=None, converter=_storable_if_any)
    tables: tuple[str, ...] = ()
    signature: str = field(default="", repr=False)
    state: str | None = field(default=None, repr=False)

    @property
    def key(self) -> str:
        """The name under which `eventsourcing` tracks how far it has come."""
        return _key(self.projection, self.build)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, its state aside; instants in ISO 8601, UTC."""
        return {
            "projection": self.projection,
            "build": self.build,
            "version": self.version,
            "active": self.active,
            "position": self.position,
            "events": self.events,
            "event": self.event,
            "recorded_at": iso(self.recorded_at),
            "updated_at": iso(self.updated_at),
            "rate": self.rate,
            "failed": self.failed,
            "tables": list(self.tables),
        }


def _key(projection: str, build: int) -> str:
    return f"positions:{projection}:{build}"


def physical(table: str, build: int) -> str:
    """Return the name of the table that holds the rows of a build; people ask for *table*."""
    return f"{table}__{build}"


@frozen(kw_only=True)
class Quarantined:
    """An event that a projection was not given, as it cannot be read.

    Attributes:
        projection: The name of the projection.
        build: Which of its builds.
        position: Where the event stands in the log.
        stream: In which stream.
        why: What is wrong with it.
    """

    projection: str
    build: int
    position: int
    stream: str = field(converter=_storable)
    why: str = field(converter=_storable)

    @property
    def key(self) -> str:
        """The key of the build."""
        return _key(self.projection, self.build)


class Outrun(Exception):
    """Another follower has taken the same events of the same build meanwhile."""


class Superseded(PositionsError, RuntimeError):
    """The build that was being kept up to date is no more, or a newer version is in its place.

    Attributes:
        projection: The name of the projection.
        why: What is there instead, and what to do.
    """

    def __init__(self, projection: str, why: str) -> None:
        self.projection = projection
        self.why = why
        super().__init__(projection, why)

    def __str__(self) -> str:
        return f"the projection {self.projection!r} cannot be kept up to date here: {self.why}"


class ProjectionFailed(PositionsError, RuntimeError):
    """A projection has raised; all before the event is kept, and nothing of it.

    Attributes:
        projection: The name of the projection.
        position: Where the event stands in the log, or would have stood.
        recorded: The event.
        inline: Whether it was raised where the event was to be recorded, so that it was not.
    """

    def __init__(self, projection: str, position: int, recorded: Recorded) -> None:
        self.projection = projection
        self.position = position
        self.recorded = recorded
        self.inline = False
        super().__init__(projection, position, recorded)

    def __str__(self) -> str:
        event = type(self.recorded.event).__name__
        cause = self.__cause__
        why = "" if cause is None else f": {type(cause).__name__}: {cause}"
        at = (
            f"the projection {self.projection!r} raised at position {self.position} "
            f"({event} in {self.recorded.stream!r}){why}"
        )
        if self.inline:
            return f"{at}; nothing was recorded, neither events nor rows: mend the projection"
        return f"{at}; all before it is kept: mend the projection and follow again"


class UnreadableEvent(PositionsError, ValueError):
    """A follower stands before an event that cannot be read, and was not told to skip it.

    Attributes:
        projection: The name of the projection.
        position: Where the event stands in the log.
        stream: In which stream.
        why: What is wrong with it.
    """

    def __init__(self, projection: str, position: int, stream: str, why: str) -> None:
        self.projection = projection
        self.position = position
        self.stream = stream
        self.why = why
        super().__init__(projection, position, stream, why)

    def __str__(self) -> str:
        return (
            f"the projection {self.projection!r} stands before position {self.position} "
            f"(in {self.stream!r}), which cannot be read: {self.why}; "
            "follow with unreadable='skip' to go on without it"
        )
