"""Every command of a ledger: what it records, what it refuses, and that twice is once."""

from datetime import UTC, date, datetime

import pytest

import positions
from positions import (
    Claim,
    ClaimAmended,
    ClaimRelation,
    ClaimsRelated,
    Conflict,
    IdentityJudged,
    IdentityWithdrawn,
    InvalidStatement,
    InvalidWhen,
    Judgement,
    Mandate,
    MandateAmended,
    MandateGiven,
    MandateVoided,
    Name,
    NameAdded,
    NameVoided,
    Question,
    RelationWithdrawn,
    Report,
    ReportAdded,
    ReportVoided,
    StatementAmended,
    StatementRecorded,
    StatementVoided,
    UnknownActor,
    UnknownClaim,
    UnknownStatement,
    When,
)
from tests.ledger.cases import kirby_speaks, statement

NEW_YORK = "America/New_York"


@pytest.fixture
def ledger():
    """A ledger that holds the small record."""
    return kirby_speaks()


def test_opening_a_claim(ledger):
    """Its text, and whatever else a case file says of a claim."""
    events = ledger.open_claim(
        "hype", "It is hype", kind="evaluation", event="2015-08", about=["kirby"], tags=["press"]
    )

    assert "It is hype" == events[0].claim.text
    assert When.parse("2015-08", zone=NEW_YORK) == ledger.as_of().claim("hype").event
    assert () == ledger.open_claim(
        "hype", "It is hype", kind="evaluation", event="2015-08", about=["kirby"], tags=["press"]
    )
    with pytest.raises(Conflict, match="differs in text"):
        ledger.open_claim("visit", "Another text")


def test_amending_a_claim(ledger):
    """The wording is corrected for every cut after; one text does for a list of one."""
    changes = {"text": "He visited Moscow", "kind": "legal", "about": "kirby", "event": "2015-07"}
    events = ledger.amend_claim("visit", why="clearer", **changes)

    claim = Claim(
        id="visit",
        text="He visited Moscow",
        kind="legal",
        about=["kirby"],
        event=When.parse("2015-07", zone=NEW_YORK),
    )
    assert (ClaimAmended(id=events[0].id, claim=claim, why="clearer"),) == events
    assert claim == ledger.as_of().claim("visit")
    assert () == ledger.amend_claim("visit", **changes | {"about": ["kirby"]})
    assert () == ledger.open_claim("visit", "Qassem Soleimani visited Moscow")
    assert ledger.amend_claim("visit", event="2015-07-24", zone="Europe/Moscow")
    moscow = When.parse("2015-07-24", zone="Europe/Moscow")
    assert moscow == ledger.as_of().claim("visit").event
    assert ledger.amend_claim("visit", event=None, amendment="undated")
    assert ledger.as_of().claim("visit").event is None
    with pytest.raises(Conflict, match="amendment 'undated'"):
        ledger.amend_claim("visit", tags=["x"], amendment="undated")


def test_recording_a_statement(ledger):
    """Plain strings do for enumerations, times and ids; a bare date is of the ledger's zone."""
    events = ledger.record(
        by="kirby",
        claim="ban",
        act="hedge",
        said=date(2015, 8, 17),
        stance=["probable", "affirmed"],
        role="spokesman",
        utterance="briefing",
        seq=2,
        question={"by": "press", "text": "Did it?"},
        follows=["a"],
        reports=[{"outlet": "A Newspaper", "published": "2015-08-18", "stance": "probable"}],
        extra={"mine": [1]},
    )

    said = events[0].statement
    assert ("probable", "affirmed") == said.stances
    assert ("spokesman", "briefing", 2, "Did it?") == (
        said.role,
        said.utterance,
        said.seq,
        said.question.text,
    )
    assert ["visit/a"] == list(map(str, said.follows))
    assert When.parse("2015-08-17", zone=NEW_YORK) == said.said
    assert {"mine": [1]} == said.extra.value
    assert When.parse("2015-08-18", zone=NEW_YORK) == events[0].reports[0].published


def test_a_time_may_be_given_in_any_form(ledger):
    """A text, a `When`, a date, a naive and an aware datetime; and in a zone beside it."""
    noon = datetime(2015, 8, 14, 16, tzinfo=UTC)
    for number, (said, zone) in enumerate(
        [
            ("2015-08-14T12:00:00.000000", None),
            (datetime(2015, 8, 14, 12), None),  # noqa: DTZ001
            (noon, None),
            (When.instant(noon), None),
            ("2015-08-14T19:00:00.000000", "Europe/Moscow"),
        ]
    ):
        beside = {} if zone is None else {"zone": zone}
        ledger.record(id=f"n{number}", by="kirby", claim="ban", act="hedge", said=said, **beside)
        assert noon == statement(ledger, f"n{number}").said.earliest


def test_a_joint_statement_is_one_of_each_speaker(ledger):
    """They share the utterance, and each has an id of its own."""
    events = ledger.record(
        id="joint", by=["kirby", "russia"], claim="ban", act="reject", said="2015-08-17"
    )

    assert ["joint.kirby", "joint.russia"] == [each.statement.id for each in events]
    assert 1 == len({each.statement.utterance for each in events})


def test_adding_and_voiding_a_report(ledger):
    """Another report comes to the statement, and goes again; the statement stays."""
    events = ledger.add_report(
        "a",
        outlet="A Newspaper",
        published="2015-08-15",
        zone="Europe/Moscow",
        stance="denied",
        rendering="verbatim",
        via="local media",
    )

    report = Report(
        outlet="A Newspaper",
        published=When.parse("2015-08-15", zone="Europe/Moscow"),
        stances=["denied"],
        rendering="verbatim",
        via=["local media"],
    )
    assert (ReportAdded(statement="a", report=report),) == events
    assert (report,) == ledger.as_of().statements(claim="visit")[0].reports
    assert ledger.add_report("a", claim="visit", outlet="Another", stance=["denied", "doubtful"])
    assert ledger.add_report("a", outlet="A third", stance=None, via=None)

    voided = ledger.void_report("a", report.id, why="another statement")
    assert (ReportVoided(statement="a", report=report.id, why="another statement"),) == voided
    assert () == ledger.void_report("a", report.id, claim="visit")
    assert () == ledger.add_report(
        "a",
        outlet="A Newspaper",
        published=report.published,
        stance="denied",
        rendering="verbatim",
        via=["local media"],
    )


def test_amending_and_voiding_a_statement(ledger):
    """What was recorded reads otherwise, and then was never said."""
    before = ledger.history()[-1].recorded_at
    events = ledger.amend("a", said="2015-08-13", act="hedge", why="transcript")

    assert isinstance(events[0], StatementAmended)
    assert ("2015-08-13", ("uncommitted",), "transcript") == (
        str(statement(ledger, "a").said),
        statement(ledger, "a").stances,
        events[0].why,
    )
    assert "2015-08-14" == str(statement(ledger, "a", recorded_by=before).said)
    assert () == ledger.amend("a", said="2015-08-13", act="hedge")
    assert () == ledger.amend("a", said="2015-08-13", act="hedge", why="another reason")
    assert (StatementVoided(statement="a", why="never said"),) == ledger.void("a", why="never said")
    assert () == ledger.void("a", claim="visit")
    with pytest.raises(InvalidStatement, match="is voided, so there is nothing to amend"):
        ledger.amend("a", said="2015-08-12")


def test_an_amendments_id_has_one_content(ledger):
    """Another correction under it is a conflict that names the fields; the same one is nothing."""
    ledger.amend("a", id="fix", said="2015-08-13")

    assert () == ledger.amend("a", id="fix", said="2015-08-13")
    with pytest.raises(Conflict) as caught:
        ledger.amend("a", id="fix", said="2015-08-12", note="x")
    assert ("amendment", "fix", {"said", "note"}) == (
        caught.value.kind,
        caught.value.id,
        set(caught.value.differs),
    )


def test_a_correction_made_again_after_another_is_made_once(ledger):
    """It is on record, however its target reads by now."""
    mandate = _mandate(ledger)
    for first, second in (
        (lambda: ledger.amend("a", note="x"), lambda: ledger.amend("a", wording="y")),
        (lambda: ledger.amend_claim("ban", note="x"), lambda: ledger.amend_claim("ban", tags="y")),
        (
            lambda: ledger.amend_mandate(mandate, rank=3),
            lambda: ledger.amend_mandate(mandate, role="y"),
        ),
    ):
        assert [1, 1, 0, 0] == [len(each()) for each in (first, second, first, second)]


def test_an_amendments_id_has_one_target(ledger):
    """Under it, another statement, claim or mandate cannot be amended, not even alike."""
    mandate = _mandate(ledger)
    ledger.give_mandate("kirby", "russia", id="other")
    ledger.amend("a", id="one", note="x")
    ledger.amend_claim("visit", amendment="two", note="x")
    ledger.amend_mandate(mandate, id="three", rank=3)
    for alike in (
        lambda: ledger.amend("b", id="one", note="x"),
        lambda: ledger.amend_claim("visit", amendment="one", note="x"),
        lambda: ledger.amend("a", id="two", note="x"),
        lambda: ledger.amend_mandate("other", id="three", rank=3),
    ):
        with pytest.raises(Conflict) as caught:
            alike()
        assert ("target",) == caught.value.differs


def test_an_id_names_one_mandate_and_one_judgement(ledger):
    """One that another actor's stream has already is a conflict, since no one could tell them."""
    ledger.give_mandate("kirby", "russia", id="m")
    ledger.judge_identity("same", ["kirby", "russia"], id="j")

    with pytest.raises(Conflict, match=r"mandate 'm' .*differs in by"):
        ledger.give_mandate("us-state", "russia", id="m")
    with pytest.raises(Conflict, match=r"judgement 'j' .*differs in actors"):
        ledger.judge_identity("same", ["us-state", "russia"], id="j")


def test_an_amendment_may_name_statements_and_actors(ledger):
    """What it names must be on record, as in a statement."""
    ledger.record(id="c", by="kirby", claim="ban", act="hedge", said="2015-08-17")

    ledger.amend("c", follows=["a"], on_behalf_of="us-state")

    assert ["visit/a"] == list(map(str, statement(ledger, "c").follows))
    with pytest.raises(UnknownActor):
        ledger.amend("c", on_behalf_of="us-stat")
    with pytest.raises(UnknownStatement):
        ledger.amend("c", follows=["zzz"])


def test_relating_claims(ledger):
    """A relation is stated once, and withdrawn once; a withdrawn one stays so."""
    relation = ClaimRelation(claim="visit", relation="entails", other="ban")

    assert (ClaimsRelated(id=relation.id, relation=relation, why="x"),) == ledger.relate(
        "visit", "entails", "ban", why="x"
    )
    assert () == ledger.relate("visit", "entails", "ban")
    assert (RelationWithdrawn(relation=relation.id, why="y"),) == ledger.unrelate(
        "visit", "entails", "ban", why="y"
    )
    assert () == ledger.relate("visit", "entails", "ban")
    assert ledger.unrelate("ban", "presupposes", "visit")
    assert () == ledger.unrelate("ban", "presupposes", "visit")
    with pytest.raises(InvalidStatement, match="there is no relation"):
        ledger.unrelate("visit", "equivalent", "ban")
    with pytest.raises(InvalidStatement, match="cannot be related to itself"):
        ledger.relate("visit", "entails", "visit")


def test_adding_an_actor_and_names(ledger):
    """What is new of a known actor is added; a name is voided in one language, or in all."""
    ledger.add_actor("kirby", "person", names=["Jack"], ids={"wikidata": "Q1"}, note="spokesman")
    names = [Name(text="Jack", lang="en"), Name(text="Jack", lang="de", begins=When.parse("2015"))]

    assert (NameAdded(name=names[0]),) == ledger.add_name("kirby", "Jack", lang="en")
    assert ledger.add_name("kirby", "Jack", lang="de", begins="2015", zone="UTC")
    assert () == ledger.add_name("kirby", "Jack", lang="en")
    assert (NameVoided(name=names[0], why="x"),) == ledger.void_name(
        "kirby", "Jack", lang="en", why="x"
    )
    assert ["Jack", "Jack"] == [
        each.text for each in ledger.as_of().names("kirby") if each.text == "Jack"
    ]
    assert 2 == len(ledger.void_name("kirby", "Jack"))
    assert () == ledger.void_name("kirby", "Jack")
    with pytest.raises(InvalidStatement, match="there is no name 'Jim' to void"):
        ledger.void_name("kirby", "Jim")
    with pytest.raises(Conflict, match="differs in kind"):
        ledger.add_actor("kirby", "body")
    with pytest.raises(InvalidStatement, match=r"U\+202E"):
        ledger.add_name("kirby", "ybriK\u202e")


def test_giving_amending_and_voiding_a_mandate(ledger):
    """It is named by its id; `body` and `role` stand for `for` and `as` of a case file."""
    given = ledger.give_mandate(
        "kirby", "russia", id="m", role="guest", begins="2015-08", ends="2015-09", rank=3
    )
    mandate = Mandate(
        by="kirby",
        body="russia",
        role="guest",
        begins=When.parse("2015-08", zone=NEW_YORK),
        ends=When.parse("2015-09", zone=NEW_YORK),
        rank=3,
    )
    assert (MandateGiven(id="m", mandate=mandate),) == given
    assert () == ledger.give_mandate(
        "kirby", "russia", id="m", role="guest", begins="2015-08", ends="2015-09", rank=3
    )
    with pytest.raises(Conflict, match="mandate 'm'"):
        ledger.give_mandate("kirby", "russia", id="m")

    amended = ledger.amend_mandate("m", ends="2016", body="us-state", why="source")
    assert isinstance(amended[0], MandateAmended)
    assert ("us-state", "2016", "guest") == (
        amended[0].mandate.body,
        str(amended[0].mandate.ends),
        amended[0].mandate.role,
    )
    assert () == ledger.amend_mandate("m", ends="2016", body="us-state")
    assert ledger.amend_mandate("m", id="n", rank=1, zone="UTC")
    assert (MandateVoided(mandate="m", why="x"),) == ledger.void_mandate("m", why="x")
    assert () == ledger.void_mandate("m")
    with pytest.raises(InvalidStatement, match="mandate 'm' is voided"):
        ledger.amend_mandate("m", rank=2)


def test_judging_and_withdrawing_identity(ledger):
    """The judgement stands in the stream of the first of its actors, and can be withdrawn."""
    events = ledger.judge_identity("same", ["russia", "kirby"], id="odd", by="desk", why="a slip")
    judgement = Judgement(verdict="same", actors=["kirby", "russia"], by="desk", why="a slip")

    assert (IdentityJudged(id="odd", judgement=judgement),) == events
    assert "actor:kirby" == ledger.history()[-1].stream
    assert () == ledger.judge_identity(
        "same", ("kirby", "russia"), id="odd", by="desk", why="a slip"
    )
    with pytest.raises(Conflict, match="judgement 'odd'"):
        ledger.judge_identity("different", ["russia", "kirby"], id="odd")
    assert (IdentityWithdrawn(judgement="odd", why="no"),) == ledger.withdraw_identity(
        "odd", why="no"
    )
    assert () == ledger.withdraw_identity("odd")
    assert ledger.judge_identity("different", ["russia", "kirby"])


REFUSED = {
    "actor that speaks": (
        lambda it: it.record(by="kirbi", claim="visit", act="deny", said="2015"),
        UnknownActor,
        "there is no actor 'kirbi'; did you mean 'kirby'",
    ),
    "actor referred to": (
        lambda it: it.record(
            by="kirby", claim="visit", act="refer", said="2015", refers_to="us-stat"
        ),
        UnknownActor,
        "'us-stat'; did you mean 'us-state'",
    ),
    "actor of a name": (lambda it: it.add_name("kirbi", "x"), UnknownActor, "'kirby'"),
    "actor of a voided name": (lambda it: it.void_name("zzz", "x"), UnknownActor, "'zzz'"),
    "actor of a mandate": (lambda it: it.give_mandate("kirby", "usa"), UnknownActor, "'usa'"),
    "actor of an amended mandate": (
        lambda it: it.amend_mandate(_mandate(it), body="zzz"),
        UnknownActor,
        "'zzz'",
    ),
    "actor judged": (lambda it: it.judge_identity("same", ["kirby", "x"]), UnknownActor, "'x'"),
    "claim of a statement": (
        lambda it: it.record(by="kirby", claim="visti", act="deny", said="2015"),
        UnknownClaim,
        "there is no claim 'visti'; did you mean 'visit'",
    ),
    "claim amended": (lambda it: it.amend_claim("visti", text="x"), UnknownClaim, "'visit'"),
    "claim related": (lambda it: it.relate("visit", "entails", "bann"), UnknownClaim, "'ban'"),
    "claim not related": (lambda it: it.unrelate("x", "entails", "ban"), UnknownClaim, "'x'"),
    "claim of what is voided": (lambda it: it.void("a", claim="x"), UnknownClaim, "'x'"),
    "statement followed": (
        lambda it: it.record(by="kirby", claim="ban", act="deny", said="2015", follows=["zz"]),
        UnknownStatement,
        "there is no statement 'zz'",
    ),
    "statement voided": (lambda it: it.void("aa"), UnknownStatement, "did you mean 'a'"),
    "statement on another claim": (
        lambda it: it.amend("a", claim="ban", said="2014"),
        UnknownStatement,
        r"on claim 'ban'",
    ),
    "statement reported": (
        lambda it: it.add_report("aa", outlet="x"),
        UnknownStatement,
        "did you mean 'a'",
    ),
    "statement withdrawn": (
        lambda it: it.record(by="kirby", claim="ban", act="retract", said="2015", retracts="a"),
        UnknownStatement,
        "on claim 'ban'",
    ),
    "report": (lambda it: it.void_report("a", "0"), InvalidStatement, "has no report '0'"),
    "mandate": (
        lambda it: it.void_mandate("kirby-for-us-state"),
        InvalidStatement,
        "did you mean 'kirby-for-us-state-",
    ),
    "judgement": (lambda it: it.withdraw_identity("x"), InvalidStatement, "none of the id 'x'"),
    "act": (
        lambda it: it.record(by="kirby", claim="ban", act="denie", said="2015"),
        InvalidStatement,
        "act: .*`deny`",
    ),
    "stance": (
        lambda it: it.record(by="kirby", claim="ban", act="deny", said="2015", stance="affirmed"),
        InvalidStatement,
        "stance: `deny` does not go with affirmed",
    ),
    "field": (
        lambda it: it.record(by="kirby", claim="ban", act="deny", said="2015", moood="explicit"),
        InvalidStatement,
        "moood: .*mode",
    ),
    "field of a report": (
        lambda it: it.add_report("a", outlat="x"),
        InvalidStatement,
        "outlat: there is no such field; did you mean 'outlet'",
    ),
    "field of a claim": (
        lambda it: it.amend_claim("visit", zzz="x"),
        InvalidStatement,
        "zzz: there is no such field; there are text, kind, event",
    ),
    "kind of a claim": (
        lambda it: it.amend_claim("visit", kind="facts"),
        InvalidStatement,
        "kind: there is no kind 'facts'; did you mean 'fact'",
    ),
    "stance of a report": (
        lambda it: it.add_report("a", stance="xyz"),
        InvalidStatement,
        "stance: there is no stance 'xyz'; it is one of affirmed, probable",
    ),
    "relation": (
        lambda it: it.relate("visit", "entail", "ban"),
        InvalidStatement,
        "relation: there is no relation 'entail'; did you mean 'entails'",
    ),
    "verdict": (
        lambda it: it.judge_identity("sme", ["kirby", "russia"]),
        InvalidStatement,
        "verdict: there is no verdict 'sme'; did you mean 'same'",
    ),
    "time": (
        lambda it: it.record(by="kirby", claim="ban", act="deny", said="2015-13"),
        InvalidWhen,
        "'2015-13' is not a time",
    ),
    "time of a report": (
        lambda it: it.add_report("a", published="soon"),
        InvalidWhen,
        "'soon' is not a time",
    ),
    "event of a claim": (lambda it: it.amend_claim("ban", event="x"), InvalidWhen, "'x' is not"),
    "zone": (
        lambda it: it.record(by="kirby", claim="ban", act="deny", said="2015", zone="Mars"),
        InvalidWhen,
        "zone 'Mars' is not known",
    ),
    "amendment of nothing": (lambda it: it.amend_claim("visit"), InvalidStatement, "nothing of"),
    "id of an amendment": (
        lambda it: it.amend_claim("visit", text="x", amendment="a b"),
        InvalidStatement,
        "id: 'a b' is not an id",
    ),
    "id of an actor": (lambda it: it.add_actor("a b"), InvalidStatement, "'a b' is not an id"),
    "circle": (
        lambda it: (
            it.amend("a", follows=["b"], said="2015-08-15/2015-08-16")
            and it.amend("b", follows=["a"])
        ),
        InvalidStatement,
        "both before and after",
    ),
    "dates against the order": (
        lambda it: it.record(by="kirby", claim="ban", act="deny", said="2015-08-01", follows=["a"]),
        InvalidStatement,
        "follows: .*the dates",
    ),
}


def _mandate(ledger):
    given = [each.event for each in ledger.history() if isinstance(each.event, MandateGiven)]
    return given[0].id


@pytest.mark.parametrize("what", sorted(set(REFUSED) - {"circle"}))
def test_what_is_refused_says_why_and_records_nothing(ledger, what):
    """Each is the error that it should be, names what was meant, and leaves no trace."""
    command, error, sentence = REFUSED[what]
    before = ledger.history()

    with pytest.raises(error, match=sentence):
        command(ledger)

    assert before == ledger.history()


def test_statements_that_follow_each_other_are_refused(ledger):
    """The second amendment would close the circle."""
    command, error, sentence = REFUSED["circle"]

    with pytest.raises(error, match=sentence):
        command(ledger)

    assert ["visit/b"] == list(map(str, statement(ledger, "a").follows))


def test_an_ambiguous_name_lists_the_claims(ledger):
    """With the claim beside it, it is a name again."""
    ledger.record(id="a", by="kirby", claim="ban", act="deny", said="2015-08-14")

    with pytest.raises(UnknownStatement, match=r"the claims \['ban', 'visit'\] have one each"):
        ledger.void("a")
    assert (StatementVoided(statement="a"),) == ledger.void("a", claim="ban")
    assert ledger.record(
        by="kirby", claim="ban", act="deny", said="2015-08-20", follows=["visit/a"]
    )


def test_what_is_in_dispute_already_does_not_keep_out_new_words(ledger):
    """An identity made the known order circular; what adds nothing to that is recorded."""
    for by, seq, said, follows in (("kirby", 2, "a", []), ("russia", 1, "b", ["x.a"])):
        ledger.record(
            id=f"x.{said}",
            by=by,
            claim="ban",
            act="hedge",
            said="2015-08-17",
            utterance="u",
            seq=seq,
            follows=follows,
        )
    ledger.judge_identity("same", ["kirby", "russia"])

    noon = {"claim": "ban", "act": "hedge", "said": "2015-08-17T12:00-04:00"}
    assert ledger.record(by="us-state", follows=["x.a"], **noon)
    assert ledger.as_of().position("kirby", "ban").contested


def test_values_of_the_model_do_where_a_case_file_has_mappings():
    """A report, a question and a name may be given as such."""
    ledger = positions.open(":memory:")
    name = Name(text="Анна", lang="ru", begins=When.parse("2015"))
    report = Report(outlet="Wire", published=When.parse("2015-08-15"), stances=("affirmed",))
    question = Question(by="press", text="Did he?")
    ledger.add_actor("anna", "person", names=[name])
    ledger.open_claim("visit")

    (event,) = ledger.record(
        by="anna",
        claim="visit",
        act="hedge",
        said="2015-08-14",
        reports=[report],
        question=question,
    )

    assert isinstance(event, StatementRecorded)
    assert (report,) == event.reports
    assert question == event.statement.question
    assert (name,) == ledger.as_of().names("anna")


def test_a_retraction_that_is_amended_names_what_is_on_record():
    """What it withdraws after all must be there; the one that was meant is suggested."""
    with positions.open(":memory:") as ledger:
        ledger.add_actor("kirby")
        ledger.open_claim("visit")
        said = {"by": "kirby", "claim": "visit", "said": "2015-08-17"}
        ledger.record(id="word", act="confirm", **said)
        ledger.record(id="back", act="retract", **said)
        with pytest.raises(UnknownStatement, match="did you mean 'word'"):
            ledger.amend("back", retracts="wrod")
        (event,) = ledger.amend("back", retracts="word")

    assert isinstance(event, StatementAmended)
    assert "word" == event.statement.retracts


def test_an_amendment_that_comes_twice_in_a_batch_is_one():
    """The batch sees what it has decided itself."""
    with positions.open(":memory:") as ledger:
        ledger.add_actor("kirby")
        ledger.open_claim("visit")
        ledger.record(id="word", by="kirby", claim="visit", act="confirm", said="2015-08-17")
        with ledger.batch() as batch:
            first = batch.amend("word", id="fix", act="deny")
            second = batch.amend("word", id="fix", act="deny")

        assert (1, 0) == (len(first), len(second))
        assert "denied" == ledger.as_of().position("kirby", "visit").kind
