"""The command that an event answers, decided anew.

An event that could have been recorded is what deciding its own command yields, and all of it.
"""

from __future__ import annotations

from typing import assert_never

from attrs import frozen

from positions.model.actors import decide as decide_actor
from positions.model.actors.events import (
    ActorEvent,
    ActorRegistered,
    IdentityJudged,
    IdentityWithdrawn,
    MandateAmended,
    MandateGiven,
    MandateVoided,
    NameAdded,
    NameVoided,
)
from positions.model.actors.state import ActorState
from positions.model.claims import decide as decide_claim
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
from positions.model.claims.state import ClaimState
from positions.model.ids import StatementRef

__all__ = ["Mentions", "actor_again", "claim_again", "mentioned"]


def claim_again(state: ClaimState, event: ClaimEvent) -> tuple[ClaimEvent, ...]:  # noqa: PLR0911 - one a kind of event
    """Return what the command of *event* yields on *state*.

    Raises:
        PositionsError: the command is refused.
    """
    match event:
        case ClaimOpened(claim=claim):
            return decide_claim.open_claim(state, claim)
        case ClaimAmended(id=id, claim=claim, why=why):
            return decide_claim.amend_claim(state, id, claim, why)
        case StatementRecorded(statement=statement, reports=reports):
            return decide_claim.record(state, statement, reports)
        case ReportAdded(statement=id, report=report):
            return decide_claim.add_report(state, id, report)
        case ReportVoided(statement=id, report=report, why=why):
            return decide_claim.void_report(state, id, report, why)
        case StatementAmended(id=id, statement=statement, why=why):
            return decide_claim.amend(state, id, statement, why)
        case StatementVoided(statement=id, why=why):
            return decide_claim.void(state, id, why)
        case ClaimsRelated(id=id, relation=relation, why=why):
            return decide_claim.relate(state, id, relation, why)
        case RelationWithdrawn(relation=id, why=why):
            return decide_claim.unrelate(state, id, why)
        case _:
            assert_never(event)


def actor_again(state: ActorState, event: ActorEvent) -> tuple[ActorEvent, ...]:  # noqa: PLR0911 - one a kind of event
    """Return what the command of *event* yields on *state*.

    Raises:
        PositionsError: the command is refused.
    """
    match event:
        case ActorRegistered(actor=actor):
            return decide_actor.add_actor(state, actor, ())
        case NameAdded(name=name):
            return decide_actor.add_name(state, name)
        case NameVoided(name=name, why=why):
            return decide_actor.void_name(state, name, why)
        case MandateGiven(id=id, mandate=mandate):
            return decide_actor.give_mandate(state, id, mandate)
        case MandateAmended(id=id, target=target, mandate=mandate, why=why):
            return decide_actor.amend_mandate(state, id, target, mandate, why)
        case MandateVoided(mandate=id, why=why):
            return decide_actor.void_mandate(state, id, why)
        case IdentityJudged(id=id, judgement=judgement):
            return decide_actor.judge_identity(state, id, judgement)
        case IdentityWithdrawn(judgement=id, why=why):
            return decide_actor.withdraw_identity(state, id, why)
        case _:
            assert_never(event)


@frozen
class Mentions:
    """What an event presumes to be recorded, beside the stream in which it stands."""

    actors: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()
    statements: frozenset[StatementRef] = frozenset()


def mentioned(event: ClaimEvent | ActorEvent) -> Mentions:
    """Return what *event* presumes to be recorded."""
    match event:
        case StatementRecorded(statement=said) | StatementAmended(statement=said):
            named = (said.by, said.on_behalf_of, said.refers_to)
            return Mentions(
                actors=frozenset(actor for actor in named if actor is not None),
                statements=frozenset(said.follows),
            )
        case ClaimsRelated(relation=relation):
            return Mentions(claims=frozenset({relation.claim, relation.other}))
        case MandateGiven(mandate=mandate) | MandateAmended(mandate=mandate):
            return Mentions(actors=frozenset({mandate.by, mandate.body}))
        case IdentityJudged(judgement=judgement):
            return Mentions(actors=frozenset(judgement.actors))
        case _:
            return Mentions()
