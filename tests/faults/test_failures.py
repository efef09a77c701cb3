"""Law 28: the same ledger after a write that failed, whichever way the store fails."""

import resource
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import Any
from unittest import mock

import pytest

import positions
from positions import StoreFailed
from positions.ledger import journal
from tests.faults.chain import Chain
from tests.faults.commands import founded, words
from tests.faults.crew import crew
from tests.faults.failing import POSTGRES_FAILURES, SQLITE_FAILURES
from tests.faults.found import found, wrong_answers
from tests.faults.victims import LONG, say
from tests.stores import KEYED, postgres, sqlite

CASES = [
    pytest.param(store, *failure, id=f"{name}: {how}")
    for store, name, failures in (
        (sqlite, "sqlite", SQLITE_FAILURES),
        (postgres, "postgres", POSTGRES_FAILURES),
    )
    for how, failure in failures.items()
]


@pytest.fixture(autouse=True)
def _no_patience(monkeypatch):
    """Do not wait between the attempts that eventsourcing makes, and hardly for a lock."""
    monkeypatch.setattr("eventsourcing.utils.sleep", lambda _: None)
    monkeypatch.setenv("SQLITE_LOCK_TIMEOUT", "1")


@pytest.fixture(params=[False, True], ids=["read", "by keys"])
def by_keys(request, monkeypatch):
    """Let ledgers look up single events, as on a long log that was not asked."""
    if request.param:
        monkeypatch.setattr(journal, "PAGE", -1)


@pytest.mark.usefixtures("by_keys")
@pytest.mark.parametrize(("store", "failing", "error"), CASES)
def test_law_28_a_failed_write_and_the_next(store, failing, error):
    """Law 28: whole or not at all; the next command is right, and so is the same one again."""
    with store() as location:
        first, second, third = sayings(founded(location, 3))
        with positions.open(location) as ledger:
            say(ledger, first)
            with failing(ledger):
                raised = raised_by(lambda: say(ledger, second))
            say(ledger, third)
            say(ledger, second)
            read = Chain().follow(ledger.history())
        there = found(location)

        assert error is raised
        assert expected(first, second, third) == there.statements
        assert Chain().follow(there.history) == read
        assert [] == [*there.problems, *wrong_answers(location)]


@pytest.mark.parametrize(("store", "failing", "error"), CASES)
def test_law_28_a_failed_first_write_and_the_next(store, failing, error):
    """Law 28: as well where it is the first write, which fixes the zone."""
    with store() as location:
        with positions.open(location, zone="Asia/Tokyo") as ledger:
            with failing(ledger):
                raised = raised_by(lambda: begin(ledger))
            begin(ledger)
            say(ledger, [words("next", "claim-0", 1)])
            read = Chain().follow(ledger.history())
        there = found(location)

        assert error is raised
        assert expected([words("begun", "claim-0", 0), words("next", "claim-0", 1)]) == (
            there.statements
        )
        assert "Asia/Tokyo" == there.zone
        assert Chain().follow(there.history) == read
        assert [] == [*there.problems, *wrong_answers(location)]


@pytest.mark.parametrize("store", KEYED.values(), ids=KEYED)
def test_law_26_overtaken_at_every_write(store):
    """Law 26: whom another overtakes twenty times decides anew twenty times, and records it all."""
    with store() as location:
        founded(location, 1)
        mine, hers = (
            [words(f"{who}-{turn}", "claim-0", turn) for turn in range(20)] for who in "mh"
        )
        with positions.open(location) as ledger, positions.open(location) as other:
            for each, before in zip(mine, hers, strict=True):
                with say_before(ledger, other, before):
                    say(ledger, [each])
            retried = ledger.retried

        there = found(location)
        assert 20 == retried
        assert expected(mine, hers) == there.statements
        assert [] == there.problems


def test_law_26_overtaken_and_told_before_all_is_sent(monkeypatch):
    """Law 26: what the server says early, in the midst of a pipeline, is heard for what it is."""
    with postgres() as location:
        founded(location, 1)
        with positions.open(location) as ledger, positions.open(location) as other:
            recorder: Any = ledger.application.recorder
            lock, file, locked = recorder._lock_table, recorder._file, list[object]()

            def locking(cursor):
                locked.append(cursor)
                lock(cursor)

            def filing(cursor, filed):
                if len(set(map(id, locked))) == 1:  # until the server says that another came first
                    wait([cursor.connection], timeout=30)
                file(cursor, filed)

            monkeypatch.setattr(recorder, "_lock_table", locking)
            monkeypatch.setattr(recorder, "_file", filing)
            with say_before(ledger, other, words("hers", "claim-0", 0)):
                say(ledger, [words("mine", "claim-0", 0)])

            assert (1, 2) == (ledger.retried, len(set(map(id, locked))))


@contextmanager
def say_before(ledger, other, said):
    """Let the other ledger come first, once this one has decided."""
    recorder = ledger.application.recorder
    insert, waiting = recorder.insert_events, [said]

    def inserting(stored, **more):
        if waiting:
            say(other, [waiting.pop()])
        return insert(stored, **more)

    with mock.patch.object(recorder, "insert_events", inserting):
        yield


def test_law_28_a_file_that_may_not_grow():
    """Law 28: the system refuses to write (EFBIG); the same ledger writes when it may again."""
    with sqlite() as location:
        founded(location, 3)
        with crew((confined, location)) as (hand,):
            raised, read = hand.hear()
        there = found(location)

        assert StoreFailed is raised
        assert expected(*sayings(("claim-0", "claim-1", "claim-2"))) == there.statements
        assert Chain().follow(there.history) == read
        assert [] == [*there.problems, *wrong_answers(location)]


def confined(line, location):
    """Write where no file may grow, and then where it may."""
    first, second, third = sayings(("claim-0", "claim-1", "claim-2"))
    with positions.open(location) as ledger:
        say(ledger, first)
        free = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, free[1]))
        raised = raised_by(lambda: say(ledger, second))
        resource.setrlimit(resource.RLIMIT_FSIZE, free)
        say(ledger, third)
        say(ledger, second)
        line.send((raised, Chain().follow(ledger.history())))


def sayings(claims):
    """Return what is said before, during and after the failure; the second is long."""
    return (
        [words("before", claims[0], 0)],
        [words(f"during-{each}", each, 1, note=LONG) for each in claims],
        [words("after", claims[0], 2)],
    )


def begin(ledger):
    """Write for the first time; again, it changes nothing."""
    with ledger.batch() as batch:
        batch.add_actor("speaker-0", "government", note=LONG)
        batch.open_claim("claim-0", "That it is so")
        batch.record(**words("begun", "claim-0", 0))


def expected(*sayings):
    """Return that each statement was recorded once."""
    return {(each["claim"], each["id"]): 1 for said in sayings for each in said}


def raised_by(command):
    """Return the class of the error that a command raises, or `None`."""
    try:
        command()
    except Exception as error:  # noqa: BLE001 - whichever it is, the test compares it
        return type(error)
    return None
