"""The column index where laws seldom come: what is kept, how large it is, how it is merged."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import positions
from positions import Recorded, Standing, Statement, When
from positions.model.actors.actor import Actor
from positions.model.actors.events import ActorRegistered, IdentityJudged
from positions.model.actors.identity import Judgement
from positions.model.claims.claim import Claim
from positions.model.claims.events import ClaimOpened, StatementAmended, StatementRecorded
from positions.replay import record
from positions.replay.index import sheet
from positions.replay.index.layer import COLUMNS
from positions.replay.past import Chained
from tests.replay.test_lookups import CASE


def asked_every_way(history):
    """Return what a matrix says at many `known_by` and on many claims, by turns."""
    days = [f"2015-08-{day:02}" for day in range(1, 15)]
    return [
        (view.matrix(), [view.positions(claim=claim) for claim in view.claims])
        for day in [*days, *days]
        for view in [history.as_of(known_by=day)]
    ]


def test_little_is_kept_of_what_was_asked():
    """What was thrown out is made again, and is the same."""
    with positions.open(":memory:") as ledger:
        ledger.load(CASE)
        history = ledger.history()
    told = asked_every_way(history)

    with patch.object(sheet, "WAYS", 1), patch.object(sheet, "CLAIMS", 1):
        assert told == asked_every_way(positions.History.of(history, zone=history.zone))


def test_parts_of_claims_are_kept_for_a_while():
    """As many as there is room for."""
    with positions.open(":memory:") as ledger:
        ledger.load(CASE)
        history = ledger.history()
    told = [each.to_dict() for each in history.as_of().positions()]

    with patch.object(record, "LITTLE", -1), patch.object(record, "PARTS_KEPT", 2):
        view = positions.History.of(history, zone=history.zone).as_of()
        assert told == [each.to_dict() for each in view.positions()]
        assert told == [each.to_dict() for each in view.positions()]


def test_the_index_takes_few_bytes_a_statement():
    """No more than 64 before roll-up, as long as most are as they were said."""
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    with positions.open(":memory:", clock=lambda: moment) as ledger:
        ledger.add_actor("a", kind="person")
        ledger.open_claim("c", text="C", kind="fact")
        with ledger.batch() as batch:
            for day in range(6_000):
                said = (moment - timedelta(days=day)).date()
                batch.record(claim="c", by="a", act="confirm", said=said)
        layer = ledger.as_of()._record.generation.base

    assert 6_000 == len(layer)
    assert layer.as_said
    assert layer.reach is layer.stop
    assert layer.nbytes <= 64 * len(layer)
    assert layer.nbytes >= sum(getattr(layer, name).nbytes for name in ("start", "stop"))
    assert set(COLUMNS) >= {"start", "stop", "outcome"}


def test_changes_that_are_asked_often_are_put_together():
    """Few rows stand apart until asking for them costs more."""
    with positions.open(":memory:") as ledger:
        ledger.load(CASE)
        told = ledger.as_of().matrix()
        with patch.object(record, "APART_FEW", 0):
            view = ledger.as_of()
            assert told == view.matrix()
            assert not view._record.generation.changed
            assert told == view.matrix()


def recorded(*events):
    """Return a history of events, each in its stream, all recorded at once."""
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    return positions.History.of(
        [Recorded(stream=stream, event=event, recorded_at=moment) for stream, event in events]
    )


def said(id, act="confirm", by="a"):
    """Return a statement."""
    return Statement(id=id, claim="c", by=by, act=act, said=When.parse("2019-01-01"))


BEGUN = (
    ("actor:a", ActorRegistered(actor=Actor(id="a"))),
    ("claim:c", ClaimOpened(claim=Claim(id="c", text="C"))),
)


def agrees(history):
    """Return whether the index says what the fold does."""
    view = history.as_of()
    told = {(a, c): view.position(a, c) for a in view.actors for c in view.claims}
    return all(each.standing == Standing.of(each._basis.outcome.kinds) for each in told.values())


def test_what_two_writers_record_twice_is_as_it_was_first():
    """The second is passed over, whatever it says."""
    history = recorded(
        *BEGUN,
        ("claim:c", StatementRecorded(statement=said("s"))),
        ("claim:c", StatementRecorded(statement=said("s", "deny"))),
    )

    assert "affirmed" == history.as_of().position("a", "c").kind
    assert agrees(history)


def test_an_amendment_of_one_id_is_applied_once_whatever_it_amends():
    """To the first; what it would make of the second depends on that."""
    history = recorded(
        *BEGUN,
        ("claim:c", StatementRecorded(statement=said("s"))),
        ("claim:c", StatementRecorded(statement=said("t"))),
        ("claim:c", StatementAmended(id="m", statement=said("s", "deny"))),
        ("claim:c", StatementAmended(id="m", statement=said("t", "deny"))),
    )

    assert "unsettled" == history.as_of().position("a", "c").kind
    assert agrees(history)


def test_who_is_one_with_somebody_unknown_is_asked_about_alone():
    """A judgement may name an actor that was never put on record."""
    judged = IdentityJudged(id="j", judgement=Judgement(verdict="same", actors=("a", "ghost")))
    history = recorded(
        *BEGUN, ("actor:a", judged), ("claim:c", StatementRecorded(statement=said("s")))
    )

    assert [("a", "c")] == list(history.as_of().matrix())
    assert agrees(history)


def test_what_follows_a_past_is_a_sequence():
    """Read from one place, added to at another."""
    chained = Chained(3, lambda low, high: "abc"[low:high])
    chained.append("d")

    assert list("abcd") == list(chained)
    assert ["b", "d"] == chained[1::2]
    assert ("a", "d", "d") == (chained[0], chained[3], chained[-1])


def test_the_index_says_how_large_it_is():
    """Its rows, and what was made of them for everything at a date."""
    with positions.open(":memory:") as ledger:
        ledger.load(CASE)
        view = ledger.as_of()
    made = view._record.generation.sheet(view._record.roster)
    rows = made.nbytes
    view.matrix()
    assert made.nbytes > rows == made.layer.nbytes > 0
