"""Laws 5, 6 and 7: the column index says what the reference fold says, whatever has changed."""

from contextlib import contextmanager
from itertools import combinations, pairwise
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions import Agreement, History, Mandate, Policy, PositionKind, Statement, When
from positions.model.actors.actor import Actor
from positions.model.actors.events import ActorRegistered, MandateGiven
from positions.model.claims.claim import Claim
from positions.model.claims.events import ClaimOpened, StatementRecorded
from positions.model.ids import StatementRef
from positions.model.when import OPEN_FUTURE
from positions.replay import record
from positions.replay.answers import NOTHING, Standing
from positions.replay.index import generation, growing, kernel, sheet
from positions.replay.index.kernel import vectors
from positions.replay.record import Record
from positions.replay.streams import Streams
from positions.replay.view import View
from positions.replay.weighing import Cut
from positions.testing import cuts, event_logs
from tests.laws.plainly import near_edges, plain_logs
from tests.laws.records import said_by, spoken, told

logs = st.one_of(event_logs(), plain_logs())
heard = st.sampled_from([(), ("private",), ("private", "leaked")])
policies = st.sampled_from(Policy)


@contextmanager
def merging(at_once):
    """Let all rows stand in the large layer, or apart from it; or some, taken in small steps.

    Likewise are the spans of all cells made for a question, or those of the cells that it asks for;
    and the innermost loops are those of the kernel, or numpy's.
    """
    least, chunk, enough, loops = {
        "together": (0, 1_000, 0.0, kernel),
        "apart": (1_000, 1_000, 1_000.0, kernel),
        "both": (6, 3, 2.0, kernel),
        "in numpy": (0, 1_000, 0.0, vectors),
    }[at_once]
    chosen = {name: getattr(loops, name) for name in vectors.__all__}
    with (
        patch.multiple(sheet, **chosen),
        patch.object(generation, "word_of", loops.word_of),
        patch.object(growing, "APART", (least, 0.0)),
        patch.object(growing, "AT_FIRST", (least, 0.0)),
        patch.object(growing, "AT_ONCE", chunk),
        patch.object(record, "APART_FEW", least // 2),
        patch.object(sheet, "ENOUGH", enough),
    ):
        yield


ways = st.sampled_from(["together", "apart", "both", "in numpy"])


def folded(view, policy="latest", include=()):
    """Return where everybody stands on everything, by the reference fold alone."""
    asking = view._asking(policy, include)
    return {
        (actor, claim): Standing.of(asking.basis(actor, claim).outcome.kinds)
        for actor in view.actors
        for claim in view.claims
    }


@given(logs, st.data(), policies, heard, ways)
def test_law_07_every_question_of_the_index_is_answered_as_by_the_fold(
    log, data, policy, include, way
):
    """Law 7: one position, a claim's, an actor's, all of them: as the fold says."""
    cut = data.draw(st.one_of(cuts(), near_edges(log)))
    view = History.of(log).as_of(**cut)
    everything = folded(view, policy, include)
    options = {"policy": policy, "include": include}
    there = {cell: each for cell, each in everything.items() if each != NOTHING}

    with merging(way):
        assert view.matrix(**options) == there
        assert view.matrix(**options) == there  # and once more, put together or not
        found = {cell: view.position(*cell, **options).standing for cell in everything}
        assert everything == found
        for claim in view.claims:
            on_claim = view.positions(claim=claim, **options)
            assert [(each.actor, each.standing) for each in on_claim] == [
                (actor, each) for (actor, on), each in sorted(there.items()) if on == claim
            ]
        for actor in view.actors:
            of_actor = view.positions(actor=actor, **options)
            assert [(each.claim, each.standing) for each in of_actor] == [
                (claim, each) for (by, claim), each in sorted(there.items()) if by == actor
            ]


@given(logs, st.data(), policies, heard, ways)
def test_law_07_lookups_at_many_cuts_are_answered_as_by_the_fold(log, data, policy, include, way):
    """Law 7: an array of questions, each at a cut of its own, as the fold says of each."""
    history = History.of(log)
    view = history.as_of()
    cells = [(actor, claim) for actor in view.actors for claim in view.claims]
    asked = data.draw(st.lists(st.sampled_from(cells), max_size=12)) if cells else []
    moments = [data.draw(near_edges(log)) for _ in asked]
    moments = [
        {name: each for name, each in cut.items() if name != "recorded_by"} for cut in moments
    ]

    with merging(way):
        found = history.lookup(
            [actor for actor, _ in asked],
            [claim for _, claim in asked],
            [cut.get("as_of") for cut in moments],
            [cut.get("known_by") for cut in moments],
            policy=policy,
            include=include,
        )

    told = [
        folded_at(history, cell, (policy, include), cut)
        for cell, cut in zip(asked, moments, strict=True)
    ]
    assert [each.standing for each in found] == told
    assert [each.kind for each in told] == found.kinds.tolist()


def folded_at(history, cell, heard, cut):
    """Return where an actor stands on a claim at a cut, by the reference fold."""
    asking = history.as_of(**cut)._asking(*heard)
    return Standing.of(asking.basis(*cell).outcome.kinds)


@given(logs, st.data(), policies, ways)
def test_law_07_differences_and_agreements_are_those_of_the_fold(log, data, policy, way):
    """Law 7: what changed between two cuts, and on what each two agree, as the fold says."""
    history = History.of(log)
    one, other = (history.as_of(**data.draw(near_edges(log))) for _ in range(2))
    before, after = folded(one, policy), folded(other, policy)

    with merging(way):
        changes = one.diff(other, policy=policy)
        agreements = one.agreement(policy=policy)
        every = list(combinations(sorted(one.actors), 2))
        pairs = {pair: one.agreement(*pair, policy=policy) for pair in every}
        again = {pair: one.agreement(*pair, one.claims, policy=policy) for pair in every}

    cells = sorted(before.keys() | after.keys())
    told = [
        (cell, before.get(cell, NOTHING), after.get(cell, NOTHING))
        for cell in cells
        if before.get(cell, NOTHING) != after.get(cell, NOTHING)
    ]
    assert told == [(cell, each.old, each.new) for cell, each in changes.items()]
    assert {pair: agreed(before, *pair) for pair in every} == pairs == again
    assert {pair: each for pair, each in pairs.items() if each.shared} == dict(agreements)
    assert [len(each.shared) for each in agreements.values()] == agreements.shared.tolist()
    assert [len(each.same) for each in agreements.values()] == agreements.same.tolist()


def agreed(told, one, other):
    """Return on what two actors agree who stand where it is *told*."""
    stances = {cell: each.kind for cell, each in told.items() if each.kind.stance is not None}
    shared = [on for actor, on in sorted(stances) if actor == one and (other, on) in stances]
    same = [on for on in shared if stances[one, on] is stances[other, on]]
    return Agreement(shared=tuple(shared), same=tuple(same))


@given(logs, st.data(), ways)
def test_law_06_the_index_grows_in_any_steps_to_what_it_is_made_at_once(log, data, way):
    """Laws 5 and 6: wherever it is asked on the way, later or earlier, as the fold says."""
    streams = History.of(log)._streams
    count = len(streams.events)
    ends = data.draw(st.lists(st.integers(0, count), max_size=5))
    cut = Cut(data.draw(st.sampled_from([OPEN_FUTURE, *edges(log)])))

    with merging(way):
        held = [View(Record(streams, end), cut) for end in [*ends, count, *ends]]
        for view in held:
            assert view.matrix() == present(folded(view))
        for view in held:  # nothing that was asked later has changed it
            assert {cell: view.position(*cell).standing for cell in folded(view)} == folded(view)


def edges(log):
    """Return where the times of statements start and stop."""
    return sorted(
        {edge for each in spoken(log) for edge in (each.now.said.start, each.now.said.stop)}
    )


def present(told):
    """Return those cells in which there is a position."""
    return {cell: each for cell, each in told.items() if each.kind is not PositionKind.NO_RECORD}


@pytest.mark.parametrize("way", ["together", "apart", "both"])
def test_nothing_recorded_is_nothing_said(way):
    """An empty history has an index too."""
    with merging(way):
        view = History.of([]).as_of()

        assert len(view.matrix()) == 0
        assert len(view.diff(view)) == 0
        assert len(view.agreement()) == 0
        assert len(History.of([]).lookup([], [])) == 0


@given(logs, st.data(), policies, heard)
def test_law_07_reasons_are_the_same_of_a_part_of_a_claim_and_of_the_whole(
    log, data, policy, include
):
    """Law 7: what one actor's words tell is told with no more of the claim than is tied to them."""
    cut = data.draw(st.one_of(cuts(), near_edges(log)))
    options = {"policy": policy, "include": include}
    whole, part = (History.of(log).as_of(**cut) for _ in range(2))
    cells = [(actor, claim) for actor in whole.actors for claim in whole.claims]
    infer = data.draw(st.booleans())
    told = [reasons(whole, cell, options, infer=infer) for cell in cells]

    with patch.object(record, "LITTLE", -1):
        assert told == [reasons(part, cell, options, infer=infer) for cell in cells]


def reasons(view, cell, options, *, infer):
    """Return all that a view tells of a cell."""
    position = view.position(*cell, **options, infer=infer)
    return (
        position.to_dict(),
        position.explain(),
        [each.to_dict() for each in view.timeline(*cell, **options)],
        [each.to_dict() for each in view.periods(*cell, **options)],
        [each.to_dict() for each in view.open_questions(actor=cell[0], claim=cell[1])],
    )


@pytest.mark.parametrize("way", ["together", "apart", "both"])
@pytest.mark.parametrize(
    "manner",
    [
        {"capacity": "personal"},
        {"ground_rule": "off_record"},
        {"ground_rule": "deep_background"},
        {"ground_rule": "on_background"},
        {"visibility": "private"},
        {"authenticity": "disputed"},
        {"authenticity": "fabricated"},
        {"on_behalf_of": "desk"},
        {"role": "spokesperson"},
        {},
    ],
    ids=str,
)
def test_law_07_the_last_word_of_a_voice_counts_for_its_body_as_it_was_said(manner, way):
    """Law 7: after another of its words; within its mandate, about its ends, and outside."""
    log = BODY
    for day, act in ((2, "confirm"), (4, "deny"), (6, "deny")):
        said = When.parse(f"2015-08-0{day}")
        more = manner if day > 2 else {}
        word = Statement(id=f"s{day}", claim="c", by="ann", act=act, said=said, **more)
        log = told(log, "c", StatementRecorded(statement=word))
    for cut in ({}, {"as_of": "2015-08-04"}, {"as_of": "2015-08-03"}):
        view = History.of(log).as_of(**cut)
        with merging(way):
            assert view.matrix() == present(folded(view))
            private = ("private",)
            assert view.matrix(include=private) == present(folded(view, include=private))


BODY = said_by(
    told(
        said_by(
            said_by((), "desk", ActorRegistered(actor=Actor(id="desk"))),
            "ann",
            ActorRegistered(actor=Actor(id="ann")),
        ),
        "c",
        ClaimOpened(claim=Claim(id="c", text="C")),
    ),
    "ann",
    MandateGiven(
        id="m",
        mandate=Mandate(
            by="ann",
            body="desk",
            role="spokesperson",
            begins=When.parse("2015-08-01"),
            ends=When.parse("2015-08-05"),
        ),
    ),
)


@given(logs, st.data(), ways)
def test_law_06_the_index_is_the_same_of_a_log_that_grows_meanwhile(log, data, way):
    """Law 6: asked after each of some batches, which say more of what was there before."""
    streams = Streams()
    ends = sorted({*data.draw(st.lists(st.integers(0, len(log)), max_size=5)), len(log)})
    held = []
    with merging(way):
        for low, high in pairwise([0, *ends]):
            for each in log[low:high]:
                streams.append(each)
            view = View(Record(streams, len(streams.events)), Cut())
            assert view.matrix() == present(folded(view))
            held.append((view, view.matrix()))
        for view, matrix in held:
            assert matrix == view.matrix() == present(folded(view))


@pytest.mark.parametrize("way", ["together", "apart", "both"])
def test_law_06_words_that_are_tied_later_are_read_anew(way):
    """Law 6: words on another claim that follow say until when the first can have been said."""
    streams = Streams()
    log = said_by((), "a", ActorRegistered(actor=Actor(id="a")))
    for claim in "cd":
        log = told(log, claim, ClaimOpened(claim=Claim(id=claim, text=claim)))
    words = {
        "x": ("c", "confirm", "2015-08", ()),
        "z": ("c", "deny", "2015-08-10", ()),
        "y": ("d", "deny", "2015-08-05", [StatementRef("c", "x")]),
    }
    kinds = []
    with merging(way):
        for id, (claim, act, day, follows) in words.items():
            said = When.parse(day)
            word = Statement(id=id, claim=claim, by="a", act=act, said=said, follows=follows)
            log = told(log, claim, StatementRecorded(statement=word))
            for each in log[len(streams.events) :]:
                streams.append(each)
            view = View(Record(streams, len(streams.events)), Cut())
            kinds.append(str(view.position("a", "c").kind))

    assert ["affirmed", "unsettled", "denied"] == kinds
