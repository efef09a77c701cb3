"""Recording a whole case: all or nothing, and every problem at once."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any, cast

from attrs import evolve, fields, frozen

from positions.errors import (
    CaseProblem,
    InvalidCase,
    InvalidStatement,
    PositionsError,
    UnknownActor,
    UnknownClaim,
    UnknownStatement,
)
from positions.exchange import field_key
from positions.ledger import recording
from positions.model.claims.claim import ClaimRelation
from positions.model.claims.statement import Statement
from positions.model.ids import StatementRef

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from attrs import AttrsInstance

    from positions.exchange.case import Case, Located, StatementEntry
    from positions.ledger.draft import Draft
    from positions.model.recorded import Recorded

__all__ = ["Loaded", "apply"]


@frozen(kw_only=True)
class Loaded:
    """What became of a case.

    Attributes:
        recorded: The events that were recorded, in order; none where all was there already.
        known: How many of its entries were on record already.
        warnings: What is odd but was accepted, a sentence each.
    """

    recorded: tuple[Recorded, ...]
    known: int
    warnings: tuple[str, ...]


def apply(draft: Draft, case: Case) -> int:
    """Decide on all of *case*, and return how many of its entries were on record already.

    Raises:
        InvalidCase: something is wrong with it: all that is, in the order of the document.
    """
    problems = list(case.problems)
    statements, circular = _earliest_first(case)
    problems += circular
    sections: list[tuple[Callable[[Draft, Any], None], Iterable[Located[Any]]]] = [
        (recording.add_actor, case.actors),
        (recording.open_claim, case.claims),
        (recording.give_mandate, case.mandates),
        (recording.relate, case.relations),
        (recording.judge_identity, case.identities),
        (recording.record, statements),
        (recording.amend, case.amendments),
        (recording.void, case.voids),
    ]
    known = 0
    for decide, entries in sections:
        for entry in entries:
            before = len(draft.events)
            try:
                decide(draft, entry.value)
            except PositionsError as error:
                problem = _problem(case, entry, error)
                problems += [] if problem is None else [problem]
            else:
                known += len(draft.events) == before
    if problems:
        raise InvalidCase(sorted(problems, key=lambda problem: problem.line or 0))
    return known


def _problem(case: Case, entry: Located[Any], error: PositionsError) -> CaseProblem | None:
    """Return what is wrong with *entry*; `None` where it only follows from another problem."""
    declared, path = case.declared, entry.path
    match error:
        case UnknownActor(id=id) if id in declared.actors:
            return None
        case UnknownClaim(id=id) if id in declared.claims:
            return None
        case UnknownStatement(id=id) if id in declared.statements and case.problems:
            return None
        case InvalidStatement(why=why, where=where):
            return case.problem(path if where is None else f"{path}.{field_key(where)}", why)
        case UnknownActor() | UnknownClaim() | UnknownStatement():
            return case.problem(path + _naming(entry.value, error.id), str(error))
        case _:
            return case.problem(path, str(error))


def _naming(entry: object, name: str) -> str:
    """Return `.field` for the field of *entry*, or of a part of it, that holds *name*."""
    for attribute in fields(cast("type[AttrsInstance]", type(entry))):
        value: object = getattr(entry, attribute.name)
        listed = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
        if name in [each.statement if isinstance(each, StatementRef) else each for each in listed]:
            return f".{field_key(attribute.name)}"
        if isinstance(value, Statement | ClaimRelation) and _naming(value, name):
            return _naming(value, name)
    return ""


def _earliest_first(
    case: Case,
) -> tuple[list[Located[StatementEntry]], list[CaseProblem]]:
    """Return the statements of a case so that what is named comes before what names it.

    A name is looked for in the document first, so that names within it become full names here.
    """
    claims: dict[str, list[str]] = {}
    for entry in case.statements:
        statement = entry.value.statement
        claims.setdefault(statement.id, []).append(statement.claim)
    entries = [_within(entry, claims) for entry in case.statements]
    if not any(each.value.follows or each.value.statement.retracts for each in entries):
        return entries, []
    by_ref: dict[StatementRef, list[Located[StatementEntry]]] = {}
    for entry in entries:
        by_ref.setdefault(entry.value.statement.ref, []).append(entry)
    named = {
        ref: [each for entry in same for each in _named(entry.value)]
        for ref, same in by_ref.items()
    }
    graph = {ref: [each for each in names if each in by_ref] for ref, names in named.items()}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle: list[StatementRef] = error.args[1]
        names = " → ".join(str(ref) for ref in circle)
        why = f"these statements would each have to come before the next: {names}"
        return [], [case.problem(by_ref[circle[0]][0].path, why)]
    return [entry for ref in order for entry in by_ref[ref]], []


def _within(
    entry: Located[StatementEntry], claims: dict[str, list[str]]
) -> Located[StatementEntry]:
    follows = tuple(
        StatementRef(claims[name][0], name)
        if isinstance(name, str) and len(set(claims.get(name, ()))) == 1
        else name
        for name in entry.value.follows
    )
    if follows == entry.value.follows:
        return entry
    return evolve(entry, value=evolve(entry.value, follows=follows))


def _named(entry: StatementEntry) -> Iterator[StatementRef]:
    yield from (name for name in entry.follows if isinstance(name, StatementRef))
    if entry.statement.retracts is not None:
        yield StatementRef(entry.statement.claim, entry.statement.retracts)
