"""Positions beside each other: differences, agreement, contradictions, open questions."""

import json
from pathlib import Path

import pytest

import positions
from positions import Agreement, Change, Matrix, PositionKind, Standing, UnknownActor, UnknownClaim
from tests.replay.records import view_of, words

SEED = Path(__file__).parents[2] / "seeds" / "soleimani-moscow-2015.yaml"


@pytest.fixture(scope="module")
def seed():
    """The ledger of the founding case."""
    ledger = positions.open(":memory:")
    ledger.load(SEED)
    return ledger


# --- differences


def test_what_changed_between_two_dates_of_the_founding_case(seed):
    """Between 11 and 14 August Washington confirmed, and Moscow denied."""
    before, after = seed.as_of("2015-08-11"), seed.as_of("2015-08-14")

    changes = before.diff(after)

    assert ("no_record", "denied", "initial") == told(changes["russia", "visit"])
    assert ("uncommitted", "affirmed", "hardening") == told(changes["united-states", "visit"])
    assert ("united-states", "exemption") not in changes
    assert list(changes) == sorted(changes)
    assert {} == after.diff(after)
    assert before.matrix().patched(changes) == after.matrix()
    assert after.matrix().patched(after.diff(before)) == before.matrix()


def told(change):
    """Return what a change says, as strings."""
    plain = change.to_dict()
    return plain["old"]["kind"], plain["new"]["kind"], plain["shift"]


SHIFTS = [
    ("no_record", "denied", "initial"),
    ("declined", "denied", "initial"),
    ("retracted", "denied", "initial"),
    ("conditional", "denied", None),
    ("divided", "denied", None),
    ("denied", "declined", None),
    ("denied", "no_record", None),
    ("denied", "retracted", "retraction"),
    ("denied", "denied", "reaffirmation"),
    ("possible", "affirmed", "hardening"),
    ("uncommitted", "doubtful", "hardening"),
    ("affirmed", "probable", "softening"),
    ("denied", "improbable", "softening"),
    ("affirmed", "withheld", "walk_back"),
    ("denied", "uncommitted", "walk_back"),
    ("withheld", "uncommitted", "reaffirmation"),
    ("affirmed", "doubtful", "reversal"),
    ("denied", "affirmed", "reversal"),
]


@pytest.mark.parametrize(("old", "new", "shift"), SHIFTS)
def test_what_kind_of_shift_a_change_amounts_to(old, new, shift):
    """As R11 names them; none where no certain commitment changed."""
    change = Change(old=Standing(PositionKind(old)), new=Standing(PositionKind(new)))

    assert shift == change.shift
    assert (old, new, shift) == told(change)


def test_from_and_to_what_is_unsettled_there_is_no_shift():
    """What it was cannot be said; both possibilities are told."""
    either = Standing.of([PositionKind.DENIED, PositionKind.AFFIRMED])
    denied = Standing(PositionKind.DENIED)

    assert Change(old=either, new=denied).shift is None
    assert Change(old=denied, new=either).shift is None
    assert "unsettled (affirmed or denied)" == str(either)
    assert "<Standing: unsettled (affirmed or denied)>" == repr(either)
    assert {"kind": "unsettled", "possible": ["affirmed", "denied"]} == either.to_dict()
    assert Change(old=either, new=either) == Change(old=either, new=denied).then(
        Change(old=denied, new=either)
    )


# --- the matrix


def test_the_matrix_is_a_mapping_of_cells():
    """Ordered by actor and claim; what is not there has no record."""
    matrix = view_of(
        [
            words("us visit deny 2015"),
            words("iran visit dismiss 2015"),
            words("us ban confirm 2015"),
            words("us ban deny 2015"),
        ]
    ).matrix()

    assert [("iran", "visit"), ("us", "ban"), ("us", "visit")] == list(matrix)
    assert (("iran", "us"), ("ban", "visit")) == (matrix.actors, matrix.claims)
    assert "<Matrix of 2 actors and 2 claims>" == repr(matrix)
    assert "dismissed" == matrix["iran", "visit"].kind
    assert "no_record" == matrix.at("iran", "ban").kind
    with pytest.raises(KeyError):
        matrix["iran", "ban"]
    assert {
        "iran": {"visit": {"kind": "dismissed", "possible": []}},
        "us": {
            "ban": {"kind": "unsettled", "possible": ["affirmed", "denied"]},
            "visit": {"kind": "denied", "possible": []},
        },
    } == matrix.to_dict()
    assert matrix == Matrix(dict(reversed(list(matrix.items()))))


# --- agreement


def test_agreement_is_on_the_claims_on_which_both_hold_a_stance():
    """A dismissal is none; the order is that of the claims that are asked for."""
    view = view_of(
        [
            words("us visit deny 2015"),
            words("us ban confirm 2015"),
            words("us hype confirm 2015"),
            words("iran visit deny 2015"),
            words("iran ban deny 2015"),
            words("iran hype dismiss 2015"),
            words("qatar hype no_response 2015"),
        ]
    )

    assert Agreement(shared=("ban", "visit"), same=("visit",)) == view.agreement("us", "iran")
    assert 0.5 == view.agreement("us", "iran").share
    assert ("visit", "ban") == view.agreement("us", "iran", ["visit", "ban"]).shared
    assert view.agreement("us", "qatar").share is None
    assert {"shared": ["ban", "visit"], "same": ["visit"]} == view.agreement("iran", "us").to_dict()
    assert 1 == view.agreement("us", "us").share
    with pytest.raises(UnknownClaim, match="did you mean 'visit'"):
        view.agreement("us", "iran", ["visti"])
    with pytest.raises(UnknownActor):
        view.agreement("us", "irn")


def test_in_the_founding_case_washington_and_moscow_share_a_claim_and_disagree(seed):
    """On 14 August both hold a stance on the visit, and not the same one."""
    agreement = seed.as_of("2015-08-14").agreement("united-states", "russia")

    assert "visit" in agreement.shared
    assert "visit" not in agreement.same


# --- contradictions

EXEMPTION = [["ban", "contradicts", "exemption"], ["ban", "presupposes", "visit"]]


def test_two_positions_that_cannot_both_be_held():
    """Who says that the visit broke the ban cannot also say that it was exempt."""
    view = view_of(
        [
            words("us ban assert 2015-08-14", id="b"),
            words("us exemption assert 2015-08-15", id="e"),
            words("russia exemption assert 2015-08-15"),
        ],
        relations=EXEMPTION,
    )

    (found,) = view.contradictions("us")

    assert ("ban", "affirmed", ["b"]) == (
        found.claim,
        found.stance,
        [each.id for each in found.statements],
    )
    assert ("denied", "exemption", "affirmed", ["e"]) == (
        found.derivation.stance,
        found.derivation.source,
        found.derivation.held,
        [each.id for each in found.derivation.statements],
    )
    assert ["exemption to ban, contradicts"] == list(map(str, found.derivation.steps))
    assert {"claim", "stance", "statements", "derivation"} == set(found.to_dict())
    assert () == view.contradictions("russia")


def test_to_deny_what_one_presupposes_is_a_contradiction():
    """That a visit broke the ban, and that there was none."""
    view = view_of(
        [words("us ban assert 2015-08-14"), words("us visit deny 2015-08-14")], relations=EXEMPTION
    )

    assert [("visit", "denied", "ban")] == [
        (each.claim, each.stance, each.derivation.source) for each in view.contradictions("us")
    ]


def test_what_is_unsettled_uncommitted_or_of_the_same_sign_contradicts_nothing():
    """Nor does what was taken back."""
    for rows in (
        [words("us ban hedge 2015"), words("us exemption assert 2015")],
        [words("us ban deny 2015"), words("us exemption deny 2015")],
        [words("us ban assert 2015"), words("us ban deny 2015"), words("us exemption assert 2015")],
        [words("us ban assert 2015"), words("us exemption deny 2015")],
        [
            words("us ban assert 2015-08-14"),
            words("us ban retract 2015-08-15"),
            words("us exemption assert 2015-08-14"),
        ],
    ):
        assert () == view_of(rows, relations=EXEMPTION).contradictions("us")


def test_in_the_founding_case_two_governments_contradict_each_other_but_neither_itself(seed):
    """That Moscow says it told Washington otherwise is no contradiction of one actor."""
    view = seed.as_of("2015-08-18")

    assert "affirmed" == view.position("russia", "told-us").kind
    assert () == view.contradictions("russia")
    assert () == view.contradictions("united-states")
    assert () == view.contradictions("iran")
    with pytest.raises(UnknownActor, match="did you mean 'iran'"):
        view.contradictions("irann")


# --- open questions


def test_who_was_asked_and_has_only_referred_declined_or_been_silent():
    """With the words since, from the first of them, and where the actor stands meanwhile."""
    view = view_of(
        [
            words("us visit refer 2015-08-14", id="1", refers_to="state"),
            words("us visit decline_comment 2015-08-15", id="2"),
            words("us visit no_response 2015-08-16", id="3"),
            words("iran visit dismiss 2015-08-17"),
        ]
    )

    (question,) = view.open_questions()

    assert ("us", "visit", ["1", "2", "3"]) == (
        question.actor,
        question.claim,
        [each.id for each in question.statements],
    )
    assert "2015-08-14" == str(question.since)
    assert "silent" == question.standing.kind
    assert {"actor", "claim", "since", "standing", "statements"} == set(question.to_dict())


def test_an_answer_closes_the_question_and_a_silence_after_it_opens_it():
    """What was said before stands meanwhile; so does a concern, which is no answer."""
    rows = [
        words("us visit no_response 2015-08-14", id="1"),
        words("us visit confirm 2015-08-15", id="2"),
    ]
    silent = words("us visit no_response 2015-08-16", id="3")
    concern = words("us visit raise_concern 2015-08-17", id="4")

    assert () == view_of(rows).open_questions()
    (again,) = view_of([*rows, silent, concern]).open_questions()
    assert ["3"] == [each.id for each in again.statements]
    assert "affirmed" == again.standing.kind


def test_the_open_questions_of_the_founding_case(seed):
    """By 18 August the White House had referred, and two others not answered."""
    found = {
        (each.actor, each.claim): [one.act for one in each.statements]
        for each in seed.as_of("2015-08-18").open_questions()
    }

    assert ["refer"] == found["white-house", "visit"]
    assert ["no_response"] == found["us-mission-un", "visit"]
    assert ["no_response"] == found["us-state", "visit"][-1:]
    assert () == seed.as_of("2015-08-12").open_questions()


# --- everything as plain data


def test_all_answers_of_the_founding_case_are_plain_data(seed):
    """Whatever is asked can be written as JSON."""
    view = seed.as_of("2015-08-18")
    everything = [
        *view.positions(include=("private",)),
        *view.statements(),
        *view.timeline("united-states", "visit"),
        *view.open_questions(),
        *view.diff(seed.as_of("2015-08-12")).values(),
        view.matrix(),
    ]

    plain = json.loads(json.dumps([each.to_dict() for each in everything]))

    spoken = [each for each in plain if "reports" in each]
    assert len(view.statements()) == len(spoken)
    assert {"in-public"} != {report["outlet"] for each in spoken for report in each["reports"]}
    denial = next(each for each in spoken if each["id"] == "ryabkov-denies")
    assert ("BuzzFeed News", "translated", ["local media"]) == tuple(
        denial["reports"][0][name] for name in ("outlet", "rendering", "via")
    )
