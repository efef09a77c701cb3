"""Laws 11, 16, 17, 18 and 30: whose words count, and for how long."""

from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from positions import History, Mandate, PositionKind, ShiftKind, Stance, Statement, Truth, When
from positions.model.actors.actor import Actor
from positions.model.actors.events import (
    ActorRegistered,
    MandateAmended,
    MandateGiven,
    MandateVoided,
)
from positions.model.claims.events import StatementAmended, StatementRecorded
from positions.model.vocabulary import Act, Authenticity
from positions.testing import cuts, event_logs, statements, whens
from tests.laws.records import said_by, spoken, standing_kinds, told
from tests.laws.witness import answers, witness
from tests.naive import NaiveRecord

STRANGER = "stranger"


def with_stranger(log):
    """Return *log* with an actor whom nothing joins to any other."""
    return said_by(log, STRANGER, ActorRegistered(actor=Actor(id=STRANGER)))


@given(event_logs(), st.sampled_from(Stance), st.sampled_from(["c", "d", "e"]), cuts())
def test_law_11_a_stance_its_retract_and_the_stance_again(log, stance, claim, cut):
    """Law 11: a stance, its `retract`, then the same stance again: that stance, `initial`."""
    days = [When.parse(f"2015-09-0{day}") for day in (1, 2, 3)]

    def said(id, day, act, *stances, **more):
        return StatementRecorded(
            statement=Statement(
                id=id, claim=claim, by=STRANGER, act=act, said=day, stances=stances, **more
            )
        )

    log = told(
        with_stranger(log),
        claim,
        said("one", days[0], Act.ASSERT, stance),
        said("two", days[1], Act.RETRACT, retracts="one"),
    )
    retracted = History.of(log).as_of()
    again = History.of(told(log, claim, said("three", days[2], Act.ASSERT, stance))).as_of()

    position, timeline = again.position(STRANGER, claim), again.timeline(STRANGER, claim)
    witness(11, again, History.of(log).as_of(**cut))
    assert retracted.position(STRANGER, claim).kind is PositionKind.RETRACTED
    assert position.stance is stance
    assert position.since == days[2]
    assert [shift.kind for shift in timeline] == [
        ShiftKind.INITIAL,
        ShiftKind.RETRACTION,
        ShiftKind.INITIAL,
    ]


DAYS = [When.parse(f"2015-09-0{day}") for day in range(1, 8)]


@given(event_logs(), st.sampled_from(DAYS), st.sampled_from(DAYS), cuts(), st.data())
def test_law_16_mandates_are_read_when_the_words_were_said(log, begins, ends, cut, data):
    """Law 16: a mandate holds from its start, inclusive, to its end, exclusive."""
    assume(begins.start < ends.start)
    edge = data.draw(st.sampled_from([begins.start, ends.start]))
    instant = When.instant(edge + data.draw(st.sampled_from([-1, 0, 1])))
    mandate = Mandate(by=STRANGER, body="gov", begins=begins, ends=ends)
    word = Statement(id="w", claim="c", by=STRANGER, act="confirm", said=instant)
    log = said_by(with_stranger(log), STRANGER, MandateGiven(id="m", mandate=mandate))
    later = told(log, "c", StatementRecorded(statement=word))

    view = History.of(later).as_of()

    counted = any(each.statement == word for each in view.statements(actor="gov"))
    witness(16, view, History.of(log).as_of(**cut))
    assert counted is (begins.start <= instant.start < ends.start)
    assert view.position(STRANGER, "c").kind == "affirmed"


@given(event_logs(), cuts(), st.sampled_from(["gov", "body", "post"]))
def test_law_17_a_body_is_the_fold_of_the_statements_that_count(log, cut, body):
    """Law 17: a body stands where it would if what counts for it were said on its behalf.

    What may count is said on its behalf too, but is disputed; nobody has a mandate any more.
    """
    cut.pop("recorded_by", None)
    naive = NaiveRecord(log)
    without_mandates = [each for each in log if not isinstance(each.event, MANDATES)]
    as_if = with_stranger(tuple(without_mandates))
    for entry in spoken(log):
        amended = as_counted(entry.now, naive.attribution(entry.now.ref, body), body)
        event = StatementAmended(id=f"as-if-{amended.id}", statement=amended)
        as_if = told(as_if, amended.claim, event)

    before, after = History.of(log).as_of(**cut), History.of(as_if).as_of(**cut)

    witness(17, before, after)
    for claim in before.claims:
        expected = standing_kinds(before.position(body, claim))
        assert standing_kinds(after.position(body, claim)) == expected


MANDATES = MandateGiven, MandateAmended, MandateVoided


def as_counted(statement, counts, body):
    """Return *statement* said on the behalf of *body* as far as it counts for it."""
    if counts is Truth.NO:
        return statement.evolve(on_behalf_of=STRANGER)
    if counts is Truth.MAYBE and statement.authenticity is Authenticity.GENUINE:
        statement = statement.evolve(authenticity=Authenticity.DISPUTED)
    return statement.evolve(on_behalf_of=body)


@given(event_logs(), whens(), st.sampled_from(Stance), cuts(), st.data())
def test_law_18_a_lone_interval_is_unsettled_only_inside_it(log, said, stance, asked, data):
    """Law 18: a lone commitment of uncertain date is unsettled only at cuts inside its interval."""
    word = Statement(id="w", claim="c", by=STRANGER, act="assert", said=said, stances=(stance,))
    history = History.of(told(with_stranger(log), "c", StatementRecorded(statement=word)))
    edge = data.draw(st.sampled_from([said.start, said.stop, (said.start + said.stop) // 2]))
    low, high = When.parse("2014").start, When.parse("2017").start
    cut = When.instant(max(low, min(high, edge)) + data.draw(st.sampled_from([-2, -1, 0, 1])))

    view = history.as_of(cut)

    kind = view.position(STRANGER, "c").kind
    witness(18, history.as_of(), history.as_of(**asked))
    assert (kind is PositionKind.UNSETTLED) is (said.start < cut.stop < said.stop)
    assert (kind is PositionKind.NO_RECORD) is (cut.stop <= said.start)


@given(event_logs(), statements(), cuts())
def test_law_30_a_stranger_alters_nobodys_answers(log, drawn, cut):
    """Law 30: an actor whom nothing joins to another alters no answer but its own."""
    cut.pop("recorded_by", None)
    assume(drawn.act is not Act.RETRACT or drawn.retracts is None)
    word = evolve(
        drawn, id="strange", by=STRANGER, on_behalf_of=None, follows=(), utterance=None, seq=None
    )
    log = with_stranger(log)
    later = told(log, word.claim, StatementRecorded(statement=word))

    def others(view):
        found = answers(view)
        found["open"] = [each for each in found["open"] if each["actor"] != STRANGER]
        return {
            key: value
            for key, value in found.items()
            if key != STRANGER and not (isinstance(key, tuple) and key[0] == STRANGER)
        }

    before, after = History.of(log).as_of(**cut), History.of(later).as_of(**cut)
    witness(30, after)
    assert others(after) == others(before)
