"""A ledger in PostgreSQL: what the server refuses, what is said when it cannot be reached."""

import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError, OperationalError
from psycopg.sql import SQL, Identifier

import positions
from positions import History, LedgerBusy, NoCheckpoint, StoreFailed, UnsupportedLocation
from positions.ledger import journal
from positions.store import environment
from tests.ledger.cases import CASE
from tests.stores import POSTGRES, postgres

SERVER = POSTGRES or "postgresql://postgres:postgres@127.0.0.1:5432/positions_test"

SECRET = "s3cret-word"  # noqa: S105 - it opens nothing


@pytest.fixture
def location():
    """Return an empty schema of the server that tests may use."""
    with postgres() as place:
        yield place


def raw(location):
    """Connect to the server with nothing but psycopg, within the schema of *location*."""
    url, schema = location.split("?schema=")
    connection = psycopg.connect(url, autocommit=True)
    connection.execute(SQL("SET search_path TO {}").format(Identifier(schema)))
    return connection


def other(server=SERVER, **parts):
    """Return the URL of a server with other parts."""
    found = urlsplit(server)
    given = {
        "user": found.username,
        "password": found.password,
        "host": found.hostname,
        "port": found.port,
        "name": found.path[1:],
    } | parts
    return "postgresql://{user}:{password}@{host}:{port}/{name}".format(**given)


@contextmanager
def silent():
    """Give a port that takes a connection, and says nothing."""
    held = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=lambda: held.append(server.accept()[0]))
        thread.start()
        yield server.getsockname()[1]
        thread.join()
        held[0].close()


REFUSED = {
    "an update": ("UPDATE positions_events SET topic='x'", "never rewritten"),
    "a deletion": ("DELETE FROM positions_events WHERE notification_id=3", "never rewritten"),
    "all gone": ("TRUNCATE positions_events", "never rewritten"),
    "a gap": ("INSERT INTO positions_events VALUES ('claim:visit', 9, 't', 's')", "missing"),
    "a version twice": ("INSERT INTO positions_events VALUES ('ledger', 1, 't', 's')", "duplicate"),
    "a nothing": ("INSERT INTO positions_events VALUES ('claim:x', 1, 't', NULL)", "not-null"),
    "a change to the index": ("UPDATE positions_events_keys SET key='x'", "not taken out"),
    "a hole in the index": ("DELETE FROM positions_events_keys", "not taken out"),
    "no index": ("TRUNCATE positions_events_keys", "not taken out"),
}


@pytest.mark.parametrize(("statement", "why"), REFUSED.values(), ids=REFUSED)
def test_what_is_recorded_is_never_rewritten(location, statement, why):
    """The server itself refuses, whatever program asks."""
    with positions.open(location) as ledger:
        ledger.load(CASE)
        before = ledger.history()
        with raw(location) as connection, pytest.raises(psycopg.DatabaseError, match=why):
            connection.execute(statement)

    with positions.open(location) as ledger:
        assert before == ledger.history()
        assert ledger.verify()


def test_two_schemas_are_two_ledgers(location):
    """On one server, in one database."""
    with (
        postgres() as elsewhere,
        positions.open(location) as one,
        positions.open(elsewhere) as two,
    ):
        one.load(CASE)
        two.add_actor("iran")

        assert (12, 1) == (len(one.history()), len(two.history()))
        assert one.verify()
        assert two.verify()


def test_a_new_schema_is_opened_by_many_at_once(location):
    """Eight processes: none fails, and each has recorded what it was told."""
    script = "import sys, positions; positions.open(sys.argv[1], zone='UTC').add_actor(sys.argv[2])"
    started = [
        subprocess.Popen([sys.executable, "-c", script, location, f"a{n}"], stderr=subprocess.PIPE)
        for n in range(8)
    ]
    errors = [each.communicate()[1] for each in started]

    assert [b""] * 8 == errors
    with positions.open(location) as ledger:
        assert {f"a{n}" for n in range(8)} == set(ledger.as_of().actors)
        assert ledger.verify()


# --- a server that cannot be reached


UNREACHABLE = {
    "a wrong password": (other(password=SECRET), "password authentication failed"),
    "no server": (other(port=1, password=SECRET), "Connection refused"),
    "no such database": (other(name="no_such_database"), "does not exist"),
    "no such schema": (f"{SERVER}?schema=no_such_schema", "does not exist"),
}


@pytest.mark.parametrize(("url", "why"), UNREACHABLE.values(), ids=UNREACHABLE)
def test_a_server_that_cannot_be_reached_is_said_at_once(location, url, why):
    """Within seconds, with what the server says, and never with the password."""
    del location
    begun = time.monotonic()
    with pytest.raises(StoreFailed, match=why) as caught:
        positions.open(url)

    assert 5 > time.monotonic() - begun
    assert SECRET not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_host_that_does_not_answer_is_not_waited_for_long():
    """Longer than five seconds, unless POSTGRES_CONNECT_TIMEOUT says more."""
    with silent() as port:
        begun = time.monotonic()
        with pytest.raises(StoreFailed, match="timeout"):
            positions.open(other(port=port))

    assert 8 > time.monotonic() - begun


UNSUPPORTED = {
    "no database": ("postgresql://me:s3cret-word@host", "name the database"),
    "another option": ("postgresql://me:s3cret-word@host/db?sslmode=no", "no other option"),
    "no port": ("postgresql://me:s3cret-word@host:port/db", "Port could not be cast"),
    "no lock": (
        {
            "POSTGRES_PASSWORD": "s3cret-word",
            "POSTGRES_ENABLE_DB_FUNCTIONS": "y",
        },
        "writes without a lock",
    ),
    "another scheme": ("mysql://me:s3cret-word@host/db", "give a path"),
    "a variable too few": (
        {
            "PERSISTENCE_MODULE": "positions.store.postgres:LedgerPostgresFactory",
            "POSTGRES_PASSWORD": "s3cret-word",
        },
        "Postgres database name not found",
    ),
}


@pytest.mark.parametrize(("given", "why"), UNSUPPORTED.values(), ids=UNSUPPORTED)
def test_where_no_ledger_can_be_kept_is_refused(given, why):
    """With what would be right, and never with the password."""
    with pytest.raises(UnsupportedLocation) as caught:
        positions.open(given)

    assert why in str(caught.value)
    assert SECRET not in f"{caught.value} {caught.value!r}"


def test_writing_without_a_lock_is_refused_wherever_it_is_asked_for(monkeypatch):
    """Also in the environment of the process."""
    monkeypatch.setenv("POSTGRES_ENABLE_DB_FUNCTIONS", "yes")
    with pytest.raises(UnsupportedLocation, match="leave it out"):
        positions.open(SERVER)


def test_without_psycopg_it_is_said_what_to_install(monkeypatch):
    """It is no dependency of a ledger in a file."""
    for name in list(sys.modules):
        if name.startswith(("psycopg", "eventsourcing.postgres", "positions.store.postgres")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UnsupportedLocation, match=r"pip install positions\[postgres\]"):
        positions.open(SERVER)


def test_a_ledger_shows_no_password(location):
    """Neither does its representation."""
    with positions.open(location) as ledger:
        assert ":postgres@" not in repr(ledger).replace("…", "")
        assert ":…@" in repr(ledger)


def test_a_password_may_come_from_a_function(location, monkeypatch):
    """As eventsourcing has it, for passwords that change."""
    user = urlsplit(SERVER)
    monkeypatch.setattr(Passwords, "asked", 0)
    monkeypatch.setattr(Passwords, "word", user.password)
    place = environment(location) | {
        "POSTGRES_GET_PASSWORD_TOPIC": f"{__name__}:Passwords.get",
        "POSITIONS_POSTGRES_PASSWORD": "",
    }
    with positions.open(place) as ledger:
        ledger.add_actor("iran")

    assert Passwords.asked


class Passwords:
    """Where passwords come from."""

    asked = 0
    word: str | None = None

    @classmethod
    def get(cls):
        """Return the password of today."""
        cls.asked += 1
        return cls.word


# --- busy, and gone


def test_a_lock_that_is_held_for_too_long_is_busy(location, monkeypatch):
    """It is asked all the while; nothing of the command is there, and it can be tried again."""
    monkeypatch.setenv("POSTGRES_LOCK_TIMEOUT", "1")
    with positions.open(location) as ledger, raw(location) as connection:
        ledger.load(CASE)
        before = ledger.history()
        begun = time.monotonic()
        with connection.transaction():
            connection.execute("LOCK TABLE positions_events IN EXCLUSIVE MODE")
            with pytest.raises(LedgerBusy, match="lock timeout"):
                ledger.add_actor("iran")
            assert before == ledger.history()
        assert 3 > time.monotonic() - begun

        assert ledger.add_actor("iran")


def test_a_connection_that_was_lost_is_made_anew(location, monkeypatch):
    """Nothing is heard of it; what was recorded is recorded once."""
    monkeypatch.setenv("PGAPPNAME", "to be killed")
    with positions.open(location) as ledger:
        ledger.load(CASE)
        length = len(ledger.history())
        for turn in range(3):
            with raw(location) as connection:
                killed = connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE pid <> pg_backend_pid() AND application_name = %s",
                    ("to be killed",),
                )
                assert killed.fetchall()
            assert 1 == len(ledger.add_actor(f"a{turn}"))

        assert length + 3 == len(ledger.history())
        assert ledger.verify()


def test_a_write_whose_connection_is_lost_is_tried_again(location, monkeypatch):
    """By eventsourcing's own recorder, as often as it does."""
    from positions.store import postgres as ours  # noqa: PLC0415 - where psycopg is there

    calls = []
    error = OperationalError("server closed the connection unexpectedly")

    def lost(*_, **__):
        calls.append(1)
        raise error

    with positions.open(location) as ledger:
        with monkeypatch.context() as patch:
            patch.setattr(ours, "_insert_once", lost)
            assert 1 == len(ledger.add_actor("iran"))

        assert [1] == calls
        assert 1 == len(ledger.history())


# --- the place of its tables


def test_it_is_a_table_of_eventsourcings_and_more(location):
    """Whoever knows that library finds the events where they expect them."""
    with positions.open(location) as ledger:
        ledger.load(CASE)
    with raw(location) as connection:
        rows = connection.execute("SELECT count(*), max(notification_id) FROM positions_events")
        assert [(13, 13)] == rows.fetchall()


def test_what_is_too_much_for_a_pipeline_is_recorded_whole_or_not_at_all():
    """A large batch goes another way: it is recorded once, and refused where it conflicts."""
    said = {"by": "a", "claim": "c", "act": "confirm", "said": "2015-08-14"}
    rows = [{"id": f"s{number}", **said} for number in range(1_500)]
    case = {"positions": 1, "actors": {"a": None}, "claims": {"c": None}, "statements": rows}
    with postgres() as location, positions.open(location) as ledger:
        assert len(rows) + 2 == len(ledger.load(case).recorded)
        recorder = ledger.application.recorder
        again = recorder.select_notifications(1, len(rows))
        with pytest.raises(IntegrityError):
            recorder.insert_events(again)

        assert len(rows) + 2 == len(ledger.history())
        assert () == ledger.load(case).recorded
        assert () == ledger.verify().problems


def test_a_checkpoint_of_it_stands_where_it_was_said_to(location, tmp_path):
    """Beside a server there is no file, so that somebody has to say where."""
    with positions.open(location) as ledger:
        ledger.load(CASE)
        with pytest.raises(NoCheckpoint, match="open it with `checkpoint=` a path"):
            ledger.checkpoint()
        told = ledger.as_of("2015-08-14").position("us-state", "visit")
        matrix = ledger.as_of().matrix()
    path = tmp_path / "visit.checkpoint"
    for resumes in (False, True):
        with positions.open(location, checkpoint=path) as ledger:
            assert ledger.as_of().matrix() == matrix
            found = ledger.as_of("2015-08-14").position("us-state", "visit")
            assert (found, found.explain()) == (told, told.explain())
            assert ledger._journal._memory.is_resumed == resumes
            assert ledger.checkpoint() == path


def test_a_long_log_is_read_through(location, monkeypatch):
    """Its events stay with the server, also after the ledger was closed."""
    with positions.open(location) as ledger:
        ledger.load(CASE)
        first = ledger.as_of().statements()[0].statement
        ledger.void(first.id, claim=first.claim, why="never said")
    with positions.open(location) as ledger:
        whole = History.of(ledger.history(), zone=ledger.zone)
    monkeypatch.setattr(journal, "LONG", 0)
    with positions.open(location) as ledger:
        history = ledger.history()
        assert ledger._journal._memory.is_resumed
    assert history == whole
    for cut in (None, "2015-08-14"):
        through, told = history.as_of(cut), whole.as_of(cut)
        assert [each.to_dict() for each in through.positions()] == [
            each.to_dict() for each in told.positions()
        ]


def test_a_checkpoint_is_gone_on_from_after_others_have_written(location, tmp_path):
    """What was recorded since is read from the server, and what was there before is found there."""
    path = tmp_path / "visit.checkpoint"
    with positions.open(location, checkpoint=path) as ledger:
        ledger.load(CASE)
        ledger.checkpoint()
    with positions.open(location) as other:
        other.record(
            claim="visit", by="us-state", said="2016-01-05", act="assert", stance="affirmed"
        )
        told = other.as_of().position("us-state", "visit")
    with positions.open(location, checkpoint=path) as ledger:
        found = ledger.as_of().position("us-state", "visit")
        assert (found, found.explain()) == (told, told.explain())
        assert ledger._journal._memory.is_resumed
