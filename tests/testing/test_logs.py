"""Whole logs: each could have been recorded, they are various, and they shrink to little."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from positions.errors import Conflict
from positions.model.actors.events import ActorEvent
from positions.model.claims.events import (
    ClaimEvent,
    StatementAmended,
    StatementRecorded,
    StatementVoided,
)
from positions.model.claims.statement import Statement
from positions.model.recorded import Recorded, Unreadable
from positions.model.vocabulary import Act, Authenticity, Capacity, GroundRule, Mode, Visibility
from positions.model.when import When
from positions.testing import event_logs, histories, permuted, with_later
from positions.testing.desk import Desk
from tests.strategies import drawn

EVENTS = {*ClaimEvent.__args__, *ActorEvent.__args__}
LOGS = drawn(event_logs(), 300)


def redecided(log, *, rivals=False):
    """Return the log as deciding each of its commands anew, in turn, records it."""
    desk = Desk(log[0].recorded_at, rivals=rivals)
    for recorded in log:
        assert desk.accepts(recorded.stream.partition(":")[2], recorded.event), recorded
        desk.copy(recorded)
    return tuple(desk.log)


def words(log):
    """Return the statements of a log as they were first recorded."""
    return [each.event.statement for each in log if isinstance(each.event, StatementRecorded)]


def instants(log):
    """Return when each event of a log was recorded."""
    return [recorded.recorded_at for recorded in log]


@given(event_logs())
def test_a_log_is_what_deciding_its_commands_anew_yields(log):
    """Each event is decided by the model as it stands, and the known order has no circle."""
    assert log == redecided(log)


@given(histories())
def test_a_history_can_be_asked(history):
    """Each history answers on every actor and claim, which are on record from the first instant."""
    view = history.as_of(recorded_by=history[0].recorded_at)

    assert ("body", "gov", "other", "p1", "p2", "post") == view.actors
    assert ("c", "d", "e") == view.claims


@given(event_logs(rivals=True))
def test_a_log_of_rivals_is_decided_too(log):
    """What rivals write is decided as well; only the known order may be at fault."""
    assert log == redecided(log, rivals=True)


def test_rivals_close_circles_and_leave_times_empty():
    """Among logs of rivals some are such that no lone writer could have written them."""
    logs = drawn(event_logs(rivals=True), 200)

    def alone(log):
        desk = Desk(log[0].recorded_at)
        for recorded in log:
            if not desk.accepts(recorded.stream.partition(":")[2], recorded.event):
                return False
            desk.copy(recorded)
        return True

    assert {True, False} == {alone(log) for log in logs}


@given(event_logs())
def test_instants_never_run_backwards(log):
    """The log is in the order of its instants, which are few; salts differ, curators are told."""
    assert instants(log) == sorted(instants(log))
    assert len(set(instants(log))) <= 5
    assert len(log) == len({recorded.salt for recorded in log})
    assert {None, "desk"} == {recorded.curator for recorded in log}


@given(event_logs())
def test_logs_are_small(log):
    """There are one to six statements, so that orders can be enumerated."""
    assert 1 <= len(words(log)) <= 6


def test_the_simplest_log_holds_one_plain_statement():
    """What any failing law shrinks to: one explicit confirmation, tied to nothing."""
    (statement,) = words(smallest(lambda log: bool(words(log))))

    assert ("c", "p1", Act.CONFIRM, "2015-08-03") == (
        *(statement.claim, statement.by, statement.act),
        statement.said.text,
    )


def test_a_failing_log_shrinks_to_what_fails_in_it():
    """A law that fails on retractions alone shrinks to hardly more than a retraction."""
    log = smallest(lambda log: any(each.retracts is not None for each in words(log)))

    assert len(words(log)) <= 3
    assert {None} == {each.utterance for each in words(log)}


def smallest(condition):
    """Return the smallest log of which the condition holds."""
    shrinking = settings(
        database=None, derandomize=True, phases=[Phase.generate, Phase.shrink], max_examples=2000
    )
    return find(event_logs(), condition, settings=shrinking)


def test_every_kind_of_event_occurs_often():
    """Each event of the two aggregates occurs in at least one log of a hundred."""
    occurs = Counter(kind for log in LOGS for kind in {type(each.event) for each in log})

    assert EVENTS == set(occurs)
    assert min(occurs.values()) >= len(LOGS) / 100, occurs.most_common()


@pytest.mark.parametrize(
    ("field", "values", "share"),
    [
        ("act", Act, 0.015),
        ("mode", Mode, 0.03),
        ("visibility", Visibility, 0.03),
        ("ground_rule", GroundRule, 0.015),
        ("capacity", Capacity, 0.015),
        ("authenticity", Authenticity, 0.015),
        ("claim", "cde", 0.05),
        ("by", ("p1", "p2", "post", "body", "gov", "other"), 0.05),
        ("seq", (None, 1, 2, 3), 0.02),
        ("utterance", (None, "u", "v"), 0.02),
        ("on_behalf_of", (None, "other", "body", "gov"), 0.01),
        ("role", (None, "spokesperson", "minister"), 0.01),
    ],
)
def test_every_word_occurs_often(field, values, share):
    """Each word is met in a good share of the logs."""
    occurs = Counter(v for log in LOGS for v in {getattr(each, field) for each in words(log)})

    assert set(values) == set(occurs)
    assert min(occurs.values()) >= share * len(LOGS), occurs.most_common()


def test_statements_are_tied_to_each_other():
    """Following, withdrawing, several stances, and one utterance of several are met often."""
    ties: Counter[str] = Counter()
    for log in LOGS:
        statements = words(log)
        ties["follows"] += any(each.follows for each in statements)
        ties["retracts"] += any(each.retracts for each in statements)
        ties["stances"] += any(len(each.stances) > 1 for each in statements)
        spoken = Counter((s.utterance, s.by, s.claim) for s in statements if s.utterance)
        ties["utterance"] += max(spoken.values(), default=0) > 1
        days = Counter((s.said, s.claim) for s in statements)
        ties["same time"] += max(days.values()) > 1

    assert min(ties.values()) >= len(LOGS) / 15, ties
    assert 5 == len(ties)


def test_corrections_change_times_stances_and_order():
    """Amendments touch what replay reads, and not the note alone."""
    touched: Counter[str] = Counter()
    for log in LOGS:
        first = {each.ref: each for each in words(log)}
        for recorded in log:
            if isinstance(recorded.event, StatementAmended):
                now = recorded.event.statement
                touched["said"] += now.said != first[now.ref].said
                touched["stances"] += now.stances != first[now.ref].stances
                touched["follows"] += now.follows != first[now.ref].follows

    assert min(touched.values()) >= 3, touched
    assert 3 == len(touched)


@given(st.data())
def test_a_permuted_log_could_have_been_recorded_too(data):
    """The same events in another order, at the same instants, each decided as it stands."""
    log = data.draw(event_logs())
    other = data.draw(permuted(log))

    assert other == redecided(other)
    assert instants(log) == instants(other)
    by_salt = {recorded.salt: recorded.event for recorded in log}
    assert by_salt == {recorded.salt: recorded.event for recorded in other}


@given(st.data())
def test_rival_amendments_keep_their_order(data):
    """What one statement was corrected to last in the log was so in every permuted one."""
    log = data.draw(event_logs())
    other = data.draw(permuted(log))

    assert corrections(log) == corrections(other)


def corrections(log):
    """Return what each statement was corrected to, in turn."""
    found: dict[tuple[str, str], list[Statement | None]] = {}
    for recorded in log:
        match recorded.event:
            case StatementAmended(statement=now):
                found.setdefault((recorded.stream, now.id), []).append(now)
            case StatementVoided(statement=target):
                found.setdefault((recorded.stream, target), []).append(None)
    return found


def test_permuted_logs_differ_from_the_log():
    """Most permutations are not the log itself, and statements do change places."""
    pairs = drawn(event_logs().flatmap(lambda log: st.tuples(st.just(log), permuted(log))))
    swapped = sum(
        [each.id for each in words(log)] != [each.id for each in words(other)]
        for log, other in pairs
    )

    assert swapped >= 30


def test_an_order_that_leads_nowhere_gives_the_log_itself():
    """A log that nobody could have recorded is given back as it is."""
    log = tuple(each for each in LOGS[0] if each.stream != "actor:gov")

    assert [log] == drawn(permuted(log), 1)


def test_unreadable_events_are_moved_too():
    """An event that cannot be read is kept wherever it comes to stand."""
    log = LOGS[0]
    damaged = Recorded(
        stream="claim:c", event=Unreadable(why="damaged"), recorded_at=log[-1].recorded_at
    )

    for other in drawn(permuted((*log, damaged)), 10):
        assert 1 == sum(isinstance(each.event, Unreadable) for each in other)


@given(st.data())
def test_what_is_added_later_is_recorded_later(data):
    """The log is a prefix; what follows is valid and was recorded after the instant."""
    log = data.draw(event_logs())
    after = data.draw(st.sampled_from((None, log[-1].recorded_at + timedelta(days=9))))
    more = data.draw(with_later(log, after))

    assert log == more[: len(log)]
    assert more == redecided(more)
    assert all((after or log[-1].recorded_at) < each.recorded_at for each in more[len(log) :])


@given(st.data())
def test_what_is_said_after_an_instant_is_said_after_it(data):
    """Only statements are added, said at or after the instant, that nothing older follows."""
    log = data.draw(event_logs())
    instant = datetime(2015, 8, data.draw(st.integers(1, 6)), tzinfo=UTC)
    more = data.draw(with_later(log, said_after=instant))
    start = When.instant(instant).start
    added = words(more[len(log) :])

    assert more == redecided(more)
    assert len(added) == len(more) - len(log) > 0
    assert all(statement.said.start >= start for statement in added)
    assert all(statement.utterance is None for statement in added)


def test_a_statement_of_other_content_under_a_used_id_is_refused():
    """The desk refuses what the deciders refuse, so that no log holds it."""
    log = next(log for log in LOGS if len(words(log)) == 1)
    (statement,) = words(log)
    desk = Desk(log[-1].recorded_at, log)
    clash = StatementRecorded(statement=statement.evolve(note="another"))

    assert not desk.write(statement.claim, clash)
    assert issubclass(Conflict, ValueError)
