"""R3: which statement is known to follow which, and what that says of their times."""

from attrs import frozen

from positions.model.claims.statement import Statement
from positions.model.ids import StatementRef
from positions.model.vocabulary import Act
from tests.naive.record import Known

__all__ = ["Order", "Span", "known_order"]

Span = tuple[int, int]
"""A time `[start, stop)` in microseconds since 1970-01-01T00:00Z."""

_Edges = set[tuple[StatementRef, StatementRef]]
"""Pairs of an earlier and a later statement."""


@frozen
class Order:
    """What is known of the order of statements.

    Attributes:
        before: For each statement, all those that it is known to follow.
        times: For each statement, its time, narrowed by the known order.
    """

    before: dict[StatementRef, frozenset[StatementRef]]
    times: dict[StatementRef, Span]


def known_order(known: Known) -> Order:
    """Return what is known of the order of all statements that stand, whoever spoke.

    A known order that closes a circle is ignored where it does so. That a time ends before another
    starts counts for this: a statement cannot follow one that it is dated before. It counts among
    statements that something ties to each other alone: what one claim says against itself is
    nothing to another.
    """
    statements = {ref: entry.statement for ref, entry in known.entries.items()}
    told = {
        (i, j)
        for i in statements
        for j in statements
        if i != j and _tells(known, statements[i], statements[j])
    }
    tied = _closure(told | {(j, i) for i, j in told})
    dated = {
        (i, j)
        for i in statements
        for j in statements
        if (i, j) in tied and statements[i].said.stop <= statements[j].said.start
    }
    later = _closure(told | dated)
    sound = {(i, j) for i, j in told if (j, i) not in later}
    follows = _closure(sound)
    before = {j: frozenset(i for i in statements if (i, j) in follows) for j in statements}
    times = {
        ref: (
            max(statements[i].said.start for i in before[ref] | {ref}),
            min(each.said.stop for j, each in statements.items() if ref in before[j] | {j}),
        )
        for ref in statements
    }
    return Order(before, times)


def _tells(known: Known, i: Statement, j: Statement) -> bool:
    """Say whether *j* is known to follow *i*, by what these two alone say."""
    if i.ref in j.follows:
        return True
    if i.claim == j.claim and j.retracts == i.id:
        return True
    if i.utterance is None or i.utterance != j.utterance or known.who(i.by) != known.who(j.by):
        return False
    if i.seq is not None and j.seq is not None and i.seq < j.seq:
        return True
    return j.act is Act.CORRECT and i.claim == j.claim and i.is_commitment


def _closure(edges: _Edges) -> _Edges:
    """Return *edges* and whatever can be reached along several of them."""
    closed = set(edges)
    while True:
        more = {(i, k) for i, j in closed for l, k in closed if j == l} - closed  # noqa: E741
        if not more:
            return closed
        closed |= more
