"""Law 6, for what is kept up to date by followers: in any batches it is a rebuild."""

from io import BytesIO
from typing import Any, ClassVar

from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

import positions
from positions import Recorded
from positions.projections import (
    Changes,
    Column,
    ColumnType,
    Drop,
    OpenQuestions,
    Put,
    RecordedShift,
    Shifts,
    Standings,
    Table,
    Timelines,
)
from positions.store import recorded_to_json
from positions.testing import event_logs, with_later
from tests.entangled import entangled_logs
from tests.laws.witness import witness
from tests.stores import memory, postgres, sqlite

LOGS = st.one_of(event_logs().flatmap(with_later), entangled_logs())


class Busiest:
    """Somebody's own fold over events: how many each stream has, as plain data, and in rows."""

    name = "busiest"
    version = 1
    initial: ClassVar[dict[str, int]] = {}
    tables = (
        Table("streams", (Column("stream"), Column("events", ColumnType.INTEGER)), ["stream"]),
    )

    def step(self, state: dict[str, int], recorded: Recorded) -> dict[str, int]:
        """Count, changing nothing."""
        return state | {recorded.stream: state.get(recorded.stream, 0) + 1}

    def rows(self, state, recorded):
        """Yield the row of the stream that has one more."""
        yield Put("streams", {"stream": recorded.stream, "events": state[recorded.stream]})


@frozen
class Turns:
    """What `Turning` comes to."""

    told: int = 0
    kinds: tuple[str, ...] = ()


class Turning:
    """Somebody's own fold over shifts: a value of `attrs`, and rows that come and go."""

    name = "turning"
    version = 1
    over = "shifts"
    initial = Turns()
    tables = (
        Table(
            "turns",
            (Column("actor"), Column("claim"), Column("statement"), Column("new")),
            ("actor", "claim", "statement"),
        ),
    )

    def step(self, state: Turns, shift: RecordedShift) -> Turns:
        """Count, and keep the kinds."""
        return Turns(state.told + 1, tuple(sorted({*state.kinds, str(shift.kind)})))

    def rows(self, state, shift):
        """Write what stands, and take away what is gone."""
        del state
        key = {"actor": shift.actor, "claim": shift.claim, "statement": shift.statement.id}
        if shift.now is None:
            yield Drop("turns", key)
        else:
            yield Put("turns", key | {"new": str(shift.now.new)})


def models() -> list[Any]:
    """Return every read model, and two projections of somebody's own."""
    return [Standings(), Timelines(), OpenQuestions(), Shifts(), Changes(), Busiest(), Turning()]


def made(replayed):
    """Return what a replay has made, as `kept` returns it."""
    found = {each.name: replayed(each) for each in models()}
    return {name: (each.state, each.tables) for name, each in found.items()}


def kept(follower):
    """Return what a follower keeps: the state and the rows of each projection."""
    return {
        each.name: (
            follower.state(each.name),
            {table.name: follower.rows(table.name) for table in each.tables},
        )
        for each in models()
    }


MOVES = st.tuples(
    st.sampled_from(["record", "one", "other", "one", "other", "again"]), st.integers(1, 7)
)


class Desk:
    """A log that is recorded bit by bit, and two who follow it."""

    def __init__(self, ledger, log):
        self.ledger = ledger
        self.log = log
        self.lines = [recorded_to_json(each) + b"\n" for each in log]
        self.recorded = 0
        self.followers = {name: self.begun(3) for name in ("one", "other")}

    def begun(self, batch):
        """Return a follower who knows nothing of any before."""
        return self.ledger.follow(*models(), batch=batch)

    def record(self, count):
        """Record some more of the log, several events at once."""
        self.recorded = min(self.recorded + count, len(self.log))
        self.ledger.import_from(BytesIO(b"".join(self.lines[: self.recorded])))

    def make(self, move, count):
        """Record, or let one of the two take a batch, or end both and begin anew."""
        if move == "record":
            self.record(count)
        elif move == "again":
            self.followers = {name: self.begun(count) for name in self.followers}
        else:
            self.followers[move].step()


def few(share):
    """Return the settings by which a share of the examples is tried."""
    return settings(max_examples=max(settings().max_examples // share, 1))


@few(2)
@given(LOGS, st.lists(MOVES, min_size=1, max_size=20), st.data())
def test_law_06_following_in_any_batches_is_a_rebuild(log, moves, data):
    """Law 6: whoever follows, in whatever batches, keeps what a rebuild makes, each event once."""
    follows_as_it_rebuilds(memory, log, moves, data)


@few(10)
@given(LOGS, st.lists(MOVES, min_size=1, max_size=20), st.data())
def test_law_06_also_in_an_sqlite_file(log, moves, data):
    """Law 6: the same, where rows are kept in the file of the ledger."""
    follows_as_it_rebuilds(sqlite, log, moves, data)


@few(25)
@given(LOGS, st.lists(MOVES, min_size=1, max_size=20), st.data())
def test_law_06_also_in_postgresql(log, moves, data):
    """Law 6: the same, where rows are kept in PostgreSQL."""
    follows_as_it_rebuilds(postgres, log, moves, data)


def follows_as_it_rebuilds(store, log, moves, data):
    """Hold two followers to a rebuild."""
    with store() as location, positions.open(location) as ledger:
        desk = Desk(ledger, log)
        for move, count in moves:
            desk.make(move, count)
        reached = data.draw(st.sampled_from(["one", "other"]))
        desk.followers[reached].catch_up()
        assert made(ledger.replay) == kept(desk.followers[reached])

        desk.record(len(log))
        for follower in desk.followers.values():
            follower.catch_up()

        history = ledger.history()
        assert list(log) == list(history)
        witness(6, history.as_of())
        for follower in desk.followers.values():
            assert made(history.replay) == kept(follower)
            assert {len(log)} == {each.events for each in follower.builds}
            assert 0 == follower.behind
