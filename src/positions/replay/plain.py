"""Statements with their reports, as they were recorded, and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from positions.model.showing import shown

if TYPE_CHECKING:
    from positions.model.claims.report import Report
    from positions.model.claims.statement import Statement

__all__ = ["Spoken", "statement_to_dict"]


def statement_to_dict(statement: Statement) -> dict[str, Any]:
    """Return all that is recorded of a statement as plain data, its reports aside.

    The keys are those of a case file; `stances` is a list, and times are as `When.to_dict` gives
    them, in UTC.
    """
    question = statement.question
    return {
        "id": statement.id,
        "claim": statement.claim,
        "by": statement.by,
        "as": statement.role,
        "on_behalf_of": statement.on_behalf_of,
        "to": statement.to,
        "act": str(statement.act),
        "stances": [str(stance) for stance in statement.stances],
        "mode": str(statement.mode),
        "condition": statement.condition,
        "said": statement.said.to_dict(),
        "utterance": statement.utterance,
        "seq": statement.seq,
        "question": None if question is None else {"by": question.by, "text": question.text},
        "follows": [str(ref) for ref in statement.follows],
        "retracts": statement.retracts,
        "refers_to": statement.refers_to,
        "visibility": str(statement.visibility),
        "ground_rule": str(statement.ground_rule),
        "capacity": str(statement.capacity),
        "authenticity": str(statement.authenticity),
        "wording": statement.wording,
        "note": statement.note,
        "extra": statement.extra.value,
    }


@frozen(kw_only=True)
class Spoken:
    """A statement with the reports by which it reached us."""

    __repr__ = shown

    statement: Statement
    reports: tuple[Report, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        reports = [
            {
                "id": report.id,
                "outlet": report.outlet,
                "title": report.title,
                "published": None if report.published is None else report.published.to_dict(),
                "url": report.url,
                "archive": report.archive,
                "removed": None if report.removed is None else report.removed.to_dict(),
                "quote": report.quote,
                "lang": report.lang,
                "rendering": str(report.rendering),
                "stances": [str(stance) for stance in report.stances],
                "via": list(report.via),
                "note": report.note,
            }
            for report in self.reports
        ]
        return {**statement_to_dict(self.statement), "reports": reports}
