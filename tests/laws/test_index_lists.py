"""Law 7: lists that the index narrows down hold what the fold says of each cell."""

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from positions import Act, History, Statement, When
from positions.model.claims.claim import Claim
from positions.model.claims.events import ClaimOpened, ClaimsRelated, StatementRecorded
from positions.replay.answers import NOTHING
from positions.testing import cuts, event_logs, relations
from tests.laws.plainly import near_edges
from tests.laws.records import told
from tests.laws.test_index import BODY, heard, logs, merging, policies, ways

days = st.integers(1, 4).map("2015-08-{:02}".format)
times = st.one_of(days, days, days, st.just("2015-08"), st.just("2015-08-03/2015-08-06"))
acts = st.sampled_from([Act.REFER, Act.DECLINE_COMMENT, Act.NO_RESPONSE, *[Act.CONFIRM] * 3])
odd = st.sampled_from([{}, {}, {}, {"authenticity": "disputed"}, {"visibility": "private"}])


@st.composite
def evasions(draw):
    """Return a log in which a spokeswoman and her desk mostly refuse to answer."""
    log = BODY
    for number in range(draw(st.integers(1, 5))):
        act = draw(acts)
        word = Statement(
            id=f"s{number}",
            claim="c",
            by=draw(st.sampled_from(["ann", "desk"])),
            act=act,
            refers_to="desk" if act is Act.REFER else None,
            said=When.parse(draw(times)),
            **draw(odd),
        )
        log = told(log, "c", StatementRecorded(statement=word))
    return log


@given(logs, st.data(), heard, ways)
def test_law_07_open_questions_are_those_of_each_cell(log, data, include, way):
    """Law 7: all of them, a claim's, an actor's; in order, and with all that each tells."""
    view = History.of(log).as_of(**data.draw(st.one_of(cuts(), near_edges(log))))
    lists_what_is_open(view, include, way)


@given(evasions(), heard, ways)
def test_law_07_the_last_word_says_whether_a_question_is_open(log, include, way):
    """Law 7: of one day, in dispute, in private, about the ends of a mandate."""
    for cut in ({}, {"as_of": "2015-08-04"}, {"as_of": "2015-08-03"}):
        lists_what_is_open(History.of(log).as_of(**cut), include, way)


def lists_what_is_open(view, include, way):
    """Assert that lists of open questions hold what each cell does, which the fold is asked."""
    single = {
        (actor, claim): [
            each.to_dict()
            for each in view.open_questions(actor=actor, claim=claim, include=include)
        ]
        for claim in view.claims
        for actor in view.actors
    }
    asked = [{}, *({"claim": on} for on in view.claims), *({"actor": by} for by in view.actors)]
    with merging(way):
        for narrowed in asked:
            found = view.open_questions(**narrowed, include=include)
            assert [each.to_dict() for each in found] == [
                each
                for (actor, claim), of_cell in single.items()
                for each in of_cell
                if {"actor": actor, "claim": claim}.items() >= narrowed.items()
            ]


@given(event_logs(), st.data(), policies, heard, ways)
def test_law_07_inferred_positions_are_those_of_each_cell(log, data, policy, include, way):
    """Law 7: what follows from other claims, for all, for an actor, on a claim."""
    for each in data.draw(st.lists(relations(), max_size=4)):
        log = told(log, each.claim, ClaimsRelated(id=each.id, relation=each))
    view = History.of(log).as_of(**data.draw(st.one_of(cuts(), near_edges(log))))
    options = {"policy": policy, "include": include, "infer": True}
    single = {
        (actor, claim): position.to_dict()
        for actor in view.actors
        for claim in view.claims
        for position in [view.position(actor, claim, **options)]
        if position.standing != NOTHING
    }

    with merging(way):
        assert [*single.values()] == [each.to_dict() for each in view.positions(**options)]
        for claim in view.claims:
            found = view.positions(claim=claim, **options)
            assert [single[cell] for cell in single if cell[1] == claim] == [
                each.to_dict() for each in found
            ]
        for actor in view.actors:
            found = view.positions(actor=actor, **options)
            assert [single[cell] for cell in single if cell[0] == actor] == [
                each.to_dict() for each in found
            ]


@given(st.one_of(logs, evasions()), st.data(), ways)
def test_law_07_statements_of_an_actor_are_those_on_each_claim(log, data, way):
    """Law 7: whatever was said in public or in private, and counts for the actor or may."""
    view = History.of(log).as_of(**data.draw(st.one_of(cuts(), near_edges(log))))
    with merging(way):
        for actor in view.actors:
            on_each = [view.statements(claim=claim, actor=actor) for claim in view.claims]
            assert [*chain.from_iterable(on_each)] == [*view.statements(actor=actor)]


@given(ways)
def test_law_07_nothing_is_listed_on_a_claim_before_it_is_opened(way):
    """Law 7: what was said already waits, also for who asks what was on record by then."""
    said = Statement(id="s", claim="d", by="ann", act="no_response", said=When.parse("2015-08-02"))
    log = told(BODY, "d", StatementRecorded(statement=said))
    opened = told(log, "d", ClaimOpened(claim=Claim(id="d", text="D")))
    with merging(way):
        before, after = (History.of(each).as_of() for each in (log, opened))
        assert () == before.open_questions() == before.open_questions(actor="ann")
        assert () == before.statements(actor="ann")
        assert ["ann", "desk"] == [each.actor for each in after.open_questions(claim="d")]
        assert ["s"] == [each.statement.id for each in after.statements(actor="desk")]
