"""Following in any batches, begun anew between them, held against a rebuild."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from hypothesis import strategies as st

from positions.projections import planned
from positions.testing.comparing import Made, made, unlike
from positions.testing.ledgers import ledger_with

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from positions.history import History
    from positions.projections import Runnable

__all__ = ["Runs", "check_followed", "runs"]

Runs: TypeAlias = Sequence[tuple[int, int]]
"""How some followers work, one after the other: how many events each leaves, and its batch."""


def runs() -> SearchStrategy[Runs]:
    """Return how some followers go to work; what they leave, a last one takes at once.

    They are begun anew late in a history rather than early: there it is that somebody speaks.
    """
    return st.lists(st.tuples(st.integers(1, 15), st.integers(1, 5)), max_size=4)


def check_followed(
    fresh: Callable[[], Runnable], history: History, runs: Runs, into: str | None
) -> None:
    """Check that following is a rebuild.

    Args:
        fresh: Makes a projection that knows nothing yet, as another process would.
        history: What is recorded.
        runs: How it is followed.
        into: Where rows and states are kept; in memory where left out.

    Raises:
        AssertionError: it comes to something else.
    """
    rebuilt = made(fresh(), history)
    lines = list(unlike(rebuilt, _followed(fresh, history, runs, into)))
    if lines:
        steps = [f"by {size} until {left} were left" for left, size in _in_order(runs)]
        name = planned(fresh()).name
        head = f"{name!r}, followed, is not what a rebuild makes of the same events"
        how = f"It was followed {', then anew '.join([*steps, 'to the end at once'])}."
        raise AssertionError(
            "\n".join([f"{head}:", *(f"  {line}" for line in lines), how, _ADVICE])
        )


_ADVICE = (
    "Over events and shifts it may rest on the state and on what it is given alone, as a follower "
    "that is begun anew has nothing else; over positions, on that actor's position on that claim."
)


def _in_order(runs: Runs) -> Runs:
    return sorted(runs, reverse=True)


def _followed(
    fresh: Callable[[], Runnable], history: History, runs: Runs, into: str | None
) -> Made:
    with ledger_with(history, history.zone) as ledger:
        for left, size in _in_order(runs):
            follower = ledger.follow(fresh(), into=into, batch=size)
            while follower.behind > left and follower.step():
                pass
        last = ledger.follow(fresh(), into=into)
        last.catch_up()
        plan = planned(fresh())
        rows = {table: last.rows(table) for table in plan.tables}
        return Made(last.state(plan.name), rows)
