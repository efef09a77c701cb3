"""Where an actor stands on a claim at a cut, with the reasons."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from positions.model.vocabulary import SCORES, Act, PositionKind
from positions.replay.answers import Dissent, Exclusion, Standing
from positions.replay.explain import explained
from positions.replay.plain import statement_to_dict
from positions.replay.policies import directly_below
from positions.replay.shifts import points

if TYPE_CHECKING:
    from collections.abc import Callable

    from positions.model.claims.statement import Statement
    from positions.model.vocabulary import Stance
    from positions.model.when import When
    from positions.replay.basis import Basis
    from positions.replay.derived import Derivation
    from positions.replay.weighing import Word

__all__ = ["Position", "Worked"]


@frozen(eq=False)
class Worked:
    """A basis that was worked out already."""

    basis: Basis

    def __call__(self) -> Basis:
        """Return it."""
        return self.basis


@frozen(kw_only=True, eq=False, slots=False)  # made for every answer, and sooner so
class Position:
    """Where an actor stands on a claim at a cut.

    A position is a value: two are equal where actor, claim, kind and all that they rest on are.
    Where the actor stands is known at once; on what, and why, is worked out when it is looked at,
    against the same immutable record.

    Attributes:
        actor: Whose position it is.
        claim: On what.
        kind: Where the actor stands.
        possible: Every kind that is possible where the kind is `unsettled`; else empty.
        inferred: Where it was inferred, each stance that follows, with its justification.
    """

    actor: str
    claim: str
    kind: PositionKind
    possible: frozenset[PositionKind] = frozenset()
    inferred: tuple[Derivation, ...] = ()
    _work_out: Callable[[], Basis] = field(alias="work_out", repr=False)
    _only_inferred: bool = field(default=False, alias="only_inferred", repr=False)
    _in_doubt: bool = field(default=False, alias="in_doubt", repr=False)

    def __repr__(self) -> str:
        return f"<Position {self.actor} on {self.claim}: {self.standing}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Position):
            return NotImplemented
        return self._short == other._short and self._rest == other._rest

    def __hash__(self) -> int:
        return hash(self._short)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle what it was worked out from, and no more of the record."""
        doubts = self._only_inferred, self._in_doubt
        return _unpickled, (*self._short, self.inferred, self._basis, *doubts)

    @property
    def _short(self) -> tuple[str, str, PositionKind, frozenset[PositionKind]]:
        return self.actor, self.claim, self.kind, self.possible

    @property
    def _rest(self) -> tuple[object, ...]:
        return (
            self.statements,
            self.conditions,
            self.inferred,
            self.deferred_to,
            self.contested,
            self.damaged,
        )

    @cached_property
    def _basis(self) -> Basis:
        return self._work_out()

    @cached_property
    def _words(self) -> list[Word]:
        return [] if self._only_inferred else self._basis.in_effect

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements that it rests on, in their order."""
        return tuple(word.statement for word in self._words)

    @cached_property
    def conditions(self) -> tuple[str, ...]:
        """The text of each condition under which a commitment was made, in order."""
        return self._basis.conditions

    @property
    def deferred_to(self) -> str | None:
        """The actor that questions were referred to; `None` unless it is one."""
        referred = {
            word.statement.refers_to for word in self._words if word.statement.act is Act.REFER
        }
        return referred.pop() if len(referred) == 1 else None

    @cached_property
    def contested(self) -> bool:
        """Whether identity, or an order that contradicts itself, leaves doubt about it."""
        return self._basis.contested

    @property
    def damaged(self) -> bool:
        """Whether something in the log that cannot be read may have touched it."""
        return self._in_doubt or self._basis.question.dossier.damaged

    @property
    def standing(self) -> Standing:
        """The kind and what is possible, in short."""
        return Standing(self.kind, self.possible)

    @property
    def stance(self) -> Stance | None:
        """The stance held; `None` unless it is one."""
        return self.kind.stance

    @cached_property
    def since(self) -> When | None:
        """The time of the first statement of the unbroken run of the present kind, as recorded.

        `None` where there is no position, none that is settled, or one that is inferred.
        """
        unknown = PositionKind.NO_RECORD, PositionKind.UNSETTLED, PositionKind.DIVIDED
        if self.kind in unknown or self.inferred:
            return None
        run = points(self._basis.heard, self._basis.order, self._basis.question.cut.as_of)
        last = run[-1]
        return (last.since or last.word).statement.said

    @cached_property
    def last_stated(self) -> When | None:
        """The time at which it was last stated, as recorded; `None` where it never was."""
        outcome = self._basis.outcome
        words = self._basis.in_order(outcome.words or outcome.retractions)
        return words[-1].statement.said if words and not self.inferred else None

    @cached_property
    def origins(self) -> int:
        """How many independent occasions it rests on, however many outlets carried each (R14)."""
        words = self._basis.outcome.words or self._basis.outcome.retractions
        return len({self._basis.occasion(word) for word in words})

    @cached_property
    def dissent(self) -> tuple[Dissent, ...]:
        """Each actor directly below whose own commitment is of another kind, ordered by id (R9)."""
        if not self.kind.is_commitment:
            return ()
        found: list[Dissent] = []
        for below in directly_below(self._basis.question):
            own = Standing.of(below.outcome.kinds).kind
            if own.is_commitment and own is not self.kind:
                found.append(
                    Dissent(
                        actor=below.actor,
                        kind=own,
                        opposed=_score(own) * _score(self.kind) < 0,
                        statements=tuple(
                            word.statement for word in self._basis.in_order(below.outcome.words)
                        ),
                    )
                )
        return tuple(found)

    @cached_property
    def excluded(self) -> tuple[Exclusion, ...]:
        """Each statement of a voice, spoken by the cut, that it does not rest on, and why."""
        return tuple(
            Exclusion(statement=statement, reason=reason)
            for statement, reason in self._basis.left_out({each.id for each in self.statements})
        )

    def explain(self) -> str:
        """Return in words which rule decided, and what each statement did to the answer."""
        return explained(self, self._basis)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data; times as `When.to_dict` gives them, in UTC."""
        return {
            "actor": self.actor,
            "claim": self.claim,
            **self.standing.to_dict(),
            "stance": None if self.stance is None else str(self.stance),
            "since": None if self.since is None else self.since.to_dict(),
            "last_stated": None if self.last_stated is None else self.last_stated.to_dict(),
            "statements": [statement_to_dict(each) for each in self.statements],
            "conditions": list(self.conditions),
            "inferred": [each.to_dict() for each in self.inferred],
            "deferred_to": self.deferred_to,
            "origins": self.origins,
            "dissent": [each.to_dict() for each in self.dissent],
            "excluded": [each.to_dict() for each in self.excluded],
            "contested": self.contested,
            "damaged": self.damaged,
        }


def _score(kind: PositionKind) -> int:
    return 0 if kind.stance is None else SCORES[kind.stance]


def _unpickled(  # noqa: PLR0917 - as they were pickled
    actor: str,
    claim: str,
    kind: PositionKind,
    possible: frozenset[PositionKind],
    inferred: tuple[Derivation, ...],
    basis: Basis,
    only_inferred: bool,  # noqa: FBT001 - likewise
    in_doubt: bool,  # noqa: FBT001 - likewise
) -> Position:
    return Position(
        actor=actor,
        claim=claim,
        kind=kind,
        possible=possible,
        inferred=inferred,
        work_out=Worked(basis),
        only_inferred=only_inferred,
        in_doubt=in_doubt,
    )
