"""eventsourcing's own contract suites, run against the recorders and factories of a ledger.

Where a suite is adapted, the docstring of what is overridden says why. Everything else is theirs.
"""

import secrets
import sys
from contextlib import ExitStack
from typing import Any
from unittest import TestCase

import pytest
from eventsourcing.persistence import InfrastructureFactory, StoredEvent
from eventsourcing.postgres import (
    PostgresAggregateRecorder,
    PostgresProcessRecorder,
    PostgresTrackingRecorder,
)
from eventsourcing.sqlite import (
    SQLiteAggregateRecorder,
    SQLiteProcessRecorder,
    SQLiteTrackingRecorder,
)
from eventsourcing.tests import persistence as theirs
from eventsourcing.utils import Environment

from positions.store import environment
from positions.store.postgres import LedgerPostgresFactory, LedgerPostgresRecorder
from positions.store.sqlite import LedgerSQLiteFactory, LedgerSQLiteRecorder
from tests.stores import POSTGRES, postgres, sqlite, umadb

needs_postgres = pytest.mark.skipif(
    POSTGRES is None, reason="POSITIONS_TEST_POSTGRES names no server"
)


class InAPlace(TestCase):
    """Gives each test a fresh place, and what is made there."""

    store = staticmethod(sqlite)

    def setUp(self):
        """Make a place."""
        self.stack = ExitStack()
        self.env = Environment("", environment(self.stack.enter_context(self.store())))
        super().setUp()

    def tearDown(self):
        """Take it away."""
        super().tearDown()
        self.stack.close()

    def create_recorder(self):
        """Return the recorder that the environment of a ledger names."""
        factory = InfrastructureFactory.construct(self.env)
        self.stack.callback(factory.close)
        return factory.application_recorder()

    def new_originator_id(self):
        """Return a text: the streams of a ledger have names, where theirs have UUIDs."""
        return f"claim:{secrets.token_hex(8)}"


class InPostgres(InAPlace):
    """The same, in a schema of its own."""

    store = staticmethod(postgres)


class InUmaDB(InAPlace):
    """The same, on a server of its own."""

    store = staticmethod(umadb)


# --- recorders


class TestSQLiteRecorder(InAPlace, theirs.ApplicationRecorderTestCase):
    """It does what every application recorder does."""


class TestSQLiteNotificationIds(InAPlace, theirs.NonInterleavingNotificationIDsBaseCase):
    """What is inserted together has positions that follow each other."""


@needs_postgres
class TestPostgresRecorder(InPostgres, theirs.ApplicationRecorderTestCase):
    """It does what every application recorder does."""

    def test_insert_subscribe(self):
        """It can be followed; the suite leaves it to each recorder to ask for this."""
        self.optional_test_insert_subscribe()


@needs_postgres
class TestPostgresNotificationIds(InPostgres, theirs.NonInterleavingNotificationIDsBaseCase):
    """What is inserted together has positions that follow each other."""


class TestUmaDBRecorder(InUmaDB, theirs.ApplicationRecorderTestCase):
    """It does what every application recorder does."""

    def test_insert_subscribe(self):
        """It can be followed; the suite leaves it to each recorder to ask for this."""
        self.optional_test_insert_subscribe()


class TestUmaDBStreams(InUmaDB, theirs.AggregateRecorderTestCase):
    """It does what every recorder of streams does."""

    def create_recorder(self):
        """Let it keep the positions to itself, as those that have no log do."""
        recorder: Any = super().create_recorder()
        insert = recorder.insert_events
        recorder.insert_events = lambda *events: insert(*events) and None
        return recorder


class TestUmaDBNotificationIds(InUmaDB, theirs.NonInterleavingNotificationIDsBaseCase):
    """What is inserted together has positions that follow each other."""


# --- factories


class OfAFactory(InAPlace, theirs.InfrastructureFactoryTestCase[Any]):
    """What holds of each factory."""

    def test_create_application_recorder(self):
        """Also where the tables are there already and are not to be made."""
        super().test_create_application_recorder()

        self.factory.application_recorder().insert_events(
            [StoredEvent("claim:visit", 1, "topic", b"state")]
        )

        assert 1 == self.factory.application_recorder().max_notification_id()


class TestSQLiteFactory(OfAFactory):
    """Only its application recorder is ours; the others are eventsourcing's, in the same file."""

    def expected_factory_class(self):
        """Return ours."""
        return LedgerSQLiteFactory

    def expected_application_recorder_class(self):
        """Return ours."""
        return LedgerSQLiteRecorder

    def expected_aggregate_recorder_class(self):
        """Return theirs."""
        return SQLiteAggregateRecorder

    def expected_process_recorder_class(self):
        """Return theirs."""
        return SQLiteProcessRecorder

    def expected_tracking_recorder_class(self):
        """Return theirs."""
        return SQLiteTrackingRecorder

    def tracking_recorder_subclass(self):
        """Return a view of somebody's."""
        return SQLiteView


@needs_postgres
class TestPostgresFactory(InPostgres, OfAFactory):
    """Only its application recorder is ours; the others are eventsourcing's, in the same schema."""

    def expected_factory_class(self):
        """Return ours."""
        return LedgerPostgresFactory

    def expected_application_recorder_class(self):
        """Return ours."""
        return LedgerPostgresRecorder

    def expected_aggregate_recorder_class(self):
        """Return theirs."""
        return PostgresAggregateRecorder

    def expected_process_recorder_class(self):
        """Return theirs."""
        return PostgresProcessRecorder

    def expected_tracking_recorder_class(self):
        """Return theirs."""
        return PostgresTrackingRecorder

    def tracking_recorder_subclass(self):
        """Return a view of somebody's."""
        return PostgresView


class TestUmaDBFactory(InUmaDB, OfAFactory):
    """Only its application recorder is ours; the adapter has no others that are of use here."""

    def expected_factory_class(self):
        """Return ours, once the server is known to be there."""
        return sys.modules["positions.store.umadb"].LedgerUmaDBFactory

    def expected_application_recorder_class(self):
        """Return ours."""
        return sys.modules["positions.store.umadb"].LedgerUmaDBRecorder

    def expected_aggregate_recorder_class(self):
        """Return theirs."""
        return sys.modules["eventsourcing_umadb.recorders"].UmaDBAggregateRecorder

    def test_create_process_recorder(self):
        """UmaDB has tables for nobody: what a process recorder keeps has to be elsewhere."""
        with pytest.raises(NotImplementedError):
            self.factory.process_recorder()

    def test_create_tracking_recorder(self):
        """The same of how far a projection has come."""
        with pytest.raises(NotImplementedError):
            self.factory.tracking_recorder()

    expected_process_recorder_class = expected_aggregate_recorder_class
    expected_tracking_recorder_class = expected_aggregate_recorder_class
    tracking_recorder_subclass = expected_aggregate_recorder_class


class SQLiteView(SQLiteTrackingRecorder):
    """A view of somebody's."""


class PostgresView(PostgresTrackingRecorder):
    """A view of somebody's."""
