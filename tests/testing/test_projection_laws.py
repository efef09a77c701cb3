"""The laws that people's own projections inherit: good ones keep them, each bad one breaks some."""

import itertools
import os
import sys
import threading
import unittest
from typing import Any

import pytest
from attrs import define
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.database import InMemoryExampleDatabase

from positions import ActorRegistered, Recorded, StatementRecorded
from positions.following import UnstorableState
from positions.history import History
from positions.projections import (
    Changes,
    Column,
    InvalidRow,
    OpenQuestions,
    Put,
    Shifts,
    Standings,
    Table,
    Timelines,
)
from positions.testing import ProjectionLaws, histories
from tests.strategies import drawn

FEW = settings(max_examples=max(settings().max_examples // 10, 1))
TALLY = (Table("tally", (Column("actor"), Column("spoke", "integer")), ("actor",)),)


def speaker(recorded):
    """Return who has spoken, if an event says so."""
    return recorded.event.statement.by if isinstance(recorded.event, StatementRecorded) else None


class Named:
    """What all have."""

    name = "tally"
    version = 1


class Tally(Named):
    """How often each actor has spoken: a good one."""

    initial: dict[str, int] = {}  # noqa: RUF012 - it is never changed
    tables = TALLY

    def step(self, state: dict[str, int], recorded: Recorded) -> dict[str, int]:
        """Count one more."""
        by = speaker(recorded)
        return state if by is None else state | {by: state.get(by, 0) + 1}

    def rows(self, state: dict[str, int], recorded: Recorded):
        """Write the one that is another."""
        by = speaker(recorded)
        if by is not None:
            yield Put("tally", {"actor": by, "spoke": state[by]})


class TestTally(ProjectionLaws):
    """Over events, with rows."""

    projection = Tally()
    settings = FEW


class TestStandings(ProjectionLaws):
    """Over positions."""

    projection = Standings()
    settings = FEW


class TestTimelines(ProjectionLaws):
    """Over positions, with several rows of a cell."""

    projection = Timelines()
    settings = FEW


class TestOpenQuestions(ProjectionLaws):
    """Over positions, with no row for most cells."""

    projection = OpenQuestions()
    settings = FEW


class TestShifts(ProjectionLaws):
    """Over shifts."""

    projection = Shifts()
    settings = FEW


class TestChanges(ProjectionLaws):
    """Over changed answers."""

    projection = Changes()
    settings = FEW


# --- those that are wrong on purpose -------------------------------------------------------------


class KeepsOnSelf(Tally):
    """Counts on itself, and not in its state."""

    def __init__(self):
        self.spoken: dict[str, int] = {}

    def step(self, state: dict[str, int], recorded: Recorded) -> dict[str, int]:
        """Count one more."""
        del state
        by = speaker(recorded)
        if by is not None:
            self.spoken[by] = self.spoken.get(by, 0) + 1
        return dict(self.spoken)


class KeepsTheLastOnSelf(Named):
    """Knows on itself what came last, so that whoever asks at once sees nothing of it."""

    initial = 0
    known = frozenset[str]()

    def step(self, state: int, recorded: Recorded) -> int:
        """Count the streams that are new to it."""
        new = recorded.stream not in self.known
        self.known |= {recorded.stream}
        return state + new


class ChangesItsState(Tally):
    """Writes into the state that it is given."""

    def step(self, state: dict[str, int], recorded: Recorded) -> dict[str, int]:
        """Count one more."""
        by = speaker(recorded)
        if by is not None:
            state[by] = state.get(by, 0) + 1
        return state


class ChangesItsStateInRows(Tally):
    """Writes into the state where it writes its rows."""

    def rows(self, state: dict[str, int], recorded: Recorded):
        """Forget what is written."""
        yield from super().rows(state, recorded)
        state.clear()


@define(eq=False)
class Counter:
    """A state that is equal to nothing but itself."""

    count: int = 0


class OfNoValue(Named):
    """Has a state that cannot be compared."""

    initial = Counter()

    def step(self, state: Counter, recorded: Recorded) -> Counter:
        """Count one more."""
        del recorded
        return Counter(state.count + 1)


class Unstorable(Named):
    """Has a state with keys of two parts, and does not say so."""

    initial: dict[Any, bool] = {}  # noqa: RUF012 - it is never changed

    def step(self, state, recorded):
        """Note each event of each stream."""
        return state | {(recorded.stream, len(state)): True}


class OfAnOrderOfSets(Named):
    """Lists streams in the order of a set."""

    initial: tuple[str, ...] = ()

    def step(self, state: tuple[str, ...], recorded: Recorded) -> tuple[str, ...]:
        """Add a stream."""
        return tuple({*state, recorded.stream})


class LacksAColumn(Tally):
    """Forgets a column."""

    def rows(self, state: dict[str, int], recorded: Recorded):
        """Write half of a row."""
        del state
        by = speaker(recorded)
        if by is not None:
            yield Put("tally", {"actor": by})


class Raises(Tally):
    """Raises at the first word."""

    def step(self, state: dict[str, int], recorded: Recorded) -> dict[str, int]:
        """Divide by nothing."""
        return state if speaker(recorded) is None else {"": 1 // 0}


class KeepsOnItsClass(Named):
    """Knows of all replays ever."""

    initial = 0
    most = 0

    def step(self, state: int, recorded: Recorded) -> int:
        """Count by two where somebody has come further before."""
        del recorded
        KeepsOnItsClass.most = max(self.most, state)
        return state + (2 if self.most > state else 1)


class RaisesElsewhere(Tally):
    """Works in one process alone."""

    def __init__(self, process):
        self.process = process

    def step(self, state: dict[str, int], recorded: Recorded) -> dict[str, int]:
        """Divide by nothing in another."""
        print("what is printed is no answer")
        del recorded
        return state if os.getpid() == self.process else {"": 1 // 0}

    def rows(self, state: dict[str, int], recorded: Recorded):
        """Write nothing."""
        del state, recorded
        yield from ()


class CellLacksAColumn(Standings):
    """A read model that forgets a column."""

    def rows(self, view, actor, claim):
        """Write most of a row."""
        for table, row in super().rows(view, actor, claim):
            yield table, {name: value for name, value in row.items() if name != "kind"}


class OfOtherCells(Standings):
    """A read model whose rows rest on positions of others."""

    def rows(self, view, actor, claim):
        """Write the row of a cell, with how many cells there are."""
        for table, row in super().rows(view, actor, claim):
            yield table, {**row, "origins": len(view.positions())}


class OfChance(Standings):
    """A read model that gives something else each time."""

    def __init__(self):
        super().__init__()
        self.asked = itertools.count()

    def rows(self, view, actor, claim):
        """Write the row of a cell, with a number of its own."""
        for table, row in super().rows(view, actor, claim):
            yield table, {**row, "origins": next(self.asked)}


def laws_of(projection):
    """Return a class that holds a projection to the laws, as somebody would write it."""
    found = settings(FEW, database=None, phases=[Phase.generate])
    return type("Laws", (ProjectionLaws,), {"projection": projection, "settings": found})


def broken(projection, test, kind: type[Exception] = AssertionError):
    """Return what is raised where a projection is tried on a law: sentence and notes."""
    with pytest.raises(kind) as failure:
        getattr(laws_of(projection)(), f"test_{test}")()
    return "\n".join([str(failure.value), *failure.value.__notes__])


def test_what_is_kept_on_self_is_found():
    """Asked again it gives something else, and a follower that is begun anew does not have it."""
    why = broken(KeepsOnSelf(), "asking_again_gives_the_same")
    assert why.startswith(
        "`step` of 'tally' is one thing at first and another when asked for again, "
        "at StatementRecorded(statement=Statement(id='a', claim='c', by="
    )
    assert ": expected 1, found 2\nMeanwhile it has changed self.spoken. It may rest on" in why

    for place in ("in_any_batches", "into_a_file"):
        why = broken(KeepsOnSelf(), f"law_06_following_{place}_is_a_rebuild")
        assert why.startswith(
            "'tally', followed, is not what a rebuild makes of the same events:\n  the state['"
        )
        assert "\nIt was followed by " in why
        assert ", then anew to the end at once.\nOver events and shifts it may rest on" in why


def test_what_is_hidden_until_it_is_begun_anew_is_found():
    """A rebuild that has one object, and a follower that has several, come to different states."""
    why = broken(KeepsTheLastOnSelf(), "law_06_following_in_any_batches_is_a_rebuild")
    assert "\n  the state: expected " in why


def test_a_failure_says_what_was_recorded():
    """Events are listed one a line; Hypothesis does not print them once more."""
    why = broken(KeepsOnSelf(), "asking_again_gives_the_same")

    assert "\nrecorded:\n  ActorRegistered(actor=Actor(id='p1', kind='person'))\n  Actor" in why
    assert "Laws_test_asking_again_gives_the_same" in why
    assert "example=what was recorded, as told above" in why
    assert "recorded_at" not in why


def test_a_state_that_is_changed_is_found():
    """Both `step` and `rows` have to leave it alone."""
    why = broken(ChangesItsState(), "a_step_leaves_the_state_as_it_was")
    assert why.startswith("`step` of 'tally' has changed the state that it was given, at Statement")
    assert "]: not expected, found 1\nOthers may still hold it: return another, such as" in why

    why = broken(ChangesItsStateInRows(), "a_step_leaves_the_state_as_it_was")
    assert why.startswith("`rows` of 'tally' has changed the state that it was given, at Statement")
    assert "]: expected 1, not there\n" in why


def test_a_state_that_cannot_be_compared_is_found():
    """It is said what it should be."""
    assert broken(OfNoValue(), "a_step_leaves_the_state_as_it_was").startswith(
        "a state of 'tally' is not equal to its own copy; make Counter a value that is compared by "
        "what it holds, such as an attrs class or a dataclass\n"
    )


def test_a_state_that_cannot_be_kept_is_found():
    """It is found at once, by the state and the event, and by whoever follows."""
    why = broken(Unstorable(), "what_it_makes_can_be_kept", UnstorableState)
    assert why.startswith("the state of 'tally' cannot be kept: ")
    assert "\nat ActorRegistered(actor=Actor(id='p1', kind='person'))\n" in why
    broken(Unstorable(), "law_06_following_in_any_batches_is_a_rebuild", UnstorableState)


def test_the_order_of_a_set_is_found():
    """In a process of its own a set has another order."""
    why = broken(OfAnOrderOfSets(), "another_process_makes_the_same")
    assert why.startswith(
        "'tally' comes to something else in another process:\n  the state: expected ["
    )
    assert "\nSets have another order there: sort what is taken from one." in why


def test_a_row_that_does_not_fit_is_found():
    """The column is named, and the event."""
    why = broken(LacksAColumn(), "what_it_makes_can_be_kept", InvalidRow)
    assert why.startswith("this cannot be written to the table 'tally': it lacks 'spoke'\nat Stat")
    why = broken(CellLacksAColumn(), "what_it_makes_can_be_kept", InvalidRow)
    assert why.startswith("this cannot be written to the table 'standing': it lacks 'kind'\nrec")


@pytest.mark.parametrize(
    "test", [name.removeprefix("test_") for name in dir(ProjectionLaws) if "test_" in name]
)
def test_a_step_that_raises_is_found(test):
    """Folding never raises."""
    broken(Raises(), test, ZeroDivisionError)


def test_rows_of_a_read_model_that_rest_on_others_are_found():
    """Nobody asks for them again when the others change; the row is named, and the column."""
    why = broken(OfOtherCells(), "law_06_following_in_any_batches_is_a_rebuild")
    assert "\n  'standing', actor='" in why
    assert "origins: expected " in why


def test_rows_of_a_read_model_that_rest_on_chance_are_found():
    """The cell is named, and the column."""
    why = broken(OfChance(), "asking_again_gives_the_same")
    assert why.startswith("`rows` of 'standing' is one thing at first and another when asked for")
    assert (
        " on c:\n  [0].row['origins']: expected 0, found 1\nMeanwhile it has changed self." in why
    )


def test_what_is_shared_by_all_objects_is_found():
    """A second replay is another where the class itself has learnt from the first."""
    why = broken(KeepsOnItsClass(), "asking_again_gives_the_same")
    assert why.startswith("the whole of 'tally' is one thing at first and another when asked for")
    assert "at the end of a second replay:\n  the state: expected " in why
    assert "\nIt may rest on what it is given alone: " in why


def test_what_another_process_cannot_import_is_not_tried_there():
    """The test is skipped, and it is said what would be right."""

    class Local(Tally):
        """Nobody finds it by name."""

    with pytest.raises(unittest.SkipTest, match=r"cannot import .*Local; write it at the top of a"):
        laws_of(Local())().test_another_process_makes_the_same()


def test_what_another_process_does_not_find_is_not_tried_there(monkeypatch):
    """The same, where only that process can tell."""
    monkeypatch.setitem(sys.modules, "nowhere", sys.modules[__name__])
    monkeypatch.setattr(Tally, "__module__", "nowhere")

    with pytest.raises(unittest.SkipTest, match=r"cannot import Tally; write it .* 'nowhere'"):
        laws_of(Tally())().test_another_process_makes_the_same()


def test_what_fails_in_another_process_alone_is_told():
    """What is raised there is raised here."""
    broken(RaisesElsewhere(os.getpid()), "another_process_makes_the_same", ZeroDivisionError)


def test_whoever_forgets_the_projection_is_told():
    """The class is named."""

    class TestOfNothing(ProjectionLaws):
        """Forgot it."""

    with pytest.raises(TypeError, match="TestOfNothing does not say what it tests; give it `proj"):
        TestOfNothing().test_asking_again_gives_the_same()


def test_what_cannot_be_copied_is_told():
    """A lock is no plain attribute."""
    holds_a_lock: Any = Tally()
    holds_a_lock.lock = threading.Lock()

    why = broken(holds_a_lock, "asking_again_gives_the_same", TypeError)
    assert why.endswith("> cannot be copied; let it hold plain attributes")


def test_histories_of_ones_own_are_what_it_is_tried_on():
    """What somebody draws is what is drawn."""
    seen = []

    class Looks(Named):
        """Notes what it sees."""

        initial = None

        def step(self, state, recorded):
            """Look."""
            seen.append(type(recorded.event).__name__)
            return state

    laws = laws_of(Looks())
    one = [each for each in drawn(histories(), 1)[0] if isinstance(each.event, ActorRegistered)]
    laws.histories = st.just(History.of(one))
    laws().test_a_step_leaves_the_state_as_it_was()

    assert {"ActorRegistered"} == set(seen)


def test_failures_are_kept_apart_by_class_and_test():
    """Hypothesis finds a failure again for the class that failed, and no other."""
    database: Any = InMemoryExampleDatabase()
    laws = laws_of(KeepsOnSelf())
    laws.settings = settings(FEW, database=database, derandomize=False)
    with pytest.raises(AssertionError):
        laws().test_asking_again_gives_the_same()
    kept = dict(database.data)
    good = type("Good", (laws,), {"projection": Tally()})
    good().test_asking_again_gives_the_same()

    assert kept
    assert kept == {key: values for key, values in database.data.items() if key in kept}
