"""What an engine is: it is loaded with a record, and then asked five kinds of questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from benchmarks.as_of.questions import Questions
from benchmarks.as_of.record import Integers, Record

__all__ = ["Bulk", "Engine", "Stances", "Unavailable"]


class Unavailable(Exception):
    """An engine, or one of its questions, is not there; the text says why."""


@dataclass(frozen=True, kw_only=True)
class Stances:
    """An answer of many as columns, for comparison.

    Attributes:
        actor, claim: Indices into the names of the record.
        stance: The code of the stance; `NOBODY` where there is none.
        old: Of a difference, the stance before.
    """

    actor: Integers
    claim: Integers
    stance: Integers
    old: Integers | None = None


class Engine(Protocol):
    """One of those that are compared.

    Each question gives whatever the engine gives; `codes` and `stances` say what that means, and
    are not measured. A time is given as an end, in seconds.
    """

    @property
    def version(self) -> str:
        """What is measured, and its version."""
        ...

    def load(self, record: Record) -> None:
        """Take a record, and make ready to be asked.

        Raises:
            Unavailable: It is not installed, or no server is named.
        """
        ...

    def prepared(self, questions: Questions) -> Iterable[tuple[Any, ...]]:
        """Return questions in the form in which `point` takes them."""
        ...

    def point(self, actor: Any, claim: Any, end: Any) -> Any:  # noqa: ANN401 - its own forms
        """Return the stance of an actor on a claim."""
        ...

    def claim(self, claim: int, day: int, end: int) -> Any:  # noqa: ANN401 - its own form
        """Return the stances of all actors on a claim."""
        ...

    def code(self, answer: Any) -> int:  # noqa: ANN401 - its own form
        """Return the code of the stance that `point` gave."""
        ...

    def stances(self, answer: Any) -> Stances:  # noqa: ANN401 - its own form
        """Return what `claim`, `matrix` or `diff` gave as columns."""
        ...

    def close(self) -> None:
        """Leave nothing behind."""
        ...


class Bulk(Engine, Protocol):
    """One that can also be asked for many stances at once."""

    def lookups(self, questions: Questions) -> Any:  # noqa: ANN401 - its own form
        """Return the stances to many questions, each as of its own day."""
        ...

    def matrix(self, day: int, end: int) -> Any:  # noqa: ANN401 - its own form
        """Return the stances of all actors on all claims, as columns."""
        ...

    def diff(self, days: tuple[int, int], ends: tuple[int, int]) -> Any:  # noqa: ANN401 - its own form
        """Return on which claims which actors have another stance on the second of two days."""
        ...

    def codes(self, answer: Any) -> Integers:  # noqa: ANN401 - its own form
        """Return the codes of the stances that `lookups` gave."""
        ...
