"""The folded state of one claim: what its stream says, as it stands after its last event."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from attrs import evolve as changed
from attrs import frozen
from immutables import Map

from positions.model.claims.claim import Claim, ClaimRelation
from positions.model.claims.events import (
    ClaimAmended,
    ClaimEvent,
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

    from positions.model.claims.report import Report
    from positions.model.claims.statement import Statement

__all__ = ["INITIAL", "ClaimState", "Entry", "evolve", "fold", "joined", "only"]


@frozen
class Entry:
    """A statement on record.

    Attributes:
        first: The statement as it was first recorded.
        now: The statement as it reads after its amendments; `None` once it is voided.
        reports: Its reports by id; `None` for one that is voided.
    """

    first: Statement
    now: Statement | None
    reports: Map[str, Report | None]

    @property
    def standing_reports(self) -> tuple[Report, ...]:
        """The reports that are not voided, ordered by id."""
        return tuple(report for _, report in sorted(self.reports.items()) if report is not None)


@frozen
class ClaimState:
    """What a claim's stream says.

    Attributes:
        first: The claim as first opened; `None` before that.
        now: The claim as it reads after its amendments.
        entries: The statements on record by id, voided ones too.
        relations: The relations by id; `None` for one that is withdrawn.
        corrections: What each amendment that was applied made of its target, by its id.
    """

    first: Claim | None = None
    now: Claim | None = None
    entries: Map[str, Entry] = Map()
    relations: Map[str, ClaimRelation | None] = Map()
    corrections: Map[str, Claim | Statement] = Map()

    def standing(self) -> list[Statement]:
        """Return the statements that are not voided, ordered by id."""
        return [entry.now for _, entry in sorted(self.entries.items()) if entry.now is not None]


INITIAL = ClaimState()


def evolve(state: ClaimState, event: ClaimEvent) -> ClaimState:  # noqa: PLR0911 - one a kind of event
    """Return *state* as it stands just after *event*; never raises.

    What comes twice, or speaks of what is not there, changes nothing: two writers may both have
    been right when they wrote.
    """
    match event:
        case ClaimOpened(claim=claim):
            return state if state.first is not None else changed(state, first=claim, now=claim)
        case ClaimAmended(id=id, claim=claim):
            if id in state.corrections:
                return state
            return changed(state, now=claim, corrections=state.corrections.set(id, claim))
        case StatementRecorded(statement=statement, reports=reports):
            if statement.id in state.entries:
                return state
            kept: Map[str, Report | None] = Map({report.id: report for report in reports})
            new = Entry(statement, statement, kept)
            return changed(state, entries=state.entries.set(statement.id, new))
        case StatementAmended(id=id, statement=statement):
            entry = state.entries.get(statement.id)
            if id in state.corrections or entry is None or entry.now is None:
                return state
            amended = state.entries.set(statement.id, changed(entry, now=statement))
            corrections = state.corrections.set(id, statement)
            return changed(state, entries=amended, corrections=corrections)
        case StatementVoided(statement=id):
            entry = state.entries.get(id)
            if entry is None:
                return state
            return changed(state, entries=state.entries.set(id, changed(entry, now=None)))
        case ReportAdded(statement=id, report=report):
            return _with_report(state, id, report.id, report)
        case ReportVoided(statement=id, report=report_id):
            return _with_report(state, id, report_id, None)
        case ClaimsRelated(id=id, relation=relation):
            if id in state.relations:
                return state
            return changed(state, relations=state.relations.set(id, relation))
        case RelationWithdrawn(relation=id):
            if id not in state.relations:
                return state
            return changed(state, relations=state.relations.set(id, None))
        case _:
            assert_never(event)


def _with_report(state: ClaimState, id: str, report: str, value: Report | None) -> ClaimState:
    entry = state.entries.get(id)
    if entry is None or (report in entry.reports) != (value is None):
        return state
    reports = entry.reports.set(report, value)
    return changed(state, entries=state.entries.set(id, changed(entry, reports=reports)))


def fold(events: Iterable[ClaimEvent], state: ClaimState = INITIAL) -> ClaimState:
    """Return *state* as it stands after *events*."""
    for event in events:
        state = evolve(state, event)
    return state


def joined(
    state: ClaimState, more: ClaimState, statements: Iterable[str], amendment: str | None
) -> ClaimState:
    """Return *state*, which lacks these *statements* and *amendment*, with what *more* has of them.

    Statements and amendments are folded apart from each other, so that a state which holds some of
    them can be told of others later.
    """
    entries = {id: more.entries[id] for id in statements if id in more.entries}
    made = None if amendment is None else more.corrections.get(amendment)
    if entries:
        state = changed(state, entries=state.entries.update(entries))
    if amendment is not None and made is not None:
        state = changed(state, corrections=state.corrections.set(amendment, made))
    return state


def only(state: ClaimState, statements: Iterable[str]) -> ClaimState:
    """Return *state* with no other statements than these: of others it may not hold all."""
    entries = {id: state.entries[id] for id in statements if id in state.entries}
    return changed(state, entries=Map(entries))
