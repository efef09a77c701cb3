"""R9, R5 and R12 in small: who speaks for a body, on which ground, and who is whom."""

from datetime import timedelta

import positions
from tests.replay.records import view_of, words

MANDATES = [
    {"by": "chief", "for": "body", "rank": 1},
    {"by": "one", "for": "body", "rank": 2},
    {"by": "two", "for": "body", "rank": 2},
    {"by": "aide", "for": "body"},
]


def answer(*rows, as_of=None, mandates=MANDATES, **how):
    """Return where the body stands on the visit."""
    view = view_of(list(rows), mandates=mandates, as_of=as_of)
    return view.position("body", "visit", **how)


CHIEF = words("chief visit deny 2015-08-10", id="chief")
AIDE = words("aide visit confirm 2015-08-14", id="aide")


def test_the_latest_voice_speaks_and_dissent_is_listed():
    """All are one voice; who said otherwise is named, and whether it is the opposite."""
    position = answer(CHIEF, AIDE, words("one visit hedge 2015-08-12"))

    assert "affirmed" == position.kind
    assert [("chief", "denied", True), ("one", "uncommitted", False)] == [
        (each.actor, each.kind, each.opposed) for each in position.dissent
    ]
    assert ["chief"] == [each.id for each in position.dissent[0].statements]
    assert "chief: denied, opposed" in position.explain()
    assert {"actor", "kind", "opposed", "statements"} == set(position.dissent[0].to_dict())


def test_the_most_senior_speaks_before_the_latest():
    """Rank 1 before 2, a rank before none, and the body itself before all."""
    assert "denied" == answer(CHIEF, AIDE, policy="most_senior").kind
    assert "denied" == answer(words("one visit deny 2015-08-10"), AIDE, policy="most_senior").kind
    assert "affirmed" == answer(AIDE, policy="most_senior").kind
    itself = words("body visit hedge 2015-08-01")
    assert "uncommitted" == answer(itself, CHIEF, AIDE, policy="most_senior").kind


def test_who_says_nothing_of_his_own_yields_to_the_next():
    """A referral or a silence of the chief is no commitment."""
    refers = words("chief visit refer 2015-08-20", refers_to="aide")

    assert "affirmed" == answer(refers, AIDE, policy="most_senior").kind
    assert "deferred" == answer(refers, policy="most_senior").kind


def test_equal_ranks_are_one_voice():
    """The later of the two speaks; on one day, without an order, it is unsettled."""
    one, two = words("one visit deny 2015-08-10"), words("two visit confirm 2015-08-11")

    assert "affirmed" == answer(one, two, policy="most_senior").kind
    tie = answer(one, two | {"said": "2015-08-10"}, policy="most_senior")
    assert ("unsettled", {"denied", "affirmed"}) == (tie.kind, tie.possible)


def test_a_window_hears_only_who_spoke_within_it():
    """Back from the end of the cut; and from the last statement where there is none."""
    window = timedelta(days=3)

    assert (
        "affirmed"
        == answer(CHIEF, AIDE, as_of="2015-08-14", policy="most_senior", window=window).kind
    )
    assert (
        "denied"
        == answer(
            CHIEF, AIDE, as_of="2015-08-14", policy="most_senior", window=timedelta(days=5)
        ).kind
    )
    assert "affirmed" == answer(CHIEF, AIDE, policy="most_senior", window=window).kind
    assert "denied" == answer(CHIEF, AIDE, policy="most_senior", window=timedelta(days=30)).kind


def test_a_window_without_any_words_is_no_error():
    """Where nobody spoke within it, all are heard as one."""
    later = {"as_of": "2016", "policy": "most_senior", "window": timedelta(days=1)}

    assert (
        "no_record"
        == view_of(
            [words("chief other deny 2015")],
            mandates=MANDATES,
            claims={"visit": None, "other": None},
        )
        .position("body", "visit", policy="most_senior", window=timedelta(days=1))
        .kind
    )
    assert "affirmed" == answer(CHIEF, AIDE, **later).kind


def test_unanimous_is_divided_where_they_differ():
    """And what they agree on where they do; silence is no other opinion."""
    position = answer(CHIEF, AIDE, policy="unanimous")

    assert "divided" == position.kind
    assert position.since is None
    assert {"chief", "aide"} == {each.id for each in position.statements}
    assert "denied" == answer(CHIEF, AIDE | {"act": "deny"}, policy="unanimous").kind
    assert "denied" == answer(CHIEF, AIDE | {"act": "no_response"}, policy="unanimous").kind
    maybe = answer(CHIEF, AIDE | {"authenticity": "disputed"}, policy="unanimous")
    assert "divided" in maybe.possible
    assert "denied" in maybe.possible


def test_nobody_dissents_from_what_is_no_commitment():
    """From a division, or from a silence."""
    assert () == answer(CHIEF, AIDE, policy="unanimous").dissent
    assert () == answer(words("aide visit no_response 2015-08-14")).dissent


def test_words_on_background_give_way_to_words_on_the_record():
    """For anyone but their speaker, however late they are (R5)."""
    background = AIDE | {"ground_rule": "on_background"}
    view = view_of([CHIEF, background], mandates=MANDATES)

    assert "denied" == view.position("body", "visit").kind
    assert [("aide", "lower_tier")] == [
        (each.statement.id, each.reason) for each in view.position("body", "visit").excluded
    ]
    assert "affirmed" == view.position("aide", "visit").kind
    assert "affirmed" == answer(background).kind
    assert "affirmed" == answer(background, CHIEF | {"mode": "implied"}).kind


def test_words_in_person_or_not_for_attribution_count_for_their_speaker_alone():
    """Each is left out of the body's answer with its own reason (R8)."""
    for more, reason in (
        ({"capacity": "personal"}, "personal"),
        ({"ground_rule": "off_record"}, "off_record"),
        ({"ground_rule": "deep_background"}, "deep_background"),
        ({"on_behalf_of": "chief"}, None),
        ({"on_behalf_of": "stranger"}, "for_another"),
        ({"said": "2014"}, "no_mandate"),
        ({"authenticity": "fabricated"}, "fabricated"),
        ({"visibility": "private"}, "not_public"),
    ):
        mandates = [{"by": "aide", "for": "body", "from": "2015-01-01"}, MANDATES[0]]
        view = view_of(
            [AIDE | more],
            mandates=mandates,
            actors=dict.fromkeys(["aide", "body", "chief", "stranger"]),
        )
        position = view.position("body", "visit")

        assert ("affirmed" if reason is None else "no_record") == position.kind
        assert ([] if reason is None else [reason]) == [each.reason for each in position.excluded]
        if reason is not None:
            assert {"statement", "reason"} == set(position.excluded[0].to_dict())


def test_who_is_the_same_has_one_position():
    """Until the judgement is withdrawn; a `different` beside it contests the answer (R12)."""
    with positions.open(":memory:") as ledger:
        for actor in ("official", "kirby", "toner"):
            ledger.add_actor(actor)
        ledger.open_claim("visit")
        ledger.record(by="official", claim="visit", act="deny", said="2015-08-14")
        apart = ledger.as_of()
        ledger.judge_identity("same", ["official", "kirby"], id="same")
        joined = ledger.as_of()
        ledger.judge_identity("different", ["official", "kirby"], id="different")
        contested = ledger.as_of()
        ledger.withdraw_identity("different")
        settled = ledger.as_of()
        ledger.withdraw_identity("same")

        assert "no_record" == apart.position("kirby", "visit").kind
        for view in (joined, contested, settled):
            assert "denied" == view.position("kirby", "visit").kind
            assert "no_record" == view.position("toner", "visit").kind
        assert [False, True, False] == [
            view.position("kirby", "visit").contested for view in (joined, contested, settled)
        ]
        assert "Contested" in contested.position("kirby", "visit").explain()
        assert "no_record" == ledger.as_of().position("kirby", "visit").kind
