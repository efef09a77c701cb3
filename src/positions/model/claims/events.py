"""The events of the claim aggregate: one stream per claim.

Each is an immutable fact that somebody recorded. What is stored of them (names, versions, fields)
is settled in `positions.store.codec`; renaming a class here never changes a stored name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen
from attrs.validators import instance_of

from positions.model.claims.claim import Claim, ClaimRelation
from positions.model.claims.report import Report
from positions.model.claims.statement import Statement
from positions.model.showing import shown
from positions.model.text import is_optional_text

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "ClaimAmended",
    "ClaimEvent",
    "ClaimOpened",
    "ClaimsRelated",
    "RelationWithdrawn",
    "ReportAdded",
    "ReportVoided",
    "StatementAmended",
    "StatementRecorded",
    "StatementVoided",
]


@frozen(kw_only=True)
class ClaimOpened:
    """A proposition was put on record."""

    __repr__ = shown

    claim: Claim = field(validator=instance_of(Claim))


@frozen(kw_only=True)
class ClaimAmended:
    """The curator's correction of a claim's wording or description, never of the proposition."""

    __repr__ = shown

    id: str
    claim: Claim = field(validator=instance_of(Claim))
    why: str | None = field(default=None, validator=is_optional_text)


def _reports(reports: Iterable[Report]) -> tuple[Report, ...]:
    return tuple(reports)


@frozen(kw_only=True)
class StatementRecorded:
    """A statement was put on record, with its first reports."""

    __repr__ = shown

    statement: Statement = field(validator=instance_of(Statement))
    reports: tuple[Report, ...] = field(default=(), converter=_reports)


@frozen(kw_only=True)
class ReportAdded:
    """Another report of a recorded statement."""

    __repr__ = shown

    statement: str
    report: Report = field(validator=instance_of(Report))


@frozen(kw_only=True)
class ReportVoided:
    """The curator's finding that there was no such report."""

    __repr__ = shown

    statement: str
    report: str
    why: str | None = field(default=None, validator=is_optional_text)


@frozen(kw_only=True)
class StatementAmended:
    """The curator's correction: the statement as it should read (without its reports), and why."""

    __repr__ = shown

    id: str
    statement: Statement = field(validator=instance_of(Statement))
    why: str | None = field(default=None, validator=is_optional_text)


@frozen(kw_only=True)
class StatementVoided:
    """The curator's finding that a recorded statement was never made."""

    __repr__ = shown

    statement: str
    why: str | None = field(default=None, validator=is_optional_text)


@frozen(kw_only=True)
class ClaimsRelated:
    """A relation from this claim to another was found to hold."""

    __repr__ = shown

    id: str
    relation: ClaimRelation = field(validator=instance_of(ClaimRelation))
    why: str | None = field(default=None, validator=is_optional_text)


@frozen(kw_only=True)
class RelationWithdrawn:
    """The curator's finding that a relation does not hold after all."""

    __repr__ = shown

    relation: str
    why: str | None = field(default=None, validator=is_optional_text)


ClaimEvent = (
    ClaimOpened
    | ClaimAmended
    | StatementRecorded
    | ReportAdded
    | ReportVoided
    | StatementAmended
    | StatementVoided
    | ClaimsRelated
    | RelationWithdrawn
)
"""Whatever can stand in a claim's stream."""
