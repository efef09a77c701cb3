"""Every error is the library's and a built-in, carries its data, pickles, and speaks a sentence."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions import (
    CaseProblem,
    Conflict,
    CorruptRecord,
    InvalidCase,
    InvalidQuestion,
    InvalidStatement,
    InvalidWhen,
    PositionsError,
    UnknownActor,
    UnknownClaim,
    UnknownEvent,
    UnknownStatement,
)
from positions.errors import near

PROBLEM = CaseProblem("no such act", "statements[3].act", 12, "a.yaml")
SENTENCES = [
    (
        InvalidWhen("2015-13", "months run from 01 to 12", 5),
        ValueError,
        "'2015-13' is not a time that can be held (at character 6): months run from 01 to 12",
    ),
    (
        InvalidWhen("x" * 61, "no", valid_edtf=True),
        ValueError,
        f"'{'x' * 60}…' is not a time that can be held: no",
    ),
    (InvalidStatement("makes no sense"), ValueError, "makes no sense"),
    (InvalidStatement("makes no sense", "stance"), ValueError, "stance: makes no sense"),
    (
        Conflict("statement", "a", ["said", "note"]),
        ValueError,
        (
            "statement 'a' is recorded already with other content (differs in said, note); "
            "amend it, or give the new one another id"
        ),
    ),
    (
        InvalidQuestion("policy", "loudest", ["latest", "unanimous"]),
        ValueError,
        "policy: 'loudest' is none of latest, unanimous",
    ),
    (UnknownActor("a"), LookupError, "there is no actor 'a'"),
    (
        UnknownClaim("a", ["b", "c"]),
        LookupError,
        "there is no claim 'a'; did you mean 'b' or 'c'?",
    ),
    (
        UnknownStatement("a", ["b"], "on claim 'c'"),
        LookupError,
        "there is no statement 'a' (on claim 'c'); did you mean 'b'?",
    ),
    (PROBLEM, ValueError, "a.yaml:12: statements[3].act: no such act"),
    (CaseProblem("no mapping"), ValueError, "no mapping"),
    (
        InvalidCase([PROBLEM, CaseProblem("no mapping", "claims")]),
        ValueError,
        "a.yaml:12: statements[3].act: no such act\nclaims: no mapping",
    ),
    (
        UnknownEvent("StatementSung", 1),
        LookupError,
        (
            "there is no kind of event 'StatementSung'; it may come from a later release, "
            "or from another program"
        ),
    ),
    (
        UnknownEvent("ClaimOpened", 3, [1, 2]),
        LookupError,
        (
            "event 'ClaimOpened' is of version 3, and this release reads 1 and 2; "
            "read it with a later release"
        ),
    ),
    (
        CorruptRecord("ClaimOpened", "cut short"),
        ValueError,
        "the record of 'ClaimOpened' is damaged: cut short",
    ),
]


@pytest.mark.parametrize(("error", "built_in", "sentence"), SENTENCES)
def test_an_error_speaks_a_sentence_and_can_be_caught_either_way(error, built_in, sentence):
    """As the library's, and as the built-in that it resembles."""
    assert isinstance(error, PositionsError)
    assert isinstance(error, built_in)
    assert sentence == str(error)


@pytest.mark.parametrize("error", [error for error, _, _ in SENTENCES])
def test_an_error_goes_to_another_process(error):
    """It comes back with its sentence and all that it carries."""
    back = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own

    assert type(error) is type(back)
    assert str(error) == str(back)
    assert {name: str(value) for name, value in vars(error).items()} == {
        name: str(value) for name, value in vars(back).items()
    }


@given(st.text(), st.lists(st.text(), max_size=8))
def test_near_misses_are_few_and_known(name, known):
    """At most three, and each of them is one that is known."""
    found = near(name, known)

    assert len(found) <= 3
    assert set(found) <= set(known)


def test_near_misses_are_ordered_by_likeness():
    """A slip of one letter is found first; what is nothing like it is not found."""
    known = ["united-states", "us-state", "russia", "iran"]

    assert "russia" == near("rusia", known)[0]
    assert () == near("zzz", known)
