"""Shifts as they are recorded: what an event of a log did to a commitment in a timeline."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from positions.model.when.zones import bound, iso
from positions.replay.periods import periods_where, spans_between

if TYPE_CHECKING:
    from datetime import datetime

    from positions.model.claims.statement import Statement
    from positions.model.recorded import Recorded
    from positions.model.vocabulary import ShiftKind
    from positions.replay.answers import Shift
    from positions.replay.policies import Question

__all__ = ["RecordedShift"]


@frozen(kw_only=True)
class RecordedShift:
    """What one recorded event did to one commitment in an actor's timeline.

    Attributes:
        place: Which event of the history it was, counted from 1; with `actor`, `claim` and the
            statement it names this for ever, in every store and copy of the ledger.
        recorded: The event, with when and by whom it was recorded.
        actor: Whose timeline.
        claim: On what.
        now: The shift as it reads since; `None` where it is gone.
        was: The shift as it read before; `None` where it is new.
    """

    place: int
    recorded: Recorded
    actor: str
    claim: str
    now: Shift | None
    was: Shift | None
    _asked: tuple[Question | None, Question | None] = field(alias="asked", eq=False, repr=False)

    def __repr__(self) -> str:
        return f"<RecordedShift {self.key}: {self.what} {self.kind}>"

    @property
    def what(self) -> str:
        """`new`, `changed` or `withdrawn`."""
        if self.was is None:
            return "new"
        return "withdrawn" if self.now is None else "changed"

    @property
    def kind(self) -> ShiftKind | None:
        """The kind of shift as it reads, or as it read where it is gone."""
        return self._either.kind

    @property
    def statement(self) -> Statement:
        """The commitment as it reads, or as it read where it is gone."""
        return self._either.statement

    @property
    def key(self) -> str:
        """What is the same whenever this is told again: for whoever must not do a thing twice."""
        return f"{self.place}:{self.actor}:{self.claim}:{self.statement.id}"

    @property
    def _either(self) -> Shift:
        found = self.now or self.was
        assert found is not None  # noqa: S101 - it is made of one or both
        return found

    @cached_property
    def changed(self) -> tuple[tuple[datetime | None, datetime | None], ...]:
        """The spans of instants as of which the actor stands elsewhere since the event.

        Each is (from, until) in aware UTC datetimes, half-open, `None` where open. They are those
        of the whole event on this actor and claim: all its shifts there share them.
        """
        old, new = map(periods_where, self._asked)
        return tuple((bound(start), bound(stop)) for start, stop in spans_between(old, new))

    def to_dict(self) -> dict[str, Any]:
        """Return plain data; instants in ISO 8601, UTC."""
        return {
            "key": self.key,
            "place": self.place,
            "recorded_at": self.recorded.recorded_at.isoformat(),
            "curator": self.recorded.curator,
            "actor": self.actor,
            "claim": self.claim,
            "what": self.what,
            "kind": None if self.kind is None else str(self.kind),
            "now": None if self.now is None else self.now.to_dict(),
            "was": None if self.was is None else self.was.to_dict(),
            "changed": [[*map(iso, span)] for span in self.changed],
        }
