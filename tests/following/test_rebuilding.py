"""Tests of new versions: built beside the old, and swapped in whole."""

import sqlite3
import threading
from contextlib import closing

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from positions.following import Superseded
from positions.projections import Column, InvalidProjection, Standings, Table
from tests.following.folds import FOLLOWED, LASTING, Count, Streams, filled, is_a_rebuild, say
from tests.stores import each_store, memory, postgres, sqlite

EVERYWHERE = pytest.mark.parametrize("store", FOLLOWED.values(), ids=FOLLOWED)


class Place:
    """A database, as somebody who knows nothing of the library asks it."""

    def __init__(self, location):
        self.location = location

    def run(self, statement):
        """Run one statement, and return its rows if any."""
        if not self.location.startswith("postgresql:"):
            with closing(sqlite3.connect(self.location, isolation_level=None)) as connection:
                return connection.execute(statement).fetchall()
        url, schema = self.location.split("?schema=")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(SQL("SET search_path TO {}").format(Identifier(schema)))
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def tables(self):
        """Return the names of the tables and views that are of a projection."""
        if self.location.startswith("postgresql:"):
            schema = self.location.split("?schema=")[1]
            found = self.run(
                f"SELECT table_name FROM information_schema.tables WHERE table_schema = '{schema}'"  # noqa: S608 - ours
            )
        else:
            found = self.run("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        return sorted(name for (name,) in found if "stream" in name and "events" not in name)


def builds(ledger):
    """Return version, build and whether readers see it, of each build there is."""
    return [
        (each.build.version, each.build.build, each.build.active) for each in ledger.projections()
    ]


@EVERYWHERE
def test_a_new_version_is_built_beside_the_old_and_swapped_in(store):
    """Readers see the old until the new has come as far; then the old is gone."""
    with store() as location, filled(location) as ledger:
        old = ledger.follow(Streams())
        old.catch_up()
        new = ledger.follow(Streams(2, Column("note")), batch=4)
        assert [(1, 1, True), (2, 2, False)] == builds(ledger)
        new.step()
        assert is_a_rebuild(ledger, old, Streams())

        old.catch_up()
        new.catch_up()
        assert [(2, 2, True)] == builds(ledger)
        assert is_a_rebuild(ledger, new, Streams(2, Column("note")))
        say(ledger, 6)
        with pytest.raises(
            Superseded,
            match=r"'streams' cannot be kept up to date here: its build "
            r"1 was taken away, as another took its place; follow anew",
        ):
            old.catch_up()
        with pytest.raises(Superseded, match="its active version 2 has other tables"):
            old.rows("streams")
        with pytest.raises(
            Superseded, match="its version 2 is there already, and this is version 1"
        ):
            ledger.follow(Streams())
        new.catch_up()
        assert is_a_rebuild(ledger, new, Streams(2, Column("note")))


@EVERYWHERE
def test_a_build_is_not_swapped_in_before_it_has_come_as_far(store, monkeypatch):
    """Where the old has taken more meanwhile, the new goes on first."""
    with store() as location, filled(location) as ledger:
        old, new = ledger.follow(Streams()), ledger.follow(Streams(2))
        old.catch_up()
        swap = new._swap
        late = iter([True])

        def later():
            if next(late, False):  # between its last page and its swap, somebody else was faster
                say(ledger, 6)
                old.catch_up()
            swap()

        monkeypatch.setattr(new, "_swap", later)
        new.catch_up()
        assert [(1, 1, True), (2, 2, False)] == builds(ledger)

        new.catch_up()
        assert [(2, 2, True)] == builds(ledger)
        assert is_a_rebuild(ledger, new, Streams(2))


@EVERYWHERE
def test_a_version_is_built_anew_on_demand(store):
    """Beside itself, as a new version is; a follower that comes in between goes on with it."""
    with store() as location, filled(location) as ledger:
        ledger.follow(Streams()).catch_up()
        begun = ledger.follow(Streams(), anew=True, batch=4)
        begun.step()
        assert [(1, 1, True), (1, 2, False)] == builds(ledger)

        again = ledger.follow(Streams(), anew=True)
        assert [(1, 1, True), (1, 2, False)] == builds(ledger)
        assert 3 == again.builds[0].events
        again.catch_up()
        begun.catch_up()
        assert [(1, 2, True)] == builds(ledger)
        assert is_a_rebuild(ledger, begun, Streams())


@EVERYWHERE
def test_a_build_that_nobody_will_swap_in_is_taken_away(store):
    """Of a version between the active and the newest nothing is left."""
    with store() as location, filled(location) as ledger:
        ledger.follow(Streams()).catch_up()
        ledger.follow(Streams(2)).step()
        ledger.follow(Streams(3)).step()
        assert [(1, 1, True), (3, 3, False)] == builds(ledger)


@EVERYWHERE
def test_a_newer_build_in_the_making_outlives_the_swap_of_an_older(store):
    """Version 2 takes the place of 1, and version 3, later, that of 2."""
    with store() as location, filled(location) as ledger:
        ledger.follow(Streams()).catch_up()
        second, third = ledger.follow(Streams(2)), ledger.follow(Streams(3))
        with pytest.raises(Superseded):
            second.step()
        third.catch_up()
        assert [(3, 3, True)] == builds(ledger)


@EVERYWHERE
def test_columns_that_changed_without_the_version_are_refused(store):
    """A version is one shape of tables; documentation is none of it."""
    with store() as location, filled(location) as ledger:
        ledger.follow(Streams()).catch_up()
        with pytest.raises(
            InvalidProjection,
            match="its tables are others than those of its version 1; raise the version",
        ):
            ledger.follow(Streams(1, Column("note")))

        other = Streams()
        other.tables = (Table("streams", other.tables[0].columns, ["stream"], doc="said anew"),)
        follower = ledger.follow(other)
        follower.catch_up()
        assert is_a_rebuild(ledger, follower, other)


@EVERYWHERE
def test_a_table_of_another_projection_is_refused(store):
    """Names of tables are one projection's each."""
    with store() as location, filled(location) as ledger:
        ledger.follow(Standings()).catch_up()
        twin = Standings()
        twin.name = "twin"
        with pytest.raises(InvalidProjection, match="'standing' has a table 'standing' already"):
            ledger.follow(Count(), twin)
        assert ["standing"] == [each.build.projection for each in ledger.projections()]


@each_store(LASTING)
@pytest.mark.parametrize(
    "theirs",
    [
        "CREATE TABLE streams (id integer)",
        "CREATE TABLE t (id integer); CREATE INDEX streams ON t (id)",
        "CREATE TABLE streams__1 (id integer)",
    ],
    ids=["table", "index", "table of a build"],
)
def test_what_somebody_else_has_of_that_name_is_left_as_it_is(store, theirs):
    """A table that is none of ours is no table of a projection, and nothing is half begun."""
    with store() as location, filled(location) as ledger:
        for each in theirs.split("; "):
            Place(location).run(each)
        before = Place(location).tables()

        with pytest.raises(InvalidProjection, match="already, which is none of ours"):
            ledger.follow(Count(), Streams())

        assert () == ledger.projections()
        assert before == Place(location).tables()


@each_store(LASTING)
def test_a_view_of_somebody_else_is_not_replaced(store):
    """Neither is a view that happens to be called like one of ours."""
    with store() as location, filled(location) as ledger:
        Place(location).run("CREATE VIEW streams AS SELECT 1 AS id")
        with pytest.raises(InvalidProjection, match="already, which is none of ours"):
            ledger.follow(Streams())
        assert [(1,)] == Place(location).run("SELECT id FROM streams")


@each_store(LASTING)
def test_what_is_swapped_out_leaves_no_table(store):
    """People see one view, and the table behind it."""
    with store() as location, filled(location) as ledger:
        ledger.follow(Streams()).catch_up()
        assert ["streams", "streams__1"] == Place(location).tables()
        ledger.follow(Streams(2)).catch_up()
        assert ["streams", "streams__2"] == Place(location).tables()


class Elsewhere(Streams):
    """A version that has another table."""

    def __init__(self):
        super().__init__(2)
        self.tables = (Table("more_streams", self.tables[0].columns, ["stream"]),)

    def rows(self, state, recorded):
        """Yield the same rows for the other table."""
        for each in super().rows(state, recorded):
            yield type(each)("more_streams", each.row)


@each_store(LASTING)
def test_a_table_that_a_version_no_longer_has_is_hidden(store):
    """Its name is free again."""
    with store() as location, filled(location) as ledger:
        ledger.follow(Streams()).catch_up()
        follower = ledger.follow(Elsewhere())
        follower.catch_up()

        assert ["more_streams", "more_streams__2"] == Place(location).tables()
        assert is_a_rebuild(ledger, follower, Elsewhere())


@each_store(LASTING)
def test_readers_never_see_a_mixture(store):
    """Somebody who reads all the while sees the old rows or the new ones, whole."""
    with store() as location, filled(location) as ledger:
        ledger.follow(Streams()).catch_up()
        whole = {
            version: {
                (row["stream"], row["events"])
                for row in ledger.replay(Streams(version)).tables["streams"]
            }
            for version in range(1, 6)
        }
        seen = []
        done = threading.Event()
        reading = threading.Event()

        def read():
            while not done.is_set():
                seen.append(set(Place(location).run("SELECT stream, events FROM streams")))
                reading.set()

        reader = threading.Thread(target=read)
        reader.start()
        for version in range(2, 6):
            reading.clear()
            reading.wait()
            ledger.follow(Streams(version), batch=1).catch_up()
        done.set()
        reader.join()

        order = [next(version for version, rows in whole.items() if rows == each) for each in seen]
        assert sorted(order) == order
        assert len(set(order)) > 1


def test_a_view_that_somebody_has_on_ours_survives_a_swap():
    """PostgreSQL keeps it as long as the columns are the same, or more at the end."""
    with postgres() as location, filled(location) as ledger:
        ledger.follow(Streams()).catch_up()
        Place(location).run(
            "CREATE VIEW busy_stream AS SELECT stream FROM streams WHERE events > 5"
        )
        ledger.follow(Streams(2)).catch_up()
        assert [("actor:ann",), ("actor:gov",), ("claim:visit",)] == sorted(
            Place(location).run("SELECT stream FROM busy_stream")
        )
        ledger.follow(Streams(3, Column("note"))).catch_up()
        assert 3 == len(Place(location).run("SELECT stream FROM busy_stream"))


def test_a_view_that_somebody_has_on_a_column_that_goes_is_named():
    """Nothing is swapped; once it is out of the way, the same build is."""
    with postgres() as location, filled(location) as ledger:
        ledger.follow(Streams(1, Column("note"))).catch_up()
        Place(location).run("CREATE VIEW noted AS SELECT note FROM streams")
        follower = ledger.follow(Streams(2))
        with pytest.raises(
            InvalidProjection,
            match=r"'streams' .*its columns are others now, and something depends on it: .*noted",
        ):
            follower.catch_up()
        assert [(1, 1, True), (2, 2, False)] == builds(ledger)

        Place(location).run("DROP VIEW noted")
        follower.catch_up()
        assert [(2, 2, True)] == builds(ledger)
        assert is_a_rebuild(ledger, follower, Streams(2))


def test_nobody_keeps_it():
    """Rows of what nobody follows any more are none."""
    with memory() as location, filled(location) as ledger:
        follower = ledger.follow(Streams())
        with ledger._views(ledger._open_log(), None).session(write=True) as session:
            session.forget(session.builds()[0])

        with pytest.raises(Superseded, match="nobody has begun to follow with it"):
            follower.rows("streams")


def test_what_is_asked_of_a_follower_is_among_its_own():
    """The sentence names what there is."""
    with sqlite() as location, filled(location) as ledger:
        follower = ledger.follow(Streams(), Count())
        with pytest.raises(LookupError, match="no table 'standing' here; there are streams"):
            follower.rows("standing")
        with pytest.raises(LookupError, match="no projection 'x' here; there are streams, count"):
            follower.state("x")
        nobody = ledger.follow()
        with pytest.raises(LookupError, match="there are none"):
            nobody.rows("standing")
        with pytest.raises(LookupError, match="there are none"):
            nobody.state("x")
        nobody.catch_up()
        assert 0 == nobody.behind
        assert "with : at 11>" in repr(nobody)
        assert repr(follower).startswith("<Follower of '")
        assert repr(follower).endswith("with streams, count: at 0>")


@each_store(LASTING)
def test_what_took_a_name_meanwhile_is_not_replaced(store):
    """Readers keep the old build until the name of the new one's table is free."""
    with store() as location, filled(location) as ledger:
        ledger.follow(Streams()).catch_up()
        follower = ledger.follow(Elsewhere())
        Place(location).run("CREATE VIEW more_streams AS SELECT 1 AS id")
        with pytest.raises(InvalidProjection, match="there is a view 'more_streams' already"):
            follower.catch_up()
        assert [(1, 1, True), (2, 2, False)] == builds(ledger)
        assert 3 == len(Place(location).run("SELECT * FROM streams"))

        Place(location).run("DROP VIEW more_streams")
        follower.catch_up()
        assert [(2, 2, True)] == builds(ledger)
