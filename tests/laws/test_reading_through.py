"""Law 5: a log that is read through, without its events being kept, answers as one that is."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import positions
from positions import History
from positions.ledger import checkpoints, journal
from positions.replay.index import index_of
from positions.replay.index.layer import COLUMNS
from positions.store import Logged
from positions.store.memory import Memory
from positions.store.reading import through
from positions.store.sqlite import LedgerSQLiteRecorder
from positions.testing import cuts
from tests.laws.plainly import near_edges
from tests.laws.test_index import merging
from tests.laws.test_resuming import FEW, answers, logs, written
from tests.ledger.test_checkpoints import tampered


@pytest.fixture(autouse=True, scope="module")
def _however_short():
    """Read any log through, however short, in pages short enough that what is known helps."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "LONG", 0)
        patch.setattr(through, "PAGE", 3)
        yield


def rows_of(streams):
    """Return all rows of the index, and those that fell, each with its cell."""
    index = index_of(streams)
    index.at(len(streams.events))
    layer, fallen = index.rows()
    columns = [getattr(layer, name).tolist() for name in COLUMNS]
    keys = np.repeat(layer.keys, np.diff(layer.bounds))
    actors = [layer.actors.ids[each] for each in layer.actor_of.repeat(np.diff(layer.bounds))]
    claims = [layer.claims.ids[each] for each in layer.claim_of.repeat(np.diff(layer.bounds))]
    standing = sorted(zip(actors, claims, (keys & 7).tolist(), *columns, strict=True))
    return standing, sorted((each.cell, each.row, each.end) for each in fallen)


@FEW
@given(logs, st.data())
def test_law_05_a_log_that_was_read_through(log, data):
    """Law 5: the rows are those of the log in memory, and so is every answer, also later."""
    k = data.draw(st.integers(0, len(log)))
    asked = [{}, data.draw(cuts()), data.draw(near_edges(log))]
    asked += [{"recorded_by": data.draw(st.sampled_from(log)).recorded_at}] if log else []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        clock = datetime(2015, 1, 1, tzinfo=UTC)
        with positions.open(path, clock=lambda: clock) as ledger:
            versions = written(ledger, log[:k])
        with positions.open(path) as ledger, merging("together"):
            whole = History.of(ledger.history())
            resumed = ledger.history()
            assert ledger._journal._memory.is_resumed
            assert resumed == whole
            assert rows_of(resumed._streams) == rows_of(whole._streams)
        with positions.open(path) as ledger, merging("both"):
            ledger.history()
            for each in log[k:]:
                versions[each.stream] = versions.get(each.stream, 0) + 1
                ledger._journal.log.append([Logged.of(each, versions[each.stream])])
            history = ledger.history()
            whole = History.of(history)
            ledger.checkpoint()
            views = [history.as_of(**cut) for cut in asked]
        with positions.open(path) as again, merging("both"):
            views += [again.history().as_of(**cut) for cut in asked]
        for cut, view in zip([*asked, *asked], views, strict=True):
            assert answers(view) == answers(whole.as_of(**cut))


CASE = Path(__file__).parents[2] / "seeds" / "soleimani-moscow-2015.yaml"
MISSING = (
    "DELETE FROM stored_events WHERE rowid = (SELECT min(rowid) FROM stored_events "
    "WHERE originator_id = 'claim:visit' AND originator_version = 5)"
)
DAMAGED = (
    "UPDATE stored_events SET state = replace(CAST(state AS TEXT), '2015', '2016') WHERE rowid = 40"
)


@pytest.fixture
def path(tmp_path):
    """Return the path of a ledger that holds the founding case."""
    path = tmp_path / "visit.db"
    with positions.open(path) as ledger:
        ledger.load(CASE)
    return path


@pytest.mark.parametrize("statement", [MISSING, DAMAGED], ids=["missing", "damaged"])
def test_law_23_a_log_with_damage_is_read_event_by_event(path, statement):
    """Law 23: whatever is wrong is told, as in a log that is too short to be read through."""
    tampered(path, statement)
    with positions.open(path) as ledger, pytest.MonkeyPatch.context() as patch:
        through = ledger.history()
        assert not ledger._journal._memory.is_resumed
        patch.setattr(journal, "LONG", 20_000)
        with positions.open(path) as again:
            assert through == again.history()
            assert answers(through.as_of()) == answers(again.as_of())
        assert any(each.damaged for each in through.as_of().positions())


def test_law_23_what_vanishes_while_it_is_read(path, monkeypatch):
    """Law 23: a statement that was amended is read again, and found to be gone."""
    monkeypatch.setattr(LedgerSQLiteRecorder, "select_rows_at", lambda *_: [])
    with positions.open(path) as ledger:
        ledger.history()
        assert not ledger._journal._memory.is_resumed


def test_law_23_what_is_damaged_while_it_is_read(path, monkeypatch):
    """Law 23: or cannot be read this time."""
    odd = [(1, "claim:visit", 1, "StatementRecorded", b"{}")]
    monkeypatch.setattr(LedgerSQLiteRecorder, "select_rows_at", lambda *_: odd)
    with positions.open(path) as ledger:
        ledger.history()
        assert not ledger._journal._memory.is_resumed


def test_it_tells_how_far_it_came_and_leaves_a_checkpoint(path, monkeypatch):
    """As when events are read one by one."""
    monkeypatch.setattr(checkpoints, "AFTER", 20)
    told = []
    with positions.open(path) as ledger:
        ledger.catch_up(lambda *each: told.append(each))
        head = ledger._journal.log.head()
    assert [each for each, _ in told] == sorted(each for each, _ in told)
    assert told[-1] == (head, head)
    assert path.with_name("visit.db.checkpoint").exists()


def test_what_keeps_no_index_of_keys_is_read_event_by_event():
    """As in memory."""
    with positions.open(":memory:") as ledger:
        ledger.load(CASE)
        ledger._journal._memory = Memory(ledger._journal.log)
        assert ledger.as_of().position("us-state", "visit").kind
        assert not ledger._journal._memory.is_resumed
