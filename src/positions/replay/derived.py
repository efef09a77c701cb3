"""What follows from relations between claims: derivations, and what contradicts them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from positions.model.showing import shown
from positions.replay.plain import statement_to_dict

if TYPE_CHECKING:
    from positions.model.claims.statement import Statement
    from positions.model.vocabulary import Relation, Stance

__all__ = ["Contradiction", "Derivation", "Step"]


@frozen(kw_only=True)
class Step:
    """One step of an inference: over which relation, from which claim to which."""

    __repr__ = shown

    relation: Relation
    source: str
    target: str

    def __str__(self) -> str:
        return f"{self.source} to {self.target}, {self.relation}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {"relation": str(self.relation), "from": self.source, "to": self.target}


@frozen(kw_only=True)
class Derivation:
    """A stance that follows from what the actor holds on another claim, with its justification.

    Attributes:
        stance: What follows.
        source: The claim on which the actor committed itself.
        held: The stance it holds there.
        steps: The relations over which it carries, in order.
        statements: The words on which it holds that.
    """

    __repr__ = shown

    stance: Stance
    source: str
    held: Stance
    steps: tuple[Step, ...]
    statements: tuple[Statement, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "stance": str(self.stance),
            "source": self.source,
            "held": str(self.held),
            "steps": [step.to_dict() for step in self.steps],
            "statements": [statement_to_dict(each) for each in self.statements],
        }


@frozen(kw_only=True)
class Contradiction:
    """Two positions of one actor that cannot both be held.

    Attributes:
        claim: The claim on which it holds one thing.
        stance: What it holds there.
        statements: On which words.
        derivation: What follows for that claim, with the other sign, from another position of its.
    """

    __repr__ = shown

    claim: str
    stance: Stance
    statements: tuple[Statement, ...]
    derivation: Derivation

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "claim": self.claim,
            "stance": str(self.stance),
            "statements": [statement_to_dict(each) for each in self.statements],
            "derivation": self.derivation.to_dict(),
        }
