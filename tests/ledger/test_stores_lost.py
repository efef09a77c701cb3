"""What a store has committed is recorded, whatever it says of it; what it has not, is not."""

import pytest
from eventsourcing.persistence import IntegrityError, InterfaceError, OperationalError

import positions
from positions import LedgerBusy, PositionsError, StoreFailed
from positions.store.log import told
from tests.ledger.cases import CASE
from tests.stores import each_store

SAID = {"id": "c", "by": "kirby", "claim": "ban", "act": "hedge", "said": "2015-08-17"}
ERRORS = {
    "the connection is lost": OperationalError("server closed the connection unexpectedly"),
    "it is locked": OperationalError("database is locked"),
    "it is closed": InterfaceError("the connection is closed"),
    "it is there": IntegrityError("duplicate key value"),
}


class Lost:
    """Makes a recorder say that it failed, whether it has committed or not."""

    def __init__(self, recorder, error, *, commits):
        self.recorder = recorder
        self.insert = recorder.insert_events
        self.error = error
        self.commits = commits
        self.calls = 0

    def __call__(self, stored_events, **more):
        """Insert or do not, and fail."""
        self.calls += 1
        if self.commits:
            self.insert(stored_events, **more)
        raise self.error

    def __enter__(self):
        self.recorder.insert_events = self
        return self

    def __exit__(self, *_):
        self.recorder.insert_events = self.insert


@pytest.mark.parametrize("error", ERRORS.values(), ids=ERRORS)
@each_store()
def test_a_lost_acknowledgement_records_once(store, error):
    """Whatever the error: what was committed is the outcome, once, and the ledger goes on."""
    with store() as location, positions.open(location) as ledger:
        ledger.load(CASE)
        length = len(ledger.history())
        with Lost(ledger.application.recorder, error, commits=True) as lost:
            events = ledger.record(**SAID)

        assert (1, 1) == (len(events), lost.calls)
        assert events[0] == ledger.history()[length].event
        assert () == ledger.record(**SAID)
        ledger.record(**SAID | {"id": "d"})
        assert length + 2 == len(ledger.history())
        assert ledger.verify()


@pytest.mark.parametrize("error", ERRORS.values(), ids=ERRORS)
@each_store()
def test_what_was_not_committed_is_not_recorded(store, error, monkeypatch):
    """Law 28: it is an error, in our words, and the next command finds the ledger as it was."""
    monkeypatch.setattr("positions.ledger.writer._TRIES", 3)
    expected = {"it is locked": LedgerBusy, "it is there": LedgerBusy}
    with store() as location, positions.open(location) as ledger:
        ledger.load(CASE)
        before = ledger.history()
        with (
            Lost(ledger.application.recorder, error, commits=False) as lost,
            pytest.raises(PositionsError) as caught,
        ):
            ledger.record(**SAID)

        (name,) = (name for name, each in ERRORS.items() if each is error)
        assert expected.get(name, StoreFailed) is type(caught.value)
        assert (3 if name == "it is there" else 1) == lost.calls
        assert before == ledger.history()
        assert 1 == len(ledger.record(**SAID))
        assert ledger.verify()


@each_store()
def test_a_store_that_cannot_be_asked_either_has_failed(store, monkeypatch):
    """Whether it has recorded the last command cannot be known; to write it again is safe."""
    with store() as location, positions.open(location) as ledger:
        ledger.load(CASE)
        recorder = ledger.application.recorder
        error = OperationalError("the server is gone")

        def gone(*_, **__):
            raise error

        with Lost(recorder, error, commits=True), monkeypatch.context() as patch:
            patch.setattr(ledger._journal.log, "_at", lambda *_: told(gone))
            with pytest.raises(StoreFailed, match="the server is gone"):
                ledger.record(**SAID)

        assert () == ledger.record(**SAID)
