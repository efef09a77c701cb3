"""Tests of the states of projections: what can be kept, and what is said of all else."""

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve, field, frozen

from positions import PositionsError, Recorded, When
from positions.following import UnstorableState
from tests.following.folds import FOLLOWED, LASTING, Count, filled, is_a_rebuild, say
from tests.stores import each_store, memory

if TYPE_CHECKING:
    from collections.abc import Sequence as OnlyForTypeCheckers

NOON = datetime(2015, 8, 14, 12, tzinfo=UTC)


@frozen
class Last:
    """The last event of a stream."""

    event: str
    at: datetime
    on: date = date(2015, 8, 14)


@frozen
class Seen:
    """A state with values within values."""

    by_stream: dict[str, Last] = field(factory=dict[str, Last])
    names: frozenset[str] = frozenset()
    pair: tuple[int, str] = (0, "")


class Nested:
    """A fold into values of `attrs`."""

    name = "nested"
    version = 1
    initial = Seen()

    def step(self, state: Seen, recorded: Recorded) -> Seen:
        """Keep the last of each stream."""
        event = type(recorded.event).__name__
        last = Last(event, recorded.recorded_at)
        return evolve(
            state,
            by_stream=state.by_stream | {recorded.stream: last},
            names=state.names | {event},
            pair=(state.pair[0] + 1, event),
        )


class Untyped(Count):
    """A fold into whatever it is given, without an annotation."""

    def __init__(self, initial: Any, states: Any):
        super().__init__("untyped")
        self.initial = initial
        self.states = states

    def step(self, state, recorded):
        """Return the state that it was given."""
        del state, recorded
        return self.states


class Named:
    """What a projection is called, and what it begins with."""

    version = 1

    def __init__(self, name, initial):
        self.name = name
        self.initial: Any = initial


class Nothing(Named):
    """A fold that keeps no state."""

    def step(self, state: Any, recorded: Recorded) -> None:
        """Keep nothing."""
        del state, recorded


class Listed(Named):
    """A fold whose annotation is there for type checkers alone."""

    def step(self, state: Any, recorded: Recorded) -> "OnlyForTypeCheckers[str]":
        """Append the name of the event."""
        return [*state, type(recorded.event).__name__]


class Unstructured(Named):
    """A fold whose annotation is something that nobody can structure."""

    def step(self, state: Any, recorded: Recorded) -> object:
        """Count one more."""
        del recorded
        return state + 1


PLAIN = {"a": [1, 2.5, None, True, {"б": "в"}], "b": {}}


@pytest.mark.parametrize("store", FOLLOWED.values(), ids=FOLLOWED)
@pytest.mark.parametrize(
    "make",
    [
        Nested,
        Count,
        lambda: Untyped({}, PLAIN),
        lambda: Untyped(5, None),
        lambda: Untyped(None, "text"),
        lambda: Nothing("nothing", None),
        lambda: Listed("listed", []),
        lambda: Unstructured("unstructured", 0),
    ],
    ids=["attrs", "number", "plain", "none", "text", "nothing", "unknown name", "object"],
)
def test_a_state_comes_back_as_it_was(store, make):
    """By the annotation of what `step` returns, or as plain data; the next follower goes on."""
    projection = make()
    with store() as location, filled(location) as ledger:
        assert projection.initial == ledger.follow(projection).state(projection.name)
        ledger.follow(projection, batch=3).catch_up()
        say(ledger, 6)
        follower = ledger.follow(projection, batch=2)
        follower.catch_up()

        assert ledger.replay(projection).state == follower.state(projection.name)
        assert is_a_rebuild(ledger, follower, projection)


NOTHING_BUT = r"the state of 'untyped' cannot be kept: {}; use plain data, or annotate what `step`"


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ({1: "a"}, r"\{1: 'a'\} would come back as something else"),
        ((1, 2), r"\(1, 2\) would come back as something else"),
        (float("nan"), "ValueError: Out of range float values are not JSON compliant.*"),
        (When.parse("2015"), ".*"),
        (len, "TypeError: Object of type builtin_function_or_method is not JSON serializable"),
        ((1,) * 200, r"\((1, )+1,… would come back as something else"),
    ],
    ids=["numbered keys", "tuple", "not a number", "value", "function", "long"],
)
def test_a_state_that_would_be_another_is_refused(state, why):
    """It is said at once, and what would be right."""
    with memory() as location, filled(location) as ledger:
        follower = ledger.follow(Untyped(None, state), Count())
        with pytest.raises(UnstorableState, match=NOTHING_BUT.format(why)) as found:
            follower.catch_up()

        assert isinstance(found.value, PositionsError)
        assert isinstance(found.value, TypeError)
        assert "untyped" == found.value.projection
        assert str(found.value) == follower.builds[0].failed


@each_store(LASTING)
def test_a_state_that_cannot_be_kept_leaves_the_others_alone(store):
    """Its projection stands where it was; once it is mended it goes on."""
    with store() as location, filled(location) as ledger:
        projection = Untyped(None, {1: 2})
        follower = ledger.follow(projection, Count(), batch=3)
        with pytest.raises(UnstorableState):
            follower.catch_up()
        assert [0, 10] == [each.events for each in follower.builds]

        projection.states = {"1": 2}
        again = ledger.follow(projection, Count(), batch=3)
        again.catch_up()
        assert is_a_rebuild(ledger, again, projection, Count())


class Renamed(Named):
    """Another projection of the same name and version, into a value of another form."""

    def step(self, state: Any, recorded: Recorded) -> Last:
        """Return the last event alone."""
        del state
        return Last(type(recorded.event).__name__, recorded.recorded_at)


@each_store(LASTING)
def test_a_state_that_was_kept_in_another_form_is_said(store):
    """What is stored is shown, and what was expected."""
    with store() as location, filled(location) as ledger:
        ledger.follow(Nested()).catch_up()
        say(ledger, 6)

        follower = ledger.follow(Renamed("nested", None))
        with pytest.raises(UnstorableState, match=r"^the state of 'nested' .* is no .*Last"):
            follower.catch_up()
        with pytest.raises(UnstorableState):
            follower.state("nested")
        again = ledger.follow(Nested())
        again.catch_up()
        assert is_a_rebuild(ledger, again, Nested())


def test_a_state_is_kept_as_json():
    """Whoever looks into the database can read it."""
    with memory() as location, filled(location) as ledger:
        follower = ledger.follow(Untyped(None, PLAIN))
        follower.catch_up()

        (build,) = follower.builds
        assert PLAIN == json.loads(build.state or "")
        assert "state" not in build.to_dict()
