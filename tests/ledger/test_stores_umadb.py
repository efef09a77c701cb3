"""What is particular to a ledger on a server of UmaDB: its limits, and what is said of them."""

import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager
from io import BytesIO
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import pytest
from eventsourcing.persistence import (
    DatabaseError,
    InfrastructureFactory,
    IntegrityError,
    OperationalError,
    StoredEvent,
)

import positions
from positions import StoreFailed, UnsupportedLocation
from positions.projections import Standings
from positions.store import environment
from tests.ledger.cases import CASE, statement_ids
from tests.stores import umadb
from tests.umadb_server import Server, needed

SAID = {"by": "kirby", "claim": "ban", "act": "hedge", "said": "2015-08-17"}


@contextmanager
def served():
    """Give a server, and a ledger on it into which the small record was loaded."""
    with (
        TemporaryDirectory() as folder,
        Server(folder) as server,
        positions.open(server.env) as ledger,
    ):
        ledger.load(CASE)
        yield server, ledger


@contextmanager
def recorder():
    """Give the recorder of an empty server."""
    with umadb() as location:
        kept: Any = InfrastructureFactory.construct(environment(location)).application_recorder()
        yield kept


def client(ledger):
    """Return the client that a ledger has, as anybody may have one."""
    return ledger.application.recorder.umadb


def event(topic, *tags, state=b"{}"):
    """Return an event that no ledger has written."""
    import umadb  # noqa: PLC0415 - where it is not installed these tests are skipped

    return umadb.Event(event_type=topic, data=state, tags=tags, uuid=uuid4())


# --- where it is


@pytest.mark.parametrize(
    "module",
    [
        "eventsourcing_umadb",
        "eventsourcing_umadb:Factory",
        "positions.store.umadb:LedgerUmaDBFactory",
    ],
)
@pytest.mark.parametrize("where", ["in the mapping", "in the process", "for positions alone"])
def test_the_module_of_the_adapter_is_ours_on_top_of_it(module, where, monkeypatch):
    """By whichever name, wherever it is set: it is opened with a recorder that reads names."""
    with umadb() as location, ExitStack() as stack:
        if where == "in the process":
            monkeypatch.setenv("PERSISTENCE_MODULE", module)
            named = {}
        else:
            prefix = "POSITIONS_" if where == "for positions alone" else ""
            named = {f"{prefix}PERSISTENCE_MODULE": module}
        ledger = stack.enter_context(positions.open(named | {"UMADB_URI": location["UMADB_URI"]}))
        ledger.load(CASE)

        assert "LedgerUmaDBRecorder" == type(ledger.application.recorder).__name__
        assert ["a", "b"] == statement_ids(ledger.history())


@pytest.mark.parametrize(
    ("uri", "error", "why"),
    [
        (None, UnsupportedLocation, "'UMADB_URI' not found"),
        ("nonsense", UnsupportedLocation, "one of its variables is wrong: .*invalid URL"),
        ("http://127.0.0.1:1", StoreFailed, "Connection refused"),
    ],
)
def test_where_there_is_no_server_is_told(uri, error, why):
    """An address that is missing, or is none, or at which nobody answers."""
    needed()
    named = {"PERSISTENCE_MODULE": "eventsourcing_umadb"}
    with pytest.raises(error, match=why):
        positions.open(named if uri is None else named | {"UMADB_URI": uri})


def test_a_server_that_wants_a_key_is_not_for_the_adapter(tmp_path):
    """It passes none: the store has failed, with what the server says."""
    with (
        Server(tmp_path, "--api-key", "k") as server,
        pytest.raises(StoreFailed, match="missing or invalid API key"),
    ):
        positions.open(server.env)


def test_without_its_package_the_extra_is_named(monkeypatch):
    """What cannot be imported is said, and what installs it."""
    monkeypatch.setitem(sys.modules, "positions.store.umadb", None)
    monkeypatch.setattr("eventsourcing.utils._topic_cache", {})
    with pytest.raises(UnsupportedLocation, match=r"UmaDB `\[umadb\]`"):
        positions.open({"PERSISTENCE_MODULE": "eventsourcing_umadb", "UMADB_URI": "http://x"})


# --- what it does to its process


PROGRAM = """
import signal, sys, threading
def mine(*_): raise SystemExit("mine")
handlers = {"mine": mine, "default": signal.default_int_handler, "foreign": None}
how = sys.argv[1]
import positions
def opened():
    try:
        positions.open({"PERSISTENCE_MODULE": "eventsourcing_umadb", "UMADB_URI": sys.argv[2]})
    except positions.UnsupportedLocation as error:
        print(error)
    else:
        print("opened")
if how == "thread":
    thread = threading.Thread(target=opened)
    thread.start()
    thread.join()
    import umadb
    thread = threading.Thread(target=opened)
    thread.start()
    thread.join()
elif how == "foreign":
    signal.getsignal = lambda _: None  # as where a handler was not set by Python
    opened()
else:
    signal.signal(signal.SIGINT, handlers[how])
    opened()
    print(signal.getsignal(signal.SIGINT) is handlers[how])
"""


def ran(how):
    """Return what a process of its own prints that opens a ledger so."""
    with umadb() as location:
        command = [sys.executable, "-c", PROGRAM, how, location["UMADB_URI"]]
        return subprocess.run(
            command, check=True, capture_output=True, text=True, timeout=60
        ).stdout.splitlines()


@pytest.mark.parametrize("how", ["mine", "default"])
def test_ctrl_c_stays_whose_it_was(how):
    """The handler that umadb puts in everybody's place is taken away again."""
    assert ["opened", "True"] == ran(how)


def test_a_handler_that_python_does_not_know_cannot_be_put_back():
    """Then umadb's stays."""
    assert ["opened"] == ran("foreign")


def test_it_is_first_imported_in_the_main_thread():
    """Elsewhere it is said what to do; once that is done, any thread opens a ledger."""
    refused, opened = ran("thread")

    assert "`import umadb` there first" in refused
    assert "opened" == opened


# --- what it cannot


def test_no_rows_are_kept_beside_it():
    """Following is into another database; nothing is inline."""
    with served() as (server, ledger):
        with pytest.raises(UnsupportedLocation, match="keep the rows elsewhere"):
            ledger.follow(Standings())
        with pytest.raises(UnsupportedLocation, match="inline there can be none"):
            positions.open(server.env, inline=[Standings()])
        with pytest.raises(UnsupportedLocation, match="keep the rows elsewhere"):
            ledger.follow(Standings(), into=server.env)


def test_rows_elsewhere_are_those_of_a_rebuild(tmp_path):
    """Each event once, also by a follower that comes later."""
    with served() as (server, ledger):
        into = tmp_path / "rows.db"
        ledger.follow(Standings(), into=into).catch_up()
        ledger.record(**SAID)
        with positions.open(server.env) as other:
            follower = other.follow(Standings(), into=into)
            follower.catch_up()

            (made,) = other.replay(Standings()).tables.values()
            assert made == follower.rows("standing")


def test_a_write_of_four_mebibytes_is_refused_whole():
    """It says so, nothing of it is there, and what is smaller is recorded."""
    with served() as (server, ledger):
        before = ledger.history()
        large = [SAID | {"id": f"large-{each}", "note": "x" * 700_000} for each in range(7)]

        def together():
            with ledger.batch() as batch:
                for each in large:
                    batch.record(**each)

        with pytest.raises(StoreFailed, match="4 MiB in one write"):
            together()
        assert before == ledger.history()

        for each in large:
            ledger.record(**each)
        assert 7 == len(ledger.history()) - len(before)
        with positions.open(server.env) as other:
            assert ledger.history() == other.history()
            assert other.verify()


def test_law_08_an_export_of_many_mebibytes_is_imported():
    """Law 8: in portions that the server takes, however large its events are."""
    exported, again = BytesIO(), BytesIO()
    with umadb() as location, positions.open(":memory:") as source:
        source.load(CASE)
        for each in range(12):
            source.record(**SAID, id=f"large-{each}", note="x" * 700_000)
        source.export(exported)
        exported.seek(0)
        with positions.open(location) as target:
            imported = target.import_from(exported)
            target.export(again)

    assert exported.getvalue() == again.getvalue()
    assert imported.recorded == exported.getvalue().count(b"\n")


@pytest.mark.parametrize("size", [10, 1_000, 2_000, 20_000, 200_000])
def test_law_26_a_conflict_is_one_however_large_what_is_in_the_way(size):
    """Law 26: over a large one the server breaks the connection; it is decided anew as well."""
    with served() as (server, ledger), positions.open(server.env) as other:
        ledger.as_of()
        with ledger.batch() as batch:
            batch.record(**SAID, id="mine")
            other.record(**SAID, id="first", note="й" * size)

        assert ["first", "mine"] == statement_ids(ledger.history())[-2:]
        assert 1 == ledger.retried
        assert ledger.verify()


def test_a_batch_over_many_streams_is_in_order_or_a_conflict():
    """All or none; a version that is passed over within it is refused before it is sent."""
    many = [StoredEvent(f"claim:ж:{each}", 1, "topic", b"") for each in range(2_000)]
    with recorder() as kept:
        kept.insert_events(many)
        for again in (many[-1:], [StoredEvent("claim:new", 1, "topic", b""), *many]):
            with pytest.raises(IntegrityError):
                kept.insert_events(again)
        with pytest.raises(IntegrityError, match="version 2 of 'claim:new' is missing before 3"):
            kept.insert_events([StoredEvent("claim:new", each, "topic", b"") for each in (1, 3)])
        found = kept.select_notifications(1, 5_000)

        assert list(range(1, 2_001)) == [each.id for each in found]
        assert many == [kept.select_events(each.originator_id)[0] for each in many[:3]] + many[3:]


# --- what others put there


@pytest.mark.parametrize(
    "tags",
    [
        (),
        ("somebody's",),
        ("originator:claim:visit",),
        ("originator:claim:visit", "originator-claim:visit-version:four"),
        ("originator-claim:visit-version:4",),
        ("originator:claim:visit", "originator-claim:visit-version:-4"),
    ],
)
def test_law_23_what_is_no_event_of_a_ledger_is_told(tags):
    """Law 23: other applications may append to the server what they like; it is listed."""
    with served() as (server, ledger):
        before = ledger.as_of().matrix()
        client(ledger).append([event("CourseDefined", *tags)])
        with positions.open(server.env) as other:
            problems = other.verify().problems

            assert {14} == {each.position for each in problems}
            assert before == other.as_of().matrix()
            assert other.as_of().position("us-state", "visit").damaged
            other.record(**SAID, id="c")
            assert "c" in statement_ids(other.history())


# --- the server goes away


def test_law_28_a_server_that_is_gone_and_comes_back():
    """Law 28: meanwhile the store has failed; nothing has to be opened again."""
    with served() as (server, ledger):
        before = ledger.history()
        server.kill()
        for ask in (ledger.history, lambda: ledger.record(**SAID, id="c"), ledger.verify):
            with pytest.raises(StoreFailed, match="Connection refused"):
                ask()
        server.start()

        assert before == ledger.history()
        assert 1 == len(ledger.record(**SAID, id="c"))
        assert ledger.verify()


class Troubled:
    """A client that fails in what it is asked to do, after it was done or before."""

    def __init__(self, real, error, *, done):
        self.real = real
        self.error = error
        self.done = done

    def append(self, *arguments):
        """Fail so."""
        if self.done:
            self.real.append(*arguments)
        raise self.error

    def head(self):
        """Fail so."""
        raise self.error

    def __getattr__(self, name):
        return getattr(self.real, name)


@pytest.mark.parametrize("done", [False, True])
def test_law_26_a_connection_that_breaks_over_a_write(done):
    """Law 26: what the server did is the outcome; else the store has failed, and all is as was."""
    with served() as (_, ledger):
        kept: Any = ledger.application.recorder
        real = kept.umadb
        kept.umadb = Troubled(real, transport_error(), done=done)
        if done:
            assert 1 == len(ledger.record(**SAID, id="c"))
        else:
            with pytest.raises(StoreFailed, match="the connection was reset"):
                ledger.record(**SAID, id="c")
        kept.umadb = real
        assert (0 if done else 1) == len(ledger.record(**SAID, id="c"))
        assert ["a", "b", "c"] == statement_ids(ledger.history())
        assert ledger.verify()


def transport_error():
    """Return what a client says where a connection breaks."""
    import umadb  # noqa: PLC0415 - the same

    return umadb.TransportError("the connection was reset")


def test_what_a_server_says_is_told_in_the_words_of_eventsourcing():
    """What is nobody's fault but a program's goes through as it is."""
    with recorder() as kept:
        import umadb  # noqa: PLC0415 - the same

        for error, expected in (
            (umadb.CorruptionError("a page"), DatabaseError),
            (umadb.TransportError("away"), OperationalError),
            (umadb.CancelledByUserError("who"), umadb.CancelledByUserError),
            (TypeError("int"), TypeError),
        ):
            kept.umadb = Troubled(None, error, done=False)
            with pytest.raises(expected, match=str(error)) as caught:
                kept.max_notification_id()
            assert expected is type(caught.value)


# --- subscriptions


def test_a_subscription_that_waits_is_stopped():
    """By another thread, while nothing comes; what comes meanwhile is told in order."""
    with recorder() as kept:
        told, waiting = [], threading.Event()
        kept.insert_events([StoredEvent("claim:x", 1, "topic", b"")])
        subscription = kept.subscribe(topics=["topic"])

        def listen():
            for each in subscription:
                told.append((each.id, each.originator_id, each.originator_version))
                waiting.set()

        thread = threading.Thread(target=listen)
        thread.start()
        assert waiting.wait(20)
        while len(told) < 3:
            if thread.is_alive() and kept.max_notification_id() == 1:
                kept.insert_events([StoredEvent("claim:x", each, "topic", b"") for each in (2, 3)])
        thread.join(0.1)  # by now it waits for a fourth
        subscription.stop()
        thread.join(20)

        assert not thread.is_alive()
        assert [(each, "claim:x", each) for each in (1, 2, 3)] == told
        assert [] == list(subscription)
