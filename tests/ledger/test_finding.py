"""`find`: actors and claims by what they are called."""

import pytest

from positions import InvalidQuestion
from positions.ledger import Found
from tests.ledger.cases import kirby_speaks


@pytest.fixture(scope="module")
def ledger():
    """A ledger with names in several scripts."""
    ledger = kirby_speaks()
    ledger.add_actor("soleimani", "person", names=["Qassem Soleimani", "Касем Сулеймани"])
    ledger.add_name("soleimani", "قاسم سليماني", lang="ar")
    ledger.add_actor("erdogan", "person", names=["Recep Tayyip Erdoğan", "Άννα"])
    return ledger


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Qassem Soleimani", "soleimani"),
        ("qassem soleimani", "soleimani"),
        ("Soleymani", "soleimani"),
        ("Сулеймани", "soleimani"),
        ("СУЛЕЙМАНИ", "soleimani"),
        ("سليماني", "soleimani"),
        ("Erdogan", "erdogan"),
        ("ERDOĞAN", "erdogan"),
        ("Erdoǧan", "erdogan"),
        ("ανν", "erdogan"),
        ("kirby", "kirby"),
        ("Kirbi", "kirby"),
        ("ⓀⒾⓇⒷⓎ", "kirby"),
        ("  Kirby ", "kirby"),
        ("travel ban", "ban"),
    ],
)
def test_a_name_is_found_whatever_its_script_case_and_accents(ledger, text, id):
    """A misspelling of a letter makes no difference either."""
    assert id == ledger.find(text)[0].id


@pytest.mark.parametrize("text", ["", "  ", "\u0301", "xyzzy"])
def test_what_is_like_nothing_finds_nothing(ledger, text):
    """Neither does what has no letters."""
    assert () == ledger.find(text)


def test_what_is_found_is_found_once_and_the_likeliest_first(ledger):
    """An actor of several names is there by the best of them, and an exact id comes first."""
    found = ledger.find("soleimani")

    assert [
        Found("actor", "soleimani", "soleimani"),
        Found("claim", "visit", "Qassem Soleimani visited Moscow"),
    ] == list(found)


@pytest.mark.parametrize("kind", ["actor", "claim"])
def test_only_actors_or_only_claims_are_found_where_one_says_so(ledger, kind):
    """The others are as if they were not there."""
    every = ledger.find("soleimani")

    assert 2 == len(every)
    assert tuple(each for each in every if each.kind == kind) == ledger.find("soleimani", kind=kind)


def test_a_kind_that_is_none_is_refused(ledger):
    """Rather than nothing being found, or everything."""
    with pytest.raises(InvalidQuestion, match="kind: 'person' is none of actor, claim"):
        ledger.find("soleimani", kind="person")


def test_a_voided_name_is_no_longer_found(ledger):
    """Nor is the actor by it."""
    ledger.add_actor("toner", names=["Mark Toner", "Markus"])
    assert "toner" == ledger.find("Markus")[0].id

    ledger.void_name("toner", "Markus")

    assert "toner" not in {each.id for each in ledger.find("Markus") if each.name == "Markus"}
