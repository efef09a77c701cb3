"""Three-valued answers: no, maybe, yes."""

from __future__ import annotations

import enum

__all__ = ["Truth"]


class Truth(enum.StrEnum):
    """The answer to a question about uncertain times, in Kleene's strong three-valued logic.

    `&`, `|` and `~` are Kleene's *and*, *or* and *not* (Kleene, Introduction to Metamathematics,
    1952, §64): the answer is `MAYBE` exactly where what is uncertain could still decide it.
    """

    NO = "no"
    MAYBE = "maybe"
    YES = "yes"

    @classmethod
    def of(cls, fact: bool) -> Truth:  # noqa: FBT001 - a truth value is what it is about
        """Return `YES` for a fact that holds and `NO` for one that does not."""
        return cls.YES if fact else cls.NO

    def __and__(self, other: Truth) -> Truth:
        """Return the weaker of two truths: `NO` wins over `MAYBE`, `MAYBE` over `YES`."""
        if not isinstance(other, Truth):  # pyright: ignore[reportUnnecessaryIsInstance]
            return NotImplemented
        if self is Truth.NO or other is Truth.YES:
            return self
        return other if self is Truth.YES or other is Truth.NO else self

    def __or__(self, other: Truth) -> Truth:
        """Return the stronger of two truths: `YES` wins over `MAYBE`, `MAYBE` over `NO`."""
        if not isinstance(other, Truth):  # pyright: ignore[reportUnnecessaryIsInstance]
            return NotImplemented
        if self is Truth.YES or other is Truth.NO:
            return self
        return other if self is Truth.NO or other is Truth.YES else self

    def __invert__(self) -> Truth:
        """Return the opposite; what is uncertain stays so."""
        if self is Truth.MAYBE:
            return self
        return Truth.of(self is Truth.NO)

    def __bool__(self) -> bool:
        """Say whether it holds.

        Raises:
            TypeError: It is `MAYBE`, which is neither; compare it with `is` instead.
        """
        if self is Truth.MAYBE:
            msg = "Truth.MAYBE is neither true nor false; ask `answer is Truth.YES` instead"
            raise TypeError(msg)
        return self is Truth.YES
