"""Laws 6 and 21, for what events do to positions as they enter the log."""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from positions import History, Shift, When
from positions.model.when import OPEN_FUTURE, OPEN_PAST
from positions.replay import unfolding
from positions.replay.answers import NOTHING
from positions.replay.asking import Asking
from positions.replay.effects import Effects
from positions.replay.periods import _asked, _merged, periods
from positions.replay.record import Record
from positions.replay.unfolding import Unfolding
from positions.replay.weighing import Cut
from positions.testing import cuts, event_logs, with_later
from tests.entangled import entangled_logs
from tests.laws.witness import witness
from tests.replay.records import view_of, words
from tests.strategies import askings

LOGS = st.one_of(event_logs(), event_logs().flatmap(with_later), entangled_logs())


def cells(view):
    """Return every cell that a view can be asked for."""
    return {(actor, claim) for actor in view.actors for claim in view.claims}


def looked_at(view, cell, how):
    """Return all that a position says, and the timeline and the words it comes from."""
    asked = {name: how[name] for name in ("policy", "include")}
    position = view.position(*cell, **asked)
    if position.kind == "no_record":
        return None
    return (
        position.to_dict(),
        view.timeline(*cell, **asked),
        view.statements(actor=cell[0], claim=cell[1]),
        view.claim(cell[1]),
        view.names(cell[0]),
    )


@given(LOGS, askings(), st.data())
def test_law_06_what_an_event_does_not_touch_is_as_it_was(log, how, data):
    """Law 6: every answer that differs after an event is among those that it is said to touch."""
    place = data.draw(st.integers(0, len(log) - 1))
    history = History.of(log)
    effects = Effects(history._streams)
    for each in range(place):
        effects.at(each)

    touched = effects.at(place)

    before, after = History.of(log[:place]).as_of(), History.of(log[: place + 1]).as_of()
    for actor, claim in cells(before) & cells(after):
        if actor not in touched.get(claim, ()):
            assert looked_at(before, (actor, claim), how) == looked_at(after, (actor, claim), how)
    for actor, claim in cells(after) - cells(before):
        if actor not in touched.get(claim, ()):
            assert "no_record" == after.position(actor, claim).kind


@given(LOGS, cuts())
def test_law_06_recorded_shifts_add_up_to_the_timelines(log, cut):
    """Law 6: what each event did to timelines, one after the other, gives them as they are."""
    history = History.of(log)
    view = history.as_of(cut.get("as_of"), known_by=cut.get("known_by"))
    unfolding = Unfolding(history._streams, Asking(Record(history._streams, 0), view._cut))
    found: dict[tuple[str, str], dict[str, Shift | None]] = {}

    for place in range(len(log)):
        for each in unfolding.at(place):
            timeline = found.setdefault((each.actor, each.claim), {})
            assert timeline.get(each.statement.id) == each.was
            timeline[each.statement.id] = each.now
            assert place + 1 == each.place
            assert log[place] == each.recorded

    witness(6, view, history.as_of())
    for cell in cells(view):
        shifts = [each for each in found.get(cell, {}).values() if each is not None]
        assert sorted(shifts, key=repr) == sorted(view.timeline(*cell), key=repr)


@given(LOGS, askings(), st.data())
def test_law_06_a_period_is_the_position_as_of_each_of_its_instants(log, how, data):
    """Law 6: the periods say of every instant what the position is as of it."""
    view = History.of(log).as_of()
    asked = {name: how[name] for name in ("policy", "include")}
    for cell in sorted(cells(view)):
        found = view.periods(*cell, **asked)
        edges = {each for period in found for each in (period.start, period.stop)}
        spoken = [each.statement.said for each in view.statements(claim=cell[1])]
        edges |= {each for when in spoken for each in (when.start, when.stop)}
        edge = data.draw(st.sampled_from(sorted({0, *edges} - {OPEN_PAST, OPEN_FUTURE})))
        instant = edge + data.draw(st.sampled_from([-1, 0, 1]))
        position = History.of(log).as_of(When.instant(instant)).position(*cell, **asked)
        holds = [each for each in found if each.start <= instant < each.stop]
        if holds:
            (period,) = holds
            assert period.standing == position.standing
        else:
            assert "no_record" == position.kind


@given(LOGS)
def test_law_07_periods_of_a_plain_run_are_those_that_are_asked_for(log):
    """Law 7: where commitments follow each other one by one, nothing is asked: it is the same."""
    history = History.of(log)
    asking = Asking(Record(history._streams, len(log)), Cut())
    for cell in sorted(cells(history.as_of())):
        question = asking.question(*cell)
        assert periods(question) == tuple(_merged(_asked(question, question.weighed())))


@given(LOGS)
def test_law_07_what_is_told_from_the_end_is_what_the_whole_tells(log):
    """Law 7: where a statement only adds to a timeline, its end alone gives the same shifts."""
    told, slowly = [], []
    quick, whole = (Unfolding(History.of(log)._streams) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        for place in range(len(log)):
            told.extend(quick.at(place))
        patch.setattr(Unfolding, "_untied", lambda *_: None)
        for place in range(len(log)):
            slowly.extend(whole.at(place))

    assert slowly == told
    assert [each.changed for each in slowly] == [each.changed for each in told]


@given(LOGS, st.data())
def test_law_07_what_was_let_go_of_is_worked_out_anew(log, data):
    """Law 7: it is the same however many timelines are kept, and whichever events are asked of."""
    quick, forgetful, rarely = (Unfolding(History.of(log)._streams) for _ in range(3))
    told = [each for place in range(len(log)) for each in quick.at(place)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unfolding, "_CLAIMS_KEPT", 1)
        assert told == [each for place in range(len(log)) for each in forgetful.at(place)]
    for place in range(len(log)):
        if data.draw(st.booleans()):
            assert [each for each in told if each.place == place + 1] == rarely.at(place)
        else:
            rarely.passed(place)


@given(LOGS, st.data())
def test_law_21_a_recorded_shift_says_which_past_answers_changed(log, data):
    """Law 21: an answer as of an instant is another after an event only within the spans it tells.

    And it is another throughout them.
    """
    history = History.of(log)
    unfolding = Unfolding(history._streams)
    told = [each for place in range(len(log)) for each in unfolding.at(place)]
    if not told:
        return
    each = data.draw(st.sampled_from(told))
    before, after = History.of(log[: each.place - 1]), History.of(log[: each.place])
    edges = {
        edge
        for spoken in after.as_of().statements(claim=each.claim)
        for edge in (spoken.statement.said.start, spoken.statement.said.stop)
    } - {OPEN_PAST, OPEN_FUTURE}
    instant = data.draw(st.sampled_from(sorted({0, *edges}))) + data.draw(st.sampled_from([-1, 0]))
    as_of = When.instant(instant)
    moment = as_of.earliest

    now = after.as_of(as_of).position(each.actor, each.claim).standing
    known = each.actor in before.as_of().actors and each.claim in before.as_of().claims
    was = before.as_of(as_of).position(each.actor, each.claim).standing if known else None

    within = any(
        (begins is None or begins <= moment) and (ends is None or moment < ends)
        for begins, ends in each.changed
    )
    if known:
        assert within == (was != now)


@given(LOGS, st.just({}) | cuts(), st.data())
def test_law_21_every_answer_that_an_event_makes_another_is_told(log, cut, data):
    """Law 21: the spans of the changes of an event are all that differs, with what was and is.

    Whatever the event, and whatever it changes: a refusal, too, and what counts only perhaps.
    """
    history = History.of(log)
    asked = {name: cut.get(name) for name in ("known_by",)}
    unfolding = Unfolding(
        history._streams, Asking(Record(history._streams, 0), history.as_of(None, **asked)._cut)
    )
    place = data.draw(st.integers(0, len(log) - 1))
    for each in range(place):
        unfolding.passed(each)
    unfolding.at(place)
    told = {(each.actor, each.claim): each.spans for each in unfolding.changes(place)}

    before, after = History.of(log[:place]), History.of(log[: place + 1])
    for cell in sorted(cells(after.as_of())):
        spoken = [each.statement.said for each in after.as_of().statements(claim=cell[1])]
        edges = {each for when in spoken for each in (when.start, when.stop)}
        edges |= {each for span in told.get(cell, ()) for each in (span.start, span.stop)}
        edge = data.draw(st.sampled_from(sorted({0, *edges} - {OPEN_PAST, OPEN_FUTURE})))
        instant = edge + data.draw(st.sampled_from([-1, 0, 1]))
        was, now = (standing(each, instant, cell, asked) for each in (before, after))
        spans = [each for each in told.get(cell, ()) if each.start <= instant < each.stop]
        if was == now:
            assert [] == spans
        else:
            (span,) = spans
            assert (was, now) == (span.change.old, span.change.new)


def standing(history, instant, cell, asked):
    """Return where an actor stands as of an instant; of what is not on record, nothing."""
    view = history.as_of(When.instant(instant), **asked)
    known = cell[0] in view.actors and cell[1] in view.claims
    return view.position(*cell).standing if known else NOTHING


def test_shifts_can_be_unfolded_at_a_cut():
    """As of a date, only what had been said by then makes shifts."""
    history = History.of(event_log())
    asked = evolve(Asking(Record(history._streams, 0), Cut()), cut=Cut(as_of=0))
    unfolding = Unfolding(history._streams, asked)

    assert [] == [each for place in range(len(history)) for each in unfolding.at(place)]


def test_a_word_that_may_not_count_leaves_all_that_is_added_later_uncertain():
    """The end of a timeline knows of it, however long it has been superseded."""
    rows = [
        words("ann visit hedge 2015-08-01 possible", authenticity="disputed"),
        words("ann visit confirm 2015-08-03"),
        words("ann visit deny 2015-08-05"),
        words("ann visit confirm 2015-08-07"),
    ]
    view = view_of(rows)
    events = view._record.streams.events
    unfolded = Unfolding(History.of(events)._streams)
    told = [each.now for place in range(len(events)) for each in unfolded.at(place)]

    assert told == list(view.timeline("ann", "visit"))
    assert [False] * 3 == [each.certain for each in view.timeline("ann", "visit")]


@pytest.mark.parametrize("last", ["ActorRegistered", "ClaimOpened"])
def test_what_is_said_of_what_is_not_on_record_is_told_once_it_is(last):
    """A claim that is opened late, and an actor that is registered late, had no timeline before."""
    events = {type(each.event).__name__: each for each in event_log()}
    first = [events[name] for name in ("ActorRegistered", "ClaimOpened") if name != last]
    said = [each for each in event_log() if type(each.event).__name__ == "StatementRecorded"]
    log = [*first, *said, events[last]]
    unfolded = Unfolding(History.of(log)._streams)

    found = [(len(unfolded.at(place)), len([*unfolded.changes(place)])) for place in range(4)]
    assert [(0, 0), (0, 0), (0, 0), (2, 1)] == found


def event_log():
    """Return a log of two statements."""
    view = view_of([words("ann visit confirm 2015-08-01"), words("ann visit deny 2015-08-03")])
    return view._record.streams.events
