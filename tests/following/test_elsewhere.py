"""Tests of rows that are kept in another database than the ledger's."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import InfrastructureFactory

import positions
from positions import StoreFailed, UnsupportedLocation
from positions.following import Superseded, views_in
from positions.projections import Standings
from tests.following.folds import Count, Streams, filled, is_a_rebuild, models, say
from tests.following.test_rebuilding import Place
from tests.ledger.tampering import Tampered
from tests.stores import LASTING, each_store, memory, postgres, sqlite, stock

LEDGERS = {"memory": memory, **LASTING}


def test_rows_in_another_file(tmp_path):
    """A ledger may be followed into a file that is not there yet; that of the ledger is left."""
    views = tmp_path / "views.db"
    with sqlite() as location, filled(location) as ledger:
        follower = ledger.follow(*models(), Streams(), into=views)
        follower.catch_up()
        say(ledger, 6)
        again = ledger.follow(Streams(), into=str(views))
        again.catch_up()

        assert is_a_rebuild(ledger, again, Streams())
        assert [11, 10] == [again.builds[0].events, follower.builds[0].events]
        assert () == ledger.projections()
        assert 6 == len(ledger.projections(into=views))
        assert ["streams", "streams__1"] == Place(str(views)).tables()
        assert [] == Place(location).tables()


def test_who_follows_into_a_file_goes_on_with_another_process(tmp_path):
    """How far it has come is in the file, wherever it is opened from."""
    views = tmp_path / "views.db"
    with sqlite() as location:
        with filled(location) as ledger:
            ledger.follow(Streams(), into=views, batch=4).step()
        with positions.open(location) as ledger:
            follower = ledger.follow(Streams(), into=views)
            assert 3 == follower.builds[0].events
            follower.catch_up()
            assert is_a_rebuild(ledger, follower, Streams())


@each_store(LEDGERS)
def test_from_every_ledger_into_a_file(store, tmp_path):
    """Whatever recorder a ledger has, its rows may be in a file."""
    with store() as location, filled(location) as ledger:
        follower = ledger.follow(*models(), Streams(), into=tmp_path / "views.db")
        with follower:
            say(ledger, 6)
        follower.catch_up()

        assert is_a_rebuild(ledger, follower, *models(), Streams())


def test_from_a_file_into_postgresql():
    """The same the other way; in a server others can ask."""
    with sqlite() as location, postgres() as server, filled(location) as ledger:
        follower = ledger.follow(*models(), Streams(), into=server, batch=3)
        follower.catch_up()

        assert is_a_rebuild(ledger, follower, *models(), Streams())
        found = Place(server).run("SELECT actor, kind FROM standing ORDER BY actor")
        assert [("ann", "affirmed"), ("gov", "affirmed")] == found


def dumped(file):
    """Return the tables of a file and what is in them, and what the file says that it is."""
    with closing(sqlite3.connect(file)) as connection:
        marks = [
            connection.execute(f"PRAGMA {name}").fetchone()
            for name in ("application_id", "user_version", "journal_mode", "auto_vacuum")
        ]
        return marks, [
            line
            for line in connection.iterdump()
            if not any(ours in line for ours in ("positions_", "streams", "tracking"))
        ]


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_the_tables_of_another_application_stay_as_they_are(tmp_path, mode):
    """Its rows, its triggers, its marks, its journal and who may read it: all as before."""
    file = tmp_path / "theirs.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA journal_mode={mode}")
        connection.executescript(
            """
            PRAGMA application_id=1234;
            PRAGMA user_version=7;
            CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
            INSERT INTO articles VALUES (1, 'Russia denies');
            CREATE TABLE builds (id INTEGER);
            CREATE TRIGGER untouched BEFORE DELETE ON articles
                BEGIN SELECT RAISE(ABORT, 'no'); END;
            """
        )
    file.chmod(0o644)
    before = dumped(file)
    with sqlite() as location, filled(location) as ledger:
        follower = ledger.follow(Streams(), into=file)
        follower.catch_up()
        assert is_a_rebuild(ledger, follower, Streams())
        ledger.follow(Streams(2), into=file).catch_up()

    assert before == dumped(file)
    assert 0o644 == file.stat().st_mode & 0o777
    with closing(sqlite3.connect(file)) as connection:
        joined = "SELECT title, events FROM articles, streams WHERE stream = 'actor:ann'"
        assert [("Russia denies", 102)] == connection.execute(joined).fetchall()


def test_a_table_of_tracking_that_is_somebody_elses_is_refused(tmp_path):
    """It is said which, and nothing is written."""
    file = tmp_path / "parcels.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE tracking (parcel TEXT)")
    before = file.read_bytes()
    refused = pytest.raises(UnsupportedLocation, match="a table 'tracking' that is not eventsourc")
    with sqlite() as location, filled(location) as ledger, refused:
        ledger.follow(Streams(), into=file)

    assert before == file.read_bytes()


def test_a_file_that_is_none(tmp_path):
    """What is no database, or lies nowhere, is told as a store that failed."""
    file = tmp_path / "notes.txt"
    file.write_text("no database, but a text of several lines\n" * 40)
    with sqlite() as location, filled(location) as ledger:
        with pytest.raises(StoreFailed):
            ledger.follow(Streams(), into=file)
        with pytest.raises((StoreFailed, UnsupportedLocation)):
            ledger.follow(Streams(), into=tmp_path / "nowhere" / "views.db")
        assert file.read_text().startswith("no database")
        follower = ledger.follow(Streams())
        follower.catch_up()
        assert is_a_rebuild(ledger, follower, Streams())


RECORDERS = ("aggregate_recorder", "application_recorder", "tracking_recorder", "process_recorder")
ForeignFactory: Any = type(
    "ForeignFactory", (InfrastructureFactory,), {"__module__": __name__} | dict.fromkeys(RECORDERS)
)
"""The factory of a store that nobody knows."""


def test_a_store_without_a_tracking_recorder_of_ours():
    """What cannot hold rows is named, with what can."""
    environment = {"PERSISTENCE_MODULE": "tests.following.test_elsewhere:ForeignFactory"}
    why = r"ForeignFactory has no tracking recorder with tables; keep the rows elsewhere: into="
    with pytest.raises(UnsupportedLocation, match=why):
        views_in(environment)


def test_the_stock_recorder_of_sqlite_keeps_rows_in_its_file():
    """It is eventsourcing's own; rows are kept beside its events."""
    with stock() as location, filled(location) as ledger:
        follower = ledger.follow(*models(), Streams(), batch=4)
        follower.catch_up()

        assert is_a_rebuild(ledger, follower, *models(), Streams())


def test_another_database_is_let_go_of_with_the_ledger(tmp_path):
    """Where the ledger is closed, nothing holds the file any more; a follower says that it is."""
    views = tmp_path / "views.db"
    with sqlite() as location:
        with filled(location) as ledger:
            follower = ledger.follow(Count(), into=views)
            follower.start()
        assert not follower.running
        with pytest.raises(StoreFailed, match="closed"):
            follower.step()
        descriptors = Path("/proc/self/fd")
        if descriptors.exists():
            held = [os.path.realpath(each) for each in descriptors.iterdir()]
            assert str(views) not in held


def test_two_ledgers_into_one_file_are_two_names(tmp_path):
    """Each of them gives its projection a name of its own."""
    views = tmp_path / "views.db"
    with sqlite() as one, sqlite() as other, filled(one) as ledger, filled(other, 2) as second:
        ledger.follow(Standings("first"), into=views).catch_up()
        second.follow(Standings("second"), into=views).catch_up()

        kept = [f"SELECT count(*) FROM {name}" for name in ("first", "second")]  # noqa: S608 - ours
        assert [2, 2] == [Place(str(views)).run(each)[0][0] for each in kept]
        assert ["first", "second"] == [
            each.build.projection for each in ledger.projections(into=views)
        ]


def test_rows_of_another_ledger_are_not_gone_on_with(tmp_path):
    """What one ledger has filled is not taken for what another has recorded."""
    views = tmp_path / "views.db"
    with sqlite() as one, sqlite() as other, filled(one) as ledger, positions.open(other) as second:
        ledger.follow(Streams(), Count(), into=views, batch=4).step()
        for name in ("bob", "cy", "dan", "eve"):
            second.add_actor(name)
        with pytest.raises(
            Superseded,
            match=r"'streams' .*taken 'actor:ann 2' at position 4, and the log has 'actor:dan 1' "
            r"there; its rows are of another ledger",
        ):
            second.follow(Streams(), into=views)
        again = ledger.follow(Streams(), into=views)
        again.catch_up()
        assert is_a_rebuild(ledger, again, Streams())
        with pytest.raises(Superseded, match=r"position 11, and the log has nothing there"):
            second.follow(Streams(), into=views)


def test_rows_of_a_copy_of_the_same_ledger_are_gone_on_with(tmp_path):
    """A ledger that was exported and imported is the same one, as long as its positions are."""
    views, exported = tmp_path / "views.db", tmp_path / "ledger.jsonl"
    with sqlite() as one, sqlite() as other:
        with filled(one) as ledger:
            ledger.follow(Streams(), into=views, batch=4).step()
            ledger.export(exported)
        with positions.open(other) as copy:
            copy.import_from(exported)
            follower = copy.follow(Streams(), into=views)
            follower.catch_up()
            assert is_a_rebuild(copy, follower, Streams())


def test_the_last_event_that_was_taken_may_be_damaged_since(tmp_path):
    """That is no other ledger: it goes on from there."""
    with sqlite() as location:
        with filled(location) as ledger:
            ledger.follow(Streams(), into=tmp_path / "views.db", batch=4).step()
        Tampered(location).set("state", b"{", 4)
        with positions.open(location) as ledger:
            follower = ledger.follow(Streams(), into=tmp_path / "views.db")
            follower.catch_up()
            assert 10 == follower.builds[0].events
