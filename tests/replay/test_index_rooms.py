"""The column index where laws seldom come: what is kept, how large it is, how it is merged."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import positions
from positions.replay import record
from positions.replay.index import sheet
from positions.replay.index.layer import COLUMNS
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
