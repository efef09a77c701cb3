"""What the values of `positions` are made of, as a type checker sees it."""

from datetime import date, datetime, timedelta
from typing import Any, assert_type

import positions
from positions import (
    Act,
    Actor,
    ActorKind,
    Agreement,
    Authenticity,
    Capacity,
    Change,
    Changes,
    Claim,
    ClaimKind,
    ClaimRelation,
    Contradiction,
    Derivation,
    Dissent,
    Exclusion,
    Found,
    GroundRule,
    Judgement,
    Mandate,
    Matrix,
    Mode,
    Name,
    OpenQuestion,
    Period,
    Policy,
    Position,
    PositionKind,
    Question,
    Reason,
    Recorded,
    Relation,
    Rendering,
    Report,
    Shift,
    ShiftKind,
    Spoken,
    Stance,
    Standing,
    Statement,
    StatementRef,
    Truth,
    Verdict,
    Visibility,
    When,
    when,
)

assert_type(positions.__version__, str)

# time

day = When.parse("2015-08-14", zone="America/New_York")
assert_type(day, When)
assert_type(When.of(date(2015, 8, 14)), When)
assert_type(day.earliest, datetime | None)
assert_type(day.edtf, str)
assert_type(day.before(day), Truth)
assert_type(Truth.YES & Truth.MAYBE, Truth)
assert_type(when.resolve("last Friday", anchor="2015-08-14"), tuple[When, ...])
day.text = ""  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue] # values are frozen

# what was said

statement = Statement(claim="visit", by="kirby", act="confirm", said=day)
assert_type(statement.act, Act)
assert_type(statement.stances, tuple[Stance, ...])
assert_type(statement.mode, Mode)
assert_type(statement.visibility, Visibility)
assert_type(statement.ground_rule, GroundRule)
assert_type(statement.capacity, Capacity)
assert_type(statement.authenticity, Authenticity)
assert_type(statement.question, Question | None)
assert_type(statement.follows, tuple[StatementRef, ...])
assert_type(statement.ref, StatementRef)


def of_report(report: Report) -> None:
    """Ask a report."""
    assert_type(report.rendering, Rendering)
    assert_type(report.published, When | None)
    assert_type(report.stances, tuple[Stance, ...])


def of_claim(claim: Claim, relation: ClaimRelation) -> None:
    """Ask a claim."""
    assert_type(claim.kind, ClaimKind)
    assert_type(claim.event, When | None)
    assert_type(relation.relation, Relation)


def of_actor(actor: Actor, name: Name, mandate: Mandate, judgement: Judgement) -> None:
    """Ask an actor."""
    assert_type(actor.kind, ActorKind | None)
    assert_type(name.begins, When | None)
    assert_type(mandate.rank, int | None)
    assert_type(judgement.verdict, Verdict)
    assert_type(judgement.actors, tuple[str, ...])


def of_event(recorded: Recorded) -> None:
    """Ask a recorded event."""
    assert_type(recorded.recorded_at, datetime)
    assert_type(recorded.curator, str | None)


# answers


def of_position(position: Position) -> None:
    """Ask a position."""
    assert_type(position.kind, PositionKind)
    assert_type(position.stance, Stance | None)
    assert_type(position.standing, Standing)
    assert_type(position.possible, frozenset[PositionKind])
    assert_type(position.since, When | None)
    assert_type(position.last_stated, When | None)
    assert_type(position.statements, tuple[Statement, ...])
    assert_type(position.conditions, tuple[str, ...])
    assert_type(position.dissent, tuple[Dissent, ...])
    assert_type(position.excluded, tuple[Exclusion, ...])
    assert_type(position.inferred, tuple[Derivation, ...])
    assert_type(position.deferred_to, str | None)
    assert_type(position.origins, int)
    assert_type(position.contested, bool)
    assert_type(position.damaged, bool)
    assert_type(position.explain(), str)
    assert_type(position.to_dict(), dict[str, Any])


def of_reasons(dissent: Dissent, exclusion: Exclusion, derivation: Derivation) -> None:
    """Ask what stands behind a position."""
    assert_type(dissent.opposed, bool)
    assert_type(exclusion.reason, Reason)
    assert_type(derivation.held, Stance)


def of_matrix(matrix: Matrix, changes: Changes) -> None:
    """Ask a matrix."""
    assert_type(matrix["russia", "visit"], Standing)
    assert_type(matrix.at("russia", "visit"), Standing)
    assert_type(matrix.actors, tuple[str, ...])
    assert_type(matrix.patched(changes), Matrix)
    assert_type(matrix.get(("russia", "visit")), Standing | None)
    assert_type(dict(matrix), dict[tuple[str, str], Standing])


def of_period(period: Period) -> None:
    """Ask a period."""
    assert_type(period.valid_from, datetime | None)
    assert_type(period.valid_until, datetime | None)
    assert_type(period.standing, Standing)
    assert_type(period.statements, tuple[Statement, ...])


def of_changes(change: Change, shift: Shift) -> None:
    """Ask what changed."""
    assert_type(change.shift, ShiftKind | None)
    assert_type(shift.kind, ShiftKind | None)
    assert_type(shift.new, Standing)
    assert_type(shift.said, When)


def of_others(
    agreement: Agreement, contradiction: Contradiction, question: OpenQuestion, spoken: Spoken
) -> None:
    """Ask the other answers."""
    assert_type(agreement.share, float | None)
    assert_type(contradiction.derivation, Derivation)
    assert_type(question.since, When)
    assert_type(spoken.reports, tuple[Report, ...])


def of_found(found: Found) -> None:
    """Ask what was found."""
    assert_type(found.id, str)


policy = Policy.MOST_SENIOR
window = timedelta(days=7)
