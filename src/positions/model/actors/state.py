"""The folded state of one actor: what its stream says, as it stands after its last event."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from attrs import evolve as changed
from attrs import frozen
from immutables import Map

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

if TYPE_CHECKING:
    from collections.abc import Iterable

    from positions.model.actors.actor import Actor, Name
    from positions.model.actors.identity import Judgement
    from positions.model.actors.mandate import Mandate

__all__ = ["INITIAL", "ActorState", "Grant", "evolve", "fold"]


@frozen
class Grant:
    """A mandate on record: as first given, and as it reads now (`None` once voided)."""

    first: Mandate
    now: Mandate | None


@frozen
class ActorState:
    """What an actor's stream says.

    Attributes:
        actor: The actor; `None` before it is registered.
        names: The names on record; `False` for one that is voided.
        grants: The mandates on record by id, voided ones too.
        judgements: The judgements of identity by id; `None` for one that is withdrawn.
        corrections: Each mandate that was amended, and what it was made, by the amendment's id.
    """

    actor: Actor | None = None
    names: Map[Name, bool] = Map()
    grants: Map[str, Grant] = Map()
    judgements: Map[str, Judgement | None] = Map()
    corrections: Map[str, tuple[str, Mandate]] = Map()

    def standing_names(self) -> tuple[Name, ...]:
        """Return the names that are not voided, ordered by text and language."""
        standing = [name for name, stands in self.names.items() if stands]
        return tuple(sorted(standing, key=lambda name: (name.text, name.lang or "")))


INITIAL = ActorState()


def evolve(state: ActorState, event: ActorEvent) -> ActorState:  # noqa: PLR0911 - one a kind of event
    """Return *state* as it stands just after *event*; never raises.

    What comes twice, or speaks of what is not there, changes nothing.
    """
    match event:
        case ActorRegistered(actor=actor):
            return changed(state, actor=_joined(state.actor, actor))
        case NameAdded(name=name):
            return changed(state, names=state.names.set(name, state.names.get(name, True)))
        case NameVoided(name=name):
            return changed(state, names=state.names.set(name, False))  # noqa: FBT003 - a map's value
        case MandateGiven(id=id, mandate=mandate):
            if id in state.grants:
                return state
            return changed(state, grants=state.grants.set(id, Grant(mandate, mandate)))
        case MandateAmended(id=id, target=target, mandate=mandate):
            grant = state.grants.get(target)
            if id in state.corrections or grant is None or grant.now is None:
                return state
            grants = state.grants.set(target, changed(grant, now=mandate))
            corrections = state.corrections.set(id, (target, mandate))
            return changed(state, grants=grants, corrections=corrections)
        case MandateVoided(mandate=target):
            grant = state.grants.get(target)
            if grant is None:
                return state
            return changed(state, grants=state.grants.set(target, changed(grant, now=None)))
        case IdentityJudged(id=id, judgement=judgement):
            if id in state.judgements:
                return state
            return changed(state, judgements=state.judgements.set(id, judgement))
        case IdentityWithdrawn(judgement=id):
            if id not in state.judgements:
                return state
            return changed(state, judgements=state.judgements.set(id, None))
        case _:
            assert_never(event)


def _joined(known: Actor | None, more: Actor) -> Actor:
    """Return what both say; the first word stands where they differ."""
    if known is None:
        return more
    return changed(
        known,
        kind=known.kind or more.kind,
        ids={**dict(more.ids), **dict(known.ids)},
        note=known.note if known.note is not None else more.note,
    )


def fold(events: Iterable[ActorEvent], state: ActorState = INITIAL) -> ActorState:
    """Return *state* as it stands after *events*."""
    for event in events:
        state = evolve(state, event)
    return state
