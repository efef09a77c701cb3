"""What is asked: case files, loaded into memory, or a ledger."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from attrs import evolve

from positions.cli.asked import understood
from positions.cli.progress import progress
from positions.cli.refused import Refused
from positions.cli.stores import existing
from positions.cli.streams import say
from positions.errors import InvalidCase
from positions.ledger import open as open_ledger

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Generator, Iterator, Sequence

    from positions.cli.answer import Answer
    from positions.cli.asked import Asked
    from positions.ledger import Ledger, Loaded

__all__ = ["asking", "loaded"]


def asking(answer: Callable[[Asked], Answer]) -> Callable[[Namespace], Answer]:
    """Return what a command does that asks: it understands, answers, and says what was asked."""

    def run(typed: Namespace) -> Answer:
        with _source(typed) as ledger:
            asked = understood(typed, ledger)
            found = answer(asked)
        context = {
            "asked": {"command": typed.command, **asked.to_dict()},
            "cut": asked.clocks.to_dict(),
        }
        return evolve(found, context=context)

    return run


@contextmanager
def _source(typed: Namespace) -> Generator[Ledger]:
    """Open what is asked: either the case files, or the ledger.

    Raises:
        Refused: both are named, or neither; or a clock that only a ledger has.
    """
    if typed.cases and typed.ledger is not None:
        why = (
            "asks a ledger instead of case files; leave one of the two out, or put the cases into "
            "the ledger first: positions load CASE… --ledger FILE"
        )
        raise Refused(why, "--ledger")
    if typed.ledger is not None:
        with existing(typed.ledger) as ledger:
            with progress("reading the ledger") as told:
                ledger.catch_up(told)
            yield ledger
        return
    if not typed.cases:
        why = (
            f"name what to ask: case files, or a ledger with --ledger FILE "
            f"(positions {typed.command} --help shows how)"
        )
        raise Refused(why)
    if typed.recorded_by is not None:
        why = (
            "goes with --ledger: case files are recorded only as they are loaded, just now, so "
            "that nothing was on record before"
        )
        raise Refused(why, "--recorded-by")
    with open_ledger(":memory:") as ledger:
        for _ in loaded(typed.cases, ledger):
            pass
        yield ledger


def loaded(cases: Sequence[str], ledger: Ledger) -> Iterator[tuple[str, Loaded]]:
    """Load the cases in their order, and yield what became of each.

    One that may build on a later one waits for it. Warnings are said.

    Raises:
        InvalidCase: What is wrong with the first that cannot be loaded even then.
    """
    waiting: list[str] = []
    for case in cases:
        try:
            one = _loaded(case, ledger)
        except InvalidCase:
            waiting.append(case)
        else:
            yield case, one
    for case in waiting:
        yield case, _loaded(case, ledger)


def _loaded(case: str, ledger: Ledger) -> Loaded:
    with progress(f"loading {case}"):
        one = ledger.load(case)
    for warning in one.warnings:
        say(f"warning: {warning}")
    return one
