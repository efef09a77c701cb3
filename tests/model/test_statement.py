"""A statement is checked when it is made, and its id is made of what it says."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions import InvalidStatement, Question, Statement, StatementRef, When
from positions.testing import statements

KIRBY: dict[str, Any] = {
    "claim": "visit",
    "by": "kirby",
    "act": "deny",
    "said": When.parse("2015-08-14"),
}


def kirby(**fields):
    """Return what Kirby said, save what *fields* say otherwise."""
    return Statement(**{**KIRBY, **fields})


def refused(**fields):
    """Return the field and the sentence with which a statement is refused."""
    with pytest.raises(InvalidStatement) as caught:
        kirby(**fields)
    return caught.value.where, caught.value.why


@pytest.mark.parametrize(
    ("fields", "where", "sentence"),
    [
        ({"seq": 1}, "seq", "needs the `utterance`"),
        ({"seq": "1", "utterance": "u"}, "seq", "expected a whole number, found '1'"),
        ({"seq": True, "utterance": "u"}, "seq", "expected a whole number, found True"),
        ({"act": "refer"}, "refers_to", "`refer` names the actor"),
        ({"refers_to": "state"}, "refers_to", "no other act does"),
        ({"retracts": "other"}, "retracts", "only a `retract` withdraws a statement"),
        ({"id": "x", "act": "retract", "retracts": "x"}, "retracts", "cannot withdraw itself"),
        ({"id": "x", "follows": [StatementRef("visit", "x")]}, "follows", "cannot follow itself"),
        ({"condition": "if asked"}, "condition", "the mode is explicit"),
        (
            {"act": "raise_concern", "mode": "conditional"},
            "mode",
            "expresses no stance that could be conditional",
        ),
        ({"claim": "no slug"}, "claim", "'no slug' is not an id"),
        ({"by": ""}, "by", "'' is not an id"),
        ({"id": "-x"}, "id", "'-x' is not an id"),
        ({"on_behalf_of": "../x"}, "on_behalf_of", "is not an id"),
        ({"utterance": "ü"}, "utterance", "is not an id"),
        ({"act": "retract", "retracts": "a/b"}, "retracts", "is not an id"),
        ({"act": "refer", "refers_to": "a b"}, "refers_to", "is not an id"),
        ({"wording": "a\0b"}, "wording", "NUL character at offset 1"),
        ({"note": "\ud800"}, "note", "half of a surrogate pair at offset 0"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_field(fields, where, sentence):
    """Each contradiction names its field, and says what is wrong."""
    found, why = refused(**fields)

    assert where == found
    assert sentence in why


def test_a_conditional_commitment_may_tell_its_condition():
    """Where the mode is conditional, there is a stance, and a condition or none."""
    statement = kirby(mode="conditional", condition="if the visit took place")

    assert "if the visit took place" == statement.condition
    assert ("denied",) == kirby(mode="conditional").stances


MADE_OF: dict[str, Any] = {
    "claim": "ban",
    "by": "rathke",
    "on_behalf_of": "us-state",
    "to": "press",
    "act": "reject",
    "stances": ["doubtful"],
    "mode": "implied",
    "said": When.parse("2015-08-15"),
    "utterance": "briefing",
    "question": Question(text="Did he?"),
}
ASIDE: dict[str, Any] = {
    "role": "spokesman",
    "question": Question(by="press"),
    "follows": [StatementRef("visit", "other")],
    "visibility": "private",
    "ground_rule": "on_background",
    "capacity": "personal",
    "authenticity": "disputed",
    "wording": "categorically",
    "note": "a note",
    "extra": {"mine": 1},
}


@pytest.mark.parametrize("field", MADE_OF)
def test_a_derived_id_is_made_of_what_the_contract_lists(field):
    """Another claim, speaker, act, stance, time … is another statement."""
    assert kirby().id[-16:] != kirby(**{field: MADE_OF[field]}).id[-16:]


@pytest.mark.parametrize(
    ("base", "one", "other"),
    [
        ({"utterance": "u"}, {"seq": 1}, {"seq": 2}),
        ({"mode": "conditional"}, {"condition": "if so"}, {"condition": "if not"}),
        ({"act": "refer"}, {"refers_to": "state"}, {"refers_to": "white-house"}),
        ({"act": "retract"}, {"retracts": "a"}, {"retracts": "b"}),
    ],
)
def test_a_derived_id_is_made_of_what_only_some_statements_have(base, one, other):
    """Place, condition, referral and retraction tell statements apart too."""
    assert kirby(**base | one).id != kirby(**base | other).id


@pytest.mark.parametrize("field", ASIDE)
def test_a_derived_id_is_made_of_nothing_else(field):
    """What the curator learns later of a statement leaves its id alone."""
    assert kirby().id == kirby(**{field: ASIDE[field]}).id


def test_a_derived_id_is_of_instants_and_not_of_how_they_are_written():
    """The same hour written from another zone is the same statement."""
    one, other = (When.parse(f"2015-08-14T12{zone}") for zone in ("-04:00", "Z"))
    same = When.parse("2015-08-14T16Z")

    assert kirby(said=one).id == kirby(said=same).id
    assert kirby(said=one).id != kirby(said=other).id


def test_a_derived_id_can_be_read():
    """It begins with who did what, as a slug."""
    assert kirby(act="deny_knowledge").id.startswith("kirby-deny-knowledge-")


def test_an_implied_stance_and_the_same_one_given_are_one_statement():
    """A denial is denied, said or not."""
    assert kirby() == kirby(stances=["denied"])


def test_a_change_of_act_takes_the_new_acts_stance():
    """Amending the act alone amends the commitment with it; the result is checked anew."""
    statement = kirby()

    assert ("affirmed",) == statement.evolve(act="confirm").stances
    assert ("probable",) == statement.evolve(act="confirm", stances=["probable"]).stances
    assert statement.id == statement.evolve(act="confirm").id
    with pytest.raises(InvalidStatement):
        statement.evolve(stances=["affirmed"])


def test_the_principal_is_for_whom_the_words_were():
    """`on_behalf_of` where it is given, else the speaker."""
    assert "kirby" == kirby().principal
    assert "us-state" == kirby(on_behalf_of="us-state").principal


def test_a_retraction_is_a_commitment_without_a_stance():
    """A stance commits, and so does withdrawing one; a referral does not."""
    assert kirby().is_commitment
    assert kirby(act="retract").is_commitment
    assert not kirby(act="decline_comment").is_commitment


def test_a_full_name_is_claim_and_id():
    """So it is written, and so it is ordered."""
    assert "visit/a" == str(kirby(id="a").ref)
    assert StatementRef("ban", "z") < StatementRef("visit", "a")


@given(statements(), st.sampled_from(["note", "wording", "role"]))
def test_whatever_can_be_said_keeps_its_derived_id_under_remarks(statement, field):
    """Of any statement: a remark changes it, but neither its id nor its commitment."""
    plain = statement.evolve(id="")
    remarked = statement.evolve(id="", **{field: "a remark of the curator"})

    assert plain != remarked
    assert (plain.ref, plain.stances) == (remarked.ref, remarked.stances)
