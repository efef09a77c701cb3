"""What `positions.testing` offers, as a type checker sees it."""

from typing import Any, assert_type

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
from positions.testing import (
    Asked,
    Given,
    Outcome,
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
