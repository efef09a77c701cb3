"""Tests of projections that raise, and of events that cannot be read."""

import time
from typing import Any

import pytest

import positions
from positions import PositionsError
from positions.following import ProjectionFailed, UnreadableEvent
from positions.projections import InvalidRow, Put, Standings
from tests.following.folds import (
    FOLLOWED,
    LASTING,
    Count,
    Failing,
    Streams,
    filled,
    is_a_rebuild,
    models,
    say,
)
from tests.ledger.tampering import Tampered
from tests.stores import each_store, memory, sqlite

EVERYWHERE = pytest.mark.parametrize("store", FOLLOWED.values(), ids=FOLLOWED)


@EVERYWHERE
@pytest.mark.parametrize("batch", [1, 3, 100])
def test_a_projection_that_raises_stops_before_the_event(store, batch):
    """The event is named, all before it is kept, and the others go on."""
    with store() as location, filled(location) as ledger:
        failing = Failing()
        follower = ledger.follow(failing, Count(), Streams(), batch=batch)

        with pytest.raises(ProjectionFailed) as why:
            follower.catch_up()

        assert isinstance(why.value, PositionsError)
        assert isinstance(why.value.__cause__, KeyError)
        assert ("failing", 6) == (why.value.projection, why.value.position)
        assert ledger.history()[4] == why.value.recorded
        assert (
            "the projection 'failing' raised at position 6 (StatementRecorded in 'claim:visit'): "
            "KeyError: 'this I do not know'; "
            "all before it is kept: mend the projection and follow again"
        ) == str(why.value)
        broken, *fine = follower.builds
        assert (4, 5, str(why.value)) == (broken.events, broken.position, broken.failed)
        assert 4 == follower.state("failing")
        assert {10} == {each.events for each in fine}
        assert is_a_rebuild_of_others(ledger, follower)

        say(ledger, 6)
        with pytest.raises(ProjectionFailed):
            follower.catch_up()
        assert [4, 11, 11] == [each.events for each in follower.builds]

        failing.at = None
        again = ledger.follow(failing, Count(), Streams(), batch=batch)
        again.catch_up()
        assert [None] * 3 == [each.failed for each in again.builds]
        assert is_a_rebuild(ledger, again, failing, Count(), Streams())


def is_a_rebuild_of_others(ledger, follower):
    """Return whether the projections that did not raise are what a rebuild makes."""
    return follower.rows("streams") == ledger.replay(Streams()).tables["streams"]


class Mutating(Count):
    """A projection that changes its state, and then raises."""

    initial: Any = None

    def __init__(self):
        super().__init__("mutating")
        self.initial = []
        self.broken = True

    def step(self, state: Any, recorded):
        """Append to the state as it is."""
        state.append(type(recorded.event).__name__)
        if self.broken and state[-1] == "StatementRecorded":
            msg = "not that"
            raise ValueError(msg)
        return state


@EVERYWHERE
def test_what_a_step_did_to_the_state_before_it_raised_is_not_kept(store):
    """What is stored is the state before the event, whatever became of the object."""
    with store() as location, filled(location, 1) as ledger:
        mutating = Mutating()
        follower = ledger.follow(mutating)
        with pytest.raises(ProjectionFailed):
            follower.catch_up()
        assert "StatementRecorded" not in follower.state("mutating")
        assert [] == mutating.initial

        mutating.broken = False
        again = ledger.follow(mutating)
        again.catch_up()
        assert is_a_rebuild(ledger, again, mutating)


class Strict(Standings):
    """A read model that raises at some position."""

    def __init__(self):
        super().__init__("strict")
        self.refused = "affirmed"

    def rows(self, view, actor, claim):
        """Yield the row, or raise."""
        for table, row in super().rows(view, actor, claim):
            if row["kind"] == self.refused:
                msg = f"{actor} may not say so"
                raise ValueError(msg)
            yield table, row


@EVERYWHERE
def test_a_read_model_that_raises_is_asked_again_event_by_event(store):
    """It is asked once for many events; which of them is to blame is found all the same."""
    with store() as location, filled(location) as ledger:
        strict = Strict()
        follower = ledger.follow(strict)
        with pytest.raises(ProjectionFailed, match=r"strict.* at position 7 .*may not say so"):
            follower.catch_up()
        assert 5 == follower.builds[0].events
        assert ["denied", "denied"] == [row["kind"] for row in follower.rows("strict")]

        strict.refused = ""
        again = ledger.follow(strict)
        again.catch_up()
        assert is_a_rebuild(ledger, again, strict)


@EVERYWHERE
def test_a_read_model_that_raises_of_the_first_event_has_taken_none(store):
    """Then there is nothing before it that could be kept."""
    with store() as location, filled(location) as ledger:
        follower = ledger.follow(strict := Strict(), batch=1)
        with pytest.raises(ProjectionFailed, match=r"at position 7 "):
            follower.catch_up()
        again = ledger.follow(strict, batch=1)
        with pytest.raises(ProjectionFailed, match=r"at position 7 "):
            again.catch_up()

        assert 5 == again.builds[0].events


@EVERYWHERE
def test_a_read_model_that_would_only_raise_in_between_does_not(store):
    """Where the last of many events mends it, nobody asks in between."""
    with store() as location, filled(location, 2) as ledger:
        strict = Strict()
        strict.refused = "denied"
        follower = ledger.follow(strict)
        follower.catch_up()

        assert is_a_rebuild(ledger, follower, strict)


class Misspelt(Count):
    """A projection that writes what its table cannot hold."""

    tables = Streams().tables

    def rows(self, state, recorded):
        """Yield half a row."""
        del state
        yield Put("streams", {"stream": recorded.stream})


@EVERYWHERE
def test_a_row_that_its_table_cannot_hold_names_the_event(store):
    """It is the projection that is to be mended."""
    with store() as location, filled(location) as ledger:
        follower = ledger.follow(Misspelt("misspelt"))
        with pytest.raises(ProjectionFailed, match=r"InvalidRow: .*it lacks 'events'") as why:
            follower.catch_up()

        assert isinstance(why.value.__cause__, InvalidRow)
        assert 2 == why.value.position


class Rude(Count):
    """A projection whose error cannot be stored as it is."""

    def step(self, state, recorded):
        """Raise."""
        del state, recorded
        msg = "a NUL \0 and half \ud800 of a letter"
        raise ValueError(msg)


@EVERYWHERE
def test_why_it_stands_still_can_be_noted_whatever_was_said(store):
    """What no store can hold is written as an escape."""
    with store() as location, filled(location) as ledger:
        follower = ledger.follow(Rude("rude"))
        with pytest.raises(ProjectionFailed, match="a NUL"):
            follower.catch_up()

        failed = ledger.follow(Rude("rude")).builds[0].failed
        assert "a NUL \\x00 and half \\ud800 of a letter" in (failed or "")


def damaged(location, position):
    """Put something that is no event at a position."""
    Tampered(location).set("state", b"{", position)


@each_store(LASTING)
@pytest.mark.parametrize("batch", [1, 4, 100])
def test_a_follower_stops_before_what_it_cannot_read(store, batch):
    """It is named, with what can be done; all before it is kept."""
    with store() as location:
        with filled(location):
            pass
        damaged(location, 7)
        with positions.open(location) as ledger:
            follower = ledger.follow(Count(), *models(), batch=batch)
            with pytest.raises(UnreadableEvent) as why:
                follower.catch_up()

            assert isinstance(why.value, PositionsError)
            assert ("count", 7, "claim:visit") == (
                why.value.projection,
                why.value.position,
                why.value.stream,
            )
            told = (
                "the projection 'count' stands before position 7 (in 'claim:visit'), which cannot "
                f"be read: {why.value.why}; follow with unreadable='skip' to go on without it"
            )
            assert told == str(why.value)
            assert 5 == follower.state("count")
            assert {5} == {each.events for each in follower.builds}
            assert () == follower.quarantined
            assert told == follower.builds[0].failed


@each_store(LASTING)
@pytest.mark.parametrize("batch", [1, 4, 100])
def test_a_follower_that_is_told_to_skips_and_notes_it(store, batch):
    """All others are taken; it is listed of each projection that was not given it."""
    with store() as location:
        with filled(location):
            pass
        damaged(location, 7)
        with positions.open(location) as ledger:
            with pytest.raises(UnreadableEvent):
                ledger.follow(Count(), batch=batch).catch_up()
            follower = ledger.follow(Count(), *models(), unreadable="skip", batch=batch)
            follower.catch_up()

            assert 9 == follower.state("count")
            assert {10} == {each.events for each in follower.builds}
            for model in models():
                assert ledger.replay(model).tables[model.name] == follower.rows(model.name)
            noted = follower.quarantined
            assert ["changes", "count", "open_questions", "shifts", "standing", "timeline"] == [
                each.projection for each in noted
            ]
            assert {(7, "claim:visit")} == {(each.position, each.stream) for each in noted}
            assert follower.builds[0].failed is None
            assert noted[1:2] == ledger.follow(Count()).quarantined
            (status,) = [each for each in ledger.projections() if each.build.projection == "count"]
            assert [{"position": 7, "stream": "claim:visit", "why": noted[0].why}] == (
                status.to_dict()["quarantined"]
            )

            ledger.follow(Count(), unreadable="skip", anew=True).catch_up()
            assert [2] == [
                each.build
                for each in ledger.follow(Count(), *models()).quarantined
                if each.projection == "count"
            ]


@each_store(LASTING)
def test_the_beginning_of_the_ledger_may_be_what_cannot_be_read(store):
    """The first position holds its zone, which is no event for anybody; damaged, it is told."""
    with store() as location:
        with filled(location):
            pass
        damaged(location, 1)
        with positions.open(location) as ledger:
            with pytest.raises(UnreadableEvent, match="before position 1 "):
                ledger.follow(Count()).catch_up()
            follower = ledger.follow(Count(), unreadable="skip")
            follower.catch_up()

            assert 10 == follower.state("count")


def failing_in_a_thread(ledger):
    """Return a follower whose thread has raised."""
    follower = ledger.follow(Failing())
    follower.start()
    wait_until_it_ends(follower)
    return follower


def wait_until_it_ends(follower):
    """Wait until the thread of a follower has ended."""
    while follower.running:
        time.sleep(0.001)


def test_who_fails_in_a_thread_is_heard_where_it_is_stopped():
    """What a follower's thread has raised is raised by `stop`, once."""
    with memory() as location, filled(location) as ledger:
        follower = failing_in_a_thread(ledger)
        with pytest.raises(ProjectionFailed):
            follower.stop()
        follower.stop()


def test_who_fails_in_a_block_is_heard_at_its_end():
    """A `with` block raises what the thread has raised."""
    with memory() as location, filled(location) as ledger:
        follower = ledger.follow(Failing())
        follower.__enter__()
        wait_until_it_ends(follower)
        with pytest.raises(ProjectionFailed):
            follower.__exit__(None, None, None)


def test_a_ledger_that_is_closed_says_what_nobody_has_asked_for():
    """To close it ends its followers."""
    with sqlite() as location, filled(location) as ledger:
        failing_in_a_thread(ledger)
        with pytest.raises(ProjectionFailed):
            ledger.close()
        ledger.close()
