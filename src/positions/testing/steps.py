"""What each step of a projection has to be: pure, and of what can be kept."""

from __future__ import annotations

from contextlib import contextmanager
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from positions.following.states import States
from positions.model.recorded import Recorded
from positions.projections import Over, planned
from positions.projections.rows import written
from positions.testing.comparing import made, unlike
from positions.testing.wording import differences, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from positions.history import History
    from positions.projections import RecordedChange, RecordedShift, Runnable
    from positions.projections.projection import Plan

    Item = Recorded | RecordedShift | RecordedChange

__all__ = ["leaves_its_state", "makes_the_same_again", "makes_what_can_be_kept"]


def leaves_its_state(projection: Runnable, history: History) -> None:
    """Check that neither a step nor its rows change the state that they are given.

    Raises:
        AssertionError: they do.
    """
    plan = planned(projection)
    state = deepcopy(plan.initial)
    for item in _items(plan, history):
        before = deepcopy(state)
        if before != state:
            kind = type(state).__name__
            why = (
                f"a state of {plan.name!r} is not equal to its own copy; make {kind} a value that "
                "is compared by what it holds, such as an attrs class or a dataclass"
            )
            raise AssertionError(why)
        with _noting(item):
            after = plan.step(state, item)
        _check_same(plan, "step", before, state, item)
        before = deepcopy(after)
        with _noting(item):
            list(plan.after(after, item))
        _check_same(plan, "rows", before, after, item)
        state = after


def _check_same(plan: Plan, method: str, before: object, after: object, item: Item) -> None:
    lines = list(differences(before, after, "the state"))
    if lines:
        head = f"`{method}` of {plan.name!r} has changed the state that it was given"
        advice = "Others may still hold it: return another, such as `state | {key: value}`."
        raise AssertionError(_sentence(f"{head}, at {_told(item)}", lines, advice))


def makes_the_same_again(projection: Runnable, history: History) -> None:
    """Check that whatever is asked for twice is the same both times.

    Raises:
        AssertionError: it is not.
    """
    plan = planned(projection)
    on_self = deepcopy(_attributes(projection))
    whole = made(deepcopy(projection), history)

    def ask(method: str, where: str, question: Callable[[], object]) -> Any:  # noqa: ANN401 - whatever the projection gives
        first, again = question(), question()
        lines = list(differences(first, again))
        if lines:
            raise AssertionError(_otherwise(plan, f"`{method}`", where, lines, on_self))
        return first

    state = deepcopy(plan.initial)
    for item in _items(plan, history):
        with _noting(item):
            at, before = _told(item), state
            state = ask("step", at, lambda: plan.step(deepcopy(before), item))  # noqa: B023 - asked at once
            ask("rows", at, lambda: list(plan.after(deepcopy(state), item)))  # noqa: B023 - the same
    for actor, claim in _cells(plan, history):
        view = history.as_of()
        ask("rows", f"{actor} on {claim}", lambda: list(plan.cell(view, actor, claim)))  # noqa: B023 - the same
    lines = list(unlike(whole, made(projection, history)))
    if lines:
        why = _otherwise(plan, "the whole", "the end of a second replay", lines, on_self)
        raise AssertionError(why)


def _otherwise(
    plan: Plan, what: str, where: str, lines: Iterable[str], before: dict[str, object]
) -> str:
    """Return what differs where the same was asked for twice, and what may be to blame."""
    now = _attributes(plan.projection)
    changed = [f"self.{name}" for name in now if name not in before or before[name] != now[name]]
    head = f"{what} of {plan.name!r} is one thing at first and another when asked for again"
    advice = "It may rest on what it is given alone: not on a clock, on chance, or on an attribute"
    if changed:
        advice = f"Meanwhile it has changed {', '.join(changed)}. {advice}"
    return _sentence(f"{head}, at {where}", lines, f"{advice} that changes.")


def _attributes(projection: object) -> dict[str, object]:
    found: dict[str, object] = getattr(projection, "__dict__", {})
    return found


def makes_what_can_be_kept(projection: Runnable, history: History) -> None:
    """Check that every state comes back from a store as it is, and every row fits its table.

    Raises:
        UnstorableState: a state does not.
        InvalidRow: a row does not.
    """
    plan = planned(projection)
    states = States(plan)
    state = deepcopy(plan.initial)
    states.to_text(state)
    for item in _items(plan, history):
        with _noting(item):
            state = plan.step(state, item)
            states.to_text(state)
            for each in plan.after(state, item):
                written(plan.tables, each)
    for actor, claim in _cells(plan, history):
        for put in plan.cell(history.as_of(), actor, claim):
            written(plan.tables, put)


class _Taker:
    """A projection that makes nothing of what it is given, but takes it down."""

    name = "taker"
    version = 1
    initial = None

    def __init__(self, over: Over) -> None:
        self.over = over
        self.items: list[Item] = []

    def step(self, state: None, item: Item) -> None:
        del state
        self.items.append(item)


def _items(plan: Plan, history: History) -> list[Item]:
    """Return what a projection is given that is not over positions."""
    if plan.over is Over.POSITIONS:
        return []
    taker = _Taker(plan.over)
    history.replay(taker)
    return taker.items


def _cells(plan: Plan, history: History) -> Iterator[tuple[str, str]]:
    """Yield each actor and claim for which a read model is asked."""
    if plan.over is Over.POSITIONS:
        for position in history.as_of().positions():
            yield position.actor, position.claim


@contextmanager
def _noting(item: Item) -> Generator[None]:
    """Note with whatever the projection raises at which event that was."""
    try:
        yield
    except AssertionError:
        raise
    except Exception as error:
        error.add_note(f"at {_told(item)}")
        raise


def _told(item: Item) -> str:
    return shown(item.event) if isinstance(item, Recorded) else repr(item)


def _sentence(head: str, lines: Iterable[str], advice: str) -> str:
    return "\n".join([f"{head}:", *(f"  {line}" for line in lines), advice])
