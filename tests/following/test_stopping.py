"""Who is told to stop stops, however early it is told; and nothing is lost by it."""

import asyncio
import threading

import pytest

import positions
from positions.projections import Standings
from positions.replay.recorded_shifts import RecordedShift

CASE = {
    "positions": 1,
    "actors": {"ann": {"kind": "person"}, "bob": {"kind": "person"}},
    "claims": {"visit": {"text": "The visit took place"}},
    "statements": [
        {"by": ["ann", "bob"], "claim": "visit", "act": act, "said": f"2015-08-{day}"}
        for act, day in (("deny", 14), ("confirm", 15), ("deny", 16))
    ],
}


@pytest.fixture
def ledger():
    """Return a ledger in memory with six shifts."""
    with positions.open(":memory:") as opened:
        opened.load(CASE)
        yield opened


def keys(shifts):
    """Return what tells shifts apart."""
    return [each.key for each in shifts]


def test_a_follower_that_is_stopped_before_its_thread_has_begun(ledger):
    """Its thread then ends at once, and not never."""
    follower = ledger.follow(Standings())
    follower._stop.set()
    thread = threading.Thread(target=follower._in_thread, daemon=True)
    thread.start()
    thread.join(10)

    assert not thread.is_alive()


def test_a_follower_that_is_stopped_before_it_runs(ledger):
    """It returns at once, and the next run goes on until it is stopped itself."""
    follower = ledger.follow(Standings())
    follower.stop()
    follower.run()
    assert 0 == follower.position

    thread = threading.Thread(target=follower.run, daemon=True)
    thread.start()
    while follower.behind:
        threading.Event().wait(0.01)
    follower.stop()
    thread.join(10)

    assert not thread.is_alive()


def test_a_watch_that_is_stopped_before_the_loop_has_begun(ledger):
    """The loop ends, and the one after it goes on from there."""
    watch = ledger.watch(after=0)
    watch.stop()

    assert [] == list(watch)
    assert 6 == len(watch.new())


def test_a_watch_that_is_stopped_in_its_loop_goes_on_from_there(ledger):
    """What was found already and not taken is told by the next loop."""
    watch = ledger.watch(after=0)
    taken: list[RecordedShift] = []
    while len(taken) < 6:
        for shift in watch:
            taken.append(shift)
            watch.stop()

    assert keys(ledger.watch(after=0).new()) == keys(taken)
    assert len(ledger.history()) == watch.place


def test_the_same_in_an_async_loop(ledger):
    """It ends after the shift at which it was told to, and goes on."""
    watch, taken = ledger.watch(after=0), []

    async def until(count):
        async for shift in watch:
            taken.append(shift)
            if len(taken) == count:
                watch.stop()

    asyncio.run(until(2))

    assert 2 == len(taken)
    asyncio.run(until(6))
    assert keys(ledger.watch(after=0).new()) == keys(taken)


def test_a_follower_in_an_async_loop_ends_when_it_is_stopped(ledger):
    """From another thread, while it waits for the next event."""
    follower = ledger.follow(Standings())

    async def until_stopped():
        async for _ in follower:
            threading.Timer(0.1, follower.stop).start()

    asyncio.run(asyncio.wait_for(until_stopped(), 10))
    assert 0 == follower.behind
