"""What is on record at a time of recording: R2 (amendments and voids) and R12 (identity)."""

from collections.abc import Sequence
from datetime import datetime

from attrs import field, frozen, mutable

from positions.model.actors import events as of_actors
from positions.model.actors.identity import Judgement
from positions.model.actors.mandate import Mandate
from positions.model.claims import events as of_claims
from positions.model.claims.report import Report
from positions.model.claims.statement import Statement
from positions.model.ids import StatementRef
from positions.model.recorded import LedgerBegun, Recorded, Unreadable
from positions.model.vocabulary import Verdict

__all__ = ["Entry", "Known", "known"]


@frozen(kw_only=True)
class Entry:
    """A statement that nobody has voided, as it reads now, and its reports."""

    statement: Statement
    reports: tuple[Report, ...]


@frozen(kw_only=True)
class Known:
    """What is on record.

    Attributes:
        entries: The statements that stand, by their full names.
        mandates: The mandates that stand.
        names: For each actor that is one with others, the least of their ids.
        actors: The ids of all actors that anything on record speaks of.
        claims: The ids of all claims that were opened or spoken on.
    """

    entries: dict[StatementRef, Entry]
    mandates: tuple[Mandate, ...]
    names: dict[str, str]
    actors: frozenset[str]
    claims: frozenset[str]

    def who(self, actor: str) -> str:
        """Return the one name of all the actors that are one with *actor*."""
        return self.names.get(actor, actor)


@mutable
class _Log:
    """What the events have said so far; `None` stands for what was voided or withdrawn."""

    statements: dict[StatementRef, Statement | None] = field(factory=dict)
    reports: dict[StatementRef, dict[str, Report | None]] = field(factory=dict)
    mandates: dict[tuple[str, str], Mandate | None] = field(factory=dict)
    judgements: dict[tuple[str, str], Judgement | None] = field(factory=dict)
    applied: set[tuple[str, str]] = field(factory=set)
    actors: set[str] = field(factory=set)
    claims: set[str] = field(factory=set)


def known(events: Sequence[Recorded], recorded_by: datetime | None) -> Known:
    """Return what is on record at *recorded_by*, inclusive; all of it where that is `None`."""
    log = _Log()
    now = None
    for recorded in events:
        # The ledger's clock never runs backwards.
        now = recorded.recorded_at if now is None else max(now, recorded.recorded_at)
        if recorded_by is None or now <= recorded_by:
            _take(log, recorded)
    entries = {
        ref: Entry(
            statement=statement,
            reports=tuple(each for each in log.reports[ref].values() if each is not None),
        )
        for ref, statement in log.statements.items()
        if statement is not None
    }
    mandates = tuple(each for each in log.mandates.values() if each is not None)
    judgements = [each for each in log.judgements.values() if each is not None]
    spoken = [entry.statement for entry in entries.values()]
    return Known(
        entries=entries,
        mandates=mandates,
        names=_one_name(judgements),
        actors=frozenset(log.actors)
        | {each.by for each in spoken}
        | {each.principal for each in spoken}
        | {each.by for each in mandates}
        | {each.body for each in mandates}
        | {actor for each in judgements for actor in each.actors},
        claims=frozenset(log.claims) | {each.claim for each in spoken},
    )


def _take(log: _Log, recorded: Recorded) -> None:
    """Let *log* say what one more event says; what speaks of the unknown says nothing."""
    match recorded.event:
        case Unreadable() | LedgerBegun():
            pass
        case (
            of_actors.ActorRegistered()
            | of_actors.NameAdded()
            | of_actors.NameVoided()
            | of_actors.MandateGiven()
            | of_actors.MandateAmended()
            | of_actors.MandateVoided()
            | of_actors.IdentityJudged()
            | of_actors.IdentityWithdrawn()
        ):
            _take_of_actor(log, recorded.stream, recorded.event)
        case _:
            _take_of_claim(log, recorded.stream.removeprefix("claim:"), recorded.event)


def _take_of_actor(log: _Log, stream: str, event: of_actors.ActorEvent) -> None:
    match event:
        case of_actors.ActorRegistered(actor=actor):
            log.actors.add(actor.id)
        case of_actors.MandateGiven(id=id, mandate=mandate):
            log.mandates.setdefault((stream, id), mandate)
        case of_actors.MandateAmended(id=id, target=target, mandate=mandate):
            if log.mandates.get((stream, target)) and (stream, id) not in log.applied:
                log.mandates[stream, target] = mandate
                log.applied.add((stream, id))
        case of_actors.MandateVoided(mandate=target):
            if (stream, target) in log.mandates:
                log.mandates[stream, target] = None
        case of_actors.IdentityJudged(id=id, judgement=judgement):
            log.judgements.setdefault((stream, id), judgement)
        case of_actors.IdentityWithdrawn(judgement=target):
            if (stream, target) in log.judgements:
                log.judgements[stream, target] = None
        case _:
            pass  # names


def _take_of_claim(log: _Log, claim: str, event: of_claims.ClaimEvent) -> None:
    match event:
        case of_claims.ClaimOpened():
            log.claims.add(claim)
        case of_claims.StatementRecorded(statement=statement, reports=reports):
            ref = StatementRef(claim, statement.id)
            if ref not in log.statements:
                log.statements[ref] = statement
                log.reports[ref] = {report.id: report for report in reports}
        case of_claims.StatementAmended(id=id, statement=statement):
            ref = StatementRef(claim, statement.id)
            if log.statements.get(ref) and (claim, id) not in log.applied:
                log.statements[ref] = statement
                log.applied.add((claim, id))
        case of_claims.StatementVoided(statement=id):
            if StatementRef(claim, id) in log.statements:
                log.statements[StatementRef(claim, id)] = None
        case of_claims.ReportAdded() | of_claims.ReportVoided():
            _take_of_report(log.reports.get(StatementRef(claim, event.statement), {}), event)
        case _:
            pass  # how the claim is worded, and what it has to do with others


def _take_of_report(
    reports: dict[str, Report | None], event: of_claims.ReportAdded | of_claims.ReportVoided
) -> None:
    match event:
        case of_claims.ReportAdded(report=report):
            reports.setdefault(report.id, report)
        case of_claims.ReportVoided(report=target):
            reports.update({target: None} if target in reports else {})


def _one_name(judgements: Sequence[Judgement]) -> dict[str, str]:
    """R12: the actors joined by standing `same` judgements are one; `different` splits nothing."""
    groups: list[set[str]] = []
    for judgement in judgements:
        if judgement.verdict is Verdict.SAME:
            joined = set(judgement.actors)
            for group in [each for each in groups if each & joined]:
                groups.remove(group)
                joined |= group
            groups.append(joined)
    return {actor: min(group) for group in groups for actor in group}
