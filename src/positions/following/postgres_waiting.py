"""Waiting for the next event in PostgreSQL, which tells whoever listens."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

import psycopg
from psycopg.sql import SQL, Identifier

if TYPE_CHECKING:
    from threading import Event

    from eventsourcing.postgres import PostgresApplicationRecorder

__all__ = ["Listening"]

_SLICE = 0.05


class Listening:
    """Is told on a connection of its own; where it is lost, in a while another one is made."""

    def __init__(self, recorder: PostgresApplicationRecorder, longest: float) -> None:
        self._recorder = recorder
        self._longest = longest
        self._connection: psycopg.Connection[Any] | None = None

    def wait(self, after: int, stop: Event) -> None:
        """Return once something was recorded, or when told to stop, or in a while."""
        del after
        connection = self._connection  # another thread may close it meanwhile
        try:
            if connection is None:
                self._connection = self._listening()
                return  # something may have been recorded before it listened
            until = time.monotonic() + self._longest
            while not stop.is_set() and time.monotonic() < until:
                for _ in connection.notifies(timeout=_SLICE, stop_after=1):
                    return
        except psycopg.Error:
            self.close()
            stop.wait(self._longest)

    def close(self) -> None:
        """Let go of the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(psycopg.Error):
                connection.close()

    def _listening(self) -> psycopg.Connection[Any]:
        pool = self._recorder.datastore.pool
        asked = dict(cast("dict[str, Any]", pool.kwargs))
        asked.pop("row_factory", None)
        if pool.get_password_func is not None:
            asked["password"] = pool.get_password_func()
        connection = psycopg.connect(**asked, autocommit=True)
        connection.execute(SQL("LISTEN {}").format(Identifier(self._recorder.channel_name)))
        return connection
