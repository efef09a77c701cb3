"""Laws 1, 2, 3 and 15: the three clocks."""

from hypothesis import assume, given
from hypothesis import strategies as st

from positions import History, When
from positions.model.actors.events import IdentityJudged
from positions.model.claims.events import ReportAdded
from positions.model.recorded import claim_stream
from positions.testing import cuts, event_logs, judgements, reports, with_later
from tests.laws.records import at, instants, said_by, spoken, then
from tests.laws.witness import answers, witness


def without(cut, *clocks):
    """Return *cut* without some of its clocks."""
    return {name: value for name, value in cut.items() if name not in clocks}


@given(event_logs(), cuts(), st.data())
def test_law_01_prefix(log, cut, data):
    """Law 1: the log up to the last event of an instant is the record by that instant."""
    moment = data.draw(st.sampled_from(instants(log)))
    cut = without(cut, "recorded_by")
    length = sum(
        History.of(log)._streams.times[place] <= _micro(moment) for place in range(len(log))
    )

    prefix = History.of(log[:length]).as_of(**cut)
    by_then = History.of(log).as_of(**cut, recorded_by=moment)

    witness(1, History.of(log).as_of(**cut), History.of(log).as_of())
    assert answers(prefix) == answers(by_then)


def _micro(moment):
    return When.instant(moment).start


@given(event_logs(), cuts(), st.data())
def test_law_02_no_answer_from_the_future(log, cut, data):
    """Law 2: statements said after the cut never matter."""
    cut = without(cut, "recorded_by") | {"as_of": cut.get("as_of", "2015-08-04")}
    said_after = at(When.of(cut["as_of"]).stop)
    later = data.draw(with_later(log, said_after=said_after))

    witness(2, History.of(log).as_of(**cut), History.of(log).as_of())
    assert answers(History.of(later).as_of(**cut)) == answers(History.of(log).as_of(**cut))


@given(event_logs(), cuts(), st.data())
def test_law_03_what_was_known_stays_known(log, cut, data):
    """Law 3: what is recorded later never changes an answer at an older `recorded_by`."""
    moment = instants(log)[-1]
    later = data.draw(with_later(log))
    cut = without(cut, "recorded_by")

    witness(3, History.of(log).as_of(**cut))
    assert answers(History.of(later).as_of(**cut, recorded_by=moment)) == answers(
        History.of(log).as_of(**cut)
    )


@given(event_logs(), cuts(), reports(), st.data())
def test_law_03_a_report_published_later_changes_nothing_that_was_public(log, cut, report, data):
    """Law 3: a report published after `known_by` changes nothing, where one was dated before."""
    known_by = When.of(cut.get("known_by", "2015-08-04"))
    assume(report.published is not None and report.published.start >= known_by.stop)
    dated = [
        entry
        for entry in spoken(log)
        if any(each.published is not None for each in entry.standing_reports)
        and (entry.now.stances or not report.stances)
    ]
    assume(dated)
    now = data.draw(st.sampled_from(dated)).now
    later = then(log, claim_stream(now.claim), ReportAdded(statement=now.id, report=report))
    cut = without(cut, "recorded_by", "known_by") | {"known_by": known_by}

    before, after = History.of(log).as_of(**cut), History.of(later).as_of(**cut)

    witness(3, before)
    assert after.matrix() == before.matrix()
    assert after.matrix(include=("private",)) == before.matrix(include=("private",))


@given(event_logs(), judgements(), cuts())
def test_law_15_a_judgement_leaves_the_past_alone(log, judgement, cut):
    """Law 15: an identity judged at t leaves every answer recorded by an earlier time alone."""
    last = instants(log)[-1]
    cut = without(cut, "recorded_by")
    event = IdentityJudged(id="judged", judgement=judgement)
    later = History.of(said_by(log, judgement.actors[0], event))

    witness(15, later.as_of(**cut))
    assert answers(later.as_of(**cut, recorded_by=last)) == answers(History.of(log).as_of(**cut))
