"""Law 5: a ledger that goes on from a checkpoint answers as one that is read from its beginning."""

import pickle
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

import positions
from positions import History
from positions.store import Logged
from positions.testing import cuts, event_logs
from tests.laws.plainly import near_edges, plain_logs
from tests.laws.test_index import merging

FEW = settings(max_examples=max(settings().max_examples // 10, 1))
"""A ledger in a file costs a hundred times what a history does."""

logs = st.one_of(event_logs(), plain_logs())


def written(ledger, log):
    """Append the events of *log* as they are, and return the version of each stream."""
    versions: dict[str, int] = {}
    with ledger.batch() as batch:
        batch.add_actor("begun", kind="person")
    for each in log:
        versions[each.stream] = versions.get(each.stream, 0) + 1
        ledger._journal.log.append([Logged.of(each, versions[each.stream])])
    return versions


def answers(view):
    """Return all that a view says, with its reasons."""
    return (
        view.matrix(),
        [each.to_dict() for each in view.positions(infer=True)],
        [each.to_dict() for id in view.actors for each in view.contradictions(id)],
        [each.to_dict() for each in view.statements()],
        [each.to_dict() for each in view.open_questions()],
        {(a, c): view.timeline(a, c) for a in view.actors for c in view.claims},
        [view.actor(id) for id in view.actors],
        [view.claim(id) for id in view.claims],
    )


@FEW
@given(logs, st.data())
def test_law_05_a_checkpoint_and_the_rest_of_the_log_is_the_whole_log(log, data):
    """Law 5: wherever the checkpoint was made, and whatever was recorded since."""
    k = data.draw(st.integers(0, len(log)))
    asked = [{}, data.draw(cuts()), data.draw(near_edges(log))]
    asked += [{"recorded_by": data.draw(st.sampled_from(log)).recorded_at}] if log else []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        clock = iter(lambda: datetime(2015, 1, 1, tzinfo=UTC), None)
        with positions.open(path, clock=lambda: next(clock)) as ledger:
            written(ledger, log[:k])
            with merging("both"):
                ledger.checkpoint()
            versions: dict[str, int] = {}
            for place, each in enumerate(log):
                versions[each.stream] = versions.get(each.stream, 0) + 1
                if place >= k:
                    ledger._journal.log.append([Logged.of(each, versions[each.stream])])
            whole = History.of(ledger.history())
        with positions.open(path) as again, merging("both"):
            history = again.history()
            resumed = again._journal._memory.is_resumed
            views = [history.as_of(**cut) for cut in asked]

        assert resumed
        assert history == whole  # after the ledger was closed
        for cut, view in zip(asked, views, strict=True):
            assert answers(view) == answers(whole.as_of(**cut))
        for view in views:
            assert answers(pickle.loads(pickle.dumps(view))) == answers(view)  # noqa: S301 - our own bytes


@FEW
@given(logs, st.data())
def test_law_05_a_checkpoint_of_a_checkpoint(log, data):
    """Law 5: what went on from a checkpoint leaves one behind that is as good."""
    first, second = sorted(data.draw(st.tuples(*[st.integers(0, len(log))] * 2)))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        versions: dict[str, int] = {}
        clock = datetime(2015, 1, 1, tzinfo=UTC)
        for low, high in ((0, first), (first, second), (second, len(log))):
            with positions.open(path, clock=lambda: clock) as ledger:
                if not low:
                    ledger.add_actor("begun", kind="person")
                for each in log[low:high]:
                    versions[each.stream] = versions.get(each.stream, 0) + 1
                    ledger._journal.log.append([Logged.of(each, versions[each.stream])])
                with merging("together"):
                    assert ledger.as_of().matrix() == History.of(ledger.history()).as_of().matrix()
                    ledger.checkpoint()
        with positions.open(path) as ledger, merging("together"):
            history = ledger.history()
            assert answers(history.as_of()) == answers(History.of(history).as_of())


def test_law_05_what_comes_later_bears_on_what_is_in_the_checkpoint():
    """Law 5: what follows it, what amends and voids it; and what it was before."""
    moments = [datetime(2020, 1, day, tzinfo=UTC) for day in range(1, 12)]
    clock = iter(moments)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        with positions.open(path, clock=lambda: next(clock)) as ledger:
            ledger.add_actor("a", kind="person")
            ledger.open_claim("c", text="C", kind="fact")
            for id, act in (("one", "confirm"), ("two", "deny"), ("three", "assert")):
                stance = "possible" if act == "assert" else None
                ledger.record(id=id, claim="c", by="a", act=act, stance=stance, said="2019-01-01")
            ledger.void("three", claim="c", why="never said")
            ledger.checkpoint()
        with positions.open(path, clock=lambda: next(clock)) as ledger:
            assert "unsettled" == ledger.as_of().position("a", "c").kind
            assert ledger._journal._memory.is_resumed
            ledger.record(
                id="four", claim="c", by="a", act="hedge", said="2019-01-01", follows=["two"]
            )
            history = ledger.history()
            whole = History.of(history, zone=history.zone)
            for day in (None, *moments[4:8]):
                resumed, again = (each.as_of(recorded_by=day) for each in (history, whole))
                assert answers(again) == answers(resumed)
            two = next(each for each in history.as_of().statements() if each.statement.id == "two")
            assert two.statement.act == "deny"
            assert {"affirmed", "uncommitted"} == set(history.as_of().position("a", "c").possible)


def test_law_05_what_is_tied_in_the_checkpoint_stays_tied():
    """Law 5: what narrows the time of words on another claim is looked up where it is kept."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        with positions.open(path) as ledger:
            ledger.add_actor("a", kind="person")
            for claim in ("c", "d"):
                ledger.open_claim(claim, text=claim, kind="fact")
            ledger.record(id="x", claim="c", by="a", act="confirm", said="2015-08")
            ledger.record(id="z", claim="c", by="a", act="deny", said="2015-08-10")
            ledger.record(id="y", claim="d", by="a", act="deny", said="2015-08-05", follows=["x"])
            ledger.checkpoint()
        with positions.open(path) as ledger:
            assert "denied" == ledger.as_of().position("a", "c").kind
            assert ledger._journal._memory.is_resumed
