"""The values that questions are answered with; each gives itself as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from positions.model.showing import shown
from positions.model.vocabulary import SCORES, PositionKind, ShiftKind
from positions.replay.plain import statement_to_dict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from positions.model.claims.statement import Statement
    from positions.model.vocabulary import Reason
    from positions.model.when import When

__all__ = [
    "NOTHING",
    "Agreement",
    "Change",
    "Dissent",
    "Exclusion",
    "OpenQuestion",
    "Shift",
    "Standing",
    "shift_of_scores",
    "standing_row",
]


@frozen
class Standing:
    """Where an actor stands, in short: a kind and, where it is unsettled, what is possible."""

    kind: PositionKind
    possible: frozenset[PositionKind] = frozenset()

    @classmethod
    def of(cls, kinds: Iterable[PositionKind]) -> Standing:
        """Return the standing of whom these kinds of position are possible."""
        possible = frozenset(kinds)
        if len(possible) == 1:
            return cls(next(iter(possible)))
        return cls(PositionKind.UNSETTLED, possible)

    def __repr__(self) -> str:
        return f"<Standing: {self}>"

    def __str__(self) -> str:
        if not self.possible:
            return str(self.kind)
        return f"{self.kind} ({' or '.join(sorted(self.possible))})"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data: `kind`, and `possible` in alphabetical order."""
        return {"kind": str(self.kind), "possible": sorted(map(str, self.possible))}


NOTHING = Standing(PositionKind.NO_RECORD)


def standing_row(standing: Standing) -> tuple[str, Sequence[str], str | None, int | None]:
    """Return a standing as the columns of a table: kind, possible, stance and score."""
    stance = standing.kind.stance
    score = None if stance is None else SCORES[stance]
    possible = sorted(standing.possible) if standing.possible else ()
    return standing.kind, possible, stance, score


@frozen(kw_only=True)
class Change:
    """What changed for an actor on a claim between two views.

    Attributes:
        old: Where it stood in the first.
        new: Where it stands in the second.
    """

    __repr__ = shown

    old: Standing
    new: Standing

    @property
    def shift(self) -> ShiftKind | None:
        """The kind of shift that this amounts to; `None` where no certain commitment changed."""
        if self.new.kind is PositionKind.RETRACTED:
            return ShiftKind.RETRACTION
        new, old = self.new.kind.stance, self.old.kind.stance
        if new is None or self.old.possible:
            return None
        if old is None:
            committed = self.old.kind.is_commitment or self.old.kind is PositionKind.DIVIDED
            return None if committed else ShiftKind.INITIAL
        return shift_of_scores(SCORES[old], SCORES[new])

    def then(self, later: Change) -> Change:
        """Return this change and a *later* one as one."""
        return Change(old=self.old, new=later.new)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data: `old`, `new` and `shift`."""
        shift = None if self.shift is None else str(self.shift)
        return {"old": self.old.to_dict(), "new": self.new.to_dict(), "shift": shift}


def shift_of_scores(was: int, now: int) -> ShiftKind:
    """Return the kind of shift from one score to another (R11)."""
    if now == was:
        return ShiftKind.REAFFIRMATION
    if now == 0:
        return ShiftKind.WALK_BACK
    if was * now < 0:
        return ShiftKind.REVERSAL
    return ShiftKind.HARDENING if abs(now) > abs(was) else ShiftKind.SOFTENING


@frozen(kw_only=True)
class Shift:
    """One commitment in an actor's timeline, and the change that it made.

    Attributes:
        statement: The commitment.
        kind: The kind of shift; `None` where a stance can be read in several ways.
        old: Where the actor stood just before.
        new: Where it stands just after.
        certain: Whether its place among the actor's commitments is certain.
        speaker_changed: Whether somebody else had spoken the words that stood before.
    """

    __repr__ = shown

    statement: Statement
    kind: ShiftKind | None
    old: Standing
    new: Standing
    certain: bool
    speaker_changed: bool

    @property
    def said(self) -> When:
        """When the words were spoken, as recorded."""
        return self.statement.said

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "statement": statement_to_dict(self.statement),
            "kind": None if self.kind is None else str(self.kind),
            "old": self.old.to_dict(),
            "new": self.new.to_dict(),
            "certain": self.certain,
            "speaker_changed": self.speaker_changed,
        }


@frozen(kw_only=True)
class Exclusion:
    """A statement of a voice that was left out of an answer, and why."""

    __repr__ = shown

    statement: Statement
    reason: Reason

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {"statement": statement_to_dict(self.statement), "reason": str(self.reason)}


@frozen(kw_only=True)
class Dissent:
    """An actor directly below a body whose own commitment is of another kind than the answer.

    Attributes:
        actor: The actor.
        kind: Where it stands itself.
        opposed: Whether its stance has the other sign.
        statements: On which words it stands so.
    """

    __repr__ = shown

    actor: str
    kind: PositionKind
    opposed: bool
    statements: tuple[Statement, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "actor": self.actor,
            "kind": str(self.kind),
            "opposed": self.opposed,
            "statements": [statement_to_dict(each) for each in self.statements],
        }


@frozen(kw_only=True)
class Agreement:
    """On which claims two actors both hold one stance, and on which it is the same.

    Attributes:
        shared: The claims on which both do, in order.
        same: Those of them on which it is the same stance.
    """

    __repr__ = shown

    shared: tuple[str, ...]
    same: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """The part of the shared claims on which they agree, 0 to 1; `None` without any."""
        return len(self.same) / len(self.shared) if self.shared else None

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {"shared": list(self.shared), "same": list(self.same)}


@frozen(kw_only=True)
class OpenQuestion:
    """A claim on which somebody was asked, and has not answered since.

    Attributes:
        actor: Who was asked.
        claim: On what.
        statements: The referrals, refusals and silences since, in order.
        standing: Where the actor stands meanwhile.
    """

    __repr__ = shown

    actor: str
    claim: str
    statements: tuple[Statement, ...]
    standing: Standing

    @property
    def since(self) -> When:
        """The time of the first of them."""
        return self.statements[0].said

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "actor": self.actor,
            "claim": self.claim,
            "since": self.since.to_dict(),
            "standing": self.standing.to_dict(),
            "statements": [statement_to_dict(each) for each in self.statements],
        }
