"""Rows kept in the memory of one process: `eventsourcing`'s tracking recorder, with tables."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from eventsourcing.persistence import Tracking
from eventsourcing.popo import POPOTrackingRecorder

from positions.following.builds import Build, Quarantined, physical
from positions.projections.rows import Shelf

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from positions.following.views import Values
    from positions.projections.tables import Table

__all__ = ["MemoryViews"]


class MemoryViews(POPOTrackingRecorder):
    """Keeps rows, and how far each projection has come, as long as the process lives."""

    def __init__(self) -> None:
        super().__init__()
        self._builds: dict[str, Build] = {}
        self._tables: dict[str, Shelf] = {}
        self._quarantined: dict[tuple[str, int], Quarantined] = {}

    @contextmanager
    def session(self, *, write: bool) -> Generator[MemoryViews]:
        """Hold off all others; after an error, builds and tables are those there were before.

        Rows are not taken back: what keeps one from being written is found before the first is.
        """
        del write
        with self._database_lock:
            builds, tables = self._builds.copy(), self._tables.copy()
            try:
                yield self
            except BaseException:
                self._builds, self._tables = builds, tables
                raise

    def made(self) -> bool:
        """Return that it is there."""
        return True

    def within(self, cursor: object) -> MemoryViews:
        """Return the same: there is one memory."""
        del cursor
        return self

    def close(self) -> None:
        """Keep all, as long as somebody holds this."""

    def builds(self) -> list[Build]:
        """Return all builds, in order."""
        return sorted(self._builds.values(), key=lambda each: (each.projection, each.build))

    def save(self, build: Build) -> None:
        """Write what is known of a build in place of what was."""
        self._builds[build.key] = build

    def forget(self, build: Build) -> None:
        """Take a build away."""
        del self._builds[build.key]
        self._max_tracking_ids.pop(build.key, None)
        self._quarantined = {
            name: each for name, each in self._quarantined.items() if name[0] != build.key
        }
        for table in build.tables:
            del self._tables[physical(table, build.build)]

    def make(self, name: str, table: Table) -> None:
        """Make an empty table called *name*."""
        self._tables[name] = Shelf([table])

    def taken(self, name: str) -> str | None:
        """Return nothing: nobody else has a name here."""
        del name
        return None

    def show(self, table: str, name: str) -> None:
        """Do nothing: whoever asks here, asks for the active build."""

    def hide(self, table: str) -> None:
        """Do nothing, for the same reason."""

    def track(self, build: Build) -> None:
        """Track that a build has reached its position."""
        self.insert_tracking(Tracking(build.key, build.position))

    def tracked(self, build: Build) -> int:
        """Return which position a build has reached."""
        return self.max_tracking_id(build.key) or 0

    def put(self, name: str, table: Table, rows: Sequence[Values]) -> None:
        """Write rows, each in place of the one with its key."""
        self._tables[name].apply((table, row) for row in rows)

    def drop(self, name: str, table: Table, columns: tuple[str, ...], rows: list[Values]) -> None:
        """Take the rows away that equal one of *rows* in *columns*."""
        self._tables[name].apply((table, dict(zip(columns, row, strict=True))) for row in rows)

    def rows(self, name: str, table: Table) -> list[Values]:
        """Return the rows of a table."""
        return self._tables[name].values(table.name)

    def quarantine(self, events: Sequence[Quarantined]) -> None:
        """Note events that a projection was not given."""
        for each in events:
            self._quarantined[each.key, each.position] = each

    def quarantined(self) -> list[Quarantined]:
        """Return all that was noted, in order."""
        return [each for _, each in sorted(self._quarantined.items())]
