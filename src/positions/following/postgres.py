"""Rows kept in PostgreSQL: `eventsourcing`'s tracking recorder, with the tables of projections."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from attrs import asdict
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from psycopg.errors import DependentObjectsStillExist, InvalidTableDefinition
from psycopg.rows import dict_row, tuple_row
from psycopg.sql import SQL, Composed, Identifier

from positions.following.builds import Build, Quarantined, physical
from positions.following.sql import BUILDS, QUARANTINE, columns, listed, quoted, upsert
from positions.projections.tables import ColumnType, InvalidProjection

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from psycopg import Cursor

    from positions.following.views import Values
    from positions.projections.tables import Table

__all__ = ["PostgresViews"]

_TYPES = {
    ColumnType.TEXT: "text",
    ColumnType.NAME: "text",
    ColumnType.INTEGER: "bigint",
    ColumnType.BOOLEAN: "boolean",
    ColumnType.TIMESTAMP: "timestamptz",
    ColumnType.JSON: "jsonb",
}
_KINDS = {"v": "view", "r": "table", "p": "table", "m": "materialized view", "i": "index"}
_BUILDS = (
    "CREATE TABLE IF NOT EXISTS {builds} ("
    "projection text NOT NULL, build bigint NOT NULL, version bigint NOT NULL, "
    "active boolean NOT NULL, position bigint NOT NULL, events bigint NOT NULL, event text, "
    "recorded_at timestamptz, updated_at timestamptz, rate double precision, failed text, "
    "tables jsonb NOT NULL, signature text NOT NULL, state text, "
    "PRIMARY KEY (projection, build))"
)
_QUARANTINE = (
    "CREATE TABLE IF NOT EXISTS {quarantine} ("
    "projection text NOT NULL, build bigint NOT NULL, position bigint NOT NULL, "
    "stream text NOT NULL, why text NOT NULL, PRIMARY KEY (projection, build, position))"
)


class PostgresViews(PostgresTrackingRecorder):
    """Keeps rows, and how far each projection has come, in one PostgreSQL schema."""

    def __init__(
        self,
        datastore: PostgresDatastore,
        *,
        tracking_table_name: str = "notification_tracking",
        **kwargs: Any,
    ) -> None:
        super().__init__(datastore, tracking_table_name=tracking_table_name, **kwargs)
        self._names = {
            "builds": Identifier(datastore.schema, BUILDS),
            "quarantine": Identifier(datastore.schema, QUARANTINE),
            "tracking": Identifier(datastore.schema, tracking_table_name),
        }
        self.sql_create_statements.extend(map(self.sql, (_BUILDS, _QUARANTINE)))

    def sql(self, text: str, **names: str) -> Composed:
        """Return a statement with our names in it, and others of the same schema."""
        schema = self.datastore.schema
        placed = self._names | {name: Identifier(schema, each) for name, each in names.items()}
        used = {name: each for name, each in placed.items() if f"{{{name}}}" in text}
        return SQL(cast("Any", text)).format(**used)

    def create_table(self) -> None:
        """Make the tables where there are none; several processes may try at once."""
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (BUILDS,))
            if not self._made(cursor):
                super().create_table()

    def made(self) -> bool:
        """Return whether its tables are there."""
        with self.datastore.transaction(commit=False) as cursor:
            return self._made(cursor)

    def _made(self, cursor: Cursor[Any]) -> bool:
        name = self._names["quarantine"].as_string()
        found = cursor.execute("SELECT to_regclass(%s) AS made", (name,)).fetchone()
        return found is not None and found["made"] is not None

    @contextmanager
    def session(self, *, write: bool) -> Generator[_Session]:
        """Begin a transaction; one that writes holds off others that do."""
        with self.datastore.transaction(commit=write) as cursor:
            if write:
                self._hold_off(cursor)
            else:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield self._in(cursor)

    def within(self, cursor: Cursor[Any]) -> _Session:
        """Return a session in the transaction that *cursor* belongs to."""
        self._hold_off(cursor)
        return self._in(cursor)

    def _hold_off(self, cursor: Cursor[Any]) -> None:
        timeout = f"{int(self.datastore.lock_timeout)}s"
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", (timeout,))
        cursor.execute(self.sql("LOCK TABLE {builds} IN SHARE ROW EXCLUSIVE MODE"))

    def _in(self, cursor: Cursor[Any]) -> _Session:
        beside = cursor.connection.cursor(row_factory=dict_row)
        return _Session(beside, self.sql, self._insert_tracking)

    def close(self) -> None:
        """Let go of the server."""
        self.datastore.close()


class _Session:
    def __init__(
        self,
        cursor: Cursor[Any],
        sql: Callable[..., Composed],
        track: Callable[[Cursor[Any], Tracking], None],
    ) -> None:
        self._cursor = cursor
        self._sql = sql
        self._track = track

    def builds(self) -> list[Build]:
        self._cursor.execute(self._sql("SELECT * FROM {builds} ORDER BY projection, build"))
        return [Build(**_read(row)) for row in self._cursor.fetchall()]

    def save(self, build: Build) -> None:
        row = asdict(build) | {"tables": json.dumps(build.tables)}
        places = ", ".join(f"%({name})s" for name in row)
        sets = ", ".join(f"{quoted(each)} = excluded.{quoted(each)}" for each in row)
        self._cursor.execute(
            self._sql(
                f"INSERT INTO {{builds}} ({listed(row)}) VALUES ({places}) "
                f"ON CONFLICT (projection, build) DO UPDATE SET {sets}"
            ),
            row,
        )

    def forget(self, build: Build) -> None:
        named = (build.projection, build.build)
        for table in ("{builds}", "{quarantine}"):
            self._cursor.execute(
                self._sql(f"DELETE FROM {table} WHERE projection = %s AND build = %s"), named
            )
        self._cursor.execute(
            self._sql("DELETE FROM {tracking} WHERE application_name = %s"), (build.key,)
        )
        for table in build.tables:
            name = physical(table, build.build)
            self._cursor.execute(self._sql("DROP TABLE {table}", table=name))

    def make(self, name: str, table: Table) -> None:
        made = f"CREATE TABLE {{table}} ({columns(table, _TYPES)})"
        self._cursor.execute(self._sql(made, table=name))

    def taken(self, name: str) -> str | None:
        self._cursor.execute(
            "SELECT relkind::text AS kind FROM pg_class WHERE oid = to_regclass(%s)",
            (self._sql("{table}", table=name).as_string(self._cursor),),
        )
        found = self._cursor.fetchone()
        return None if found is None else _KINDS.get(found["kind"], "relation")

    def show(self, table: str, name: str) -> None:
        made = "CREATE OR REPLACE VIEW {view} AS SELECT * FROM {table}"
        connection = self._cursor.connection
        try:
            with connection.transaction():
                self._cursor.execute(self._sql(made, view=table, table=name))
        except InvalidTableDefinition:  # its columns are others: what depends on it has to go first
            try:
                self.hide(table)
            except DependentObjectsStillExist as error:
                told = " ".join(
                    filter(None, (error.diag.message_primary, error.diag.message_detail))
                )
                why = f"its columns are others now, and something depends on it: {told}"
                raise InvalidProjection(table, why) from error
            self._cursor.execute(self._sql(made, view=table, table=name))

    def hide(self, table: str) -> None:
        self._cursor.execute(self._sql("DROP VIEW IF EXISTS {view}", view=table))

    def track(self, build: Build) -> None:
        self._track(self._cursor, Tracking(build.key, build.position))

    def tracked(self, build: Build) -> int:
        found = self._cursor.execute(
            self._sql("SELECT notification_id FROM {tracking} WHERE application_name = %s"),
            (build.key,),
        ).fetchone()
        return 0 if found is None else cast("int", found["notification_id"])

    def put(self, name: str, table: Table, rows: Sequence[Values]) -> None:
        # Arrays, and not one statement a row: psycopg sends those in a pipeline, in which it stops
        # for ever once a message is larger than the server takes in at once.
        arrays = ", ".join(f"%s::{_TYPES[each.type]}[]" for each in table.columns)
        self._cursor.execute(
            self._sql(
                f"INSERT INTO {{table}} SELECT * FROM unnest({arrays}) {upsert(table)}", table=name
            ),
            [list(values) for values in zip(*rows, strict=True)],
        )

    def drop(self, name: str, table: Table, columns: tuple[str, ...], rows: list[Values]) -> None:
        types = {each.name: _TYPES[each.type] for each in table.columns}
        arrays = ", ".join(f"%s::{types[each]}[]" for each in columns)
        where = " AND ".join(f"kept.{quoted(each)} = gone.{quoted(each)}" for each in columns)
        self._cursor.execute(
            self._sql(
                f"DELETE FROM {{table}} kept USING unnest({arrays}) AS gone ({listed(columns)}) "
                f"WHERE {where}",
                table=name,
            ),
            [list(values) for values in zip(*rows, strict=True)],
        )

    def rows(self, name: str, table: Table) -> list[Values]:
        # In the order of the code points, which is Python's, and not of a language.
        chosen = ", ".join(
            f"{quoted(each.name)}{'::text' if each.type is ColumnType.JSON else ''}"
            for each in table.columns
        )
        text = {each.name for each in table.columns if _TYPES[each.type] == "text"}
        order = ", ".join(
            f"{{table}}.{quoted(each)}{' COLLATE ' + quoted('C') if each in text else ''}"
            for each in table.key
        )
        with self._cursor.connection.cursor(row_factory=tuple_row) as cursor:
            cursor.execute("SET LOCAL timezone = 'UTC'")  # elsewhere, the year 1 has no beginning
            cursor.execute(
                self._sql(f"SELECT {chosen} FROM {{table}} ORDER BY {order}", table=name)
            )
            return [tuple(map(_utc, row)) for row in cursor.fetchall()]

    def quarantine(self, events: Sequence[Quarantined]) -> None:
        rows = [tuple(asdict(each).values()) for each in events]
        self._cursor.execute(
            self._sql(
                "INSERT INTO {quarantine} SELECT * FROM unnest("
                "%s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::text[]) "
                "ON CONFLICT DO NOTHING"
            ),
            [list(values) for values in zip(*rows, strict=True)],
        )

    def quarantined(self) -> list[Quarantined]:
        self._cursor.execute(
            self._sql("SELECT * FROM {quarantine} ORDER BY projection, build, position")
        )
        return [Quarantined(**row) for row in self._cursor.fetchall()]


def _read(row: dict[str, Any]) -> dict[str, Any]:
    found = {name: _utc(value) for name, value in row.items()}
    return found | {"tables": tuple(row["tables"])}


def _utc(value: object) -> object:
    return value.astimezone(dt.UTC) if isinstance(value, dt.datetime) else value
