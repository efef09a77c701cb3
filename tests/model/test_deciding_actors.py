"""Decisions on an actor: asking twice is asking once, and folding never raises."""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from positions import (
    Actor,
    ActorRegistered,
    Conflict,
    IdentityJudged,
    IdentityWithdrawn,
    InvalidStatement,
    Judgement,
    Mandate,
    MandateAmended,
    MandateGiven,
    MandateVoided,
    Name,
    NameAdded,
    NameVoided,
)
from positions.model.actors import decide
from positions.model.actors.events import ActorEvent
from positions.model.actors.state import INITIAL, fold

KIRBY = Actor(id="kirby", kind="person", ids={"wikidata": "Q1"}, note="spokesman")
JOHN = Name(text="John Kirby")
JACK = Name(text="Jack Kirby")
MANDATE = Mandate(by="kirby", body="state", rank=5)
HIGHER = evolve(MANDATE, rank=4)
SAME = Judgement(verdict="same", actors=["kirby", "official"])
RECORD = fold(
    [
        ActorRegistered(actor=KIRBY),
        NameAdded(name=JOHN),
        MandateGiven(id="m", mandate=MANDATE),
        IdentityJudged(id="j", judgement=SAME),
    ]
)
EMPTY = Actor(id="kirby")

COMMANDS = {
    "add": lambda state: decide.add_actor(state, KIRBY, [JOHN]),
    "add more": lambda state: decide.add_actor(state, Actor(id="kirby", ids={"isni": "7"}), [JACK]),
    "name": lambda state: decide.add_name(state, JACK),
    "void name": lambda state: decide.void_name(state, JOHN, None),
    "give": lambda state: decide.give_mandate(state, "n", HIGHER),
    "amend": lambda state: decide.amend_mandate(state, "a", "m", HIGHER, "source"),
    "void": lambda state: decide.void_mandate(state, "m", None),
    "judge": lambda state: decide.judge_identity(state, "k", evolve(SAME, verdict="different")),
    "withdraw": lambda state: decide.withdraw_identity(state, "j", None),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_asking_twice_is_asking_once(name):
    """Each decision yields events once; upon what they made of the record, none."""
    events = COMMANDS[name](RECORD)

    assert () == COMMANDS[name](fold(events, RECORD))
    assert bool(events) == (name != "add")


def test_an_actor_is_put_on_record_with_its_names():
    """Each name once; then what becomes known is added, and what is known is kept."""
    events = decide.add_actor(INITIAL, EMPTY, [JOHN, JACK, JOHN])

    assert (ActorRegistered(actor=EMPTY), NameAdded(name=JOHN), NameAdded(name=JACK)) == events
    state = fold(decide.add_actor(fold(events), KIRBY, []), fold(events))
    assert KIRBY == state.actor
    assert (JACK, JOHN) == state.standing_names()
    more = fold(COMMANDS["add more"](RECORD), RECORD)
    assert evolve(KIRBY, ids={"wikidata": "Q1", "isni": "7"}) == more.actor


@pytest.mark.parametrize(
    "more", [{"kind": "person"}, {"note": "spokesman"}, {"ids": {"wikidata": "Q1"}}]
)
def test_each_thing_that_becomes_known_is_an_event(more):
    """Kind, note and external ids may each come later."""
    bare = fold([ActorRegistered(actor=EMPTY)])
    fuller = Actor(id="kirby", **more)

    assert (ActorRegistered(actor=fuller),) == decide.add_actor(bare, fuller, [])
    assert () == decide.add_actor(RECORD, fuller, [])


def conflict(command):
    """Return what the conflict that *command* causes is about."""
    with pytest.raises(Conflict) as caught:
        command()
    return caught.value.kind, caught.value.id, caught.value.differs


@pytest.mark.parametrize(
    ("other", "differs"),
    [
        ({"kind": "post"}, ("kind",)),
        ({"note": "x"}, ("note",)),
        ({"ids": {"wikidata": "Q2"}}, ("ids",)),
        ({"kind": "body", "ids": {"wikidata": "Q2"}, "note": "x"}, ("kind", "ids", "note")),
    ],
)
def test_another_kind_id_or_note_is_a_conflict(other, differs):
    """It names the fields that differ."""
    assert ("actor", "kirby", differs) == conflict(
        lambda: decide.add_actor(RECORD, Actor(id="kirby", **other), [JACK])
    )


def test_other_content_under_a_known_id_is_a_conflict():
    """So of mandates, their amendments, and judgements."""
    amended = fold(COMMANDS["amend"](RECORD), RECORD)
    higher = evolve(MANDATE, rank=1)

    assert ("mandate", "m") == conflict(lambda: decide.give_mandate(RECORD, "m", HIGHER))[:2]
    assert ("amendment", "a") == conflict(
        lambda: decide.amend_mandate(amended, "a", "m", higher, None)
    )[:2]
    assert ("judgement", "j") == conflict(
        lambda: decide.judge_identity(RECORD, "j", evolve(SAME, by="desk"))
    )[:2]


def test_an_amendments_id_has_one_target():
    """It cannot make another mandate the same."""
    amended = fold([*COMMANDS["amend"](RECORD), *COMMANDS["give"](RECORD)], RECORD)

    assert ("amendment", "a", ("content",)) == conflict(
        lambda: decide.amend_mandate(amended, "a", "n", HIGHER, None)
    )


def test_what_was_taken_back_stays_so():
    """A voided name, a voided mandate and a withdrawn judgement are not recorded again."""
    for command, again in (
        ("void name", lambda state: decide.add_name(state, JOHN)),
        ("void", lambda state: decide.give_mandate(state, "m", MANDATE)),
        ("withdraw", lambda state: decide.judge_identity(state, "j", SAME)),
    ):
        assert () == again(fold(COMMANDS[command](RECORD), RECORD))


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (lambda: decide.void_name(RECORD, JACK, None), "the names on record are 'John Kirby'"),
        (lambda: decide.void_name(INITIAL, JACK, None), "the names on record are none"),
        (lambda: decide.void_mandate(RECORD, "x", None), "there is no mandate 'x' .* it has m"),
        (lambda: decide.void_mandate(INITIAL, "x", None), "it has none"),
        (lambda: decide.amend_mandate(RECORD, "a", "x", HIGHER, None), "there is no mandate 'x'"),
        (
            lambda: decide.amend_mandate(
                fold(COMMANDS["void"](RECORD), RECORD), "a", "m", HIGHER, None
            ),
            "mandate 'm' is voided",
        ),
        (
            lambda: decide.amend_mandate(RECORD, "a", "m", evolve(MANDATE, by="toner"), None),
            r"stays its holder's \(kirby\)",
        ),
        (lambda: decide.withdraw_identity(RECORD, "x", None), "there is no judgement 'x'"),
    ],
)
def test_what_is_not_there_cannot_be_corrected(command, sentence):
    """What is there instead is told."""
    with pytest.raises(InvalidStatement, match=sentence):
        command()


def test_a_mandate_on_record_tells_what_it_was_and_is():
    """As first given, as amended, and not at all once voided."""
    amended = fold(COMMANDS["amend"](RECORD), RECORD)
    voided = fold(COMMANDS["void"](amended), amended)

    assert (MANDATE, HIGHER) == (amended.grants["m"].first, amended.grants["m"].now)
    assert (MANDATE, None) == (voided.grants["m"].first, voided.grants["m"].now)
    assert voided == fold([MandateAmended(id="late", target="m", mandate=HIGHER)], voided)


EVENTS: list[ActorEvent] = [
    ActorRegistered(actor=KIRBY),
    ActorRegistered(actor=Actor(id="kirby", kind="post", ids={"wikidata": "Q2", "isni": "7"})),
    NameAdded(name=JOHN),
    NameVoided(name=JOHN),
    NameVoided(name=JACK),
    MandateGiven(id="m", mandate=MANDATE),
    MandateGiven(id="m", mandate=HIGHER),
    MandateAmended(id="a", target="m", mandate=HIGHER),
    MandateAmended(id="b", target="unknown", mandate=HIGHER),
    MandateVoided(mandate="m"),
    MandateVoided(mandate="unknown"),
    IdentityJudged(id="j", judgement=SAME),
    IdentityJudged(id="j", judgement=evolve(SAME, by="desk")),
    IdentityWithdrawn(judgement="j"),
    IdentityWithdrawn(judgement="unknown"),
]


@given(st.lists(st.sampled_from(EVENTS), max_size=12))
def test_folding_never_raises_and_twice_is_once(events):
    """Whatever stands in a stream, in whatever order, folds; and an event told twice at once."""
    doubled = [each for event in events for each in (event, event)]

    assert fold(events) == fold(doubled)


def test_what_makes_no_sense_changes_nothing():
    """Giving and judging twice, and correcting what is not there."""
    assert RECORD == fold([EVENTS[each] for each in (6, 8, 10, 12, 14)], RECORD)


def test_where_two_say_other_things_of_an_actor_the_first_stands():
    """Two writers may both have been first; what only the later one says is added."""
    state = fold(EVENTS[:2])

    assert evolve(KIRBY, ids={"wikidata": "Q1", "isni": "7"}) == state.actor


def test_a_name_that_was_voided_before_it_was_added_stays_voided():
    """The order in which two writers come does not matter."""
    assert () == fold([NameVoided(name=JOHN), NameAdded(name=JOHN)]).standing_names()
