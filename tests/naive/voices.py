"""R8: whose words count for whom, asked anew at every instant at which the answer could change."""

from collections.abc import Callable, Iterator

from positions.model.actors.mandate import Mandate
from positions.model.claims.statement import Statement
from positions.model.vocabulary import Capacity, GroundRule
from positions.model.when import Truth, When
from tests.naive.order import Span
from tests.naive.record import Known

__all__ = ["Chains", "Counting", "can_hold", "counts_for", "over_time", "reaches"]

Chains = frozenset[tuple[str, str]]
"""Who may speak for whom, straight, at one instant."""

Counting = Callable[[Statement, Span], Truth]
"""Says whether a statement counts, for the one who is asked about."""

_FOR_THE_SPEAKER_ALONE = {GroundRule.OFF_RECORD, GroundRule.DEEP_BACKGROUND}


def counts_for(known: Known, actor: str) -> Counting:
    """Return what says whether a statement counts for *actor*."""
    actor = known.who(actor)

    def counting(statement: Statement, time: Span) -> Truth:
        if known.who(statement.by) == actor:
            return Truth.YES
        principal = known.who(statement.principal)
        return over_time(known, statement, time, lambda chains: reaches(chains, principal, actor))

    return counting


def over_time(
    known: Known, statement: Statement, time: Span, joined: Callable[[Chains], bool]
) -> Truth:
    """Say whether the mandates make *joined* true at every instant of *time*, at none, or between.

    Words that count for their speaker alone are never joined to anybody by a mandate.
    """
    if statement.capacity is Capacity.PERSONAL or statement.ground_rule in _FOR_THE_SPEAKER_ALONE:
        return Truth.NO
    answers = {
        _at(known, statement, instant, joined) for instant in _instants(known.mandates, time)
    }
    return answers.pop() if len(answers) == 1 else Truth.MAYBE


def reaches(chains: Chains, one: str, other: str, *, avoiding: str | None = None) -> bool:
    """Say whether a chain joins *one* to *other* that does not pass *avoiding*."""
    reached: set[str] = set()
    new = {one} - {avoiding}
    while new:
        reached |= new
        new = {body for by, body in chains if by in reached} - reached - {avoiding}
    return other in reached


def can_hold(known: Known, mandate: Mandate, statement: Statement, time: Span) -> bool:
    """Say whether there is an instant of *time* at which *mandate* can be in force."""
    return any(
        _in_force(known, mandate, statement, instant) is not Truth.NO
        for instant in _instants(known.mandates, time)
    )


def _at(
    known: Known, statement: Statement, instant: int, joined: Callable[[Chains], bool]
) -> Truth:
    held: dict[Truth, set[tuple[str, str]]] = {truth: set() for truth in Truth}
    for mandate in known.mandates:
        truth = _in_force(known, mandate, statement, instant)
        held[truth].add((known.who(mandate.by), known.who(mandate.body)))
    if joined(frozenset(held[Truth.YES])):
        return Truth.YES
    return Truth.MAYBE if joined(frozenset(held[Truth.YES] | held[Truth.MAYBE])) else Truth.NO


def _in_force(known: Known, mandate: Mandate, statement: Statement, instant: int) -> Truth:
    held = _past(mandate.begins, instant, never=Truth.YES)
    held &= ~_past(mandate.ends, instant, never=Truth.NO)
    own = known.who(mandate.by) == known.who(statement.by)
    if held is Truth.MAYBE and own and mandate.role and mandate.role == statement.role:
        return Truth.YES
    return held


def _past(bound: When | None, instant: int, *, never: Truth) -> Truth:
    """Say whether *instant* is at or past the beginning or the end of a mandate."""
    if bound is None:
        return never
    if instant < bound.start:
        return Truth.NO
    return Truth.MAYBE if bound.is_span and instant < bound.stop else Truth.YES


def _instants(mandates: tuple[Mandate, ...], time: Span) -> Iterator[int]:
    """Yield an instant of every stretch of *time* in which no mandate begins or ends."""
    start, stop = time
    turns = {
        turn
        for mandate in mandates
        for bound in (mandate.begins, mandate.ends)
        if bound is not None
        for turn in (bound.start, bound.stop)
    }
    yield start
    yield from (turn for turn in turns if start < turn < stop)
