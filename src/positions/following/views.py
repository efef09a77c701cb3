"""What a place where rows are kept must be able to do, all of it within one transaction."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from positions.following.builds import Build, Quarantined
    from positions.projections.tables import Table

__all__ = ["Session", "Values", "Views"]

Values = tuple[Any, ...]
"""A row in the form in which it is written; see `checked_row`."""


class Session(Protocol):
    """An open transaction: all that is done in it is done, or none."""

    def builds(self) -> list[Build]:
        """Return all builds, in order; what is read stays so until the transaction ends."""
        ...

    def save(self, build: Build) -> None:
        """Write what is known of a build in place of what was."""
        ...

    def forget(self, build: Build) -> None:
        """Take a build away: what is known of it, its tables, what it has quarantined."""
        ...

    def make(self, name: str, table: Table) -> None:
        """Make an empty table called *name*."""
        ...

    def taken(self, name: str) -> str | None:
        """Return what is called *name*, be it ours or not: a view, a table, something else."""
        ...

    def show(self, table: str, name: str) -> None:
        """Let those who ask for *table* see the one called *name*, in place of what they saw.

        Raises:
            InvalidProjection: what somebody else has made depends on columns that it had.
        """
        ...

    def hide(self, table: str) -> None:
        """Let those who ask for *table* see nothing."""
        ...

    def track(self, build: Build) -> None:
        """Track, as `eventsourcing` does, that a build has reached its position."""
        ...

    def tracked(self, build: Build) -> int:
        """Return which position a build has reached; 0 before the first event."""
        ...

    def put(self, name: str, table: Table, rows: Sequence[Values]) -> None:
        """Write rows, each in place of the one with its key; no two have the same."""
        ...

    def drop(self, name: str, table: Table, columns: tuple[str, ...], rows: list[Values]) -> None:
        """Take the rows away that equal one of *rows* in *columns*."""
        ...

    def rows(self, name: str, table: Table) -> Iterable[Values]:
        """Return the rows of a table, in the form in which they are written."""
        ...

    def quarantine(self, events: Sequence[Quarantined]) -> None:
        """Note events that a projection was not given."""
        ...

    def quarantined(self) -> list[Quarantined]:
        """Return all that was noted, in order."""
        ...


class Views(Protocol):
    """A place where rows are kept: a tracking recorder of `eventsourcing` with more."""

    def session(self, *, write: bool) -> AbstractContextManager[Session]:
        """Begin a transaction; one that writes holds off others that do."""
        ...

    def made(self) -> bool:
        """Return whether its tables are there."""
        ...

    def within(self, cursor: Any) -> Session:  # noqa: ANN401 - of whichever database
        """Return a session in the transaction that *cursor* belongs to."""
        ...

    def close(self) -> None:
        """Let go of what was opened for this alone."""
        ...
