"""Answers that change as events are recorded: which of them, and as of which times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from positions.model.when.zones import bound, iso
from positions.replay.answers import Change

if TYPE_CHECKING:
    from datetime import datetime

    from positions.model.recorded import Recorded

__all__ = ["ChangedSpan", "RecordedChange"]


@frozen(kw_only=True)
class ChangedSpan:
    """A longest run of instants as of which one answer has become one other.

    Attributes:
        start: Its first instant, in microseconds since 1970-01-01T00:00Z; `OPEN_PAST` where open.
        stop: Its end, exclusive; `OPEN_FUTURE` where it lasts.
        change: From where to where.
    """

    start: int
    stop: int
    change: Change

    @property
    def valid_from(self) -> datetime | None:
        """Its first instant, inclusive, as an aware UTC datetime; `None` where it is open."""
        return bound(self.start)

    @property
    def valid_until(self) -> datetime | None:
        """Its end, exclusive, as an aware UTC datetime; `None` where it lasts."""
        return bound(self.stop)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data; instants in ISO 8601, UTC."""
        return {
            "valid_from": iso(self.valid_from),
            "valid_until": iso(self.valid_until),
            **self.change.to_dict(),
        }


@frozen(kw_only=True)
class RecordedChange:
    """What one recorded event did to where an actor stands on a claim, as of every instant.

    A refusal, or a statement that counts only perhaps, changes answers without a shift; all that
    changes is told here.

    Attributes:
        place: Which event of the history it was, counted from 1; with `actor` and `claim` it names
            this for ever, in every store and copy of the ledger.
        recorded: The event, with when and by whom it was recorded.
        actor: Whose position.
        claim: On what.
        spans: The instants as of which it is another since, in order; at all others it is the same.
    """

    place: int
    recorded: Recorded
    actor: str
    claim: str
    spans: tuple[ChangedSpan, ...]

    def __repr__(self) -> str:
        return f"<RecordedChange {self.key}: {len(self.spans)} spans>"

    @property
    def key(self) -> str:
        """What is the same whenever this is told again: for whoever must not do a thing twice."""
        return f"{self.place}:{self.actor}:{self.claim}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data; instants in ISO 8601, UTC."""
        return {
            "key": self.key,
            "place": self.place,
            "recorded_at": self.recorded.recorded_at.isoformat(),
            "curator": self.recorded.curator,
            "actor": self.actor,
            "claim": self.claim,
            "spans": [each.to_dict() for each in self.spans],
        }
