"""Rows kept in SQLite: `eventsourcing`'s tracking recorder, with the tables of projections."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from attrs import asdict
from eventsourcing.persistence import Tracking
from eventsourcing.sqlite import SQLiteCursor, SQLiteTrackingRecorder

from positions.following.builds import Build, Quarantined, physical
from positions.following.sql import BUILDS, QUARANTINE, create, listed, quoted, upsert
from positions.projections.tables import ColumnType
from positions.store.locations import UnsupportedLocation

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from positions.following.views import Values
    from positions.projections.tables import Table

__all__ = ["SQLiteViews"]

_TYPES = {
    ColumnType.TEXT: "TEXT",
    ColumnType.NAME: "TEXT",
    ColumnType.INTEGER: "INTEGER",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.TIMESTAMP: "TEXT",
    ColumnType.JSON: "TEXT",
}
_TABLES = (
    f"""
    CREATE TABLE IF NOT EXISTS {BUILDS} (
        projection TEXT NOT NULL, build INTEGER NOT NULL, version INTEGER NOT NULL,
        active BOOLEAN NOT NULL, position INTEGER NOT NULL, events INTEGER NOT NULL, event TEXT,
        recorded_at TEXT, updated_at TEXT, rate REAL, failed TEXT, tables TEXT NOT NULL,
        signature TEXT NOT NULL, state TEXT, PRIMARY KEY (projection, build))
    """,
    f"""
    CREATE TABLE IF NOT EXISTS {QUARANTINE} (
        projection TEXT NOT NULL, build INTEGER NOT NULL, position INTEGER NOT NULL,
        stream TEXT NOT NULL, why TEXT NOT NULL, PRIMARY KEY (projection, build, position))
    """,
)


class SQLiteViews(SQLiteTrackingRecorder):
    """Keeps rows, and how far each projection has come, in one SQLite file."""

    def construct_create_table_statements(self) -> list[str]:
        """Return the statements that make the tables, where there are none."""
        return [*super().construct_create_table_statements(), *_TABLES]

    def create_table(self) -> None:
        """Make the tables where there are none; without a write where there are."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute("PRAGMA table_info(tracking)")
            columns = {row[1] for row in cursor.fetchall()}
        if columns and not columns >= {"application_name", "notification_id"}:
            why = "it has a table 'tracking' that is not eventsourcing's; name another database"
            raise UnsupportedLocation(self.datastore.pool.db_name, why)
        if not self.made():
            super().create_table()

    def made(self) -> bool:
        """Return whether its tables are there."""
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute("SELECT 1 FROM sqlite_master WHERE name=?", (QUARANTINE,))
            return cursor.fetchone() is not None

    @contextmanager
    def session(self, *, write: bool) -> Generator[_Session]:
        """Begin a transaction; one that writes holds the lock from its beginning."""
        with self.datastore.transaction(commit=write) as cursor:
            yield self.within(cursor)

    def within(self, cursor: SQLiteCursor) -> _Session:
        """Return a session in the transaction that *cursor* belongs to."""
        return _Session(cursor, self._insert_tracking, self._max_tracking_id)

    def close(self) -> None:
        """Let go of the file."""
        self.datastore.close()


class _Session:
    def __init__(
        self,
        cursor: SQLiteCursor,
        track: Callable[[SQLiteCursor, Tracking], None],
        tracked: Callable[[str, SQLiteCursor], int | None],
    ) -> None:
        self._cursor = cursor
        self._track = track
        self._tracked = tracked

    def builds(self) -> list[Build]:
        self._cursor.execute(f"SELECT * FROM {BUILDS} ORDER BY projection, build")
        return [_build(dict(row)) for row in self._cursor.fetchall()]

    def save(self, build: Build) -> None:
        row = asdict(build) | {
            "tables": json.dumps(build.tables),
            "recorded_at": _plain(build.recorded_at),
            "updated_at": _plain(build.updated_at),
        }
        places = ", ".join(f":{name}" for name in row)
        self._cursor.execute(
            f"INSERT OR REPLACE INTO {BUILDS} ({listed(row)}) VALUES ({places})", row
        )

    def forget(self, build: Build) -> None:
        named = (build.projection, build.build)
        for table in (BUILDS, QUARANTINE):
            self._cursor.execute(f"DELETE FROM {table} WHERE projection=? AND build=?", named)
        self._cursor.execute("DELETE FROM tracking WHERE application_name=?", (build.key,))
        for table in build.tables:
            self._cursor.execute(f"DROP TABLE {quoted(physical(table, build.build))}")

    def make(self, name: str, table: Table) -> None:
        self._cursor.execute(create(quoted(name), table, _TYPES))

    def taken(self, name: str) -> str | None:
        self._cursor.execute("SELECT type FROM sqlite_master WHERE name=? COLLATE NOCASE", (name,))
        found = self._cursor.fetchone()
        return None if found is None else str(found[0])

    def show(self, table: str, name: str) -> None:
        self.hide(table)
        self._cursor.execute(f"CREATE VIEW {quoted(table)} AS SELECT * FROM {quoted(name)}")

    def hide(self, table: str) -> None:
        self._cursor.execute(f"DROP VIEW IF EXISTS {quoted(table)}")

    def track(self, build: Build) -> None:
        self._track(self._cursor, Tracking(build.key, build.position))

    def tracked(self, build: Build) -> int:
        return self._tracked(build.key, self._cursor) or 0

    def put(self, name: str, table: Table, rows: Sequence[Values]) -> None:
        places = ", ".join("?" * len(table.columns))
        self._cursor.executemany(
            f"INSERT INTO {quoted(name)} VALUES ({places}) {upsert(table)}",
            [tuple(map(_plain, row)) for row in rows],
        )

    def drop(self, name: str, table: Table, columns: tuple[str, ...], rows: list[Values]) -> None:
        del table
        where = " AND ".join(f"{quoted(each)} = ?" for each in columns)
        self._cursor.executemany(
            f"DELETE FROM {quoted(name)} WHERE {where}", [tuple(map(_plain, row)) for row in rows]
        )

    def rows(self, name: str, table: Table) -> list[Values]:
        self._cursor.execute(
            f"SELECT {listed(table.names)} FROM {quoted(name)} ORDER BY {listed(table.key)}"
        )
        read = [_READ.get(each.type, _same) for each in table.columns]
        return [
            tuple(
                None if value is None else one(value) for one, value in zip(read, row, strict=True)
            )
            for row in self._cursor.fetchall()
        ]

    def quarantine(self, events: Sequence[Quarantined]) -> None:
        self._cursor.executemany(
            f"INSERT OR REPLACE INTO {QUARANTINE} VALUES (?, ?, ?, ?, ?)",
            [tuple(asdict(each).values()) for each in events],
        )

    def quarantined(self) -> list[Quarantined]:
        self._cursor.execute(f"SELECT * FROM {QUARANTINE} ORDER BY projection, build, position")
        return [Quarantined(**dict(row)) for row in self._cursor.fetchall()]


def _build(row: dict[str, Any]) -> Build:
    for name in ("recorded_at", "updated_at"):
        row[name] = row[name] and _instant(row[name])
    row["active"] = bool(row["active"])
    row["tables"] = tuple(json.loads(row["tables"]))
    return Build(**row)


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        # The year with four digits, which `strftime` does not always give.
        return value.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    return value


def _instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _same(value: object) -> object:
    return value


_READ: dict[ColumnType, Callable[[Any], Any]] = {
    ColumnType.BOOLEAN: bool,
    ColumnType.TIMESTAMP: _instant,
}
