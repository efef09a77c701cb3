"""Decisions on one actor: a command on its folded state gives events, or an error.

Pure, and idempotent: what is recorded already, with the same content, yields no event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.errors import Conflict, InvalidStatement
from positions.model.actors.events import (
    ActorRegistered,
    IdentityJudged,
    IdentityWithdrawn,
    MandateAmended,
    MandateGiven,
    MandateVoided,
    NameAdded,
    NameVoided,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from positions.model.actors.actor import Actor, Name
    from positions.model.actors.events import ActorEvent
    from positions.model.actors.identity import Judgement
    from positions.model.actors.mandate import Mandate
    from positions.model.actors.state import ActorState, Grant

__all__ = [
    "add_actor",
    "add_name",
    "amend_mandate",
    "give_mandate",
    "judge_identity",
    "void_mandate",
    "void_name",
    "withdraw_identity",
]


def add_actor(state: ActorState, actor: Actor, names: Iterable[Name]) -> tuple[ActorEvent, ...]:
    """Put *actor* on record with its *names*; to a known one, add what is new.

    Raises:
        Conflict: it is recorded as another kind, with another note, or under another id in the
            same register.
    """
    events: list[ActorEvent] = []
    known = state.actor
    if known is None:
        events.append(ActorRegistered(actor=actor))
    else:
        ids = dict(known.ids)
        differs = [
            what
            for what, clash in (
                ("kind", _clash(known.kind, actor.kind)),
                ("ids", any(ids.get(register, id) != id for register, id in actor.ids)),
                ("note", _clash(known.note, actor.note)),
            )
            if clash
        ]
        if differs:
            raise Conflict("actor", actor.id, differs)
        more = not dict(actor.ids).keys() <= ids.keys()
        if more or (known.kind is None and actor.kind) or (known.note is None and actor.note):
            events.append(ActorRegistered(actor=actor))
    for name in dict.fromkeys(names):
        events.extend(add_name(state, name))
    return tuple(events)


def _clash(known: object, new: object) -> bool:
    return known is not None and new is not None and known != new


def add_name(state: ActorState, name: Name) -> tuple[ActorEvent, ...]:
    """Put a *name* on record; one that was voided stays voided."""
    return () if name in state.names else (NameAdded(name=name),)


def void_name(state: ActorState, name: Name, why: str | None) -> tuple[ActorEvent, ...]:
    """Find that the actor does not go by *name*.

    Raises:
        InvalidStatement: it is not on record that it does.
    """
    if name not in state.names:
        known = ", ".join(repr(each.text) for each in state.standing_names()) or "none"
        reason = f"there is no name {name.text!r} to void; the names on record are {known}"
        raise InvalidStatement(reason, "name")
    return (NameVoided(name=name, why=why),) if state.names[name] else ()


def give_mandate(state: ActorState, id: str, mandate: Mandate) -> tuple[ActorEvent, ...]:
    """Put a *mandate* of this actor on record.

    Raises:
        Conflict: a mandate of that id was first recorded with other content.
    """
    grant = state.grants.get(id)
    if grant is None:
        return (MandateGiven(id=id, mandate=mandate),)
    if grant.first != mandate:
        raise Conflict("mandate", id, ["content"])
    return ()


def amend_mandate(
    state: ActorState,
    id: str,
    target: str,
    mandate: Mandate,
    why: str | None,
) -> tuple[ActorEvent, ...]:
    """Correct a mandate: from now on it reads as *mandate*.

    Raises:
        Conflict: an amendment of that id was recorded with other content.
        InvalidStatement: there is no such mandate, it is voided, or it would be another actor's.
    """
    grant = _grant(state, target)
    if id in state.corrections:
        if state.corrections[id] != (target, mandate):
            raise Conflict("amendment", id, ["content"])
        return ()
    if grant.now is None:
        reason = f"mandate {target!r} is voided, so there is nothing to amend; give it anew"
        raise InvalidStatement(reason, "mandate")
    if mandate.by != grant.now.by:
        reason = f"a mandate stays its holder's ({grant.now.by}); void it and give another"
        raise InvalidStatement(reason, "by")
    return (MandateAmended(id=id, target=target, mandate=mandate, why=why),)


def void_mandate(state: ActorState, mandate: str, why: str | None) -> tuple[ActorEvent, ...]:
    """Find that there was no such *mandate*.

    Raises:
        InvalidStatement: none of that id is on record.
    """
    if _grant(state, mandate).now is None:
        return ()
    return (MandateVoided(mandate=mandate, why=why),)


def judge_identity(state: ActorState, id: str, judgement: Judgement) -> tuple[ActorEvent, ...]:
    """Put a *judgement* of identity on record; one that was withdrawn stays withdrawn.

    Raises:
        Conflict: a judgement of that id was recorded with other content.
    """
    if id not in state.judgements:
        return (IdentityJudged(id=id, judgement=judgement),)
    known = state.judgements[id]
    if known is not None and known != judgement:
        raise Conflict("judgement", id, ["content"])
    return ()


def withdraw_identity(state: ActorState, judgement: str, why: str | None) -> tuple[ActorEvent, ...]:
    """Withdraw one *judgement* of identity.

    Raises:
        InvalidStatement: none of that id is on record.
    """
    if judgement not in state.judgements:
        reason = f"there is no judgement {judgement!r} in this actor's stream"
        raise InvalidStatement(reason, "judgement")
    if state.judgements[judgement] is None:
        return ()
    return (IdentityWithdrawn(judgement=judgement, why=why),)


def _grant(state: ActorState, mandate: str) -> Grant:
    if mandate not in state.grants:
        known = ", ".join(sorted(state.grants)) or "none"
        reason = f"there is no mandate {mandate!r} in this actor's stream; it has {known}"
        raise InvalidStatement(reason, "mandate")
    return state.grants[mandate]
