"""Law 7 where words crowd: one speaker, one claim, times that overlap with each other and a cut."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions import History, Mandate, Report, Statement, When
from positions.model.actors.actor import Actor
from positions.model.actors.events import ActorRegistered, MandateGiven
from positions.model.claims.claim import Claim
from positions.model.claims.events import ClaimOpened, StatementRecorded
from tests.laws.records import said_by, told
from tests.laws.test_index import folded, folded_at, merging, present, ways

DAYS = [f"2015-08-{day:02}" for day in range(1, 15)]
days = st.integers(0, 8)
OPENED = told(
    said_by(
        said_by((), "ann", ActorRegistered(actor=Actor(id="ann"))),
        "desk",
        ActorRegistered(actor=Actor(id="desk")),
    ),
    "c",
    ClaimOpened(claim=Claim(id="c", text="C")),
)


@st.composite
def words(draw):
    """Return an act, a period of one to four days, a role, and when it was published, if later."""
    first = draw(days)
    last = first + draw(st.sampled_from([0, 0, 1, 3]))
    said = When.parse(f"{DAYS[first]}/{DAYS[last]}") if last > first else When.parse(DAYS[first])
    role = draw(st.sampled_from([None, None, "spokesperson"]))
    published = draw(st.sampled_from([None, None, None, 1, 3]))
    later = None if published is None else When.parse(DAYS[min(last + published, len(DAYS) - 1)])
    return draw(st.sampled_from(["confirm", "deny", "hedge"])), said, role, later


@st.composite
def crowds(draw):
    """Return a log of up to six statements of one, who spoke for a desk for a while."""
    first, length = draw(days), draw(st.integers(1, 4))
    near = When.parse(f"{DAYS[first]}/{DAYS[first + length]}")
    begins = draw(st.sampled_from([None, When.parse(DAYS[first]), near]))
    ends = draw(st.sampled_from([None, When.parse(DAYS[first + length])]))
    role = draw(st.sampled_from([None, "spokesperson"]))
    mandate = Mandate(by="ann", body="desk", begins=begins, ends=ends, role=role)
    log = said_by(OPENED, "ann", MandateGiven(id="m", mandate=mandate))
    for number, (act, said, role, later) in enumerate(draw(st.lists(words(), max_size=6))):
        word = Statement(id=f"s{number}", claim="c", by="ann", act=act, said=said, role=role)
        reports = () if later is None else (Report(outlet="x", published=later),)
        log = told(log, "c", StatementRecorded(statement=word, reports=reports))
    return log


@given(crowds(), days, ways)
def test_law_07_a_matrix_of_what_crowds_is_as_the_fold_says(log, known_by, way):
    """Law 7: as of each day, whether or not it is asked who could know."""
    history = History.of(log)
    with merging(way):
        for as_of, more in product(DAYS, ({}, {"known_by": DAYS[known_by]})):
            view = history.as_of(as_of, **more)
            assert view.matrix() == present(folded(view))


@given(crowds(), st.data(), ways)
def test_law_07_lookups_of_what_crowds_are_as_the_fold_says(log, data, way):
    """Law 7: many cuts at once, each with another of the clocks."""
    history = History.of(log)
    cuts = data.draw(
        st.lists(
            st.tuples(
                st.sampled_from(["ann", "desk"]),
                st.sampled_from(DAYS),
                st.sampled_from([None, *DAYS]),
            ),
            min_size=6,
            max_size=24,
        )
    )
    actors, as_of, known_by = map(list, zip(*cuts, strict=True))
    with merging(way):
        found = history.lookup(actors, "c", as_of, known_by)
    for (actor, until, public), position in zip(cuts, found, strict=True):
        cut = {"as_of": until} | ({} if public is None else {"known_by": public})
        assert position.standing == folded_at(history, (actor, "c"), ("latest", ()), cut)


def spoken_by_ann(*words):
    """Return a log of what Ann said: acts, times, and when each was published, if that is told."""
    log = OPENED
    for number, (act, said, *published) in enumerate(words):
        word = Statement(
            id=f"s{number}", claim="c", by="ann", act=act, said=When.parse(said), role="minister"
        )
        reports = [Report(outlet="x", published=When.parse(each)) for each in published]
        log = told(log, "c", StatementRecorded(statement=word, reports=reports))
    return log


@pytest.mark.parametrize("way", ["together", "apart", "both"])
def test_law_07_of_three_that_may_each_be_the_last_all_are_possible(way):
    """Law 7: the third alone is certain in time, and does not rule out the first."""
    words = ("confirm", "2015-08-01/2015-08-04"), ("deny", "2015-08-02/2015-08-04")
    view = History.of(spoken_by_ann(*words, ("hedge", "2015-08-03"))).as_of("2015-08-05")
    with merging(way):
        assert len(view.matrix()["ann", "c"].possible) == len(words) + 1
        assert view.matrix() == present(folded(view))


@pytest.mark.parametrize("way", ["together", "apart", "both"])
def test_law_07_of_two_that_may_each_be_the_last_one_was_not_public_yet(way):
    """Law 7: who could not know of it did not have to think of it."""
    first = "confirm", "2015-08-01/2015-08-04", "2015-08-10"
    history = History.of(spoken_by_ann(first, ("deny", "2015-08-02")))
    with merging(way):
        found = history.lookup("ann", "c", "2015-08-06", ["2015-08-06", "2015-08-12", None])
    assert list(found.kinds) == ["denied", "unsettled", "unsettled"]


@pytest.mark.parametrize("way", ["together", "apart", "both"])
@pytest.mark.parametrize(("role", "kind"), [("minister", "affirmed"), ("envoy", "unsettled")])
def test_law_07_a_role_that_was_printed_settles_an_uncertain_mandate(role, kind, way):
    """Law 7: who speaks as the minister was the minister, if that may be."""
    near = When.parse("2015-08-01/2015-08-05")
    given = MandateGiven(id="m", mandate=Mandate(by="ann", body="desk", role=role, begins=near))
    log = said_by(spoken_by_ann(("confirm", "2015-08-03")), "ann", given)
    view = History.of(log).as_of("2015-08-06")
    with merging(way):
        assert view.matrix()["desk", "c"].kind == kind
        assert view.position("desk", "c").kind == kind
        assert view.matrix() == present(folded(view))
