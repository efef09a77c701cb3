"""The statements of a case in an order in which they can be recorded."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from attrs import evolve

from positions.model.ids import StatementRef

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.errors import CaseProblem
    from positions.exchange.case import Case, Located, StatementEntry

__all__ = ["earliest_first"]


def earliest_first(case: Case) -> tuple[list[Located[StatementEntry]], list[CaseProblem]]:
    """Return the statements of a case so that what is named comes before what names it.

    A name is looked for in the document first, so that names within it become full names here.
    Statements that would each have to come before the next are left out, and are the problems.
    """
    if not any(_names_others(entry.value) for entry in case.statements):
        return list(case.statements), []
    claims: dict[str, set[str]] = {}
    for entry in case.statements:
        claims.setdefault(entry.value.statement.id, set()).add(entry.value.statement.claim)
    entries: dict[StatementRef, list[Located[StatementEntry]]] = {}
    for entry in case.statements:
        named = _with_full_names(entry, claims)
        entries.setdefault(entry.value.statement.ref, []).append(named)
    graph = {
        ref: {name for entry in same for name in _names(entry.value) if name in entries}
        for ref, same in entries.items()
    }
    problems: list[CaseProblem] = []
    while circle := _circle(graph):
        names = " → ".join(str(ref) for ref in circle)
        why = f"these statements would each have to come before the next: {names}"
        problems.append(case.problem(entries[circle[0]][0].path, why))
        graph = {ref: each - set(circle) for ref, each in graph.items() if ref not in circle}
    order = TopologicalSorter(graph).static_order()
    return [entry for ref in order for entry in entries[ref]], problems


def _names_others(entry: StatementEntry) -> bool:
    return bool(entry.follows) or entry.statement.retracts is not None


def _circle(graph: dict[StatementRef, set[StatementRef]]) -> list[StatementRef]:
    """Return statements that name each other in a circle, the first again at the end; or none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found: list[StatementRef] = error.args[1]
        return found
    return []


def _with_full_names(
    entry: Located[StatementEntry], claims: dict[str, set[str]]
) -> Located[StatementEntry]:
    """Return *entry* with each name that one claim of the document has made a full name."""
    follows = tuple(
        StatementRef(next(iter(claims[name])), name)
        if isinstance(name, str) and len(claims.get(name, ())) == 1
        else name
        for name in entry.value.follows
    )
    return evolve(entry, value=evolve(entry.value, follows=follows)) if follows else entry


def _names(entry: StatementEntry) -> Iterator[StatementRef]:
    """Yield the statements that have to be on record before this one."""
    yield from (name for name in entry.follows if isinstance(name, StatementRef))
    if entry.statement.retracts is not None:
        yield StatementRef(entry.statement.claim, entry.statement.retracts)
