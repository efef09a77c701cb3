"""Which statement is known to have come before which, and what that says of their times (R3)."""

from __future__ import annotations

from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING

from attrs import field, frozen

from positions.model.vocabulary import Act

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from positions.model.claims.statement import Statement
    from positions.model.ids import StatementRef

__all__ = ["UNORDERED", "Order", "known_order", "stated_before"]

Edges = dict["StatementRef", "set[StatementRef]"]


@frozen(eq=False)
class Order:
    """The known order of some statements.

    Attributes:
        edges: The statements that directly follow each; one without followers is no key.
        times: The time of each statement that the order narrows, as (start, stop) in microseconds
            since 1970-01-01T00:00Z, half-open.
        contested: The statements whose order contradicts itself or the times; it is ignored.
    """

    edges: Mapping[StatementRef, Collection[StatementRef]]
    times: Mapping[StatementRef, tuple[int, int]]
    contested: frozenset[StatementRef]
    _after: dict[StatementRef, frozenset[StatementRef]] = field(
        factory=dict["StatementRef", "frozenset[StatementRef]"], init=False
    )

    def after(self, ref: StatementRef) -> frozenset[StatementRef]:
        """Return the statements that are known, transitively, to follow *ref*."""
        if ref not in self.edges:
            return _NOBODY
        found = self._after.get(ref)
        if found is None:
            found = self._after[ref] = frozenset(_reached(ref, self.edges))
        return found

    def orders(self, one: StatementRef, other: StatementRef) -> bool:
        """Return whether it is known which of the two came first."""
        return other in self.after(one) or one in self.after(other)


_NOBODY: frozenset[StatementRef] = frozenset()

UNORDERED = Order({}, {}, _NOBODY)
"""The known order of statements that nothing ties to each other."""


def known_order(statements: Iterable[Statement], speaker: Callable[[str], str]) -> Order:
    """Return the known order of *statements*, of which none is voided.

    The statements are closed under being linked: what one of them follows, or is followed by, is
    among them. *speaker* gives the class of actors that are the same as one.

    Where the order is circular, or says that something followed what certainly came later, the
    circular part is ignored.
    """
    known = {statement.ref: statement for statement in statements}
    edges = _stated(known, speaker, singly=False)
    times = _narrowed(known, edges)
    if times is not None:
        return Order(edges, times, _NOBODY)
    edges, contested = _without_circles(known, _stated(known, speaker, singly=True))
    return Order(edges, _narrowed(known, edges) or {}, contested)


def stated_before(one: Statement, other: Statement) -> bool:
    """Return whether something says that *one* came before *other*: they, or their places.

    Where they share an utterance, they are taken to be of one speaker.
    """
    if one.ref in other.follows or (other.retracts == one.id and other.claim == one.claim):
        return True
    if one.utterance is None or one.utterance != other.utterance:
        return False
    numbered = one.seq is not None and other.seq is not None and one.seq < other.seq
    return numbered or _corrects(other, one)


def _corrects(correction: Statement, other: Statement) -> bool:
    """Return whether a statement corrects the *other*, which is of its utterance."""
    return (
        correction.act is Act.CORRECT
        and correction is not other
        and correction.claim == other.claim
        and other.is_commitment
    )


def _stated(
    known: Mapping[StatementRef, Statement], speaker: Callable[[str], str], *, singly: bool
) -> Edges:
    """Return, for each statement, those that something says follow it; *singly* as below."""
    edges: Edges = defaultdict(set)
    utterances: defaultdict[tuple[str, str], list[Statement]] = defaultdict(list)
    for ref, statement in known.items():
        for followed in statement.follows:
            if followed in known:
                edges[followed].add(ref)
        if statement.retracts is not None:
            withdrawn = type(ref)(ref.claim, statement.retracts)
            if withdrawn in known:
                edges[withdrawn].add(ref)
        if statement.utterance is not None:
            utterances[statement.utterance, speaker(statement.by)].append(statement)
    for words in utterances.values():
        for one, other in _stated_by_place(words, singly=singly):
            edges[one.ref].add(other.ref)
    return dict(edges)


def _stated_by_place(
    words: Sequence[Statement], *, singly: bool
) -> Iterator[tuple[Statement, Statement]]:
    """Yield which statement of an utterance came before which.

    Each `seq` is followed by the next; *singly*, by every greater one, so that where one of them
    has to be ignored the rest still holds.
    """
    numbered: defaultdict[int, list[Statement]] = defaultdict(list)
    for word in words:
        if word.seq is not None:
            numbered[word.seq].append(word)
        if word.act is Act.CORRECT:
            yield from ((other, word) for other in words if _corrects(word, other))
    places = [numbered[seq] for seq in sorted(numbered)]
    for earlier, later in combinations(places, 2) if singly else pairwise(places):
        yield from product(earlier, later)


def _without_circles(
    known: Mapping[StatementRef, Statement], stated: Edges
) -> tuple[Edges, frozenset[StatementRef]]:
    """Return what is stated without its circular part, and the statements of that part.

    That one statement certainly ended before another began counts as an order too, among those
    that something ties to each other: what is stated to the contrary closes a circle with it.
    """
    linked = set(stated).union(*stated.values())
    ties: Edges = {one: set(stated.get(one, ())) for one in linked}
    for one, others in stated.items():
        for other in others:
            ties[other].add(one)
    certain: Edges = {
        one: {
            other
            for other in _reached(one, ties)
            if known[one].said.stop <= known[other].said.start
        }
        for one in linked
    }
    both: Edges = {one: certain[one] | stated.get(one, set()) for one in linked}
    reached = {one: _reached(one, both) for one in linked}
    sound: Edges = {}
    contested: set[StatementRef] = set()
    for one, others in stated.items():
        circular = {other for other in others if one in reached[other]}
        contested |= circular | ({one} if circular else set())
        if others - circular:
            sound[one] = others - circular
    return sound, frozenset(contested)


def _reached(
    start: StatementRef, edges: Mapping[StatementRef, Collection[StatementRef]]
) -> set[StatementRef]:
    """Return all that some path of *edges* leads to from *start*."""
    found: set[StatementRef] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        ref = waiting.pop()
        if ref not in found:
            found.add(ref)
            waiting.extend(edges.get(ref, ()))
    return found


def _narrowed(
    known: Mapping[StatementRef, Statement], edges: Edges
) -> dict[StatementRef, tuple[int, int]] | None:
    """Return the times that the order narrows, or `None` where it contradicts itself or the times.

    What follows starts no earlier than what it follows; what is followed ends no later.
    """
    try:
        latest_first = list(TopologicalSorter(edges).static_order())
    except CycleError:
        return None
    said = {ref: known[ref].said for ref in latest_first}
    starts = {ref: said[ref].start for ref in latest_first}
    stops = {ref: said[ref].stop for ref in latest_first}
    for ref in latest_first:
        stops[ref] = min([stops[ref], *(stops[later] for later in edges.get(ref, ()))])
    for ref in reversed(latest_first):
        for later in edges.get(ref, ()):
            starts[later] = max(starts[later], starts[ref])
    if any(starts[ref] >= stops[ref] for ref in latest_first):
        return None
    return {
        ref: (starts[ref], stops[ref])
        for ref in latest_first
        if (starts[ref], stops[ref]) != (said[ref].start, said[ref].stop)
    }
