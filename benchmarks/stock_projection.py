"""The same work by `eventsourcing` as it comes: a row of each event, by its `ProjectionRunner`.

It reads the same log by the same mapper; a row and its tracking are written in one transaction, an
event after the other, as its documentation shows.
"""

import sys
from pathlib import Path
from time import perf_counter, sleep
from typing import Any, cast

from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL, Identifier

from positions.store import LedgerApplication, Logged, environment

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.late_facts import plain_row

__all__ = ["stock_run"]

_LOOK = 0.01


class View(PostgresTrackingRecorder):
    """Keeps a row of each event, and with it how far it has come."""

    def __init__(self, datastore: PostgresDatastore, **more: Any) -> None:  # noqa: ANN401 - whatever it is given
        super().__init__(datastore, **more)
        name = Identifier(datastore.schema, f"{self.tracking_table_name}_rows")
        self.sql_create_statements.append(
            SQL(
                "CREATE TABLE IF NOT EXISTS {} (number bigint PRIMARY KEY, stream text NOT NULL, "
                "event text NOT NULL, recorded_at timestamptz NOT NULL)"
            ).format(name)
        )
        self._insert = SQL("INSERT INTO {} VALUES (%s, %s, %s, %s)").format(name)

    def keep(self, logged: Logged, tracking: Tracking) -> None:
        """Write the row of an event, and its tracking."""
        values = plain_row(logged.recorded).values()
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(self._insert, (tracking.notification_id, *values), prepare=True)


class Kept(Projection[View]):
    """Keeps a row of each event."""

    @singledispatchmethod
    def process_event(self, domain_event: object, tracking: Tracking) -> None:
        """Take an event."""
        self.view.keep(cast("Logged", domain_event), tracking)


def stock_run(location: str, name: str, limit: int) -> tuple[int, float]:
    """Let it take the first events of a log; return how many, and the seconds that passed."""

    class Named(Kept):
        pass

    Named.name = name
    started = perf_counter()
    runner = ProjectionRunner(
        application_class=LedgerApplication,
        projection_class=Named,
        view_class=View,
        env=environment(location),
    )
    with runner:
        taken = 0
        while taken < limit and not runner.is_interrupted.is_set():
            sleep(_LOOK)  # its own `wait` looks after 0.8 seconds only
            taken = runner.projection.view.max_tracking_id(LedgerApplication.name) or 0
        seconds = perf_counter() - started
        runner.run_forever(timeout=0)  # raises what stopped it
    return taken, seconds
