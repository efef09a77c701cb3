"""Underneath a ledger stands an `eventsourcing` application: what its users expect is there."""

from collections import Counter
from contextlib import closing
from typing import Any

import pytest
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.popo import POPOTrackingRecorder
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL, Identifier

import positions
from positions.model.claims.events import StatementRecorded
from positions.store import LedgerApplication, Logged, environment
from tests.ledger.cases import CASE
from tests.stores import LASTING, each_store, postgres, umadb

SAID = {"by": "kirby", "claim": "ban", "act": "hedge", "said": "2015-08-17"}


@each_store()
def test_its_notification_log_and_events_are_those_of_the_ledger(store):
    """The same events in the same order, whole, as domain events."""
    with store() as location, positions.open(location) as ledger:
        ledger.load(CASE)
        application = ledger.application
        log = application.notification_log
        notifications = [*log.select(start=1, limit=10), *log.select(start=11, limit=10)]
        events = [application.mapper.to_domain_event(each) for each in notifications]
        section = log["1,5"]

        assert isinstance(application, LedgerApplication)
        assert list(range(1, 14)) == [each.id for each in notifications]
        assert list(ledger.history()) == [each.recorded for each in events[1:]]  # type: ignore[attr-defined]
        assert 5 == len(section.items)
        assert "claim:visit" in {each.originator_id for each in events}


@each_store()
def test_its_event_store_and_repository_read_streams(store):
    """An aggregate is folded from its stream by whatever projector one brings."""
    with store() as location, positions.open(location) as ledger:
        ledger.load(CASE)
        application = ledger.application
        events = list(application.events.get("claim:visit"))

        def count(initial: Any, domain_events: Any) -> Any:
            return (initial or 0) + len(list(domain_events))

        assert ["ClaimOpened", "StatementRecorded", "StatementRecorded"] == [
            type(each.event).__name__ for each in events if isinstance(each, Logged)
        ]
        assert 3 == application.repository.get("claim:visit", projector_func=count)


@each_store(LASTING)
def test_another_application_opens_the_same_store(store):
    """With the variables that `environment` gives: it writes nothing, and sees what there is."""
    with store() as location, positions.open(location) as ledger:
        ledger.load(CASE)
        with closing(LedgerApplication(environment(location))) as application:
            assert 13 == application.recorder.max_notification_id()


# --- ProjectionRunner


class CountsInMemory(POPOTrackingRecorder):
    """How many statements were recorded on each claim, in memory."""

    def __init__(self):
        super().__init__()
        self.counts: Counter[str] = Counter()

    def count(self, claim, tracking):
        """Count one, once."""
        with self._database_lock:
            self._assert_tracking_uniqueness(tracking)
            self._insert_tracking(tracking)
            self.counts[claim] += 1

    def of(self, claim):
        """Return how many."""
        return self.counts[claim]


class CountsInPostgres(PostgresTrackingRecorder):
    """The same in a table, in one transaction with how far it has come."""

    def __init__(self, datastore, **more):
        super().__init__(datastore, **more)
        self.sql_create_statements.append(
            self.sql("CREATE TABLE IF NOT EXISTS {} (claim text PRIMARY KEY, count bigint)")
        )

    def sql(self, text):
        """Return a statement with the name of the table put in."""
        return SQL(text).format(Identifier(self.datastore.schema, "counts"))

    def count(self, claim, tracking):
        """Count one, once."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(
                self.sql(
                    "INSERT INTO {} AS c VALUES (%s, 1) "
                    "ON CONFLICT (claim) DO UPDATE SET count = c.count + 1"
                ),
                (claim,),
            )

    def of(self, claim):
        """Return how many."""
        with self.datastore.transaction() as cursor:
            cursor.execute(self.sql("SELECT count FROM {} WHERE claim = %s"), (claim,))
            row = cursor.fetchone()
            return row["count"] if row else 0


class Counting(Projection):
    """Counts the statements of each claim."""

    topics = ("StatementRecorded",)

    @singledispatchmethod
    def process_event(self, domain_event, tracking):
        """Pass over what is no event of a ledger."""
        raise NotImplementedError(domain_event, tracking)

    @process_event.register
    def _(self, domain_event: Logged, tracking):
        event = domain_event.event
        assert isinstance(event, StatementRecorded)
        view: Any = self.view
        view.count(event.statement.claim, tracking)


MEMORY = {"COUNTING_PERSISTENCE_MODULE": "eventsourcing.popo"}
VIEWS = {
    "PostgreSQL, in PostgreSQL": (postgres, CountsInPostgres, {}),
    "PostgreSQL, in memory": (postgres, CountsInMemory, MEMORY),
    "UmaDB, in memory": (umadb, CountsInMemory, MEMORY),
}


@pytest.mark.parametrize(("store", "view", "more"), VIEWS.values(), ids=VIEWS)
def test_a_projection_runner_follows_a_ledger(store, view, more):
    """What was there, and what is recorded meanwhile, each once; also when it is run again."""
    with store() as location, positions.open(location) as ledger:
        ledger.load(CASE)
        env = environment(location) | more

        def run(recorded):
            with ProjectionRunner(
                application_class=LedgerApplication,
                projection_class=Counting,
                view_class=view,
                env=env,
            ) as runner:
                for n in recorded:
                    ledger.record(id=f"n{n}", **SAID)
                runner.wait(ledger.application.recorder.max_notification_id(), timeout=10)
                counts: Any = runner.projection.view
                return counts.of("visit"), counts.of("ban")

        assert (2, 5) == run(range(5))
        assert (2, 8) == run(range(5, 8))
        assert ledger.verify()
