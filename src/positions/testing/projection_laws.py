"""The laws of projections, for a test class to inherit."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from copy import deepcopy
from itertools import count
from pathlib import Path
from typing import Any, ClassVar
from unittest import SkipTest

import hypothesis
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from positions.history import History
from positions.projections import Runnable, planned
from positions.testing import batches, steps
from positions.testing.comparing import made, unlike
from positions.testing.elsewhere import NotFoundElsewhere, elsewhere
from positions.testing.logs import event_logs, with_later
from positions.testing.wording import listed

__all__ = ["ProjectionLaws"]

_HISTORIES = event_logs().flatmap(with_later).map(History.of)
_SEEDS = ("0", "1")
_SLOW = 5
"""What is slow is tried on a fifth of the examples; it differs by where it runs, not by what."""


class ProjectionLaws:
    """What must hold of every projection, as tests that a class of yours inherits.

        class TestTally(ProjectionLaws):
            projection = Tally()

    Each test draws histories with Hypothesis and shrinks one that fails. Whatever is run is a copy
    of `projection`, which so stays as it is.

    Attributes:
        projection: Yours.
        histories: What it is tried on; any history where left out.
        settings: How often, as Hypothesis has it; the active profile where left out.
    """

    projection: ClassVar[Runnable]
    histories: ClassVar[SearchStrategy[History]] = _HISTORIES
    settings: ClassVar[hypothesis.settings | None] = None

    def test_a_step_leaves_the_state_as_it_was(self) -> None:
        """Neither `step` nor `rows` changes the state that it is given."""
        self._holds(lambda history: steps.leaves_its_state(self._fresh(), history))

    def test_asking_again_gives_the_same(self) -> None:
        """`step` and `rows` rest on what they are given alone."""
        self._holds(lambda history: steps.makes_the_same_again(self._fresh(), history))

    def test_what_it_makes_can_be_kept(self) -> None:
        """Each state comes back from a store as it is, and each row fits its table."""
        self._holds(lambda history: steps.makes_what_can_be_kept(self._fresh(), history))

    def test_law_06_following_in_any_batches_is_a_rebuild(self) -> None:
        """Law 6: followed in any batches, begun anew between them, it is what a rebuild makes."""
        self._follows(lambda: None)

    def test_law_06_following_into_a_file_is_a_rebuild(self) -> None:
        """Law 6: the same, where rows and states are kept in an SQLite file."""
        with tempfile.TemporaryDirectory() as folder:
            paths = (str(Path(folder, f"{number}.db")) for number in count())
            self._follows(lambda: next(paths), slow=_SLOW)

    def test_another_process_makes_the_same(self) -> None:
        """In another process, where sets are in another order, it comes to the same."""
        with ExitStack() as stack:
            try:
                others = [stack.enter_context(elsewhere(self._fresh(), seed)) for seed in _SEEDS]
            except NotFoundElsewhere as error:
                raise SkipTest(str(error)) from error

            def check(history: History) -> None:
                here = made(self._fresh(), history)
                for other in others:
                    lines = [f"  {line}" for line in unlike(here, other(history))]
                    if lines:
                        name = planned(self.projection).name
                        head = f"{name!r} comes to something else in another process:"
                        advice = "Sets have another order there: sort what is taken from one."
                        raise AssertionError("\n".join([head, *lines, advice]))

            self._holds(check, slow=_SLOW)

    def _fresh(self) -> Runnable:
        """Return the projection as it was given, as it is where a process begins."""
        if not hasattr(self, "projection"):
            name = type(self).__name__
            why = f"{name} does not say what it tests; give it `projection = …`, one of yours"
            raise TypeError(why)
        try:
            return deepcopy(self.projection)
        except TypeError as error:
            error.add_note(f"{self.projection!r} cannot be copied; let it hold plain attributes")
            raise

    def _follows(self, place: Callable[[], str | None], slow: int = 1) -> None:
        def check(history: History, runs: batches.Runs) -> None:
            batches.check_followed(self._fresh, history, runs, place())

        self._tried(check, batches.runs(), _test_of(place), slow)

    def _holds(self, check: Callable[[History], None], slow: int = 1) -> None:
        self._tried(lambda history, _: check(history), st.none(), _test_of(check), slow)

    def _tried(
        self,
        check: Callable[[History, Any], None],
        more: SearchStrategy[Any],
        name: str,
        slow: int,
    ) -> None:
        self._fresh()  # whoever gave none, or one that cannot be copied, is told once

        def law(example: _Example) -> None:
            try:
                check(example.history, example.more)
            except Exception as error:
                events = listed([recorded.event for recorded in example.history])
                error.add_note(f"recorded:\n{events}")
                raise

        # A failing example is kept by Hypothesis under this name, for one class and test alone.
        law.__name__ = f"{type(self).__name__}_{name}"
        told = self.settings or hypothesis.settings()
        few = max(told.max_examples // slow, 1)
        settings = hypothesis.settings(told, deadline=None, max_examples=few)
        settings(hypothesis.given(_examples(self.histories, more))(law))()


class _Example:
    """What is drawn for a test; Hypothesis shows it by its repr, and so in short."""

    def __init__(self, history: History, more: Any) -> None:  # noqa: ANN401 - whatever is drawn
        self.history = history
        self.more = more

    def __repr__(self) -> str:
        return "what was recorded, as told above"


@st.composite
def _examples(
    draw: st.DrawFn, histories: SearchStrategy[History], more: SearchStrategy[Any]
) -> _Example:
    return _Example(draw(histories), draw(more))


def _test_of(function: Callable[..., object]) -> str:
    """Return the name of the test in which a function was made."""
    return function.__qualname__.split(".")[1]
