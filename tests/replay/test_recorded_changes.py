"""Tests of answers that change as events are recorded, shift or none."""

from datetime import datetime

from attrs import evolve

from positions import History
from positions.projections import Changes
from positions.replay.recorded_changes import RecordedChange
from positions.testing import given

CASE = {
    "positions": 1,
    "actors": {"ann": {"kind": "person"}},
    "claims": {"visit": {"text": "The visit took place"}},
    "statements": [
        {"id": "a", "by": "ann", "claim": "visit", "act": "deny", "said": "2015-08-14T12:00:00Z"}
    ],
}


class Told:
    """A projection that keeps each change as plain data."""

    name = "told"
    version = 1
    over = "changes"
    initial: tuple[()] = ()

    def step(self, state: tuple[object, ...], change: RecordedChange) -> tuple[object, ...]:
        """Keep what is told."""
        return (*state, (repr(change), change.to_dict()))


def record_silence(ledger):
    """Record that somebody did not answer."""
    ledger.record(by="ann", claim="visit", act="no_response", said="2015-08-13T12:00:00Z")


def test_a_refusal_changes_answers_without_a_shift():
    """It stands between what was on record before it and the denial after it."""
    first, second = given(CASE).when(record_silence).then_accepted().history.replay(Told()).state

    assert "<RecordedChange 3:ann:visit: 2 spans>" == first[0]
    assert {
        "key": "4:ann:visit",
        "place": 4,
        "recorded_at": "2016-01-02T12:00:00+00:00",
        "curator": None,
        "actor": "ann",
        "claim": "visit",
        "spans": [
            {
                "valid_from": "2015-08-13T12:00:00+00:00",
                "valid_until": "2015-08-13T12:00:00.999999+00:00",
                "old": {"kind": "no_record", "possible": []},
                "new": {"kind": "unsettled", "possible": ["no_record", "silent"]},
                "shift": None,
            },
            {
                "valid_from": "2015-08-13T12:00:00.999999+00:00",
                "valid_until": "2015-08-14T12:00:00+00:00",
                "old": {"kind": "no_record", "possible": []},
                "new": {"kind": "silent", "possible": []},
                "shift": None,
            },
            {
                "valid_from": "2015-08-14T12:00:00+00:00",
                "valid_until": "2015-08-14T12:00:00.999999+00:00",
                "old": {"kind": "unsettled", "possible": ["denied", "no_record"]},
                "new": {"kind": "unsettled", "possible": ["denied", "silent"]},
                "shift": None,
            },
        ],
    } == second[1]


def test_each_span_is_a_row():
    """With what was and is, and with all that is recorded of the event that has made it so."""
    after = given(CASE).when(record_silence).then_accepted()
    amended = after.when(lambda ledger: ledger.void("a", why="never said")).then_accepted()
    history = History.of(evolve(each, curator="desk") for each in amended.history)
    (*_, recorded) = history
    spans = history.replay(Told()).state[-1][1]["spans"]

    rows = history.replay(Changes()).tables["changes"]

    assert [
        {
            "place": 5,
            "actor": "ann",
            "claim": "visit",
            "span": number,
            "valid_from": datetime.fromisoformat(each["valid_from"]),
            "valid_until": each["valid_until"] and datetime.fromisoformat(each["valid_until"]),
            "old": each["old"]["kind"],
            "old_possible": each["old"]["possible"],
            "new": each["new"]["kind"],
            "new_possible": each["new"]["possible"],
            "recorded_at": recorded.recorded_at,
            "curator": "desk",
            "event": "StatementVoided",
            "why": "never said",
        }
        for number, each in enumerate(spans, start=1)
    ] == [row for row in rows if row["place"] == len(history)]
    assert ["unsettled", "denied"] == [each["old"]["kind"] for each in spans]
    assert ["denied", "silent"] == spans[0]["old"]["possible"]


def test_a_change_may_have_no_end():
    """A span that lasts has none, and says so."""
    rows = given(CASE).history.replay(Changes()).tables["changes"]

    assert [("no_record", "unsettled"), ("no_record", "denied")] == [
        (row["old"], row["new"]) for row in rows
    ]
    assert rows[0]["valid_until"] == rows[1]["valid_from"]
    assert rows[1]["valid_until"] is None
