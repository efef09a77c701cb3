"""Tests that each event is taken once, whatever breaks, and whoever else follows."""

import sqlite3
import threading
from contextlib import closing
from itertools import count
from typing import Any

import psycopg
import pytest
from eventsourcing.persistence import OperationalError
from eventsourcing.sqlite import SQLiteConnection, SQLiteCursor

import positions
from positions import StoreFailed
from tests.following.folds import (
    FOLLOWED,
    LASTING,
    Count,
    Streams,
    filled,
    is_a_rebuild,
    models,
    say,
)
from tests.stores import each_store, postgres, sqlite


class Killed(BaseException):
    """What ends a process: no error that anybody handles."""


def broken_at(patch, store, at, error):
    """Let the statement number *at* fail, in whatever way statements are run in a store."""
    owner: Any = psycopg.Cursor if store is postgres else SQLiteCursor
    names = ("execute",) if store is postgres else ("execute", "executemany")
    shared = count()
    for name in names:
        method = getattr(owner, name)

        def broken(self, query, *args, _method=method, **kwargs):
            text = query if isinstance(query, str) else query.as_string(self)
            changes = text.split(None, 1)[0] in {"INSERT", "DELETE"}
            if changes and next(shared) == at:
                raise error
            return _method(self, query, *args, **kwargs)

        patch.setattr(owner, name, broken)
    return shared


def projections():
    """Return projections with a state and rows, and one whose rows are dropped and put."""
    return [Streams(), models()[0]]


def reached(ledger):
    """Return, of each projection, how far it has come: as tracked, by its events, by its rows."""
    follower = ledger.follow(*projections())
    streams = follower.rows("streams")
    events = {each.projection: each.events for each in follower.builds}
    assert events["streams"] == sum(row["events"] for row in streams)
    assert events["streams"] == sum((follower.state("streams") or {}).values())
    for each in follower.builds:
        at = ledger.history()[: each.events]
        model = next(one for one in projections() if one.name == each.projection)
        made = positions.History.of(at).replay(model)
        assert made.tables[each.projection] == follower.rows(each.projection)
        assert each.events == each.position - 1 or each.events == each.position == 0
    return events


@each_store(LASTING)
@pytest.mark.parametrize("error", [Killed, OperationalError])
def test_a_crash_at_any_statement_leaves_rows_and_tracking_together(store, error):
    """Whichever statement is the last, a batch is there as a whole, or nothing of it."""
    seen = set()
    for at in count():
        with store() as location, filled(location) as ledger:
            follower = ledger.follow(*projections(), batch=4)
            follower.step()
            before = reached(ledger)
            with pytest.MonkeyPatch.context() as patch:
                statements = broken_at(patch, store, at, error("at once"))
                whole = False
                try:
                    follower.step()
                    whole = True
                except (Killed, StoreFailed):
                    pass
            after = reached(ledger)
            for name, events in after.items():
                assert events in {before[name], before[name] + 4}
            seen.add(tuple(after.values()))
            if whole:
                assert next(statements) <= at
                break

            again = ledger.follow(*projections(), batch=4)
            again.catch_up()
            assert is_a_rebuild(ledger, again, *projections())
            follower.catch_up()
            assert is_a_rebuild(ledger, follower, *projections())
    assert {(3, 3), (7, 3), (7, 7)} == seen


@pytest.mark.parametrize("store", LASTING.values(), ids=LASTING)
def test_a_commit_of_which_no_word_came_back_is_not_made_twice(store):
    """Whoever hears of an error, though all was written, looks before it writes again."""
    with store() as location, filled(location) as ledger:
        follower = ledger.follow(*projections(), batch=4)
        follower.step()
        with pytest.MonkeyPatch.context() as patch:
            lose_the_word(patch, store)
            with pytest.raises(StoreFailed):
                follower.step()
        assert 7 == reached(ledger)["streams"]

        follower.catch_up()
        assert is_a_rebuild(ledger, follower, *projections())


def refuse_to_commit(patch, store):
    """Let a transaction that writes be rolled back at its very end."""
    if store is postgres:
        leave = psycopg.Transaction.__exit__

        def leaves(self, *raised):
            if self.force_rollback or raised != (None, None, None):
                return leave(self, *raised)
            error = psycopg.OperationalError("the server closed the connection")
            leave(self, type(error), error, None)
            raise error

        patch.setattr(psycopg.Transaction, "__exit__", leaves)
    else:

        def refuses(self):
            self.rollback()
            msg = "database or disk is full"
            raise sqlite3.OperationalError(msg)

        patch.setattr(SQLiteConnection, "commit", refuses)


@pytest.mark.parametrize("store", LASTING.values(), ids=LASTING)
def test_a_commit_that_fails_leaves_nothing_out(store):
    """What was rolled back at the very end is taken again by the same follower."""
    with store() as location, filled(location) as ledger:
        follower = ledger.follow(*projections(), batch=4)
        follower.step()
        with pytest.MonkeyPatch.context() as patch:
            refuse_to_commit(patch, store)
            for _ in range(3):  # more than there are projections
                with pytest.raises(StoreFailed):
                    follower.step()
        assert {"streams": 3, "standing": 3} == reached(ledger)

        follower.catch_up()
        assert is_a_rebuild(ledger, follower, *projections())


@pytest.mark.parametrize("store", LASTING.values(), ids=LASTING)
def test_a_swap_that_fails_is_made_again(store):
    """A build that was swapped in, and rolled back, is swapped in by the next attempt."""
    with store() as location, filled(location) as ledger:
        ledger.follow(Streams()).catch_up()
        follower = ledger.follow(Streams(2))
        while follower.step():
            pass
        with pytest.MonkeyPatch.context() as patch:
            refuse_to_commit(patch, store)
            with pytest.raises(StoreFailed):
                follower.catch_up()
        assert [1, 2] == [each.build.version for each in ledger.projections()]

        follower.catch_up()
        assert [2] == [each.build.version for each in ledger.projections()]
        assert is_a_rebuild(ledger, follower, Streams(2))


def test_rows_that_were_restored_from_a_copy_are_brought_up_to_date(tmp_path):
    """Where what is stored has gone back, it is gone on with from there, and not from memory."""
    views, copy = tmp_path / "views.db", tmp_path / "copy.db"
    with sqlite() as location, filled(location) as ledger:
        follower = ledger.follow(*projections(), Count(), into=views, batch=3)
        follower.step()
        copied(views, copy)
        follower.step()
        copied(copy, views)
        follower.catch_up()

        assert is_a_rebuild(ledger, follower, *projections(), Count())


def copied(source, target):
    """Copy one SQLite file over another that is in use."""
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


def lose_the_word(patch, store):
    """Let a transaction that writes raise once it is committed."""
    if store is postgres:
        leave = psycopg.Transaction.__exit__

        def leaves(self, *raised):
            found = leave(self, *raised)
            if not self.force_rollback and raised == (None, None, None):
                msg = "the connection was lost"
                raise psycopg.OperationalError(msg)
            return found

        patch.setattr(psycopg.Transaction, "__exit__", leaves)
    else:
        commit = SQLiteConnection.commit

        def commits(self):
            commit(self)
            msg = "disk I/O error"
            raise sqlite3.OperationalError(msg)

        patch.setattr(SQLiteConnection, "commit", commits)


@pytest.mark.parametrize("store", FOLLOWED.values(), ids=FOLLOWED)
def test_followers_race_behind_a_writer(store):
    """Two followers in two threads, each with batches of its own, while somebody writes."""
    with store() as location, filled(location) as ledger:
        followers = [ledger.follow(*projections(), Count(), batch=size) for size in (1, 3)]
        raised = []
        done = threading.Event()

        def follow(follower):
            try:
                while not done.is_set():
                    follower.catch_up()
                follower.catch_up()
            except BaseException as error:  # noqa: BLE001 - it is looked at below
                raised.append(error)

        threads = [threading.Thread(target=follow, args=[each]) for each in followers]
        for each in threads:
            each.start()
        for number in range(6, 18):
            say(ledger, number)
        done.set()
        for each in threads:
            each.join()

        assert [] == raised
        for each in followers:
            assert is_a_rebuild(ledger, each, *projections(), Count())


@pytest.mark.parametrize("store", FOLLOWED.values(), ids=FOLLOWED)
def test_who_was_outrun_goes_on_from_where_the_other_came_to(store):
    """What another has written of the same batch meanwhile is not written again."""
    with store() as location, filled(location) as ledger:
        one, other = (ledger.follow(Count(), Streams(), batch=size) for size in (4, 2))
        other.step()
        one.step()
        assert [3, 3] == [each.events for each in one.builds]
        one.catch_up()
        other.catch_up()

        assert is_a_rebuild(ledger, one, Count(), Streams())
        assert is_a_rebuild(ledger, other, Count(), Streams())


def test_processes_may_share_a_file():
    """Two ledgers on one file, each with a follower, take turns."""
    with (
        sqlite() as location,
        filled(location) as ledger,
        positions.open(location) as beside,
    ):
        one, other = ledger.follow(*projections(), batch=2), beside.follow(*projections(), batch=3)
        while one.step() | other.step():
            pass

        assert is_a_rebuild(ledger, one, *projections())
        assert is_a_rebuild(beside, other, *projections())
