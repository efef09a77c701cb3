"""Tests of projections that are kept up to date by whoever records."""

from typing import Any

import pytest
from eventsourcing.persistence import OperationalError

import positions
from positions import LedgerBusy, UnsupportedLocation
from positions.following import ProjectionFailed, Superseded
from positions.projections import Standings
from tests.following.folds import Count
from tests.stores import each_store, memory, postgres, sqlite, stock

INLINE = {"memory": memory, "sqlite": sqlite, "postgres": postgres}
LASTING = {"sqlite": sqlite, "postgres": postgres}


def open_claim(ledger):
    """Open a claim on which a spokesman has spoken."""
    ledger.add_actor("ann", kind="person")
    ledger.open_claim("visit", text="The visit took place")
    ledger.record(by="ann", claim="visit", act="deny", said="2015-08-14")


def open_claim_and_raise(ledger):
    """Do the same in a batch that raises."""
    with ledger.batch() as batch:
        open_claim(batch)
        raise ZeroDivisionError


def kinds(ledger):
    """Return the kind of each row that is kept."""
    return [row["kind"] for row in ledger.follow(Standings()).rows("standing")]


@each_store(INLINE)
def test_rows_are_there_as_soon_as_the_statement_is(store):
    """What a command has recorded can be read from the rows when it returns."""
    with store() as location, positions.open(location, inline=[Standings()]) as ledger:
        open_claim(ledger)
        assert ["denied"] == kinds(ledger)

        ledger.record(by="ann", claim="visit", act="confirm", said="2015-08-15")
        assert ["affirmed"] == kinds(ledger)


@each_store(INLINE)
def test_a_batch_is_one_transaction_with_its_rows(store):
    """A batch that raises leaves neither events nor rows."""
    with store() as location, positions.open(location, inline=[Standings()]) as ledger:
        with pytest.raises(ZeroDivisionError):
            open_claim_and_raise(ledger)
        assert [] == kinds(ledger)

        with ledger.batch() as batch:
            open_claim(batch)
        assert ["denied"] == kinds(ledger)


@each_store(LASTING)
def test_a_ledger_is_caught_up_with_when_it_is_opened(store):
    """What was recorded before anybody kept rows is in them as soon as somebody does."""
    with store() as location:
        with positions.open(location) as ledger:
            open_claim(ledger)
        with positions.open(location, inline=[Standings()]) as ledger:
            assert ["denied"] == kinds(ledger)


@each_store(LASTING)
def test_a_newer_version_that_was_swapped_in_stops_the_writer_of_the_older(store):
    """Who keeps rows of a version that is no more records nothing until it is upgraded."""
    with store() as location, positions.open(location, inline=[Standings()]) as ledger:
        open_claim(ledger)
        newer = Standings()
        newer.version = 2
        with positions.open(location) as other:
            other.follow(newer).catch_up()

        for _ in range(2):
            with pytest.raises(Superseded, match="version 2 is there already"):
                ledger.add_actor("bob")
        with positions.open(location) as other:
            assert "bob" not in other.as_of().actors


@each_store(INLINE)
def test_a_rebuild_beside_it_holds_up_no_writer(store):
    """The command after the swap goes on with the new build, in one transaction as before."""
    with store() as location, positions.open(location, inline=[Count(), Standings()]) as ledger:
        open_claim(ledger)
        rebuilt = ledger.follow(Standings(), anew=True)
        rebuilt.step()
        ledger.record(by="ann", claim="visit", act="confirm", said="2015-08-15")
        rebuilt.catch_up()
        assert (2, True) == (rebuilt.builds[0].build, rebuilt.builds[0].active)

        ledger.record(by="ann", claim="visit", act="hedge", stance="possible", said="2015-08-16")
        assert ["possible"] == kinds(ledger)
        follower = ledger.follow(Count(), Standings())
        assert (0, len(ledger.history())) == (follower.behind, follower.state("count"))


@each_store(INLINE)
def test_a_build_that_nobody_finishes_is_finished_by_the_writer(monkeypatch, store):
    """Who must begin anew, and finds one begun, brings it up to date and lets readers see it."""
    with store() as location, positions.open(location, inline=[Standings()]) as ledger:
        open_claim(ledger)
        ledger.follow(Standings(), anew=True)
        with monkeypatch.context() as patch:
            patch.setattr(Standings, "rows", lambda *_: 1 / 0)
            with pytest.raises(ProjectionFailed):
                ledger.record(by="ann", claim="visit", act="confirm", said="2015-08-15")

        ledger.record(by="ann", claim="visit", act="confirm", said="2015-08-15")
        assert ["affirmed"] == kinds(ledger)
        (status,) = ledger.projections()
        assert (2, True) == (status.build.build, status.build.active)


def test_a_write_that_fails_after_its_rows_were_written_leaves_neither(monkeypatch):
    """Where the commit fails, what was taken in memory is not trusted, but read anew."""
    with sqlite() as location, positions.open(location, inline=[Standings()]) as ledger:
        open_claim(ledger)
        recorder: Any = type(ledger.application.recorder)
        insert = recorder._insert_events

        def fails(self, *args, **kwargs):
            insert(self, *args, **kwargs)
            msg = "database is locked"
            raise OperationalError(msg)

        with monkeypatch.context() as patch:
            patch.setattr(recorder, "_insert_events", fails)
            with pytest.raises(LedgerBusy):
                ledger.record(by="ann", claim="visit", act="confirm", said="2015-08-15")
        assert ["denied"] == kinds(ledger)

        ledger.record(by="ann", claim="visit", act="hedge", stance="possible", said="2015-08-16")
        assert ["possible"] == kinds(ledger)
        assert ledger.replay(Standings()).tables["standing"] == ledger.follow(Standings()).rows(
            "standing"
        )


def test_two_writers_that_both_keep_rows():
    """Each takes what the other has recorded, and written rows of, before its own."""
    with (
        sqlite() as location,
        positions.open(location, inline=[Standings()]) as one,
        positions.open(location, inline=[Standings()]) as other,
    ):
        open_claim(one)
        other.record(by="ann", claim="visit", act="confirm", said="2015-08-15")
        one.record(by="ann", claim="visit", act="deny", said="2015-08-16")

        assert ["denied"] == kinds(other)


def test_a_recorder_that_takes_nothing_beside_events_is_refused():
    """It is said at once, and what would be right."""
    with stock() as location, pytest.raises(UnsupportedLocation, match=r"follow it with"):
        positions.open(location, inline=[Standings()])
