"""What the tests of following keep up to date, and ledgers to follow."""

from contextlib import contextmanager
from typing import Any

import positions
from positions import Recorded
from positions.projections import (
    Changes,
    Column,
    ColumnType,
    OpenQuestions,
    Put,
    Shifts,
    Standings,
    Table,
    Timelines,
)
from tests.stores import memory, postgres, sqlite

__all__ = [
    "FOLLOWED",
    "LASTING",
    "Count",
    "Failing",
    "Streams",
    "filled",
    "is_a_rebuild",
    "models",
    "say",
]

FOLLOWED = {"memory": memory, "sqlite": sqlite, "postgres": postgres}
LASTING = {"sqlite": sqlite, "postgres": postgres}
"""Those that are there when they are opened again."""


class Count:
    """How many events there were."""

    version = 1
    initial = 0

    def __init__(self, name="count"):
        self.name = name

    def step(self, state: int, recorded: Recorded) -> int:
        """Count one more."""
        del recorded
        return state + 1


class Failing(Count):
    """The same, but raises at the events of some kind, until it is mended."""

    def __init__(self, at="StatementRecorded", name="failing"):
        super().__init__(name)
        self.at: str | None = at

    def step(self, state: int, recorded: Recorded) -> int:
        """Raise, or count."""
        if type(recorded.event).__name__ == self.at:
            msg = "this I do not know"
            raise KeyError(msg)
        return state + 1


class Streams:
    """How many events each stream has; of another version, in other columns."""

    name = "streams"
    initial = None

    def __init__(self, version=1, *more):
        self.version = version
        self._more = more
        columns = (Column("stream"), Column("events", ColumnType.INTEGER), *more)
        self.tables = (Table("streams", columns, ["stream"]),)

    def step(self, state: dict[str, int] | None, recorded: Recorded) -> dict[str, int]:
        """Count, changing nothing."""
        state = state or {}
        return state | {recorded.stream: state.get(recorded.stream, 0) + 1}

    def rows(self, state, recorded) -> Any:
        """Yield the row of the stream that has one more; a later version counts from its number."""
        given = {each.name: "more" for each in self._more}
        events = state[recorded.stream] + 100 * (self.version - 1)
        yield Put("streams", {"stream": recorded.stream, "events": events} | given)


def models() -> list[Any]:
    """Return every read model."""
    return [Standings(), Timelines(), OpenQuestions(), Shifts(), Changes()]


def say(ledger, number, act=None):
    """Record the next words of a spokesman."""
    act = act or ("deny", "confirm", "no_response")[number % 3]
    day = f"2015-08-{number + 1:02}"
    ledger.record(by="ann", claim="visit", act=act, said=day, id=f"s{number}")


@contextmanager
def filled(location, statements=6, **more):
    """Open a ledger in which a spokesman has spoken a few times."""
    with positions.open(location, **more) as ledger:
        ledger.add_actor("ann", kind="person")
        ledger.add_actor("gov", kind="government")
        ledger.give_mandate(by="ann", body="gov")
        ledger.open_claim("visit", text="The visit took place")
        for number in range(statements):
            say(ledger, number)
        yield ledger


def is_a_rebuild(ledger, follower, *projections):
    """Return whether what is kept is what a rebuild makes, and each event was taken once."""
    events = {each.events for each in follower.builds}
    return events == {len(ledger.history())} and all(
        follower.state(each.name) == ledger.replay(each).state
        and all(follower.rows(name) == rows for name, rows in ledger.replay(each).tables.items())
        for each in projections
    )
