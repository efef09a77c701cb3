"""A log as case files: what a person would have written to record it."""

from typing import Any

from positions.model.actors.events import (
    ActorRegistered,
    IdentityJudged,
    MandateGiven,
)
from positions.model.claims.events import ClaimOpened, ClaimsRelated, StatementRecorded

__all__ = ["as_case"]


def as_case(log) -> dict[str, Any]:
    """Return a case that records the actors, claims, mandates, statements … of *log*.

    Corrections are left out: rival amendments are the one thing whose order matters.
    """
    actors: dict[str, object] = {}
    claims: dict[str, object] = {}
    rows: dict[str, list[object]] = {
        "mandates": [],
        "relations": [],
        "identities": [],
        "statements": [],
    }
    for each in log:
        match each.event:
            case ActorRegistered(actor=actor):
                actors[actor.id] = {"kind": actor.kind}
            case ClaimOpened(claim=claim):
                claims[claim.id] = {"text": claim.text, "kind": claim.kind}
            case MandateGiven(mandate=mandate):
                rows["mandates"].append(_mandate(mandate))
            case ClaimsRelated(relation=relation):
                rows["relations"].append([relation.claim, relation.relation, relation.other])
            case IdentityJudged(judgement=judgement):
                rows["identities"].append(
                    _given({judgement.verdict: list(judgement.actors), "by": judgement.by})
                )
            case StatementRecorded(statement=statement, reports=reports):
                rows["statements"].append(_statement(statement, reports))
            case _:
                pass
    return {"positions": 1, "actors": actors, "claims": claims} | rows


def _given(fields):
    return {name: value for name, value in fields.items() if value not in (None, [], (), "")}


def _mandate(mandate):
    return _given(
        {
            "by": mandate.by,
            "for": mandate.body,
            "as": mandate.role,
            "from": mandate.begins,
            "until": mandate.ends,
            "rank": mandate.rank,
        }
    )


def _statement(statement, reports):
    return _given(
        {
            "id": statement.id,
            "by": statement.by,
            "claim": statement.claim,
            "act": statement.act,
            "said": statement.said,
            "stance": list(statement.stances),
            "mode": statement.mode,
            "condition": statement.condition,
            "as": statement.role,
            "on_behalf_of": statement.on_behalf_of,
            "utterance": statement.utterance,
            "seq": statement.seq,
            "follows": list(map(str, statement.follows)),
            "retracts": statement.retracts,
            "refers_to": statement.refers_to,
            "visibility": statement.visibility,
            "ground_rule": statement.ground_rule,
            "capacity": statement.capacity,
            "authenticity": statement.authenticity,
            "reports": [
                _given(
                    {
                        "outlet": report.outlet,
                        "published": report.published,
                        "rendering": report.rendering,
                        "stance": list(report.stances),
                    }
                )
                for report in reports
            ],
        }
    )
