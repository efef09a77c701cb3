"""Tests of live replay: projections of one's own, over events and over shifts, at cuts."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import positions
from positions import History, Recorded
from positions.model.recorded import Unreadable
from positions.projections import (
    Column,
    ColumnType,
    Drop,
    InvalidRow,
    Put,
    RecordedShift,
    Standings,
    Table,
)

MONDAY = datetime(2015, 8, 17, tzinfo=UTC)
DAY = timedelta(days=1)


class Events:
    """The names of the events that were given, in order."""

    name = "events"
    version = 1

    def __init__(self):
        self.initial: list[str] = []

    def step(self, state: list[str], recorded: Recorded) -> list[str]:
        """Append to the state as it is, which a fold should not do; yet it harms only itself."""
        named = getattr(getattr(recorded.event, "statement", None), "id", None)
        state.append(" ".join(filter(None, (type(recorded.event).__name__, named))))
        return state


class Told:
    """The shifts that were told, in order, as text."""

    name = "told"
    version = 1
    over = "shifts"
    initial = ()
    tables = (Table("seen", [Column("actor"), Column("times", ColumnType.INTEGER)], ["actor"]),)

    def step(self, state: tuple[str, ...], shift: RecordedShift) -> tuple[str, ...]:
        """Append what was told."""
        return (*state, f"{shift.actor} {shift.statement.id} {shift.what} {shift.kind}")

    def rows(self, state, shift) -> Any:
        """Write how often an actor was spoken of, and take it away with its last shift."""
        times = sum(each.startswith(f"{shift.actor} ") for each in state)
        yield Put("seen", {"actor": shift.actor, "times": times})
        if shift.what == "withdrawn":
            yield Drop("seen", {"actor": shift.actor})


@pytest.fixture
def history():
    """Return what was recorded from Monday to Friday, of one who denied and then confirmed."""
    ticks = iter(MONDAY + DAY * place for place in range(20))
    with positions.open(":memory:", clock=lambda: next(ticks)) as ledger:
        ledger.add_actor("ann")
        ledger.open_claim("visit", text="The visit took place")
        ledger.record(
            by="ann",
            claim="visit",
            act="deny",
            said="2015-08-14",
            id="denies",
            reports=[{"outlet": "Wire", "published": "2015-08-16"}],
        )
        ledger.record(by="ann", claim="visit", act="confirm", said="2015-08-15", id="confirms")
        ledger.add_report("denies", outlet="Gazette", published="2015-08-18")
        ledger.amend("denies", act="decline_to_confirm", why="mistranslated")
        ledger.void("confirms", why="never said")
        return ledger.history()


ALL = [
    "ActorRegistered",
    "ClaimOpened",
    "StatementRecorded denies",
    "StatementRecorded confirms",
    "ReportAdded",
    "StatementAmended denies",
    "StatementVoided",
]


def test_all_that_is_recorded(history):
    """Without a cut every event is given once, in order; and again, as the state is not shared."""
    events = Events()

    assert ALL == history.replay(events).state
    assert ALL == history.replay(events).state
    assert [] == events.initial
    assert {} == history.replay(events).tables


@pytest.mark.parametrize(
    ("cut", "left"),
    [
        ({"recorded_by": MONDAY - DAY}, []),
        ({"recorded_by": MONDAY + DAY * 3}, ALL[:4]),
        ({"recorded_by": MONDAY + DAY * 3, "as_of": "2015-08-14"}, ALL[:3]),
        ({"as_of": "2015-08-13"}, ALL[:2]),
    ],
)
def test_what_is_not_in_at_a_cut_is_left_out(history, cut, left):
    """Events of statements that are certainly not in at a cut are not given; all others are."""
    assert left == history.replay(Events(), **cut).state


def test_what_was_not_known_is_left_out(history):
    """Of a statement without a report the time of its recording says when it was known."""
    given = history.replay(Events(), known_by="2015-08-15").state

    assert ["ActorRegistered", "ClaimOpened"] == given
    assert "StatementRecorded denies" in history.replay(Events(), known_by="2015-08-16").state


def test_all_events_of_a_statement_are_in_together(history):
    """Its amendments and reports go with it, and what voids another that is not in does not."""
    kept = [each for each in ALL if each not in {"StatementRecorded confirms", "StatementVoided"}]

    assert kept == history.replay(Events(), as_of="2015-08-14").state


def test_shifts_are_told_as_each_event_left_them(history):
    """What was withdrawn later was new once."""
    told = history.replay(Told())

    assert (
        "ann denies new initial",
        "ann confirms new reversal",
        "ann denies changed initial",
        "ann confirms changed hardening",
        "ann confirms withdrawn hardening",
    ) == told.state
    assert [] == list(told.tables["seen"])


def test_shifts_at_a_cut_are_those_of_the_view_at_it(history):
    """What was said later is not in them, nor what was recorded later."""
    told = history.replay(Told(), as_of="2015-08-14", recorded_by=MONDAY + DAY * 4)

    assert ("ann denies new initial",) == told.state
    assert [{"actor": "ann", "times": 1}] == list(told.tables["seen"])


def test_a_read_model_at_a_cut_is_that_of_the_view(history):
    """Its rows are those of the positions as of a date."""
    kinds = [
        row["kind"]
        for recorded_by in (MONDAY + DAY * 2, MONDAY + DAY * 3, MONDAY + DAY * 6)
        for row in history.replay(Standings(), recorded_by=recorded_by).tables["standing"]
    ]

    assert ["denied", "affirmed", "uncommitted"] == kinds
    assert [] == list(history.replay(Standings(), as_of="2015-08-13").tables["standing"])
    assert history.replay(Standings()).state is None


def test_what_cannot_be_read_is_not_given(history):
    """A fold over events is spared it; a read model says that it is damaged."""
    unreadable = Recorded(
        stream="claim:visit", event=Unreadable(why="not JSON"), recorded_at=MONDAY + DAY * 9
    )
    damaged = History.of([*history, unreadable])

    assert ALL == damaged.replay(Events()).state
    assert [True] == [row["damaged"] for row in damaged.replay(Standings()).tables["standing"]]
    assert [False] == [row["damaged"] for row in history.replay(Standings()).tables["standing"]]


class Wrong(Told):
    """A projection that writes what its table cannot hold."""

    def rows(self, state, shift) -> Any:
        """Yield half a row."""
        del state
        yield Put("seen", {"actor": shift.actor})


class Silent(Told):
    """A projection that returns nothing where it has no rows."""

    def rows(self, state, shift) -> Any:
        """Yield nothing."""
        del state, shift


def test_a_row_that_is_none_is_refused(history):
    """The table and the column are named."""
    with pytest.raises(InvalidRow, match=r"table 'seen': it lacks 'times'"):
        history.replay(Wrong())


def test_rows_may_be_none_at_all(history):
    """A method `rows` without a `yield` in it does no harm."""
    assert [] == list(history.replay(Silent()).tables["seen"])


def test_a_ledger_replays_what_it_holds():
    """`ledger.replay` is `ledger.history().replay`."""
    with positions.open(":memory:") as ledger:
        ledger.add_actor("ann")

        assert ["ActorRegistered"] == ledger.replay(Events()).state
        assert [] == ledger.replay(Events(), recorded_by="1970-01-01").state
