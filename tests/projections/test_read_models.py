"""Tests of the read models, on the founding case: what people will find in these tables."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import positions
from positions.projections import OpenQuestions, Shifts, Standings, Timelines

CASE = Path(__file__).parents[2] / "seeds" / "soleimani-moscow-2015.yaml"
RECORDED = datetime(2026, 1, 1, tzinfo=UTC)
DENIED = 93
"""The place of Ryabkov's denial."""
DECLINED = 106
"""The place of the last statement: that Kirby could not confirm."""


def eastern(month, day, hour=4):
    """Return the instant at which a day began in Washington."""
    return datetime(2015, month, day, hour, tzinfo=UTC)


MICROSECOND = timedelta(microseconds=1)


@pytest.fixture(scope="module")
def history():
    """Return the founding case, recorded at one instant."""
    with positions.open(":memory:", clock=lambda: RECORDED, curator="desk") as ledger:
        ledger.load(CASE)
        return ledger.history()


def rows(history, model, **where):
    """Return the rows of a read model that equal *where*."""
    (found,) = history.replay(model).tables.values()
    return [row for row in found if where.items() <= row.items()]


def picked(found, *columns):
    """Return some columns of rows."""
    return [tuple(row[each] for each in columns) for row in found]


def test_standing_of_washington(history):
    """It walked back what its spokesperson had confirmed."""
    (row,) = rows(history, Standings(), actor="united-states", claim="visit")

    assert {
        "actor": "united-states",
        "claim": "visit",
        "kind": "uncommitted",
        "possible": [],
        "stance": "uncommitted",
        "since": "2015-08-17",
        "since_earliest": eastern(8, 17),
        "since_latest": eastern(8, 18),
        "speaker": "kirby",
        "statement": "kirby-declines-0817",
        "statements": ["kirby-declines-0817"],
        "deferred_to": None,
        "dissent": [],
        "origins": 1,
        "contested": False,
        "damaged": False,
    } == row


def test_standing_of_those_who_hold_no_stance(history):
    """Who refers or dismisses has a row as well, without a stance."""
    found = rows(history, Standings(), claim="visit")

    assert [
        ("iran", "dismissed", None, None),
        ("iran-mfa", "dismissed", None, None),
        ("kirby", "uncommitted", "uncommitted", None),
        ("officials-early-august", "uncommitted", "uncommitted", None),
        ("power", "uncommitted", "uncommitted", None),
        ("russia", "denied", "denied", None),
        ("russia-mfa", "denied", "denied", None),
        ("ryabkov", "denied", "denied", None),
        ("spokesperson-0812", "affirmed", "affirmed", None),
        ("united-states", "uncommitted", "uncommitted", None),
        ("us-mission-un", "uncommitted", "uncommitted", None),
        ("us-state", "uncommitted", "uncommitted", None),
        ("us-state-spokesperson", "uncommitted", "uncommitted", None),
        ("white-house", "deferred", None, "us-state"),
        ("zarif", "dismissed", None, None),
    ] == picked(found, "actor", "kind", "stance", "deferred_to")


def test_dissent_below(history):
    """The post's last holder stands elsewhere than the one before."""
    (row,) = rows(history, Standings(), actor="us-state-spokesperson")

    assert [{"actor": "spokesperson-0812", "kind": "affirmed", "opposed": False}] == row["dissent"]


def test_standing_where_it_is_unsettled(history):
    """In the midst of a day, what is said on it may have been said or not."""
    noon = datetime(2015, 8, 14, 12, tzinfo=UTC)
    (table,) = history.replay(Standings(), as_of=noon).tables.values()
    (row,) = [each for each in table if (each["actor"], each["claim"]) == ("russia", "visit")]

    assert "unsettled" == row["kind"]
    assert ["denied", "no_record", "uncommitted"] == row["possible"]
    assert row["stance"] is None


def test_timeline_of_washington(history):
    """Each period ends where the next one begins, and the last one lasts."""
    found = rows(history, Timelines(), actor="united-states", claim="visit")

    assert [
        (1, eastern(8, 3), "unsettled", ["no_record", "uncommitted"]),
        (2, eastern(8, 8) - MICROSECOND, "uncommitted", []),
        (3, eastern(8, 12), "unsettled", ["affirmed", "uncommitted"]),
        (4, eastern(8, 13) - MICROSECOND, "affirmed", []),
        (5, eastern(8, 17), "unsettled", ["affirmed", "uncommitted"]),
        (6, eastern(8, 18) - MICROSECOND, "uncommitted", []),
    ] == picked(found, "period", "valid_from", "kind", "possible")
    begins = [row["valid_from"] for row in found]
    assert [*begins[1:], None] == [row["valid_until"] for row in found]
    assert ["spokesperson-confirms"] == found[3]["statements"]
    assert "affirmed" == found[3]["stance"]
    assert found[2]["stance"] is None


def test_open_questions(history):
    """Who was asked about the denial, and has only referred or been silent since."""
    found = rows(history, OpenQuestions())

    assert [
        ("united-states", "refer", "us-state", "uncommitted", 3),
        ("us-mission-un", "no_response", None, "uncommitted", 1),
        ("us-state", "no_response", None, "uncommitted", 1),
        ("white-house", "refer", "us-state", "deferred", 1),
    ] == [
        (row["actor"], row["act"], row["refers_to"], row["kind"], len(row["statements"]))
        for row in found
    ]
    assert [("visit", "2015-08-14/2015-08-18", eastern(8, 14), eastern(8, 19))] * 4 == picked(
        found, "claim", "since", "since_earliest", "since_latest"
    )


def test_the_shift_that_a_denial_is(history):
    """A row for each actor whose timeline has it: who spoke, and all for whom it was said."""
    found = rows(history, Shifts(), place=DENIED)

    assert ["russia", "russia-mfa", "ryabkov"] == [row["actor"] for row in found]
    plain = {name: value for name, value in found[0].items() if name not in {"now", "was"}}
    assert {
        "place": DENIED,
        "actor": "russia",
        "claim": "visit",
        "statement": "ryabkov-denies",
        "what": "new",
        "kind": "initial",
        "old": "no_record",
        "new": "denied",
        "certain": True,
        "speaker": "ryabkov",
        "speaker_changed": False,
        "said": "2015-08-14",
        "said_earliest": eastern(8, 14),
        "said_latest": eastern(8, 15),
        "recorded_at": RECORDED,
        "curator": "desk",
        "event": "StatementRecorded",
        "why": None,
        "changed": [["2015-08-14T04:00:00+00:00", None]],
    } == plain
    assert found[0]["was"] is None
    (shift,) = history.as_of().timeline("russia", "visit")
    assert shift.to_dict() == found[0]["now"]


def test_the_walk_back(history):
    """Recorded after what was said along with it, it takes that out of the timeline again."""
    found = rows(history, Shifts(), place=DECLINED, actor="united-states")

    assert [
        ("kirby-declines-0817", "new", "walk_back", "affirmed", "uncommitted"),
        ("kirby-is-concerned-0817", "withdrawn", "reaffirmation", None, None),
    ] == picked(found, "statement", "what", "kind", "old", "new")
    gone = found[1]
    assert (None, None, None) == (gone["now"], gone["certain"], gone["speaker_changed"])
    assert "reaffirmation" == gone["was"]["kind"]


def test_a_late_fact_says_why_and_which_past_answers_changed():
    """A void recorded years later changes answers of 2015, until Kirby spoke anyway."""
    with positions.open(":memory:", clock=lambda: RECORDED) as ledger:
        ledger.load(CASE)
        ledger.void("spokesperson-confirms", why="another was meant")

        place = len(ledger.history())
        found = rows(ledger.history(), Shifts(), place=place, actor="united-states")

    assert [
        ("spokesperson-confirms", "withdrawn", "hardening"),
        ("kirby-declines-0817", "changed", "reaffirmation"),
    ] == sorted(picked(found, "statement", "what", "kind"), reverse=True)
    assert {("StatementVoided", "another was meant")} == set(picked(found, "event", "why"))
    assert [["2015-08-12T04:00:00+00:00", "2015-08-17T04:00:00+00:00"]] == found[0]["changed"]


def test_a_shift_is_named_for_ever(history):
    """It shows itself briefly, and gives itself as plain data."""

    class Kept:
        """Keep what was told."""

        name = "kept"
        version = 1
        over = "shifts"
        initial = ()

        def step(self, state, shift):
            """Append it."""
            return (*state, shift)

    shift = history.replay(Kept()).state[14]

    assert "93:russia:visit:ryabkov-denies" == shift.key
    assert "<RecordedShift 93:russia:visit:ryabkov-denies: new initial>" == repr(shift)
    assert "ryabkov" == shift.statement.by
    assert {
        "key": shift.key,
        "place": DENIED,
        "recorded_at": "2026-01-01T00:00:00+00:00",
        "curator": "desk",
        "actor": "russia",
        "claim": "visit",
        "what": "new",
        "kind": "initial",
        "now": shift.now.to_dict(),
        "was": None,
        "changed": [["2015-08-14T04:00:00+00:00", None]],
    } == shift.to_dict()
