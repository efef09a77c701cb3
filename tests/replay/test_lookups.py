"""Many questions at once: what may be asked, in which forms, and what is refused."""

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import positions
from positions import InvalidQuestion, InvalidWhen, UnknownActor, UnknownClaim, When
from positions.model.when import OPEN_FUTURE
from positions.replay.moments import ends_of

CASE = Path(__file__).parents[2] / "seeds" / "soleimani-moscow-2015.yaml"
DAYS = ["2015-08-12", "2015-08-14", "2015-08-17"]
HELD = ["affirmed", "affirmed", "uncommitted"]


@pytest.fixture(scope="module")
def history():
    """Return the history of the founding case."""
    with positions.open(":memory:") as ledger:
        ledger.load(CASE)
        return ledger.history()


@pytest.mark.parametrize(
    "days",
    [
        DAYS,
        [date.fromisoformat(day) for day in DAYS],
        [datetime.fromisoformat(f"{day}T23:59:59.999999-04:00") for day in DAYS],
        [When.parse(day, zone="America/New_York") for day in DAYS],
        np.array(DAYS, "datetime64[D]"),
        np.array([f"{day}T23:59" for day in DAYS], "datetime64[m]"),
        np.array([f"{day}T23:59:59.999999" for day in DAYS], "datetime64[us]"),
        np.array([f"{day}T23:59:59.999999999" for day in DAYS], "datetime64[ns]"),
        np.array(DAYS, object),
        pl.Series([date.fromisoformat(day) for day in DAYS]),
    ],
    ids=["texts", "dates", "instants", "whens", "D", "m", "us", "ns", "objects", "polars"],
)
def test_dates_come_in_whatever_says_a_time(history, days):
    """Lists and arrays, one for each question."""
    assert HELD == [str(kind) for kind in history.lookup("united-states", "visit", days).kinds]


def test_what_is_given_once_goes_with_every_question(history):
    """Actors, claims and cuts alike; one alone is one question."""
    found = history.lookup(["united-states", "russia"], "visit", "2015-08-18", date(2015, 8, 18))

    assert ["uncommitted", "denied"] == [each.kind for each in found]
    assert [0.0, -3.0] == found.scores.tolist()
    assert "<Lookups: 2>" == repr(found)
    assert 1 == len(history.lookup("russia", "visit"))
    assert history.as_of().position("russia", "visit") == history.lookup("russia", "visit")[0]


def test_none_among_cuts_is_no_limit(history):
    """Of `as_of` it takes all in; of `known_by` it asks for the curator's coding."""
    found = history.lookup("united-states", "visit", [None, "2015-08-12"], [None, "2015-08-12"])

    whole, then = history.as_of(), history.as_of("2015-08-12", known_by="2015-08-12")
    assert [each.position("united-states", "visit") for each in (whole, then)] == list(found)


def test_bare_dates_are_read_in_the_zone():
    """The history's, or another; an array of days as well as texts."""
    day = np.array(["2015-08-14"], "datetime64[D]")
    for zone in ("UTC", "America/New_York", "Asia/Tehran"):
        assert ends_of(["2015-08-14"], 1, zone).tolist() == ends_of(day, 1, zone).tolist()
    ends = {
        "datetime64[Y]": datetime(2016, 1, 1, tzinfo=UTC),
        "datetime64[M]": datetime(2015, 9, 1, tzinfo=UTC),
        "datetime64[D]": datetime(2015, 8, 15, tzinfo=UTC),
        "datetime64[h]": datetime(2015, 8, 14, 1, tzinfo=UTC),
    }
    for unit, end in ends.items():
        moments = day.astype(unit)
        assert [When.instant(end).start] == ends_of(moments, 1, "UTC").tolist()
    assert [OPEN_FUTURE] * 2 == ends_of(None, 2, "UTC").tolist()
    by_tens = np.array(["2015-08-14T12:00"], "datetime64[10m]")
    assert ends_of(["2015-08-14T12:00"], 1, "UTC").tolist() == ends_of(by_tens, 1, "UTC").tolist()


@given(
    st.one_of(
        st.lists(st.dates(date(2015, 3, 1), date(2015, 4, 9)), max_size=30),
        st.lists(st.dates(date(1700, 1, 1), date(2300, 1, 1)), max_size=3),
    ),
    st.sampled_from(["Europe/Moscow", "America/New_York", "Asia/Tehran", "Africa/Monrovia"]),
)
def test_days_in_a_zone_are_read_as_ever(days, zone):
    """Those that were met before as well as new ones, and those of other centuries."""
    array = np.array(days, "datetime64[D]")

    for _ in range(2):
        assert [When.of(day, zone=zone).stop for day in days] == ends_of(array, 1, zone).tolist()


def test_what_is_no_time_is_refused(history):
    """Among others, or as the array's own word for it."""
    with pytest.raises(InvalidWhen, match="someday"):
        history.lookup("russia", "visit", ["someday"])
    with pytest.raises(InvalidWhen, match="leave `as_of` or `known_by` out"):
        history.lookup("russia", "visit", np.array(["NaT"], "datetime64[D]"))


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ((["russia"], ["visit", "visit"]), "claims: '2 values' is none of 1, one an actor"),
        ((["russia"] * 3, "visit", ["2015"] * 2), "as_of: '2 values' is none of 3, one an actor"),
        ((["russia"], "visit", "2015", ["2015"] * 2), "known_by: '2 values' is none of 1"),
    ],
)
def test_as_many_of_one_as_of_another(history, asked, why):
    """Or it is said which there are too many of, or too few."""
    with pytest.raises(InvalidQuestion, match=why):
        history.lookup(*asked)


def test_who_and_what_is_not_on_record_is_refused(history):
    """With near misses; also where it was only recorded later."""
    with pytest.raises(UnknownActor, match="russia"):
        history.lookup(["russia", "rusia"], "visit")
    with pytest.raises(UnknownClaim, match="visit"):
        history.lookup("russia", ["visit", "visitt"])
    before = datetime(2000, 1, 1, tzinfo=UTC)
    with pytest.raises(UnknownActor):
        history.lookup("russia", "visit", recorded_by=before)


def test_a_claim_that_was_opened_later_is_refused():
    """At a `recorded_by` before it, though others were on record."""
    moments = iter(datetime(2020, 1, day, tzinfo=UTC) for day in range(1, 9))
    with positions.open(":memory:", clock=lambda: next(moments)) as ledger:
        ledger.add_actor("a", kind="person")
        ledger.open_claim("c", text="C", kind="fact")
        ledger.record(claim="c", by="a", act="confirm", said="2019")
        ledger.open_claim("d", text="D", kind="fact")
        ledger.record(claim="d", by="a", act="confirm", said="2019")
        history = ledger.history()

    assert ["affirmed"] * 2 == history.lookup("a", ["c", "d"]).kinds.tolist()
    assert ["affirmed"] == history.lookup("a", ["c"], recorded_by="2020-01-03").kinds.tolist()
    with pytest.raises(UnknownClaim):
        history.lookup("a", ["c", "d"], recorded_by="2020-01-03")


def test_what_has_changed_since_is_seen():
    """A new word, a new actor and a new claim, beside rows that were put together before."""
    with positions.open(":memory:") as ledger:
        ledger.load(CASE)
        assert "denied" == ledger.history().lookup("russia", "visit").kinds[0]
        ledger.record(claim="visit", by="russia", act="confirm", said="2016-01-01")
        ledger.add_actor("new", kind="person")
        ledger.open_claim("other", text="Other", kind="fact")
        ledger.record(claim="other", by="new", act="deny", said="2016-01-01")
        found = ledger.history().lookup(["russia", "new", "new"], ["visit", "other", "visit"])

    assert ["affirmed", "denied", "no_record"] == found.kinds.tolist()
    assert np.isnan(found.scores[2])


def test_agreement_of_all_and_of_two(history):
    """Two by name, or every two that share a claim; one alone is no question."""
    view = history.as_of()
    everybody = view.agreement()

    assert everybody["russia", "russia-mfa"] == view.agreement("russia", "russia-mfa")
    assert "pairs>" in repr(everybody)
    assert ("russia", "russia") not in everybody
    assert everybody.get(("nobody", "russia")) is None
    assert list(view.agreement(claims="visit")) == list(view.agreement(claims=["visit"]))
    with pytest.raises(InvalidQuestion, match="other"):
        view.agreement("russia")


def test_changes_are_a_mapping(history):
    """Of what is other in one view than in another, and of nothing else."""
    changes = history.as_of("2015-08-12").diff(history.as_of("2015-08-17"))

    assert "walk_back" == changes["united-states", "visit"].shift
    assert ("united-states", "nothing") not in changes
    assert f"<Changes: {len(changes)}>" == repr(changes)
    assert changes == dict(changes)


def test_one_actor_on_one_claim_is_a_list_of_one_or_none(history):
    """Asked for by both."""
    view = history.as_of("2015-08-18")

    assert [view.position("russia", "visit")] == list(view.positions(actor="russia", claim="visit"))
    assert 0 == len(history.as_of("2015-08-01").positions(actor="russia", claim="visit"))


def test_agreement_is_counted_alike_of_many_and_of_few():
    """Of claims on which many hold a stance, and of those on which few do."""
    actors = [f"a{number:02}" for number in range(70)]
    with positions.open(":memory:") as ledger:
        with ledger.batch() as batch:
            for actor in actors:
                batch.add_actor(actor, kind="person")
            for claim in ("few", "many", "more"):
                batch.open_claim(claim, text=claim, kind="fact")
            for place, actor in enumerate(actors):
                act = "confirm" if place % 3 else "deny"
                batch.record(claim="many", by=actor, act=act, said="2020-01-01")
                batch.record(claim="more", by=actor, act="confirm", said="2020-01-01")
            batch.record(claim="few", by="a01", act="confirm", said="2020-01-01")
            batch.record(claim="few", by="a02", act="deny", said="2020-01-01")
        agreements = ledger.as_of().agreement()

    assert 70 * 69 // 2 == len(agreements)
    pair = agreements["a01", "a02"]
    assert (("few", "many", "more"), ("many", "more")) == (pair.shared, pair.same)
    counted = [(len(each.shared), len(each.same)) for each in agreements.values()]
    assert counted == list(zip(agreements.shared.tolist(), agreements.same.tolist(), strict=True))


def test_what_is_not_plain_is_looked_up_alone(history):
    """At cuts that straddle when words may have been said, with and without `known_by`."""
    view = history.as_of()
    actors = [actor for actor in view.actors for _ in range(9)]
    days = [f"2015-08-0{day}" for _ in view.actors for day in range(1, 10)]
    found = history.lookup(actors, "visit", days)
    known = history.lookup(actors, "visit", days, days)

    for place, (actor, day) in enumerate(zip(actors, days, strict=True)):
        assert found[place] == history.as_of(day).position(actor, "visit")
        assert known[place] == history.as_of(day, known_by=day).position(actor, "visit")
