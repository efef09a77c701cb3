"""Tests of followers at work: in a thread, in a loop, waiting, and while the store fails."""

import asyncio
import threading
import time
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

import positions
from positions import LedgerBusy, StoreFailed
from positions.following import follower as followers
from positions.following import views_beside
from positions.following.postgres import PostgresViews
from positions.following.postgres_waiting import Listening
from positions.following.waiting import waiting_for
from tests.following.folds import FOLLOWED, Count, Streams, filled, is_a_rebuild, models, say
from tests.stores import each_store, memory, postgres, sqlite, stock

EVERY = FOLLOWED | {"stock": stock}
LONGEST = 30.0
"""For how long a test waits before it has failed; it never takes that long."""


def until(true):
    """Wait until something is true."""
    deadline = time.monotonic() + LONGEST
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.002)


@each_store(EVERY)
def test_a_follower_in_a_thread_keeps_up(store):
    """What is recorded while it is at work is in the rows soon; once stopped, it can begin anew."""
    with store() as location, filled(location) as ledger:
        follower = ledger.follow(*models(), Streams())
        assert not follower.running
        with follower:
            assert follower.running
            until(lambda: not follower.behind)
            for number in range(6, 9):
                say(ledger, number)
                until(lambda: not follower.behind)
            follower.start()
            assert follower.running
        assert not follower.running
        assert is_a_rebuild(ledger, follower, *models(), Streams())

        say(ledger, 9)
        assert 0 < follower.behind
        follower.start()
        until(lambda: not follower.behind)
        follower.stop()
        assert is_a_rebuild(ledger, follower, *models(), Streams())


@each_store(EVERY)
def test_run_ends_when_it_is_told_to(store):
    """`run` keeps up in the thread that calls it, until somebody calls `stop`."""
    with store() as location, filled(location) as ledger:
        follower = ledger.follow(Streams())

        def end():
            until(lambda: follower.builds[0].events == 10)
            follower.stop()

        ending = threading.Thread(target=end)
        ending.start()
        follower.run()
        ending.join()

        assert is_a_rebuild(ledger, follower, Streams())


def test_what_is_built_anew_is_swapped_in_by_who_runs():
    """As soon as it has caught up, and it goes on from there."""
    with sqlite() as location, filled(location) as ledger:
        ledger.follow(Streams()).catch_up()
        with ledger.follow(Streams(2), batch=2) as follower:
            until(lambda: follower.builds[0].active)
            say(ledger, 6)
            until(lambda: not follower.behind)

        assert [2] == [each.build.version for each in ledger.projections()]
        assert is_a_rebuild(ledger, follower, Streams(2))


@each_store(EVERY)
def test_an_async_loop_is_told_of_each_batch(store):
    """It yields the builds after each batch, and waits for the next without holding others up."""
    with store() as location, filled(location) as ledger:
        follower = ledger.follow(Streams(), batch=4)

        async def follow():
            seen = []
            async for (build,) in follower:
                seen.append(build.events)
                if build.events == 10:
                    await asyncio.to_thread(say, ledger, 6)
                if build.events == 11:
                    break
            return seen

        assert [3, 7, 10, 11] == asyncio.run(asyncio.wait_for(follow(), LONGEST))
        assert is_a_rebuild(ledger, follower, Streams())


def test_progress_is_told_batch_by_batch():
    """The position that was reached, and the last one."""
    with memory() as location, filled(location) as ledger:
        told = []
        ledger.follow(Count(), batch=4).catch_up(lambda *places: told.append(places))

        assert [(4, 11), (8, 11), (11, 11)] == told


def test_how_a_build_stands():
    """As plain data: how far it has come, by which event, when, and how fast."""
    with sqlite() as location, filled(location) as ledger:
        follower = ledger.follow(Streams(), batch=4)
        (status,) = ledger.projections()
        assert (11, 0, None, None) == (
            status.behind,
            status.build.position,
            status.build.recorded_at,
            status.to_dict()["updated_at"],
        )
        follower.step()
        (status,) = ledger.projections()

        plain = status.to_dict()
        rate, updated = plain.pop("rate"), plain.pop("updated_at")
        assert 0 < rate
        assert ledger.history()[2].recorded_at.isoformat() == plain.pop("recorded_at") <= updated
        assert {
            "projection": "streams",
            "build": 1,
            "version": 1,
            "active": True,
            "position": 4,
            "events": 3,
            "event": "actor:ann 2",
            "failed": None,
            "tables": ["streams"],
            "behind": 7,
            "quarantined": [],
        } == plain
        assert "positions:streams:1" == status.build.key


@each_store(EVERY)
def test_whoever_waits_is_woken(store):
    """By what is recorded while it waits; what is there already it does not wait for."""
    with store() as location, filled(location) as ledger:
        log = ledger._open_log()
        stop = threading.Event()
        waiting = waiting_for(log)
        with closing(waiting):
            head = log.head()
            waiting.wait(head - 1, stop)
            writer = threading.Timer(0.02, say, [ledger, 6])
            writer.start()
            deadline = time.monotonic() + LONGEST
            while log.head() == head:
                waiting.wait(head, stop)
                assert time.monotonic() < deadline
            writer.join()
            assert head < log.head()


@each_store(EVERY)
def test_whoever_waits_in_vain_looks_again_in_a_while(store):
    """And at once where it is told to stop."""
    with store() as location, filled(location) as ledger:
        log = ledger._open_log()
        waiting = waiting_for(log)
        with closing(waiting):
            stop = threading.Event()
            for _ in range(3):
                waiting.wait(log.head(), stop)
            stop.set()
            waiting.wait(log.head(), stop)
        waiting.close()


def listener(follower):
    """Return the process of the server that tells a follower; `None` where there is none."""
    connection = follower._waiting._connection
    return None if connection is None else connection.info.backend_pid


def terminate(location, *pids):
    """End processes of the server, as an administrator would."""
    with psycopg.connect(location.split("?schema=")[0], autocommit=True) as connection:
        for pid in pids:
            connection.execute("SELECT pg_terminate_backend(%s)", (pid,))


def test_a_connection_that_is_lost_is_made_again():
    """The one on which it listens: it goes on, on another one."""
    with postgres() as location, filled(location) as ledger:
        with ledger.follow(Streams()) as follower:
            until(lambda: listener(follower))
            first = listener(follower)
            terminate(location, first)
            say(ledger, 6)
            until(lambda: not follower.behind)
            until(lambda: listener(follower) not in {None, first})
            say(ledger, 7)
            until(lambda: not follower.behind)
        assert is_a_rebuild(ledger, follower, Streams())
        assert listener(follower) is None


def backends(location):
    """Return all processes of the server that have asked about a schema last."""
    url, schema = location.split("?schema=")
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE %s",
            (f"%{schema}%",),
        ).fetchall()
    return [pid for (pid,) in found]


def test_a_server_that_drops_every_connection_is_asked_again():
    """Nothing is lost, and nothing taken twice."""
    with postgres() as location, filled(location) as ledger:
        with (
            ledger.follow(*models(), Streams(), batch=1) as follower,
            positions.open(location) as writer,
        ):
            for number in range(6, 9):
                terminate(location, *backends(location))
                until(lambda number=number: said(writer, number))
            until(lambda: follower.builds[-1].events == 13)
        assert is_a_rebuild(ledger, follower, *models(), Streams())


def said(ledger, number):
    """Return whether something could be recorded; it is once, however often it is tried."""
    try:
        say(ledger, number)
    except (LedgerBusy, StoreFailed):
        return False
    return True


class Fails:
    """A way to read pages that fails a few times."""

    def __init__(self, error, times, then=lambda *_: []):
        self.error = error
        self.times = times
        self.then = then

    def __call__(self, *asked):
        """Fail, or read nothing, or what there is."""
        self.times -= 1
        if self.times >= 0:
            raise self.error
        return self.then(*asked)


@pytest.mark.parametrize("error", [StoreFailed("disk"), LedgerBusy("lock")], ids=["failed", "busy"])
def test_a_store_that_fails_is_tried_again(error, monkeypatch):
    """By who runs; who steps is told."""
    with memory() as location, filled(location) as ledger:
        follower = ledger.follow(Streams())
        with monkeypatch.context() as patch:
            patch.setattr(follower._pages, "next", fails := Fails(error, 1))
            with pytest.raises(type(error)):
                follower.step()
            fails.times = 3
            with follower:
                until(lambda: fails.times < 0)
        follower.catch_up()
        assert is_a_rebuild(ledger, follower, Streams())


def test_a_store_that_fails_for_too_long_is_told(monkeypatch):
    """In the end, whoever runs is told as well."""
    monkeypatch.setattr(followers, "_PATIENCE", 0.1)
    with memory() as location, filled(location) as ledger:
        follower = ledger.follow(Streams())
        with monkeypatch.context() as patch:
            patch.setattr(follower._pages, "next", Fails(StoreFailed("disk"), 10_000))
            with pytest.raises(StoreFailed, match="disk"):
                follower.run()
        follower.catch_up()
        assert is_a_rebuild(ledger, follower, Streams())


def test_who_is_stopped_while_the_store_fails_stops(monkeypatch):
    """It does not go on trying, and what it has tried is not lost."""
    with memory() as location, filled(location) as ledger:
        follower = ledger.follow(Streams())
        with monkeypatch.context() as patch:
            fails = Fails(LedgerBusy("locked"), 10_000)
            patch.setattr(follower._pages, "next", fails)
            with follower:
                until(lambda: fails.times < 10_000)
        follower.catch_up()
        assert is_a_rebuild(ledger, follower, Streams())


def test_an_async_loop_tries_a_store_that_fails_again(monkeypatch):
    """As `run` does, and no batch is lost."""
    with memory() as location, filled(location) as ledger:
        follower = ledger.follow(Streams())

        async def first():
            async for (build,) in follower:
                return build
            return None

        with monkeypatch.context() as patch:
            fails = Fails(LedgerBusy("locked"), 2, follower._pages.next)
            patch.setattr(follower._pages, "next", fails)
            build = asyncio.run(first())
        assert build is not None
        assert 0 < build.position
        follower.catch_up()
        assert is_a_rebuild(ledger, follower, Streams())


def test_what_is_quarantined_is_asked_of_the_store_in_our_words():
    """Where the store is closed, it is said as everywhere."""
    with sqlite() as location:
        with filled(location) as ledger:
            follower = ledger.follow(Streams())
            follower.catch_up()
            assert () == follower.quarantined
        for ask in (lambda: follower.quarantined, lambda: follower.rows("streams")):
            with pytest.raises(StoreFailed, match="closed"):
                ask()


def test_what_a_recorder_of_postgresql_is_followed_with():
    """It is listened to, and rows are kept beside it; to know that needs no server."""
    nowhere = {"host": "127.0.0.1", "port": 1, "dbname": "nothing", "user": "nobody"}
    pool = SimpleNamespace(kwargs=nowhere, get_password_func=None)
    datastore = SimpleNamespace(pool=pool, schema="public")
    recorder = SimpleNamespace(channel_name="stored_events", datastore=datastore)
    factory = SimpleNamespace(datastore=datastore, tracking_recorder=lambda kind: kind)
    log: Any = SimpleNamespace(
        application=SimpleNamespace(factory=factory, recorder=recorder), where="nowhere"
    )
    waiting = waiting_for(log)
    waiting.wait(0, threading.Event())  # where nobody listens, it returns in a while

    assert isinstance(waiting, Listening)
    views: Any = views_beside(log)
    assert PostgresViews is views


def test_listening_uses_the_password_of_the_pool():
    """Where it is asked for anew with each connection, as in a cloud, it is asked for here too."""
    with postgres() as location, filled(location) as ledger:
        recorder: Any = ledger.application.recorder
        pool = recorder.datastore.pool
        asked = []

        def password():
            asked.append(1)
            return pool.kwargs["password"]

        waiting = Listening(recorder, 0.1)
        before, pool.get_password_func = pool.get_password_func, password
        try:
            waiting.wait(0, threading.Event())
        finally:
            pool.get_password_func = before
            waiting.close()
        assert [1] == asked
