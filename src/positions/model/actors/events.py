"""The events of the actor aggregate: one stream per actor.

A judgement of identity stands in the stream of the first of its actors.
"""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import instance_of

from positions.model.actors.actor import Actor, Name
from positions.model.actors.identity import Judgement
from positions.model.actors.mandate import Mandate
from positions.model.showing import shown
from positions.model.text import is_optional_text

__all__ = [
    "ActorEvent",
    "ActorRegistered",
    "IdentityJudged",
    "IdentityWithdrawn",
    "MandateAmended",
    "MandateGiven",
    "MandateVoided",
    "NameAdded",
    "NameVoided",
]


@frozen(kw_only=True)
class ActorRegistered:
    """An actor was put on record, or more became known of what it is."""

    __repr__ = shown

    actor: Actor = field(validator=instance_of(Actor))


@frozen(kw_only=True)
class NameAdded:
    """A name that the actor goes by was put on record."""

    __repr__ = shown

    name: Name = field(validator=instance_of(Name))


@frozen(kw_only=True)
class NameVoided:
    """The curator's finding that the actor does not go by that name."""

    __repr__ = shown

    name: Name = field(validator=instance_of(Name))
    why: str | None = field(default=None, validator=is_optional_text)


@frozen(kw_only=True)
class MandateGiven:
    """A mandate of this actor to speak for another was put on record."""

    __repr__ = shown

    id: str
    mandate: Mandate = field(validator=instance_of(Mandate))


@frozen(kw_only=True)
class MandateAmended:
    """The curator's correction of a mandate: as it should read."""

    __repr__ = shown

    id: str
    target: str
    mandate: Mandate = field(validator=instance_of(Mandate))
    why: str | None = field(default=None, validator=is_optional_text)


@frozen(kw_only=True)
class MandateVoided:
    """The curator's finding that there was no such mandate."""

    __repr__ = shown

    mandate: str
    why: str | None = field(default=None, validator=is_optional_text)


@frozen(kw_only=True)
class IdentityJudged:
    """Somebody judged that this actor and others are the same, or are different."""

    __repr__ = shown

    id: str
    judgement: Judgement = field(validator=instance_of(Judgement))


@frozen(kw_only=True)
class IdentityWithdrawn:
    """A judgement of identity was withdrawn."""

    __repr__ = shown

    judgement: str
    why: str | None = field(default=None, validator=is_optional_text)


ActorEvent = (
    ActorRegistered
    | NameAdded
    | NameVoided
    | MandateGiven
    | MandateAmended
    | MandateVoided
    | IdentityJudged
    | IdentityWithdrawn
)
"""Whatever can stand in an actor's stream."""
