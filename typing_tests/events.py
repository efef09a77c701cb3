"""What the type checkers know of recorded events: a match over them is exhaustive."""

from typing import assert_never, assert_type

import positions
from positions import History, Recorded


def told(recorded: Recorded) -> str:
    """Return which sort of event this is; an event that is forgotten here fails the check."""
    match recorded.event:
        case (
            positions.ClaimOpened()
            | positions.ClaimAmended()
            | positions.ClaimsRelated()
            | positions.RelationWithdrawn()
        ):
            return "claim"
        case positions.StatementRecorded(statement=statement):
            assert_type(statement, positions.Statement)
            assert_type(statement.extra, positions.Extra)
            return "statement"
        case (
            positions.StatementAmended()
            | positions.StatementVoided()
            | positions.ReportAdded()
            | positions.ReportVoided()
        ):
            return "correction"
        case positions.ActorRegistered() | positions.NameAdded() | positions.NameVoided():
            return "actor"
        case (
            positions.MandateGiven()
            | positions.MandateAmended()
            | positions.MandateVoided()
            | positions.IdentityJudged()
            | positions.IdentityWithdrawn()
        ):
            return "bond"
        case positions.LedgerBegun():
            return "ledger"
        case positions.Unreadable():
            return "unreadable"
        case _:
            assert_never(recorded.event)


def count(history: History) -> dict[str, int]:
    """Return how many there are of each sort."""
    found: dict[str, int] = {}
    for recorded in history:
        found[told(recorded)] = found.get(told(recorded), 0) + 1
    return found


def path(derivation: positions.Derivation) -> list[str]:
    """Return the claims over which something was carried."""
    assert_type(derivation.steps, tuple[positions.Step, ...])
    return [step.source for step in derivation.steps]
