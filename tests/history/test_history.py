"""A history is an immutable sequence of recorded events, and gives views without any store."""

import pickle
from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import positions
from positions import (
    Claim,
    ClaimOpened,
    History,
    InvalidWhen,
    LedgerBegun,
    Recorded,
    Unreadable,
    When,
)
from positions.testing import cuts, event_logs
from tests.laws.witness import answers
from tests.ledger.cases import kirby_speaks, ticking

START = datetime(2016, 1, 1, tzinfo=UTC)
EVENTS = [
    Recorded(
        stream=f"claim:c{number}",
        event=ClaimOpened(claim=Claim(id=f"c{number}", text="x")),
        recorded_at=START + timedelta(days=number),
    )
    for number in range(5)
]


@given(st.integers(0, 5), st.slices(5))
def test_it_is_a_sequence_of_the_events_that_it_was_made_of(length, part):
    """Length, places, slices, iteration, membership: those of a tuple of the events."""
    expected = tuple(EVENTS[:length])
    history = History.of(iter(expected))

    assert len(expected) == len(history)
    assert expected == tuple(history) == history[:]
    assert expected[part] == history[part]
    assert expected[::-1] == tuple(reversed(history))
    assert [expected.index(each) for each in expected] == [history.index(each) for each in history]
    assert all(each in history for each in expected)
    assert [expected[-place] for place in range(1, length + 1)] == [
        history[-place] for place in range(1, length + 1)
    ]
    for beyond in (length, -length - 1):
        with pytest.raises(IndexError):
            history[beyond]


def test_equal_histories_hold_the_same_events_in_the_same_zone():
    """And have one hash; a list of the same events is no history."""
    history = History.of(EVENTS)

    assert history == History.of(tuple(EVENTS))
    assert hash(history) == hash(History.of(EVENTS))
    assert history != History.of(EVENTS, zone="Asia/Tokyo")
    assert history != History.of(EVENTS[:4])
    assert history != History.of([*EVENTS[:4], evolve(EVENTS[4], curator="desk")])
    assert history != EVENTS
    assert history != "history"


@given(st.integers(0, 5))
def test_going_on_leaves_what_was_alone(length):
    """`plus` gives another history, of the same zone, and chains."""
    history = History.of(EVENTS[:length], zone="Asia/Tokyo")
    longer = history.plus(iter(EVENTS[length:]))

    assert History.of(EVENTS, zone="Asia/Tokyo") == longer
    assert length == len(history)
    assert history == history.plus([])
    assert longer == History.of([], zone="Asia/Tokyo").plus(EVENTS[:2]).plus(EVENTS[2:])


def test_it_cannot_be_changed():
    """There is no item to set, none to delete, and no field to add."""
    history = History.of(EVENTS)

    with pytest.raises(TypeError):
        history[0] = EVENTS[1]  # type: ignore[index]  # that is the question
    with pytest.raises(AttributeError):
        history.events = []  # type: ignore[attr-defined]  # that is the question


def test_it_and_its_views_show_what_they_are():
    """A short true word, and the cut as it was asked."""
    history = History.of(EVENTS, zone="Asia/Tokyo")

    assert "<History of 5 events, bare dates in Asia/Tokyo>" == repr(history)
    assert "<View of all that is recorded: 5 events>" == repr(history.as_of())
    assert "<View as_of 2015, recorded_by 2016-01-02: 2 events>" == repr(
        history.as_of("2015", recorded_by="2016-01-02")
    )


def test_what_was_on_record_by_a_time():
    """A bare date reaches to its end in the zone; an instant takes in that microsecond."""
    history = History.of(EVENTS)

    for recorded_by, claims in (
        ("2015", 0),
        ("2016-01-02", 2),
        (START + timedelta(days=1), 2),
        (START + timedelta(days=1, microseconds=-1), 1),
        (When.parse("2016-01-03T00:00Z"), 3),
        (None, 5),
        ("2016/..", 5),
    ):
        assert claims == len(history.as_of(recorded_by=recorded_by).claims)
    assert 1 == len(history.as_of(recorded_by="2016-01-01", zone="Asia/Tokyo").claims)
    assert 2 == len(history.as_of(recorded_by="2016-01-01", zone="America/New_York").claims)


def test_the_clock_of_recording_never_runs_backwards():
    """An event with an earlier time than one before it counts as recorded with that one."""
    back = [evolve(EVENTS[0], recorded_at=START + timedelta(days=9)), EVENTS[1]]

    assert () == History.of(back).as_of(recorded_by="2016-01-09").claims
    assert ("c0", "c1") == History.of(back).as_of(recorded_by="2016-01-10").claims


@pytest.mark.parametrize("clock", ["as_of", "known_by", "recorded_by"])
@pytest.mark.parametrize("cut", ["soon", "2015-02-30", ""])
def test_a_cut_that_is_no_time_is_an_error(clock, cut):
    """On each of the three clocks."""
    with pytest.raises(InvalidWhen):
        History.of(EVENTS).as_of(**{clock: cut})


def test_a_zone_that_does_not_exist_is_an_error():
    """Even where no cut is read in it."""
    with pytest.raises(InvalidWhen, match="'Mars' is not known"):
        History.of(EVENTS).as_of(zone="Mars")


# --- pickling


def again(value):
    """Return *value* as another process would have it."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - our own


@given(event_logs(), cuts())
def test_a_history_and_its_views_go_to_another_process(log, cut):
    """They come back with the same events and the same answers."""
    history = History.of(log, zone="Asia/Tokyo")
    view = history.as_of(**cut)

    assert history == again(history)
    assert answers(view) == answers(again(view)) == answers(again(history).as_of(**cut))
    assert repr(view) == repr(again(view))


def test_a_position_goes_to_another_process():
    """With all that it can be asked: what it rests on, and what is worked out when looked at."""
    ledger = kirby_speaks(clock=ticking())
    ledger.record(by="us-state", claim="ban", act="hedge", said="2015-08-15")
    view = ledger.as_of()
    for position in view.positions():
        back = again(position)

        assert position == back
        assert hash(position) == hash(back)
        assert position.to_dict() == back.to_dict()
        assert position.explain() == back.explain()
        assert repr(position) == repr(back)


@pytest.mark.parametrize("length", range(12))
def test_a_pinned_history_takes_along_only_what_it_holds(length):
    """What the ledger recorded later goes to no other process."""
    ledger = positions.open(":memory:")
    for number in range(length):
        ledger.open_claim(f"c{number}")
    history = ledger.history()
    ledger.open_claim("later")

    assert length == len(again(history))
    assert "later" not in again(history).as_of().claims
    assert "later" not in again(history.as_of()).claims


# --- what cannot be read


def test_an_unreadable_event_of_a_claim_damages_its_answers_and_changes_none():
    """Other claims' answers are as they were; a cut before it is sound."""
    history = kirby_speaks(clock=ticking(START)).history()
    torn = Recorded(
        stream="claim:visit",
        event=Unreadable(why="torn"),
        recorded_at=START + timedelta(days=400),
    )
    sound, damaged = history.as_of(), history.plus([torn]).as_of()

    assert sound.matrix() == damaged.matrix()
    position = damaged.position("kirby", "visit")
    assert position.damaged
    assert "Damaged" in position.explain()
    assert position.to_dict()["damaged"]
    assert not sound.position("kirby", "visit").damaged
    assert not damaged.position("kirby", "ban").damaged
    assert not history.plus([torn]).as_of(recorded_by="2016").position("kirby", "visit").damaged
    whole = sound.position("kirby", "visit")
    assert position != whole
    assert position.to_dict() | {"damaged": False} == whole.to_dict()


def test_an_unreadable_event_of_an_actor_damages_every_answer():
    """It may have been a mandate, and mandates decide for whom words count."""
    history = kirby_speaks().history()
    torn = Recorded(stream="actor:kirby", event=Unreadable(why="torn"), recorded_at=START)
    damaged = history.plus([torn]).as_of()

    assert history.as_of().matrix() == damaged.matrix()
    assert all(each.damaged for each in damaged.positions())


def test_a_claim_of_which_nothing_can_be_read_is_unknown():
    """Nothing is made up of what is torn."""
    torn = Recorded(stream="claim:c", event=Unreadable(why="torn"), recorded_at=START)

    assert () == History.of([torn]).as_of().claims


def test_a_history_is_made_of_recorded_events():
    """Bare events have no time, so they are none."""
    with pytest.raises(TypeError, match="made of Recorded events, not ClaimOpened"):
        History.of([ClaimOpened(claim=Claim(id="c", text="x"))])  # type: ignore[list-item]


def test_what_is_torn_anywhere_damages_what_is_inferred():
    """It may have been a relation."""
    history = kirby_speaks().history()
    torn = Recorded(stream="claim:visit", event=Unreadable(why="torn"), recorded_at=START)
    view = history.plus([torn]).as_of()

    assert view.position("kirby", "ban", infer=True).damaged
    assert not view.position("kirby", "ban").damaged


def test_the_events_of_an_export_bring_their_zone():
    """What begins a ledger is no event of a history, which has its zone instead."""
    begun = Recorded(
        stream="ledger",
        event=LedgerBegun(zone="Europe/Moscow"),
        recorded_at=datetime(2016, 1, 1, tzinfo=UTC),
    )

    assert History.of([], zone="Europe/Moscow") == History.of([begun])
    assert "UTC" == History.of([begun], zone="UTC").zone
