"""Stores into which somebody writes past the library, as whoever owns a file may."""

import sqlite3
from contextlib import closing

import psycopg
from psycopg.sql import SQL, Identifier

__all__ = ["Tampered"]

COLUMNS = "originator_id, originator_version, topic, state"


class Tampered:
    """The table of events of a store, its triggers and constraints out of the way."""

    def __init__(self, location):
        self.location = location
        self.postgres = isinstance(location, str) and location.startswith("postgresql:")
        self.table = "positions_events" if self.postgres else "stored_events"
        self.position = "notification_id" if self.postgres else "rowid"

    def run(self, statement, *parameters):
        """Run one statement, `{table}` and `{position}` put in, and return its rows if any."""
        text = statement.format(table=self.table, position=self.position)
        return (self._in_postgres if self.postgres else self._in_sqlite)(text, parameters)

    def _in_sqlite(self, text, parameters):
        name = self.location if isinstance(self.location, str) else self.location["SQLITE_DBNAME"]
        with closing(sqlite3.connect(name, isolation_level=None)) as connection:
            triggers = "SELECT name FROM sqlite_master WHERE type='trigger'"
            for (trigger,) in connection.execute(triggers).fetchall():
                connection.execute(f"DROP TRIGGER {trigger}")
            return connection.execute(text, parameters).fetchall()

    def _in_postgres(self, text, parameters):
        url, schema = self.location.split("?schema=")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(SQL("SET search_path TO {}").format(Identifier(schema)))
            connection.execute("SET session_replication_role = replica")
            cursor = connection.execute(text.replace("?", "%s"), parameters)
            return cursor.fetchall() if cursor.description else []

    def insert(self, stream, version, topic, state):
        """Put a row at the end."""
        self.run(
            f"INSERT INTO {{table}} ({COLUMNS}) VALUES (?, ?, ?, ?)",  # noqa: S608 - constants
            stream, version, topic, state,
        )  # fmt: skip

    def state(self, position):
        """Return the bytes that are stored at a position."""
        ((state,),) = self.run("SELECT state FROM {table} WHERE {position} = ?", position)
        return bytes(state)

    def set(self, column, value, position):
        """Put another value into a column at a position."""
        statement = f"UPDATE {{table}} SET {column} = ? WHERE {{position}} = ?"  # noqa: S608 - ours
        self.run(statement, value, position)
