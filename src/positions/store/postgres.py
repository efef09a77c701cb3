"""A ledger in PostgreSQL: eventsourcing's recorder, with triggers and an index of keys."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

import psycopg
from eventsourcing.persistence import (
    DatabaseError,
    InterfaceError,
    OperationalError,
    StoredEvent,
)
from eventsourcing.postgres import (
    PostgresApplicationRecorder,
    PostgresDatastore,
    PostgresFactory,
)
from eventsourcing.utils import retry
from psycopg.errors import LockNotAvailable
from psycopg.rows import dict_row, tuple_row
from psycopg.sql import SQL, Composed, Identifier

from positions.store.keyed import Filed, KeyedRecorder, Row
from positions.store.postgres_tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from psycopg import Cursor
    from psycopg.rows import DictRow, RowMaker

    from positions.store.log import Also

__all__ = ["LedgerPostgresFactory", "LedgerPostgresRecorder"]

_PLAIN = (
    "SELECT notification_id, originator_id, originator_version, topic, coalesce(state, '') "
    "FROM {table} "
)
_ATTEMPTS = 10
_CONNECT_SECONDS = 5
_PIPELINED = 1_000


def _rows(cursor: Cursor[Any]) -> RowMaker[DictRow]:
    """Make rows whose `state` is bytes: in a damaged table it may be NULL, and is no event then."""
    make = dict_row(cursor)

    def made(values: Sequence[Any]) -> DictRow:
        row = make(values)
        if row.get("state", b"") is None:
            row["state"] = b""
        return row

    return made


def _stored(row: DictRow) -> StoredEvent:
    return StoredEvent(
        row["originator_id"], row["originator_version"], row["topic"], bytes(row["state"])
    )


# Without its decorator, which waits for ten locks, one after the other.
_insert_once: Callable[..., Sequence[int] | None]
_insert_once = PostgresApplicationRecorder.insert_events.__wrapped__


class LedgerPostgresRecorder(PostgresApplicationRecorder, KeyedRecorder):
    """The events of a ledger, and their index of keys, in one PostgreSQL schema."""

    takes_also = True

    def __init__(
        self, datastore: PostgresDatastore, *, events_table_name: str = "stored_events"
    ) -> None:
        # What is skipped in a pipeline after an error is not prepared, though psycopg believes it
        # is, and the connection is of no more use. So nothing is prepared at all.
        asked = cast("dict[str, Any]", datastore.pool.kwargs)
        asked |= {"prepare_threshold": None, "row_factory": _rows}
        super().__init__(datastore, events_table_name=events_table_name)
        self.sql_create_statements.extend(map(self._sql, TABLES))

    @property
    def file(self) -> None:
        """None: a server keeps it."""

    def _sql(self, text: str) -> Composed:
        names = {
            "table": self.events_table_name,
            "keys": f"{self.events_table_name}_keys",
            "reach": f"{self.events_table_name}_keys_reach",
            "refuse": f"{self.events_table_name}_refuse",
            "skipped": f"{self.events_table_name}_skipped",
            "keep": f"{self.events_table_name}_keys_keep",
        }
        placed = {
            name: Identifier(self.datastore.schema, each)
            for name, each in names.items()
            if f"{{{name}}}" in text
        }
        return SQL(cast("Any", text)).format(**placed)

    def create_table(self) -> None:
        """Make the tables where there are none; several processes may try at once."""
        attempt = 0
        while not self._is_made():
            try:
                super().create_table()
            except DatabaseError:  # another process made the same at the same time
                attempt += 1
                if attempt == _ATTEMPTS:
                    raise
                time.sleep(attempt / 20)
        self.datastore.register_type_adapters()

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Insert events; where the connection is lost, try again, but not where a lock is held.

        Many go without the pipeline, which saves few of them anything, and in which psycopg stops
        sending for ever once a message is larger than the server takes in at once.
        """
        if len(stored_events) > _PIPELINED or "also" in kwargs:
            return self._insert_many(stored_events, **kwargs)
        try:
            return _insert_once(self, stored_events, **kwargs)
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                raise
        again: Sequence[int] | None = super().insert_events(stored_events, **kwargs)
        return again

    def _insert_many(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        with (
            self.datastore.get_connection() as connection,
            connection.transaction(),
            connection.cursor() as curs,
        ):
            also: Also | None = kwargs.pop("also", None)
            self._insert_stored_events(curs, stored_events, **kwargs)
            positions = [cast("int", row["notification_id"]) for row in curs.fetchall()]
            if also is not None:
                also(curs, positions)
            return positions

    def _insert_stored_events(
        self, curs: Cursor[DictRow], stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> None:
        filed: Sequence[Filed] | None = kwargs.get("filed")
        try:
            if filed is None:
                super()._insert_stored_events(curs, stored_events, **kwargs)
            else:
                self._insert_and_file(curs, stored_events, filed)
        except psycopg.Error:
            # Unless the pipeline is emptied, its end says that it was aborted, and not by what.
            if len(stored_events) <= _PIPELINED:
                with suppress(psycopg.Error), curs.connection.pipeline():
                    ...  # entering it, or else leaving it, empties the one around it
            raise

    def _insert_and_file(
        self, curs: Cursor[DictRow], stored_events: Sequence[StoredEvent], filed: Sequence[Filed]
    ) -> None:
        self._lock_table(curs)
        with curs.connection.cursor() as beside:  # what was inserted is read from the other
            beside.execute(
                self._sql(
                    "UPDATE {reach} SET whole = "
                    "(reaches = coalesce((SELECT max(notification_id) FROM {table}), 0))"
                )
            )
            super()._insert_stored_events(curs, stored_events)
            self._file(beside, filed)
            beside.execute(
                self._sql(
                    "UPDATE {reach} SET reaches = (SELECT max(notification_id) FROM {table}) "
                    "WHERE whole"
                )
            )

    def _file(self, curs: Cursor[DictRow], filed: Iterable[Filed]) -> None:
        rows = list(filed)
        curs.execute(
            self._sql(
                "INSERT INTO {keys} SELECT * FROM unnest(%s::bytea[], %s::text[], %s::bigint[]) "
                "ON CONFLICT DO NOTHING"
            ),
            tuple([row[column] for row in rows] for column in range(3)),
        )

    def select_rows(self, after: int, limit: int) -> Sequence[Row]:
        """Return what stands next in the log after a notification id, as plain rows."""
        asked = "WHERE notification_id > %s ORDER BY notification_id LIMIT %s"
        rows: list[Row] = self._plain_rows(_PLAIN + asked, (after, limit))
        return rows

    def select_rows_at(self, positions: Sequence[int]) -> Sequence[Row]:
        """Return what stands at some notification ids, in order, as far as anything does."""
        asked = "WHERE notification_id = ANY(%s) ORDER BY notification_id"
        rows: list[Row] = self._plain_rows(_PLAIN + asked, ([*positions],))
        return rows

    @retry((InterfaceError, OperationalError), max_attempts=10, wait=0.2)  # as its other readers
    def _plain_rows(self, statement: str, given: Sequence[Any]) -> list[Any]:
        with (
            self.datastore.get_connection() as connection,
            connection.cursor(row_factory=tuple_row) as curs,
        ):
            curs.execute(self._sql(statement), given)
            return curs.fetchall()

    def select_by_key(self, key: bytes, stream: str | None = None) -> Sequence[StoredEvent]:
        """Return the events filed under *key*, of one *stream* or of all, ordered by the log."""
        found = self._rows(
            "SELECT e.* FROM {keys} k JOIN {table} e USING (originator_id, originator_version) "
            "WHERE k.key = %s AND (%s::text IS NULL OR k.originator_id = %s) "
            "ORDER BY e.notification_id",
            (key, stream, stream),
        )
        return [_stored(row) for row in found]

    def select_streams(self, prefix: str) -> Sequence[str]:
        """Return the names of the streams that begin so, in order."""
        found = self._rows(
            "SELECT DISTINCT originator_id FROM {table} WHERE starts_with(originator_id, %s)",
            (prefix,),
        )
        return sorted(row["originator_id"] for row in found)

    def select_last_version(self, stream: str) -> int:
        """Return the version of the last event of a stream; 0 where there is none."""
        (row,) = self._rows(
            "SELECT max(originator_version) FROM {table} WHERE originator_id = %s", (stream,)
        )
        return row["max"] or 0

    def select_last_versions(self, streams: Iterable[str]) -> Mapping[str, int]:
        """Return the version of the last event of each of many streams, if it has any."""
        found = self._rows(
            "SELECT asked, last FROM unnest(%s::text[]) AS asked CROSS JOIN LATERAL (SELECT "
            "max(originator_version) AS last FROM {table} WHERE originator_id = asked) AS held "
            "WHERE last IS NOT NULL",
            (list(streams),),
        )
        return {row["asked"]: row["last"] for row in found}

    def select_filed(
        self, pairs: Iterable[tuple[bytes, str]]
    ) -> Iterator[tuple[bytes, StoredEvent]]:
        """Yield what is filed under keys, each within one stream: many lookups at once."""
        asked = list(pairs)
        found = self._rows(
            "SELECT asked.key, e.* FROM unnest(%s::bytea[], %s::text[]) AS asked(key, stream) "
            "JOIN {keys} k ON k.key = asked.key AND k.originator_id = asked.stream "
            "JOIN {table} e USING (originator_id, originator_version) "
            "ORDER BY e.notification_id",
            ([key for key, _ in asked], [stream for _, stream in asked]),
        )
        for row in found:
            yield bytes(row["key"]), _stored(row)

    def select_used(self, keys: Iterable[bytes]) -> set[bytes]:
        """Return those of *keys* under which something is filed, in whichever stream."""
        found = self._rows(
            "SELECT asked FROM unnest(%s::bytea[]) AS asked "
            "WHERE EXISTS (SELECT 1 FROM {keys} WHERE key = asked)",
            (list(keys),),
        )
        return {bytes(row["asked"]) for row in found}

    def index_reaches(self) -> int:
        """Return the notification id up to which every event is in the index."""
        (row,) = self._rows("SELECT reaches FROM {reach}")
        return cast("int", row["reaches"])

    def insert_index(self, filed: Iterable[Filed], after: int, reaches: int) -> None:
        """File the events after a notification id up to another, which the index then reaches."""
        with self.datastore.transaction(commit=True) as curs:
            self._lock_table(curs)
            self._file(curs, filed)
            curs.execute(
                self._sql("UPDATE {reach} SET reaches = %s WHERE reaches >= %s AND reaches < %s"),
                (reaches, after, reaches),
            )

    def select_by_kind(self, kinds: Iterable[bytes]) -> Iterator[tuple[str, int]]:
        """Yield where each event stands that has a key which begins with one of *kinds*."""
        for kind in kinds:
            for row in self._rows(
                "SELECT originator_id, originator_version FROM {keys} WHERE key >= %s AND key < %s",
                (kind, bytes([kind[0] + 1])),
            ):
                yield row["originator_id"], row["originator_version"]

    def select_index(self) -> Iterator[Filed]:
        """Yield all that is filed, in no order."""
        with (
            self.datastore.transaction() as curs,
            curs.connection.cursor(name="index", row_factory=tuple_row) as rows,
        ):
            for key, stream, version in rows.execute(self._sql("SELECT * FROM {keys}")):
                yield bytes(key), stream, version

    def clear_index(self) -> None:
        """Take everything out of the index."""
        with self.datastore.transaction(commit=True) as curs:
            self._lock_table(curs)
            curs.execute(self._sql("UPDATE {reach} SET reaches = 0"))
            curs.execute(self._sql("DELETE FROM {keys}"))

    def _is_made(self) -> bool:
        last = Identifier(self.datastore.schema, f"{self.events_table_name}_keys_reach")
        (row,) = self._rows("SELECT to_regclass(%s) AS made", (last.as_string(),))
        return row["made"] is not None

    def _rows(self, statement: str, parameters: Sequence[Any] = ()) -> list[DictRow]:
        with self.datastore.get_connection() as connection, connection.cursor() as curs:
            curs.execute(self._sql(statement), parameters)
            return curs.fetchall()


class LedgerPostgresFactory(PostgresFactory):
    """Makes the recorders of a ledger in PostgreSQL."""

    application_recorder_class = LedgerPostgresRecorder

    def __init__(self, env: Any) -> None:
        super().__init__(env)
        self._check_server()

    def _check_server(self) -> None:
        """Connect once, outside of the pool, which would try for minutes and not say what fails."""
        pool = self.datastore.pool
        pool.reconnect_timeout = pool.timeout  # else it tries ever more rarely, for five minutes
        asked = dict(cast("dict[str, Any]", pool.kwargs))
        if pool.get_password_func is not None:
            asked["password"] = pool.get_password_func()
        try:
            psycopg.connect(
                **asked, connect_timeout=max(_CONNECT_SECONDS, int(pool.timeout))
            ).close()
        except psycopg.Error as error:
            raise OperationalError(str(error)) from error
