"""A recorded event: what was written, in which stream, and when it entered the ledger."""

from __future__ import annotations

import datetime as dt
from typing import get_args

from attrs import field, frozen

from positions.errors import InvalidStatement
from positions.model.actors.events import ActorEvent
from positions.model.claims.events import ClaimEvent
from positions.model.text import is_optional_text, is_text

__all__ = [
    "LEDGER",
    "Event",
    "LedgerBegun",
    "Recorded",
    "Unreadable",
    "actor_stream",
    "claim_stream",
]

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


@frozen(kw_only=True)
class Unreadable:
    """An event that stands in the log but cannot be read: damaged, or of an unknown name.

    It changes nothing that is replayed; every answer that it may have touched is marked `damaged`.

    Attributes:
        why: What is wrong with it.
        tying: Whether it may have said something of the order of statements on other claims.
    """

    why: str
    tying: bool = False


LEDGER = "ledger"
"""The name of the stream that says what holds for the whole ledger."""


@frozen(kw_only=True)
class LedgerBegun:
    """The first write to a ledger fixed the zone in which its bare dates are read.

    It stands in the stream `ledger`, before all others, and is no part of a `History`: a history
    has its `zone` instead.

    Attributes:
        zone: The IANA name of the zone.
    """

    zone: str = field(validator=is_text)


Event = ClaimEvent | ActorEvent | LedgerBegun | Unreadable
"""Whatever can be recorded."""


def claim_stream(claim: str) -> str:
    """Return the name of the stream of *claim*."""
    return f"claim:{claim}"


def actor_stream(actor: str) -> str:
    """Return the name of the stream of *actor*."""
    return f"actor:{actor}"


def _aware(_: object, __: object, value: dt.datetime) -> None:
    if value.tzinfo is None:
        why = f"{value} has no zone; the ledger's clock returns aware instants"
        raise InvalidStatement(why, "recorded_at")


_HELD = {"claim": get_args(ClaimEvent), "actor": get_args(ActorEvent)}


@frozen(kw_only=True)
class Recorded:
    """An event as the log holds it.

    Attributes:
        stream: The aggregate's stream, `claim:<id>` or `actor:<id>`; `ledger` of a `LedgerBegun`;
            of an `Unreadable` whatever was found.
        event: What was recorded.
        recorded_at: When it entered the ledger, on the ledger's own clock; an aware instant.
        curator: Who recorded it, if that was told.
        salt: Random hexadecimal digits, from which digests of redactable text can be salted.
    """

    stream: str
    event: Event
    recorded_at: dt.datetime = field(validator=_aware)
    curator: str | None = field(default=None, validator=is_optional_text)
    salt: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse an event in a stream where no fold would understand it."""
        kind, _, id = self.stream.partition(":")
        match self.event:
            case Unreadable():
                return
            case LedgerBegun():
                understood = self.stream == LEDGER
            case _:
                understood = bool(id) and isinstance(self.event, _HELD.get(kind, ()))
        if not understood:
            held = type(self.event).__name__
            why = f"a stream is `claim:<id>` or `actor:<id>` and holds its events, not {held}"
            raise InvalidStatement(why, "stream")

    @property
    def moment(self) -> int:
        """`recorded_at` in microseconds since 1970-01-01T00:00Z."""
        return (self.recorded_at - _EPOCH) // _MICROSECOND
