"""Decisions on a claim: asking twice is asking once, and folding never raises."""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from positions import (
    Claim,
    ClaimAmended,
    ClaimOpened,
    ClaimRelation,
    ClaimsRelated,
    Conflict,
    InvalidStatement,
    RelationWithdrawn,
    Report,
    ReportAdded,
    ReportVoided,
    Statement,
    StatementAmended,
    StatementRecorded,
    StatementVoided,
    UnknownStatement,
    When,
)
from positions.model.claims import decide
from positions.model.claims.events import ClaimEvent
from positions.model.claims.state import INITIAL, fold

DAY = When.parse("2015-08-14")
VISIT = Claim(id="visit", text="He came")
DENIAL = Statement(id="denial", claim="visit", by="kirby", act="deny", said=DAY)
SILENCE = Statement(id="silence", claim="visit", by="kirby", act="no_response", said=DAY)
PRESS = Report(outlet="press")
WIRE = Report(outlet="wire", stances=["denied"])
ENTAILS = ClaimRelation(claim="visit", relation="entails", other="trip")
RECORD = fold(
    [
        ClaimOpened(claim=VISIT),
        StatementRecorded(statement=DENIAL, reports=[PRESS]),
        StatementRecorded(statement=SILENCE),
        ClaimsRelated(id="r", relation=ENTAILS),
    ]
)
AMENDED = DENIAL.evolve(said=When.parse("2015-08-13"))

COMMANDS = {
    "open": lambda state: decide.open_claim(state, VISIT),
    "amend claim": lambda state: decide.amend_claim(state, "a", evolve(VISIT, note="x"), "why"),
    "record": lambda state: decide.record(state, evolve(DENIAL, id="new"), [PRESS, PRESS, WIRE]),
    "record again": lambda state: decide.record(state, DENIAL, [PRESS, WIRE]),
    "add report": lambda state: decide.add_report(state, "denial", WIRE),
    "void report": lambda state: decide.void_report(state, "denial", PRESS.id, None),
    "amend": lambda state: decide.amend(state, "b", AMENDED, "transcript"),
    "void": lambda state: decide.void(state, "denial", "never said"),
    "relate": lambda state: decide.relate(state, "s", evolve(ENTAILS, other="plot"), None),
    "unrelate": lambda state: decide.unrelate(state, "r", None),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_asking_twice_is_asking_once(name):
    """Each decision yields events once; upon what they made of the record, none."""
    events = COMMANDS[name](RECORD)

    assert () == COMMANDS[name](fold(events, RECORD))
    assert bool(events) == (name != "open")


def test_what_is_recorded_is_what_was_asked_for():
    """A new statement comes with its distinct reports; a known one gets those that are new."""
    new = evolve(DENIAL, id="new")

    assert (ClaimOpened(claim=VISIT),) == decide.open_claim(INITIAL, VISIT)
    assert (StatementRecorded(statement=new, reports=[PRESS, WIRE]),) == COMMANDS["record"](RECORD)
    assert (ReportAdded(statement="denial", report=WIRE),) == COMMANDS["record again"](RECORD)


def conflict(command):
    """Return what the conflict that *command* causes is about."""
    with pytest.raises(Conflict) as caught:
        command()
    return caught.value.kind, caught.value.id, caught.value.differs


def test_other_content_under_a_known_id_is_a_conflict():
    """It names what the id stands for, and the fields that differ."""
    amended = fold(COMMANDS["amend"](RECORD) + COMMANDS["amend claim"](RECORD), RECORD)
    other = DENIAL.evolve(said=When.parse("2015-08-12"), note="x")

    assert ("claim", "visit", ("text", "note")) == conflict(
        lambda: decide.open_claim(RECORD, evolve(VISIT, text="x", note="x"))
    )
    assert ("statement", "denial", ("said", "note")) == conflict(
        lambda: decide.record(RECORD, other, [])
    )
    assert ("amendment", "b", ("said", "note")) == conflict(
        lambda: decide.amend(amended, "b", other, None)
    )
    assert ("amendment", "a", ("note",)) == conflict(
        lambda: decide.amend_claim(amended, "a", evolve(VISIT, note="y"), None)
    )
    assert ("relation", "r", ("other",)) == conflict(
        lambda: decide.relate(RECORD, "r", evolve(ENTAILS, other="plot"), None)
    )


def test_one_correction_id_has_one_target():
    """An id that amended the claim cannot amend a statement."""
    amended = fold(COMMANDS["amend claim"](RECORD), RECORD)
    kind, id, differs = conflict(lambda: decide.amend(amended, "a", AMENDED, None))

    assert ("amendment", "a") == (kind, id)
    assert "id" in differs


def test_the_same_as_first_recorded_is_the_same():
    """After an amendment, recording anew what was first recorded yields nothing."""
    amended = fold(COMMANDS["amend"](RECORD), RECORD)

    assert () == decide.record(amended, DENIAL, [])
    assert AMENDED == amended.entries["denial"].now


@pytest.mark.parametrize(
    "command",
    [
        lambda: decide.add_report(RECORD, "denyal", PRESS),
        lambda: decide.void_report(RECORD, "denyal", PRESS.id, None),
        lambda: decide.amend(RECORD, "b", evolve(DENIAL, id="denyal"), None),
        lambda: decide.void(RECORD, "denyal", None),
        lambda: decide.record(
            RECORD,
            Statement(claim="visit", by="kirby", act="retract", retracts="denyal", said=DAY),
            [],
        ),
    ],
    ids=["add report", "void report", "amend", "void", "retract"],
)
def test_a_statement_that_is_not_there_is_unknown_and_a_near_miss_named(command):
    """Whatever is done to it, and where a retraction names it."""
    with pytest.raises(UnknownStatement, match=r"on claim 'visit'\); did you mean 'denial'") as e:
        command()

    assert ("denyal", ("denial",)) == (e.value.id, e.value.near)


def test_on_a_claim_that_was_never_opened_nothing_is_known():
    """The sentence does without the name of the claim."""
    with pytest.raises(UnknownStatement, match=r"there is no statement 'x' \(on claim '\?'\)"):
        decide.void(INITIAL, "x", None)


def test_what_is_voided_cannot_be_amended_but_can_be_voided_and_reported():
    """Voiding again is nothing new; a report of what was never said may still be noted."""
    voided = fold(COMMANDS["void"](RECORD), RECORD)

    with pytest.raises(InvalidStatement, match="'denial' is voided, so there is nothing to amend"):
        decide.amend(voided, "b", AMENDED, None)
    assert () == decide.void(voided, "denial", "another reason")
    assert (ReportAdded(statement="denial", report=WIRE),) == decide.add_report(
        voided, "denial", WIRE
    )


def test_a_report_gives_no_stance_to_words_that_have_none():
    """Neither with the statement, nor later, nor by amending the statement."""
    reported = fold(COMMANDS["add report"](RECORD), RECORD)
    for command in (
        lambda: decide.add_report(RECORD, "silence", WIRE),
        lambda: decide.record(RECORD, evolve(SILENCE, id="new"), [WIRE]),
        lambda: decide.record(RECORD, SILENCE, [WIRE]),
        lambda: decide.amend(reported, "c", DENIAL.evolve(act="no_response"), None),
    ):
        with pytest.raises(InvalidStatement, match="gives `denied` to words that commit") as caught:
            command()
        assert "reports" == caught.value.where


def test_a_report_that_is_not_there_cannot_be_voided():
    """The reports that are there are listed."""
    with pytest.raises(InvalidStatement, match=f"it has {PRESS.id}"):
        decide.void_report(RECORD, "denial", WIRE.id, None)
    with pytest.raises(InvalidStatement, match="it has none"):
        decide.void_report(RECORD, "silence", WIRE.id, None)


def test_a_voided_report_stays_voided():
    """The same report told again yields nothing."""
    voided = fold(COMMANDS["void report"](RECORD), RECORD)

    assert () == decide.add_report(voided, "denial", PRESS)
    assert () == decide.record(voided, DENIAL, [PRESS])
    assert () == voided.entries["denial"].standing_reports


def test_relations_that_make_no_sense_are_refused():
    """A claim bears on others; one that was withdrawn stays so; the unknown cannot be."""
    withdrawn = fold(COMMANDS["unrelate"](RECORD), RECORD)

    with pytest.raises(InvalidStatement, match="'visit' cannot be related to itself"):
        decide.relate(RECORD, "x", evolve(ENTAILS, other="visit"), None)
    with pytest.raises(InvalidStatement, match="there is no relation 'x'"):
        decide.unrelate(RECORD, "x", None)
    assert () == decide.relate(withdrawn, "r", ENTAILS, None)


# --- folding

EVENTS: list[ClaimEvent] = [
    ClaimOpened(claim=VISIT),
    ClaimOpened(claim=evolve(VISIT, text="x")),
    ClaimAmended(id="a", claim=evolve(VISIT, text="y")),
    ClaimAmended(id="a", claim=evolve(VISIT, text="z")),
    StatementRecorded(statement=DENIAL, reports=[PRESS]),
    StatementRecorded(statement=DENIAL.evolve(note="x")),
    StatementAmended(id="b", statement=AMENDED),
    StatementAmended(id="b", statement=DENIAL.evolve(note="y")),
    StatementAmended(id="c", statement=evolve(DENIAL, id="unknown")),
    StatementVoided(statement="denial"),
    StatementVoided(statement="unknown"),
    ReportAdded(statement="denial", report=WIRE),
    ReportAdded(statement="unknown", report=WIRE),
    ReportVoided(statement="denial", report=WIRE.id),
    ReportVoided(statement="unknown", report=WIRE.id),
    ClaimsRelated(id="r", relation=ENTAILS),
    ClaimsRelated(id="r", relation=evolve(ENTAILS, other="plot")),
    RelationWithdrawn(relation="r"),
    RelationWithdrawn(relation="unknown"),
]


@given(st.lists(st.sampled_from(EVENTS), max_size=12))
def test_folding_never_raises_and_twice_is_once(events):
    """Whatever stands in a stream, in whatever order, folds; and an event told twice at once."""
    doubled = [each for event in events for each in (event, event)]

    assert fold(events) == fold(doubled)


def test_what_makes_no_sense_changes_nothing():
    """Amending, voiding and reporting the unknown, and opening or relating twice."""
    first = fold([EVENTS[each] for each in (0, 4, 15)])
    again = [EVENTS[each] for each in (1, 5, 8, 10, 12, 14, 16, 18)]

    assert first == fold(again, first)


def test_what_is_voided_is_not_amended_back():
    """An amendment that comes after the void, by a writer who did not see it, is without effect."""
    voided = fold([*EVENTS[:1], EVENTS[4], StatementVoided(statement="denial")])

    assert voided == fold([StatementAmended(id="late", statement=AMENDED)], voided)
    assert [] == voided.standing()


def test_rival_amendments_apply_in_their_order():
    """The later one is how the statement reads."""
    later = DENIAL.evolve(said=When.parse("2015-08-12"))
    state = fold(
        [StatementAmended(id=id, statement=each) for id, each in (("1", AMENDED), ("2", later))],
        RECORD,
    )

    assert later == state.entries["denial"].now
    assert DENIAL == state.entries["denial"].first
    assert [later, SILENCE] == state.standing()
