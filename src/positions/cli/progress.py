"""Signs of life during long work, on a terminal alone."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from positions.cli.words import on_one_line

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["Told", "progress"]


class Told(Protocol):
    """Takes how much is done, and of how much if that is known."""

    def __call__(self, done: int, total: int | None = None, /) -> None:
        """Take it."""


@contextmanager
def progress(doing: str, total: int | None = None) -> Generator[Told]:
    """Show on standard error that something is being done, if somebody watches.

    Args:
        doing: What is done, in words.
        total: How much there is to do, if that is known.
    """
    if not sys.stderr.isatty():
        yield _nobody_watches
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
    )
    with Progress(
        *columns,
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as shown:
        task = shown.add_task(on_one_line(doing), total=total)

        def told(done: int, total: int | None = None, /) -> None:
            shown.update(task, completed=done, total=total)

        yield told


def _nobody_watches(done: int, total: int | None = None, /) -> None:
    """Show nothing: this is no terminal."""
