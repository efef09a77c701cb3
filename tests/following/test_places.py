"""Tests of the places where rows are kept: what each can do, and what it is asked for."""

import inspect
from typing import Any

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

import positions
from positions import InvalidQuestion, LedgerBusy
from positions.following import Build, Quarantined, statuses, views_in
from positions.following import postgres as in_postgres
from positions.following import sqlite as in_sqlite
from positions.following.memory import MemoryViews
from positions.following.views import Session, Views
from positions.projections import Column, ColumnType, Drop, Put, Standings, Table
from positions.store.locations import environment
from tests.following.folds import FOLLOWED, Count, Streams, filled, is_a_rebuild, say
from tests.following.test_rebuilding import Elsewhere
from tests.ledger.tampering import Tampered
from tests.projections.test_read_models import picked
from tests.stores import memory, postgres, sqlite

EVERYWHERE = pytest.mark.parametrize("store", FOLLOWED.values(), ids=FOLLOWED)


def methods(kind):
    """Return the methods that a class has, each with the names of what it takes."""
    return {
        name: list(inspect.signature(method).parameters)
        for name, method in inspect.getmembers(kind, callable)
        if not name.startswith("_")
    }


@pytest.mark.parametrize(
    ("kind", "protocol"),
    [
        (MemoryViews, Views),
        (MemoryViews, Session),
        (in_sqlite.SQLiteViews, Views),
        (in_sqlite._Session, Session),
        (in_postgres.PostgresViews, Views),
        (in_postgres._Session, Session),
    ],
    ids=lambda kind: f"{kind.__module__}.{kind.__name__}",
)
def test_each_place_has_what_is_asked_of_all(kind, protocol):
    """The same methods, which take the same by the same names."""
    assert methods(protocol).items() <= methods(kind).items()


class Pairs:
    """A projection whose table is all key: who spoke on what kind of day."""

    name = "pairs"
    version = 1
    initial = 0
    tables = (Table("pairs", [Column("stream"), Column("event")], ["stream", "event"]),)

    def step(self, state: int, recorded: positions.Recorded) -> int:
        """Count one more."""
        del recorded
        return state + 1

    def rows(self, state, recorded) -> Any:
        """Put a row that may be there, and drop one that may not."""
        event = type(recorded.event).__name__
        yield Put("pairs", {"stream": recorded.stream, "event": event})
        yield Put("pairs", {"stream": recorded.stream, "event": "last"})
        yield Drop("pairs", {"event": "last"})
        if state % 2:
            yield Put("pairs", {"stream": recorded.stream, "event": "last"})


@EVERYWHERE
@pytest.mark.parametrize("batch", [1, 4, 100])
def test_a_table_that_is_all_key(store, batch):
    """A row put again is there once; puts and drops within a batch are made in order."""
    with store() as location, filled(location) as ledger:
        follower = ledger.follow(Pairs(), batch=batch)
        follower.catch_up()

        assert is_a_rebuild(ledger, follower, Pairs())


class Said:
    """A projection that keeps, of each statement, when and how, in columns of every type."""

    name = "said"
    version = 1
    initial = None
    tables = (
        Table(
            "said",
            (
                Column("id"),
                Column("at", ColumnType.TIMESTAMP, null=True),
                Column("n", ColumnType.INTEGER),
                Column("sure", ColumnType.BOOLEAN),
                Column("more", ColumnType.JSON, null=True),
                Column("note", null=True),
            ),
            ("n", "sure", "id"),
        ),
    )

    def step(self, state: None, recorded: positions.Recorded) -> None:
        """Keep nothing."""

    def rows(self, state, recorded) -> Any:
        """Yield the row of a statement."""
        del state
        statement = getattr(recorded.event, "statement", None)
        if statement is None:
            return
        number = int(statement.id[1:])
        yield Put(
            "said",
            {
                "id": f"{'Ää€😀b'[number % 5]}{statement.id}",
                "at": statement.said.earliest if number % 2 else None,
                "n": -(2**63) + number // 3,
                "sure": number % 2 == 0,
                "more": {"é": [1.5, True, None, 10**20, "\\u0000"]} if number % 3 else None,
                "note": "'; DROP TABLE said; --" if number % 2 else None,
            },
        )
        if number % 4 == 3:
            yield Drop("said", {"sure": True, "n": -(2**63)})


@EVERYWHERE
def test_values_of_every_type_come_back_as_they_were(store):
    """In the order of the key: numbers by size, letters by their code, False before True."""
    with store() as location, filled(location, 0) as ledger:
        for number, day in enumerate(["0001-01-01", "9999-12-30", "2015-08", "2015-08-14T12:00Z"]):
            ledger.record(by="ann", claim="visit", act="deny", said=day, id=f"s{number}")
        for number in range(4, 9):
            say(ledger, number)
        follower = ledger.follow(Said(), batch=3)
        follower.catch_up()

        assert is_a_rebuild(ledger, follower, Said())
        rows = follower.rows("said")
        assert sorted(picked(rows, "n", "sure", "id")) == picked(rows, "n", "sure", "id")


@pytest.mark.parametrize("store", [sqlite, postgres], ids=["sqlite", "postgres"])
def test_who_is_not_on_record_has_no_row(store):
    """Where the event that registered somebody cannot be read, all else goes on."""
    with store() as location:
        with filled(location):
            pass
        Tampered(location).set("state", b"{", 2)
        with positions.open(location) as ledger:
            assert "ann" not in ledger.as_of().actors
            model = Standings()
            follower = ledger.follow(model, unreadable="skip", batch=1)
            follower.catch_up()

            assert is_a_rebuild(ledger, follower, model)
            assert ["gov"] == [row["actor"] for row in follower.rows("standing")]


class Moody(Standings):
    """A read model that raises once, and never again."""

    def __init__(self):
        super().__init__("moody")
        self.moods = iter([ValueError("not now")])

    def rows(self, view, actor, claim):
        """Raise the first time; then yield the row."""
        for error in self.moods:
            raise error
        return super().rows(view, actor, claim)


@EVERYWHERE
def test_a_read_model_that_raises_once_is_taken_at_its_second_word(store):
    """It is asked again event by event; where none is to blame, all are taken."""
    with store() as location, filled(location) as ledger:
        moody = Moody()
        follower = ledger.follow(moody)
        follower.catch_up()

        assert is_a_rebuild(ledger, follower, moody)


def test_a_place_in_which_nothing_was_ever_kept(tmp_path):
    """It is looked at without making anything."""
    file = tmp_path / "empty.db"
    views = views_in(
        {
            "PERSISTENCE_MODULE": "eventsourcing.sqlite",
            "SQLITE_DBNAME": str(file),
            "CREATE_TABLE": "no",
        }
    )
    assert () == statuses(views, 7)
    views.close()
    assert b"positions" not in file.read_bytes()


def test_a_table_that_a_version_no_longer_has_is_gone_from_memory():
    """As it is from every other store."""
    with memory() as location, filled(location) as ledger:
        ledger.follow(Streams()).catch_up()
        other = Elsewhere()
        follower = ledger.follow(other)
        follower.catch_up()

        assert is_a_rebuild(ledger, follower, other)
        with pytest.raises(LookupError, match="there are more_streams"):
            follower.rows("streams")


def test_a_lock_that_somebody_holds_for_too_long_is_told():
    """It is busy, not broken; nothing is lost, and the next step takes the batch."""
    with postgres() as location, filled(location) as ledger:
        impatient = environment(location) | {"POSITIONS_POSTGRES_LOCK_TIMEOUT": "1"}
        follower = ledger.follow(Count(), into=impatient)
        url, schema = location.split("?schema=")
        with psycopg.connect(url) as connection:
            builds = Identifier(schema, "positions_projections")
            connection.execute(SQL("LOCK TABLE {}").format(builds))
            with pytest.raises(LedgerBusy):
                follower.step()
        follower.catch_up()
        assert is_a_rebuild(ledger, follower, Count())


def test_a_watch_of_no_kind_there_is():
    """The kinds that there are are named; and a watch shows where it is."""
    with memory() as location, filled(location) as ledger:
        with pytest.raises(InvalidQuestion, match="walk_back"):
            ledger.watch(kinds="change_of_heart")
        watch = ledger.watch(after=0)
        assert 12 == len(watch.new()) + 4
        assert repr(watch) == f"<Watch of ':memory:' after place {len(ledger.history())}>"


def test_what_is_quarantined_in_memory_is_listed_in_order_and_once():
    """And it goes with the build that was not given it."""
    one, other = (
        Quarantined(projection="count", build=build, position=7, stream="claim:visit", why="-")
        for build in (1, 2)
    )
    views = MemoryViews()
    with views.session(write=True) as session:
        session.save(Build(projection="count", build=1, version=1, active=True))
        session.quarantine([other, one, one])
        assert [one, other] == session.quarantined()
        session.forget(session.builds()[0])
        assert [other] == session.quarantined()
