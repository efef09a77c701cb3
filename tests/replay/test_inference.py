"""R10: what each relation carries, and where inference keeps still."""

import pytest

from positions import Stance
from positions.model.vocabulary import SCORES
from tests.replay.records import view_of, words

POSITIVE = ["affirmed", "probable", "possible"]
NEGATIVE = ["doubtful", "improbable", "denied"]
ZERO = ["uncommitted", "withheld"]
MIRRORED = dict(zip(POSITIVE, reversed(NEGATIVE), strict=True))


def as_they_are(*stances):
    """Return what carries those stances unchanged."""
    return {stance: stance for stance in stances}


# Typed from the contract: of a relation from `one` to `other`, what a stance on the one makes of
# the other (forward), and what one on the other makes of the one (backward).
CARRIES = {
    ("entails", "forward"): as_they_are(*POSITIVE),
    ("entails", "backward"): as_they_are(*NEGATIVE),
    ("presupposes", "forward"): as_they_are("affirmed", "probable"),
    ("presupposes", "backward"): {},
    ("contradicts", "forward"): MIRRORED,
    ("contradicts", "backward"): MIRRORED,
    ("equivalent", "forward"): as_they_are(*POSITIVE, *NEGATIVE),
    ("equivalent", "backward"): as_they_are(*POSITIVE, *NEGATIVE),
}


@pytest.mark.parametrize("stance", [*POSITIVE, *ZERO, *NEGATIVE])
@pytest.mark.parametrize(("relation", "way"), CARRIES)
def test_each_relation_carries_what_the_contract_says(relation, way, stance):
    """Each stance, each relation, each way; where nothing is carried there is no record."""
    said, asked = ("one", "other") if way == "forward" else ("other", "one")
    view = view_of(
        [words(f"us {said} assert 2015 {stance}")], relations=[["one", relation, "other"]]
    )
    position = view.position("us", asked, infer=True)
    expected = CARRIES[relation, way].get(stance)

    assert (expected or "no_record") == position.kind
    assert [(expected, said, stance)] * bool(expected) == [
        (each.stance, each.source, each.held) for each in position.inferred
    ]


def test_mirror_images_have_opposite_scores():
    """Affirmed and denied, probable and improbable, possible and doubtful."""
    assert all(SCORES[Stance(one)] == -SCORES[Stance(other)] for one, other in MIRRORED.items())


CHAIN = [["a", "entails", "b"], ["b", "entails", "c"], ["c", "contradicts", "d"]]


def test_chains_close_transitively_with_their_steps():
    """Each derivation names the relations over which it came, and the words it rests on."""
    view = view_of([words("us a confirm 2015-08-14", id="w")], relations=CHAIN)
    position = view.position("us", "d", infer=True)

    assert "denied" == position.kind == position.stance
    assert () == position.statements
    assert [["a to b, entails", "b to c, entails", "c to d, contradicts"]] == [
        list(map(str, each.steps)) for each in position.inferred
    ]
    assert ["w"] == [each.id for each in position.inferred[0].statements]
    assert (None, None) == (position.since, position.last_stated)
    assert "R10: inferred" in position.explain()
    assert "denied follows from affirmed on a (a to b, entails" in position.explain()
    assert {"relation": "entails", "from": "a", "to": "b"} == (
        position.to_dict()["inferred"][0]["steps"][0]
    )


def test_nothing_is_inferred_unless_it_is_asked_for():
    """And the matrix never does."""
    view = view_of([words("us a confirm 2015-08-14")], relations=CHAIN)

    assert "no_record" == view.position("us", "b").kind
    assert [("us", "a")] == list(view.matrix())
    assert ["a"] == [each.claim for each in view.positions(actor="us")]
    assert ["a", "b", "c", "d"] == [each.claim for each in view.positions(actor="us", infer=True)]


def test_a_commitment_of_its_own_stops_inference():
    """On the claim itself, and on a claim along the chain, whatever it says."""
    view = view_of(
        [words("us a confirm 2015-08-14"), words("us b hedge 2015-08-14")], relations=CHAIN
    )

    assert "uncommitted" == view.position("us", "b", infer=True).kind
    assert "no_record" == view.position("us", "c", infer=True).kind


def test_what_is_of_a_lower_tier_does_not_stop_it():
    """A referral, an implied word or a condition gives way to what follows."""
    for row in (
        words("us b decline_comment 2015-08-15"),
        words("us b refer 2015-08-15", refers_to="them"),
        words("us b deny 2015-08-15", mode="implied"),
        words("us b deny 2015-08-15", mode="conditional", condition="if so"),
    ):
        view = view_of([words("us a confirm 2015-08-14"), row], relations=CHAIN)
        position = view.position("us", "b", infer=True)

        assert "affirmed" == position.kind
        assert position.deferred_to is None


def test_an_unsettled_position_carries_nothing():
    """Nor does one that is not the actor's own."""
    view = view_of(
        [words("us a confirm 2015-08-14"), words("us a deny 2015-08-14")], relations=CHAIN
    )

    assert "no_record" == view.position("us", "b", infer=True).kind


def test_where_what_follows_disagrees_it_is_unsettled():
    """Every stance that follows is possible, each with its justification."""
    view = view_of(
        [words("us a confirm 2015-08-14"), words("us x confirm 2015-08-14")],
        relations=[["a", "entails", "c"], ["x", "contradicts", "c"]],
    )
    position = view.position("us", "c", infer=True)

    assert "unsettled" == position.kind
    assert {"affirmed", "denied"} == position.possible
    assert ["a", "x"] == sorted(each.source for each in position.inferred)


def test_what_may_be_its_own_is_joined_by_what_follows():
    """A disputed denial is one possibility, the inferred affirmation another."""
    view = view_of(
        [
            words("us a confirm 2015-08-14"),
            words("us b deny 2015-08-14", authenticity="disputed"),
        ],
        relations=CHAIN,
    )
    position = view.position("us", "b", infer=True)

    assert "unsettled" == position.kind
    assert {"affirmed", "denied", "no_record"} == position.possible


def test_a_narrower_denial_never_denies_the_broader_claim():
    """He did not come on Friday; whether he came is open."""
    view = view_of(
        [words("us on-friday deny 2015-08-14")], relations=[["on-friday", "entails", "at-all"]]
    )

    assert "no_record" == view.position("us", "at-all", infer=True).kind


def test_circles_of_relations_end():
    """A chain visits no claim twice."""
    view = view_of(
        [words("us a confirm 2015-08-14")],
        relations=[["a", "equivalent", "b"], ["b", "equivalent", "c"], ["c", "equivalent", "a"]],
    )

    assert 2 == len(view.position("us", "b", infer=True).inferred)
    assert "affirmed" == view.position("us", "b", infer=True).kind
