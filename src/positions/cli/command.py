"""What a command is: its name, what it teaches, the options it takes, and what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from positions.cli.answer import Answer, Printed
    from positions.cli.options import Option

__all__ = ["CASE", "LATER", "VISIT", "Command"]

CASE = "seeds/soleimani-moscow-2015.yaml"
LATER = "seeds/soleimani-moscow-2015-later.yaml"
VISIT = "--ledger visit.db"
"""The ledger of the examples, made by `positions load`."""


@frozen(kw_only=True)
class Command:
    """A command of the command line.

    Attributes:
        name: Its name.
        summary: What it does, in a line.
        about: What it does, and when its answer is no.
        examples: Questions in words, each with what is typed after the name.
        options: The options and arguments it takes.
        run: Does what was typed, and returns the answer, or that it was printed already.
    """

    name: str
    summary: str
    about: str
    examples: tuple[tuple[str, str], ...]
    options: tuple[Option, ...]
    run: Callable[[Namespace], Answer | Printed]

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """The examples, each with the whole line to type."""
        return tuple(
            (question, f"positions {self.name} {typed}") for question, typed in self.examples
        )
