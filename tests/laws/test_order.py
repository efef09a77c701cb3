"""Laws 4, 19, 20 and 33: orders and times."""

from typing import Any

from attrs import evolve
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from positions import History, When
from positions.model.claims.events import StatementAmended, StatementRecorded
from positions.testing import cuts, event_logs, permuted
from tests.entangled import entangled_logs
from tests.laws.records import ends, spoken, standing_kinds, told
from tests.laws.witness import answers, witness
from tests.naive import NaiveRecord

INCLUDED = st.sampled_from([(), ("private",), ("private", "leaked")])


@given(event_logs(), cuts(), st.data())
def test_law_04_order_of_recording_never_matters(log, cut, data):
    """Law 4: the same statements recorded in another order give the same answers."""
    cut.pop("recorded_by", None)
    other = data.draw(permuted(log))

    witness(4, History.of(log).as_of(**cut), History.of(other).as_of())
    assert answers(History.of(other).as_of(**cut)) == answers(History.of(log).as_of(**cut))


@given(event_logs(), cuts(), st.data())
def test_law_19_narrowing_a_time_never_adds(log, cut, data):
    """Law 19: where a time is narrowed, nothing becomes possible that was not.

    Narrowed within what the known order leaves of it: anything else would not be true.
    """
    cut.pop("recorded_by", None)
    now, start, stop = data.draw(st.sampled_from(left_by_the_order(log)))
    low = data.draw(st.integers(max(start, FLOOR), min(stop, CEILING) - 1))
    high = data.draw(st.integers(low + 1, min(stop, CEILING)))
    narrower = now.evolve(said=When(text="narrowed", zone="UTC", start=low, stop=high))
    later = told(log, now.claim, StatementAmended(id="narrowed", statement=narrower))

    before, after = History.of(log).as_of(**cut), History.of(later).as_of(**cut)

    witness(19, before)
    for actor, claim in cells(before):
        then = after.position(actor, claim)
        if not then.contested:
            assert standing_kinds(then) <= standing_kinds(before.position(actor, claim))


def left_by_the_order(log):
    """Return each statement of *log*, and the time that the known order leaves it."""
    record = History.of(log)._record
    return [
        (item.statement, item.start, item.stop)
        for claim in record.claims
        for item in record.dossier(claim).by_id.values()
    ] or reject()


FLOOR = When.parse("2015-07-25").start
CEILING = When.parse("2015-08-15").stop


def cells(view):
    """Return every actor and claim of *view*."""
    return [(actor, claim) for actor in view.actors for claim in view.claims]


@given(event_logs(), cuts(), st.data())
def test_law_19_a_true_follows_never_adds(log, cut, data):
    """Law 19: what is known to follow makes nothing possible, save within one utterance."""
    cut.pop("recorded_by", None)
    entries = [entry.now for entry in spoken(log)]
    assume(len(entries) > 1)
    now = data.draw(st.sampled_from(entries))
    earlier = data.draw(st.sampled_from([each for each in entries if each is not now]))
    follows = (*now.follows, earlier.ref)
    later = told(log, now.claim, StatementAmended(id="f", statement=now.evolve(follows=follows)))
    before, after = History.of(log), History.of(later)
    assume(utterance_orders(before) == utterance_orders(after))

    witness(19, before.as_of(**cut))
    for actor, claim in cells(before.as_of(**cut)):
        then = after.as_of(**cut).position(actor, claim)
        if not then.contested:
            assert standing_kinds(then) <= standing_kinds(
                before.as_of(**cut).position(actor, claim)
            )


def utterance_orders(history):
    """Return which statements that share an utterance are known to be in order."""
    record = history._record
    return {
        (claim, one.statement.id, other.statement.id)
        for claim in record.claims
        for dossier in [record.dossier(claim)]
        for one in dossier.by_id.values()
        for other in dossier.by_id.values()
        if one.statement.utterance is not None
        and one.statement.utterance == other.statement.utterance
        and other.statement.ref in dossier.order.after(one.statement.ref)
    }


@given(event_logs(), cuts())
def test_law_20_same_instants_in_other_zones(log, cut):
    """Law 20: the same instants, written in other zones, give the same answers."""
    elsewhere = [
        evolve(each, event=evolve(each.event, statement=in_tokyo(each.event.statement)))
        if isinstance(each.event, StatementRecorded | StatementAmended)
        else each
        for each in log
    ]
    abroad: dict[str, Any] = {name: tokyo(When.of(value)) for name, value in cut.items()}

    here, there = History.of(log), History.of(elsewhere, zone="Asia/Tokyo")

    witness(20, here.as_of(**cut), there.as_of())
    for include in ((), ("private", "leaked")):
        for policy in ("latest", "most_senior", "unanimous"):
            assert there.as_of(**abroad).matrix(policy=policy, include=include) == here.as_of(
                **cut
            ).matrix(policy=policy, include=include)


def tokyo(when):
    """Return the same instants as somebody in Tokyo would write them."""
    return evolve(when, text=f"{when.text} in Tokyo", zone="Asia/Tokyo")


def in_tokyo(statement):
    """Return a statement whose words were said at the same instants of another zone."""
    return statement.evolve(said=tokyo(statement.said))


@given(event_logs(), cuts(), INCLUDED)
def test_law_33_possible_is_what_the_feasible_orders_give(log, cut, include):
    """Law 33: the fold gives what enumerating every feasible order gives, and so do policies."""
    view = History.of(log).as_of(**cut)
    agrees_with_the_naive_model(view, NaiveRecord(log), cut, include)
    witness(33, view)


@given(event_logs(rivals=True), cuts(), INCLUDED)
def test_law_33_also_where_writers_contradict_each_other(log, cut, include):
    """Law 33: where several writers close a circle, the circular part is ignored."""
    view = History.of(log).as_of(**cut)
    agrees_with_the_naive_model(view, NaiveRecord(log), cut, include)
    witness(33, view)


@given(entangled_logs(), cuts(), INCLUDED)
def test_law_33_where_much_is_known_of_the_order(log, cut, include):
    """Law 33: chains, utterances and corrections, over claims, with overlapping times."""
    cut.pop("recorded_by", None)
    view = History.of(log).as_of(**cut)
    agrees_with_the_naive_model(view, NaiveRecord(log), cut, include)
    witness(33, view)


def agrees_with_the_naive_model(view, naive, cut, include):
    """Check every answer of *view* against the naive model's."""
    asked: dict[str, Any] = {**ends(cut), "include": frozenset(include)}
    for actor, claim in cells(view):
        for policy in ("latest", "most_senior", "unanimous"):
            expected = naive.outcomes(actor, claim, policy=policy, **asked)
            actual = view.position(actor, claim, policy=policy, include=include)

            assert standing_kinds(actual) == {str(kind) for kind in expected}
        if naive.places_are_certain(actor, claim, **asked):
            shifts = view.timeline(actor, claim, include=include)

            position = view.position(actor, claim, include=include)
            assert all(shift.certain for shift in shifts)
            if shifts and position.kind.is_commitment and not position.contested:
                assert shifts[-1].new == position.standing
            assert [(each.statement.id, each.kind) for each in shifts] == naive.shifts(
                actor, claim, **asked
            )
