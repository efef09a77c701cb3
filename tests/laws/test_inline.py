"""Laws 6 and 28, for projections that are kept up to date in the transaction of the writer."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import positions
from positions import Recorded
from positions.following import ProjectionFailed
from positions.projections import Changes, OpenQuestions, Shifts, Standings, Timelines
from positions.store import recorded_to_json
from positions.testing import event_logs, with_later
from tests.entangled import entangled_logs
from tests.laws.commands import came_of, cases, commands
from tests.stores import STORES

INLINE = {name: STORES[name] for name in ("memory", "sqlite", "postgres")}
LOGS = st.one_of(event_logs().flatmap(with_later), entangled_logs())
FEW = settings(max_examples=max(settings().max_examples // 10, 1))


def models():
    """Return every read model."""
    return [Standings(), Timelines(), OpenQuestions(), Shifts(), Changes()]


def kept(ledger):
    """Return the rows that are kept of each read model."""
    follower = ledger.follow(*models())
    assert 0 == follower.behind
    return {each.name: follower.rows(each.name) for each in models()}


def rebuilt(ledger):
    """Return the rows that each read model makes of the whole record."""
    return {each.name: ledger.replay(each).tables[each.name] for each in models()}


@FEW
@given(LOGS, st.data())
@pytest.mark.parametrize("store", INLINE.values(), ids=INLINE)
def test_law_06_inline_in_any_batches_is_a_rebuild(store, log, data):
    """Law 6: rows that are written with what is recorded are those of a rebuild, at every write."""
    cuts = sorted(data.draw(st.sets(st.integers(1, len(log)), max_size=3)) | {len(log)})
    lines = [recorded_to_json(each) + b"\n" for each in log]
    with store() as location, positions.open(location, inline=models()) as ledger:
        for cut in cuts:
            ledger.import_from(BytesIO(b"".join(lines[:cut])))
            assert rebuilt(ledger) == kept(ledger)


@FEW
@given(event_logs(), st.lists(commands() | cases(), min_size=1, max_size=4), st.data())
@pytest.mark.parametrize("store", INLINE.values(), ids=INLINE)
def test_law_06_inline_among_other_writers_is_a_rebuild(store, log, given_commands, data):
    """Law 6: the same where another writer, who keeps no rows, records in between."""
    lines = b"".join(recorded_to_json(each) + b"\n" for each in log)
    now = max(each.recorded_at for each in log)
    with (
        store() as location,
        positions.open(location, inline=models(), clock=lambda: now) as ledger,
    ):
        ledger.import_from(BytesIO(lines))
        # What is in memory is one ledger's alone.
        beside = ledger if location == ":memory:" else positions.open(location, clock=lambda: now)
        for each in given_commands:
            came_of(data.draw(st.sampled_from([ledger, beside])), each)
        ledger.add_actor("the-last-to-write")

        assert rebuilt(ledger) == kept(ledger)
        beside.close()


class Refusing:
    """A projection that raises at every claim that is opened."""

    name = "refusing"
    version = 1
    initial = 0

    def step(self, state: int, recorded: Recorded) -> int:
        """Raise, or count."""
        if type(recorded.event).__name__ == "ClaimOpened":
            msg = "no claims here"
            raise RuntimeError(msg)
        return state + 1


@pytest.mark.parametrize("store", INLINE.values(), ids=INLINE)
def test_law_28_what_a_projection_refuses_is_not_recorded(store):
    """Law 28: where a projection raises, neither event nor row is written; the next command is."""
    with (
        store() as location,
        positions.open(location, inline=[Standings(), Refusing()]) as ledger,
    ):
        ledger.add_actor("ann")
        before = ledger.history()
        with pytest.raises(ProjectionFailed, match="nothing was recorded") as why:
            ledger.open_claim("visit", text="The visit took place")

        assert "refusing" == why.value.projection
        assert before == ledger.history()
        ledger.add_actor("bob")
        follower = ledger.follow(Standings(), Refusing())
        assert 0 == follower.behind
        assert 2 == follower.state("refusing")
