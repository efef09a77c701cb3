"""Decisions on one claim: a command on its folded state gives events, or an error.

Pure, and idempotent: what is recorded already, with the same content, yields no event. Whether
other aggregates agree (that an actor exists, that no known order closes a circle) is asked one
layer up, where they can be seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import fields

from positions.errors import Conflict, InvalidStatement, UnknownStatement, near
from positions.model.claims.events import (
    ClaimAmended,
    ClaimOpened,
    ClaimsRelated,
    RelationWithdrawn,
    ReportAdded,
    ReportVoided,
    StatementAmended,
    StatementRecorded,
    StatementVoided,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from positions.model.claims.claim import Claim, ClaimRelation
    from positions.model.claims.events import ClaimEvent
    from positions.model.claims.report import Report
    from positions.model.claims.state import ClaimState, Entry
    from positions.model.claims.statement import Statement

__all__ = [
    "add_report",
    "amend",
    "amend_claim",
    "open_claim",
    "record",
    "relate",
    "unrelate",
    "void",
    "void_report",
]


def open_claim(state: ClaimState, claim: Claim) -> tuple[ClaimEvent, ...]:
    """Put *claim* on record.

    Raises:
        Conflict: a claim of that id was opened with other content.
    """
    if state.first is None:
        return (ClaimOpened(claim=claim),)
    _same("claim", claim.id, state.first, claim)
    return ()


def amend_claim(
    state: ClaimState, id: str, claim: Claim, why: str | None
) -> tuple[ClaimEvent, ...]:
    """Correct how a claim is worded or described.

    Raises:
        Conflict: an amendment of that id was recorded with other content.
    """
    if id in state.corrections:
        _same("amendment", id, state.corrections[id], claim)
        return ()
    return (ClaimAmended(id=id, claim=claim, why=why),)


def record(
    state: ClaimState, statement: Statement, reports: Iterable[Report]
) -> tuple[ClaimEvent, ...]:
    """Put *statement* on record with its *reports*; to a known one, add the reports that are new.

    Raises:
        Conflict: a statement of that id was first recorded with other content.
        UnknownStatement: it withdraws a statement that is not on record.
        InvalidStatement: a report gives a stance to words that have none.
    """
    distinct = tuple({report.id: report for report in reports}.values())
    entry = state.entries.get(statement.id)
    if entry is not None:
        _same("statement", statement.id, entry.first, statement)
        new = [report for report in distinct if report.id not in entry.reports]
        return tuple(event for report in new for event in add_report(state, statement.id, report))
    _check_withdrawn(state, statement)
    for report in distinct:
        _check_report(statement, report)
    return (StatementRecorded(statement=statement, reports=distinct),)


def add_report(state: ClaimState, statement: str, report: Report) -> tuple[ClaimEvent, ...]:
    """Put another *report* of a recorded *statement* on record.

    Raises:
        UnknownStatement: there is no such statement on this claim.
        InvalidStatement: it gives a stance to words that have none.
    """
    entry = _entry(state, statement)
    if report.id in entry.reports:
        return ()
    _check_report(entry.now or entry.first, report)
    return (ReportAdded(statement=statement, report=report),)


def void_report(
    state: ClaimState, statement: str, report: str, why: str | None
) -> tuple[ClaimEvent, ...]:
    """Find that there was no such *report*.

    Raises:
        UnknownStatement: there is no such statement on this claim.
        InvalidStatement: the statement has no such report.
    """
    entry = _entry(state, statement)
    if report not in entry.reports:
        known = ", ".join(sorted(entry.reports)) or "none"
        reason = f"statement {statement!r} has no report {report!r}; it has {known}"
        raise InvalidStatement(reason, "report")
    if entry.reports[report] is None:
        return ()
    return (ReportVoided(statement=statement, report=report, why=why),)


def amend(
    state: ClaimState,
    id: str,
    statement: Statement,
    why: str | None,
) -> tuple[ClaimEvent, ...]:
    """Correct a recorded statement: from now on it reads as *statement*.

    Raises:
        UnknownStatement: there is no such statement on this claim.
        Conflict: an amendment of that id was recorded with other content.
        InvalidStatement: the statement is voided, or what it would read makes no sense.
    """
    entry = _entry(state, statement.id)
    if id in state.corrections:
        _same("amendment", id, state.corrections[id], statement)
        return ()
    if entry.now is None:
        reason = f"{statement.id!r} is voided, so there is nothing to amend; record it anew"
        raise InvalidStatement(reason, "statement")
    if statement == entry.now:
        return ()
    _check_withdrawn(state, statement)
    for report in entry.standing_reports:
        _check_report(statement, report)
    return (StatementAmended(id=id, statement=statement, why=why),)


def void(state: ClaimState, statement: str, why: str | None) -> tuple[ClaimEvent, ...]:
    """Find that a recorded *statement* was never made.

    Raises:
        UnknownStatement: there is no such statement on this claim.
    """
    if _entry(state, statement).now is None:
        return ()
    return (StatementVoided(statement=statement, why=why),)


def relate(
    state: ClaimState,
    id: str,
    relation: ClaimRelation,
    why: str | None,
) -> tuple[ClaimEvent, ...]:
    """Find that *relation* holds from this claim to another.

    Raises:
        Conflict: a relation of that id was recorded with other content.
        InvalidStatement: a claim cannot be related to itself.
    """
    if relation.claim == relation.other:
        reason = f"{relation.claim!r} cannot be related to itself"
        raise InvalidStatement(reason, "relations")
    if id in state.relations:
        known = state.relations[id]
        if known is not None:
            _same("relation", id, known, relation)
        return ()
    return (ClaimsRelated(id=id, relation=relation, why=why),)


def unrelate(state: ClaimState, id: str, why: str | None) -> tuple[ClaimEvent, ...]:
    """Find that the relation *id* does not hold after all.

    Raises:
        InvalidStatement: there is no such relation.
    """
    if id not in state.relations:
        reason = f"there is no relation {id!r} of this claim"
        raise InvalidStatement(reason, "relation")
    if state.relations[id] is None:
        return ()
    return (RelationWithdrawn(relation=id, why=why),)


def _entry(state: ClaimState, statement: str) -> Entry:
    if statement not in state.entries:
        claim = state.first.id if state.first is not None else "?"
        raise UnknownStatement(statement, near(statement, state.entries), f"on claim {claim!r}")
    return state.entries[statement]


def _same(kind: str, id: str, known: Claim | Statement | ClaimRelation, new: object) -> None:
    """Raise `Conflict` where *new* is other than *known*."""
    if known != new:
        names = [attribute.name for attribute in fields(type(known))]
        differs = [name for name in names if getattr(known, name) != getattr(new, name, None)]
        raise Conflict(kind, id, differs)


def _check_withdrawn(state: ClaimState, statement: Statement) -> None:
    if statement.retracts is not None:
        _entry(state, statement.retracts)


def _check_report(statement: Statement, report: Report) -> None:
    if report.stances and not statement.stances:
        reason = (
            f"a report gives `{report.stances[0]}` to words that commit nobody "
            f"(`{statement.act}`); leave the report's stance out, or give the statement one"
        )
        raise InvalidStatement(reason, "reports")
