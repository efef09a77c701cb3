"""Recording a whole case: all or nothing, and every problem at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from attrs import fields, frozen

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
from positions.ledger.naming import told, unknown_names
from positions.ledger.sequence import earliest_first
from positions.model.claims.claim import ClaimRelation
from positions.model.claims.statement import Statement
from positions.model.ids import StatementRef

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from attrs import AttrsInstance

    from positions.exchange.case import Case, Located
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
    statements, circular = earliest_first(case)
    problems = [*case.problems, *circular]
    consequences: list[CaseProblem] = []
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
                follows = _only_follows(case, error)
                (consequences if follows else problems).append(_problem(case, entry, error))
            else:
                known += len(draft.events) == before
    if problems or consequences:
        names = {problem.path: problem for problem in unknown_names(draft, case)}
        problems = [each for each in problems if each.path not in names] + list(names.values())
        found = problems or consequences
        raise InvalidCase(sorted(found, key=lambda problem: problem.line or 0))
    return known


def _only_follows(case: Case, error: PositionsError) -> bool:
    """Return whether an error only says that something else in the document is wrong."""
    match error:
        case UnknownActor(id=id):
            return id in case.declared.actors
        case UnknownClaim(id=id):
            return id in case.declared.claims
        case UnknownStatement(id=id):
            return id in case.declared.statements
        case _:
            return False


def _problem(case: Case, entry: Located[Any], error: PositionsError) -> CaseProblem:
    """Return what is wrong with *entry*, at the field that is to blame."""
    match error:
        case InvalidStatement(why=why, where=str() as where):
            return case.problem(f"{entry.path}.{field_key(where)}", why)
        case UnknownActor(id=id) | UnknownClaim(id=id) | UnknownStatement(id=id):
            return case.problem(entry.path + _naming(entry.value, id), told(case, error))
        case _:
            return case.problem(entry.path, str(error))


def _ids(value: object) -> tuple[object, ...]:
    return (value.claim, value.statement) if isinstance(value, StatementRef) else (value,)


def _naming(entry: object, name: str) -> str:
    """Return `.field` for the field of *entry*, or of a part of it, that holds *name*."""
    for attribute in fields(cast("type[AttrsInstance]", type(entry))):
        value: object = getattr(entry, attribute.name)
        listed = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
        if any(name in _ids(each) for each in listed):
            return f".{field_key(attribute.name)}"
        if isinstance(value, Statement | ClaimRelation) and _naming(value, name):
            return _naming(value, name)
    return ""
