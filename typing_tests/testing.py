"""What `positions.testing` offers, as a type checker sees it."""

from typing import Any, assert_type

import hypothesis
from hypothesis.strategies import SearchStrategy

from positions import (
    ClaimRelation,
    History,
    Judgement,
    Ledger,
    Mandate,
    PositionsError,
    Recorded,
    Report,
    Statement,
    When,
)
from positions.projections import Replayed, Runnable, Shifts, Standings
from positions.testing import (
    Asked,
    Given,
    Outcome,
    Projected,
    ProjectionLaws,
    cuts,
    event_logs,
    given,
    histories,
    judgements,
    mandates,
    permuted,
    relations,
    reports,
    statements,
    whens,
    with_later,
)

assert_type(cuts(), SearchStrategy[dict[str, Any]])
assert_type(histories(), SearchStrategy[History])
assert_type(event_logs(rivals=True), SearchStrategy[tuple[Recorded, ...]])
assert_type(permuted(()), SearchStrategy[tuple[Recorded, ...]])
assert_type(with_later(()), SearchStrategy[tuple[Recorded, ...]])
assert_type(whens(), SearchStrategy[When])
assert_type(statements(), SearchStrategy[Statement])
assert_type(reports(), SearchStrategy[Report])
assert_type(mandates(), SearchStrategy[Mandate])
assert_type(relations(), SearchStrategy[ClaimRelation])
assert_type(judgements(), SearchStrategy[Judgement])


def command(ledger: Ledger) -> None:
    """Write."""
    ledger.open_claim("visit", text="A visit")


record = given("case.yaml")
assert_type(record, Given)
outcome = record.when(command)
assert_type(outcome, Outcome)
assert_type(outcome.refusal, PositionsError | None)
assert_type(record.as_of("2015-08-14"), Asked)

standing = record.projected(Standings())
assert_type(standing, Projected)
assert_type(standing.given, Given)
assert_type(standing.projection, Runnable)
assert_type(standing.replayed, Replayed)
assert_type(standing.before, Projected | None)
assert_type(standing.when(command), Projected)
assert_type(standing.as_of("2015-08-14", known_by="2015-08-15"), Projected)
assert_type(standing.then_state(None), Projected)
assert_type(standing.then_rows("standing", [{"actor": "us", "claim": "visit"}]), Projected)
assert_type(standing.then_row("standing", actor="us", claim="visit", kind="denied"), Projected)
assert_type(standing.then_no_row("standing", actor="us"), Projected)
assert_type(
    standing.then_changed_rows("standing", added=[{"actor": "us", "claim": "visit"}]), Projected
)


class TestShifts(ProjectionLaws):
    projection = Shifts()
    settings = hypothesis.settings(max_examples=20)
    histories = histories()


class TestNothing(ProjectionLaws):
    projection = "shifts"  # type: ignore[assignment] # pyright: ignore[reportAssignmentType]


assert_type(TestShifts().test_a_step_leaves_the_state_as_it_was(), None)
