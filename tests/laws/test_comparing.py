"""Laws 21 and 32: positions beside each other."""

from hypothesis import given
from hypothesis import strategies as st

from positions import Change, History, Stance
from positions.model.claims.events import ClaimsRelated
from positions.model.vocabulary import SCORES
from positions.testing import cuts, event_logs, relations
from tests.laws.records import told
from tests.laws.witness import witness

POLICIES = st.sampled_from(["latest", "most_senior", "unanimous"])


@given(event_logs(), cuts(), cuts(), cuts(), POLICIES)
def test_law_21_differences_compose(log, one, two, three, policy):
    """Law 21: diff(a, c) is diff(a, b) then diff(b, c), and carries one matrix to the other."""
    history = History.of(log)
    a, b, c = (history.as_of(**cut) for cut in (one, two, three))
    first, second = a.diff(b, policy=policy), b.diff(c, policy=policy)

    whole = a.diff(c, policy=policy)

    composed = {
        cell: first[cell].then(second[cell])
        if cell in first and cell in second
        else first.get(cell) or second[cell]
        for cell in first.keys() | second.keys()
    }
    witness(21, a, b, c, history.as_of())
    assert whole == {cell: each for cell, each in composed.items() if each.old != each.new}
    assert a.matrix(policy=policy).patched(whole) == c.matrix(policy=policy)
    assert a.diff(a, policy=policy) == {}
    assert all(isinstance(each, Change) for each in whole.values())


def derived(view):
    """Return every derivation for every actor on every claim."""
    return {
        (actor, claim, each)
        for actor in view.actors
        for claim in view.claims
        for each in view.position(actor, claim, infer=True).inferred
    }


@given(event_logs(), st.lists(relations(), max_size=3), relations(), cuts())
def test_law_32_inference_is_monotone(log, first, more, cut):
    """Law 32: another relation never removes a derivation."""
    cut.pop("recorded_by", None)
    for each in first:
        log = told(log, each.claim, ClaimsRelated(id=each.id, relation=each))
    later = told(log, more.claim, ClaimsRelated(id=more.id, relation=more))

    before, after = History.of(log).as_of(**cut), History.of(later).as_of(**cut)

    witness(32, before)
    assert derived(before) <= derived(after)


@given(event_logs(), st.lists(relations(), min_size=1, max_size=4), cuts())
def test_law_32_inference_is_sound(log, found, cut):
    """Law 32: what is derived follows, step by step, from a settled position and its words."""
    cut.pop("recorded_by", None)
    for each in found:
        log = told(log, each.claim, ClaimsRelated(id=each.id, relation=each))
    view = History.of(log).as_of(**cut)

    witness(32, view)
    for actor, claim, each in derived(view):
        source = view.position(actor, each.source)
        assert source.stance is each.held
        assert source.statements == each.statements
        assert (each.steps[0].source, each.steps[-1].target) == (each.source, claim)
        visited = [each.source, *(step.target for step in each.steps)]
        assert len(set(visited)) == len(visited)
        assert each.stance in carried(each.held, each.steps, stated(log))


def stated(log):
    """Return the relations that stand at the end of *log*, as (claim, relation, other)."""
    streams = History.of(log)._streams
    return {
        (relation.claim, str(relation.relation), relation.other)
        for claim in streams.claims(len(log))
        for relation in streams.claim(claim, len(log)).relations.values()
        if relation is not None
    }


def carried(stance, steps, relations):
    """Return every stance that the steps can make of *stance*, written down from the contract."""
    held = {stance}
    for step in steps:
        forward = (step.source, str(step.relation), step.target) in relations
        backward = (step.target, str(step.relation), step.source) in relations
        held = {
            after
            for before in held
            for way, is_stated in ((1, forward), (-1, backward))
            if is_stated
            for after in carry(str(step.relation), before, way)
        }
    return held


def carry(relation, stance, way):
    """Return what one relation makes of one stance, one way."""
    score = SCORES[stance]
    mirror = [other for other in Stance if score and SCORES[other] == -score]
    table = {
        "entails": [stance] if score * way > 0 else [],
        "presupposes": [stance] if way > 0 and score > 1 else [],
        "contradicts": mirror if score > 0 else [],
        "equivalent": [stance] if score else [],
    }
    return table[relation]
