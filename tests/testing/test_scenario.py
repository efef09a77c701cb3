"""given/when/then: it passes where it should, fails where it should, and says why."""

import pytest

from positions.errors import Conflict, InvalidCase, InvalidStatement, UnknownActor
from positions.history import History
from positions.model.claims.claim import Claim
from positions.model.claims.events import ClaimOpened, StatementRecorded, StatementVoided
from positions.model.claims.statement import Statement
from positions.model.when import When
from positions.testing import given

CASE = {
    "positions": 1,
    "zone": "America/New_York",
    "actors": {"kirby": {"kind": "person"}, "us": {"kind": "government"}},
    "mandates": [{"by": "kirby", "for": "us"}],
    "claims": {"visit": {"text": "The visit took place"}},
    "statements": [
        {"id": "a", "by": "kirby", "claim": "visit", "act": "deny", "said": "2015-08-14"},
        {"id": "b", "by": "kirby", "claim": "visit", "act": "confirm", "said": "2015-08-17"},
    ],
}
LATER = {
    "positions": 1,
    "statements": [{"by": "us", "claim": "visit", "act": "deny", "said": "2015-08-17"}],
}
BAN = Claim(id="ban", text="It broke the ban")
OPENED = ClaimOpened(claim=BAN)


def open_ban(ledger):
    """Open a claim."""
    ledger.open_claim("ban", "It broke the ban")


def record_nonsense(ledger):
    """Record what does not go together."""
    ledger.record(by="kirby", claim="visit", act="deny", stance="affirmed", said="2015-08-18")


def test_what_a_command_records_is_checked_and_goes_on_record():
    """`then` passes on exactly what was recorded, and what follows builds upon it."""
    statement = Statement(
        id="x",
        claim="ban",
        by="us",
        act="hedge",
        said=When.parse("2015-08-18", zone="America/New_York"),
    )
    (
        given(CASE)
        .when(open_ban)
        .then(OPENED)
        .when(
            lambda ledger: ledger.record(
                id="x", by="us", claim="ban", act="hedge", said="2015-08-18"
            )
        )
        .then(StatementRecorded(statement=statement))
        .as_of("2015-08-18")
        .then_position("us", "ban", "uncommitted")
    )


def test_asking_twice_records_nothing():
    """`then` without events passes where nothing was recorded."""
    given(CASE).when(open_ban).then(OPENED).when(open_ban).then()


def test_other_events_fail_and_are_shown():
    """Expected and found are listed, without what goes without saying, and the field is named."""
    with pytest.raises(AssertionError) as failure:
        given(CASE).when(open_ban).then(ClaimOpened(claim=Claim(id="ban", text="Another")))

    assert str(failure.value) == (
        "expected to be recorded:\n"
        "  ClaimOpened(claim=Claim(id='ban', text='Another'))\n"
        "found:\n"
        "  ClaimOpened(claim=Claim(id='ban', text='It broke the ban'))\n"
        "  in event 1, claim.text: expected 'Another', found 'It broke the ban'"
    )


def test_too_few_and_too_many_events_fail():
    """Neither a missing event nor one too many passes."""
    with pytest.raises(AssertionError, match="found:\n  ClaimOpened"):
        given(CASE).when(open_ban).then()
    with pytest.raises(AssertionError, match="found:\n  nothing"):
        given(CASE).when(lambda _: None).then(OPENED)


def test_a_refusal_fails_then():
    """A command that is refused recorded nothing that could be expected, and says why."""
    outcome = given(CASE).when(record_nonsense)

    with pytest.raises(
        AssertionError, match="refused: InvalidStatement: stance: `deny`"
    ) as failure:
        outcome.then(OPENED)
    assert isinstance(failure.value.__cause__, InvalidStatement)
    with pytest.raises(AssertionError, match="refused: InvalidStatement"):
        outcome.then_accepted()


def test_a_refusal_is_checked_by_kind_and_sentence():
    """`then_raises` passes on the right error, and the record is what it was."""
    before = given(CASE)
    after = before.when(record_nonsense).then_raises(InvalidStatement, match="does not go with")

    assert before.history == after.history
    after.when(record_nonsense).then_raises(InvalidStatement)


def test_a_wrong_refusal_fails():
    """Another error, another sentence, and none at all fail, each with what was found."""
    outcome = given(CASE).when(record_nonsense)

    with pytest.raises(AssertionError, match="expected Conflict\nfound InvalidStatement: stance"):
        outcome.then_raises(Conflict)
    with pytest.raises(AssertionError, match="that matches 'zone'\nfound InvalidStatement"):
        outcome.then_raises(InvalidStatement, match="zone")
    with pytest.raises(AssertionError, match="found nothing wrong, and recorded:\n  ClaimOpened"):
        given(CASE).when(open_ban).then_raises(Conflict)


def test_an_error_that_is_not_ours_is_raised():
    """A mistake in the test itself is no outcome."""
    with pytest.raises(ZeroDivisionError):
        given(CASE).when(lambda _: 1 / 0)


def test_positions_are_checked_at_cuts():
    """Each cut gives its own answer, in the zone of the case, and may be followed by another."""
    (
        given(CASE)
        .as_of("2015-08-13")
        .then_position("us", "visit", "no_record")
        .as_of("2015-08-14")
        .then_position("us", "visit", "denied")
        .then_position("kirby", "visit", "denied")
        .as_of(known_by="2015-08-17", zone="UTC")
        .then_position("us", "visit", ["affirmed", "denied"])
    )


def test_unsettled_positions_are_checked_by_what_is_possible():
    """The kinds that are possible are named; `unsettled` alone passes whatever they are."""
    asked = given(CASE, LATER).as_of("2015-08-17")

    asked.then_position("us", "visit", ["affirmed", "denied"])
    asked.then_position("us", "visit", "unsettled")
    with pytest.raises(AssertionError, match=r"found unsettled \(affirmed or denied\)"):
        asked.then_position("us", "visit", ["affirmed", "probable"])


def test_a_wrong_position_fails_with_its_explanation():
    """The failure says who, on what, what was found, and why it is so."""
    asked = given(CASE).as_of("2015-08-14")

    with pytest.raises(AssertionError) as failure:
        asked.then_position("us", "visit", "affirmed", policy="most_senior")
    assert "us on visit: expected affirmed, found denied" in str(failure.value)
    explained = asked.view.position("us", "visit", policy="most_senior").explain()
    assert explained in str(failure.value)


def test_a_misspelt_answer_or_actor_is_an_error():
    """What is no kind of position, or nobody on record, is a mistake and not a failure."""
    asked = given(CASE).as_of()

    with pytest.raises(ValueError, match="afirmed"):
        asked.then_position("us", "visit", "afirmed")
    with pytest.raises(UnknownActor):
        asked.then_position("usa", "visit", "affirmed")


def test_histories_and_events_are_given_too():
    """What was recorded elsewhere is given as it is, and a case may follow it."""
    history = given(CASE).history

    assert history == given(history).history
    assert history[:] == given(history[:]).history[:]
    assert history[:] == given(history[:3], history[3:]).history[:]
    given(history, LATER).as_of().then_position("us", "visit", "unsettled")
    given(list(history)).when(open_ban).then(OPENED)


def test_the_zone_is_that_of_the_first_that_has_one():
    """A zone that is named goes before that of a case or a history."""
    events = given(CASE).history[:]

    assert "UTC" == given().history.zone == given(events).history.zone
    assert "America/New_York" == given(events, LATER | {"zone": "America/New_York"}).history.zone
    assert "America/New_York" == given(History.of(events, zone="America/New_York")).history.zone
    assert "Asia/Tokyo" == given(events, zone="Asia/Tokyo").history.zone


def test_the_clock_and_the_salts_are_the_same_on_every_run():
    """Each case and each command is recorded a day after the last, with countable salts."""
    first, again = (
        given(CASE).when(lambda ledger: ledger.void("a", why="never said")).then_accepted().history
        for _ in range(2)
    )

    assert first == again
    assert ["2016-01-01", "2016-01-02"] == sorted({str(each.recorded_at.date()) for each in first})
    assert StatementVoided(statement="a", why="never said") == first[-1].event
    assert len(first) == len({each.salt for each in first})


def test_each_command_is_recorded_a_day_later():
    """Two commands in one `when` are of two days."""

    def twice(ledger):
        open_ban(ledger)
        ledger.void("a", why="never said")

    days = [each.recorded_at.day for each in given(CASE).when(twice).then_accepted().history[-3:]]

    assert [1, 2, 3] == days


def test_recorded_by_reaches_the_record_before_a_command():
    """What was given first is what was on record on the first day."""
    record = given(CASE, LATER)

    record.as_of(recorded_by="2016-01-01").then_position("us", "visit", "affirmed")
    record.as_of(recorded_by="2016-01-02").then_position("us", "visit", "unsettled")


def test_what_cannot_be_given_is_an_error():
    """A case that cannot be loaded, and an event that was not recorded, are refused at once."""
    with pytest.raises(InvalidCase):
        given({"positions": 1, "statements": [{"by": "nobody"}]})
    with pytest.raises(TypeError, match="as a `Recorded`"):
        given([OPENED])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
