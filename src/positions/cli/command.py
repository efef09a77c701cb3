"""What a command is: its name, what it teaches, the options it takes, and how it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from positions.cli.answer import Answer
    from positions.cli.asked import Asked

__all__ = ["CASE", "HEARING", "LATER", "NARROWING", "Command"]

CASE = "seeds/soleimani-moscow-2015.yaml"
LATER = "seeds/soleimani-moscow-2015-later.yaml"
NARROWING = ("--actor", "--claim")
HEARING = ("--as-of", "--known-by", "--zone", "--policy", "--include", "--format")


@frozen(kw_only=True)
class Command:
    """A command of the command line.

    Attributes:
        name: Its name.
        summary: What it does, in a line.
        about: What it does, and when its answer is no.
        examples: Questions in words, each with what asks it, after the name and the first seed.
        options: The options it takes besides case files; none where it takes no case either.
        answer: What it answers to a question; `None` for `schema`, which asks nothing.
    """

    name: str
    summary: str
    about: str
    examples: tuple[tuple[str, str], ...]
    options: tuple[str, ...] = ()
    answer: Callable[[Asked], Answer] | None = None

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """The examples, each with the whole line to type."""
        case = f" {CASE}" if self.options else ""
        return tuple(
            (question, f"positions {self.name}{case} {typed}".rstrip())
            for question, typed in self.examples
        )
