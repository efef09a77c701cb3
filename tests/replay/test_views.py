"""What a view can be asked, its refusals, and the small answers that positions and shifts give."""

import pytest

from positions import Actor, Claim, Name, UnknownActor, UnknownClaim
from tests.ledger.cases import kirby_speaks, ticking
from tests.replay.records import view_of, words


@pytest.fixture(scope="module")
def view():
    """A view of the small record."""
    return kirby_speaks(clock=ticking()).as_of()


def test_a_view_tells_who_and_what_is_on_record(view):
    """Actors with their names, and claims, in the order of their ids."""
    assert ("kirby", "russia", "us-state") == view.actors
    assert ("ban", "visit") == view.claims
    assert Actor(id="kirby", kind="person") == view.actor("kirby")
    assert (Name(text="John Kirby"), Name(text="Джон Кирби", lang="ru")) == view.names("kirby")
    assert Claim(id="visit", text="Qassem Soleimani visited Moscow") == view.claim("visit")


ASKED = {
    "actor": lambda view: view.actor("kirbi"),
    "names": lambda view: view.names("kirbi"),
    "position": lambda view: view.position("kirbi", "visit"),
    "positions": lambda view: view.positions(actor="kirbi"),
    "timeline": lambda view: view.timeline("kirbi", "visit"),
    "statements": lambda view: view.statements(actor="kirbi"),
    "contradictions": lambda view: view.contradictions("kirbi"),
    "agreement": lambda view: view.agreement("russia", "kirbi"),
}


@pytest.mark.parametrize("question", ASKED)
def test_an_actor_that_is_not_on_record_is_unknown(view, question):
    """Whatever is asked of it; the near miss is named."""
    with pytest.raises(UnknownActor, match="there is no actor 'kirbi'; did you mean 'kirby'"):
        ASKED[question](view)


OF_CLAIMS = {
    "claim": lambda view: view.claim("visti"),
    "position": lambda view: view.position("kirby", "visti"),
    "positions": lambda view: view.positions(claim="visti"),
    "timeline": lambda view: view.timeline("kirby", "visti"),
    "statements": lambda view: view.statements(claim="visti"),
    "agreement": lambda view: view.agreement("russia", "kirby", ["visti"]),
}


@pytest.mark.parametrize("question", OF_CLAIMS)
def test_a_claim_that_is_not_on_record_is_unknown(view, question):
    """Whatever is asked of it; the near miss is named."""
    with pytest.raises(UnknownClaim, match="there is no claim 'visti'; did you mean 'visit'"):
        OF_CLAIMS[question](view)


def test_what_was_recorded_later_is_unknown_to_an_earlier_cut():
    """An actor that is only named in a judgement or a name torn from its registration, too."""
    ledger = kirby_speaks(clock=ticking())
    before = ledger.history()[-1].recorded_at
    ledger.add_actor("iran")
    ledger.open_claim("hype")
    earlier = ledger.as_of(recorded_by=before)

    assert "iran" in ledger.as_of().actors
    with pytest.raises(UnknownActor):
        earlier.actor("iran")
    with pytest.raises(UnknownClaim):
        earlier.claim("hype")


def test_policies_and_what_to_include_are_words_of_the_vocabulary(view):
    """Any other is a `ValueError`."""
    with pytest.raises(ValueError, match="loudest"):
        view.position("kirby", "visit", policy="loudest")
    with pytest.raises(ValueError, match="secret"):
        view.position("kirby", "visit", include=("secret",))


def test_statements_are_asked_by_claim_and_by_actor(view):
    """A body's are its voices'; each comes with its reports, in the order of a timeline."""
    ids = [
        [each.statement.id for each in view.statements(**which)]
        for which in ({}, {"claim": "visit"}, {"claim": "ban"}, {"actor": "us-state"})
    ]

    assert [["a", "b"], ["a", "b"], [], ["a"]] == ids


def test_statements_leave_private_words_out_where_that_is_asked():
    """They are among them unless it is."""
    view = view_of([words("us visit inform 2015 denied", id="p", visibility="private")])

    assert ["p"] == [each.statement.id for each in view.statements()]
    assert () == view.statements(include=())


def test_a_position_is_a_value_that_shows_itself(view):
    """Two of the same are equal; it names actor, claim and kind."""
    position = view.position("us-state", "visit")

    assert position == view.position("us-state", "visit")
    assert position != view.position("kirby", "visit")
    assert "<Position us-state on visit: denied>" == repr(position)
    unsettled = view_of([words("us visit deny 2015"), words("us visit confirm 2015")])
    assert "<Position us on visit: unsettled (affirmed or denied)>" == repr(
        unsettled.position("us", "visit")
    )


def test_a_position_tells_since_when_and_on_how_many_occasions():
    """The run begins with the first of the same kind; relays of one utterance are one origin."""
    position = view_of(
        [
            words("us visit confirm 2015-08-10"),
            words("us visit deny 2015-08-12"),
            words("us visit deny 2015-08-14", utterance="briefing", to="press"),
            words("us visit deny 2015-08-14", utterance="briefing", to="radio"),
        ]
    ).position("us", "visit")

    assert ("2015-08-12", "2015-08-14") == (str(position.since), str(position.last_stated))
    assert 1 == position.origins
    assert {"superseded"} == {each.reason for each in position.excluded}


def test_where_nothing_is_on_record_there_is_nothing_to_tell(view):
    """And the explanation says so."""
    position = view.position("kirby", "ban")

    assert ("no_record", None, None, None, 0, ()) == (
        position.kind,
        position.stance,
        position.since,
        position.last_stated,
        position.origins,
        position.statements,
    )
    assert "nothing that counts for it is on record" in position.explain()


def test_a_referral_names_to_whom_and_two_referrals_to_none():
    """`deferred_to` is one actor, or nobody."""
    to_state = words("us visit refer 2015-08-14", refers_to="state")
    to_un = words("us visit refer 2015-08-14", refers_to="un")

    assert "state" == view_of([to_state]).position("us", "visit").deferred_to
    both = view_of([to_state, to_un]).position("us", "visit")
    assert ("deferred", None) == (both.kind, both.deferred_to)


def test_conditions_are_told_whatever_decides():
    """The text of each, in order."""
    view = view_of(
        [
            words("us visit deny 2015-08-14", mode="conditional", condition="if asked"),
            words("us visit hedge 2015-08-15"),
        ]
    )

    assert ("if asked",) == view.position("us", "visit").conditions
    assert "uncommitted" == view.position("us", "visit").kind


def test_a_timeline_lists_each_commitment_with_its_shift():
    """The first is `initial`; each says where the actor stood, and whether others spoke before."""
    view = view_of(
        [
            words("kirby visit confirm 2015-08-12", id="1"),
            words("toner visit decline_to_confirm 2015-08-14", id="2"),
            words("toner visit deny 2015-08-16", id="3"),
            words("toner visit retract 2015-08-18", id="4", retracts="3"),
            words("toner visit no_response 2015-08-19", id="5"),
        ],
        mandates=[{"by": "kirby", "for": "us"}, {"by": "toner", "for": "us"}],
    )
    shifts = view.timeline("us", "visit")

    assert [
        ("1", "initial", "no_record", "affirmed", False),
        ("2", "walk_back", "affirmed", "uncommitted", True),
        ("3", "hardening", "uncommitted", "denied", False),
        ("4", "retraction", "denied", "uncommitted", False),
    ] == [
        (each.statement.id, each.kind, each.old.kind, each.new.kind, each.speaker_changed)
        for each in shifts
    ]
    assert all(each.certain for each in shifts)
    assert shifts[0].statement.said == shifts[0].said
    assert {"statement", "kind", "old", "new", "certain", "speaker_changed"} == set(
        shifts[0].to_dict()
    )


def test_a_stance_that_can_be_read_in_two_ways_makes_no_kind_of_shift():
    """Its kind is `None`."""
    view = view_of(
        [words("us visit confirm 2015-08-12"), words("us visit hedge 2015-08-14 possible denied")]
    )

    assert ["initial", None] == [each.kind for each in view.timeline("us", "visit")]
    assert view.timeline("us", "visit")[1].to_dict()["kind"] is None


def test_a_retraction_ends_the_time_of_all_that_came_before_what_it_withdraws():
    """R3: what is known of the order on one claim narrows the times on another, retractions too."""
    statements = [
        words("ann visit assert 2015", id="first"),
        words("ann ban assert 2015", id="then", follows=["first"]),
        words("ann ban retract 2015-03-01", id="withdrawn", retracts="then"),
    ]

    assert "affirmed" == view_of(statements, as_of="2015-04-01").position("ann", "visit").kind
