"""From a question to a position: the rules in their order, on one record at one cut."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from attrs import evolve, field, frozen

from positions.errors import InvalidQuestion
from positions.model.vocabulary import Policy, PositionKind, Visibility
from positions.replay.answers import Standing
from positions.replay.basis import Basis, worked_out
from positions.replay.index import NOBODY, Listening, outcome_of, standing_of
from positions.replay.inference import derivations
from positions.replay.order import UNORDERED
from positions.replay.plain import Spoken
from positions.replay.policies import Question
from positions.replay.position import Position, Worked
from positions.replay.shifts import in_order
from positions.replay.weighing import Asked, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import timedelta

    from positions.replay.derived import Derivation
    from positions.replay.dossier import Dossier
    from positions.replay.inference import Held
    from positions.replay.record import Record
    from positions.replay.weighing import Cut

__all__ = ["Asking", "member"]

T = TypeVar("T", bound=StrEnum)


@frozen(eq=False, slots=False)  # made for every view, and sooner so
class Asking:
    """A record and a cut, with how bodies are heard: what many questions share."""

    record: Record
    cut: Cut
    policy: Policy = Policy.LATEST
    window: timedelta | None = None
    include: frozenset[Visibility] = frozenset()
    listening: Listening = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Say once how the rows of the index are read."""
        object.__setattr__(self, "listening", Listening.to(self.cut, self.include))

    @classmethod
    def by(
        cls,
        record: Record,
        cut: Cut,
        policy: Policy | str,
        include: Iterable[Visibility | str],
        window: timedelta | None = None,
    ) -> Asking:
        """Return how is asked by words that people give.

        Raises:
            InvalidQuestion: there is no such policy, or no such visibility.
        """
        named = (include,) if isinstance(include, str) else include
        heard = frozenset(member(Visibility, each, "include") for each in named)
        return cls(record, cut, member(Policy, policy, "policy"), window, heard)

    def question(self, actor: str, claim: str) -> Question:
        """Return the question where *actor* stands on *claim*."""
        return self.of(actor, self.record.dossier_for(self.record.roster.same(actor), claim))

    def of(self, actor: str, dossier: Dossier) -> Question:
        """Return the question where *actor* stands, if all that is on record were a *dossier*."""
        roster = self.record.roster
        asked = Asked(roster.same(actor), self.include)
        return Question(dossier, roster, asked, self.cut, self.policy, self.window)

    def basis(self, actor: str, claim: str) -> Basis:
        """Return what the position of *actor* on *claim* is worked out from, inference aside."""
        return worked_out(self.question(actor, claim))

    def standing(self, actor: str, claim: str) -> Standing:
        """Return where *actor* stands on *claim*: by the index, or else by the fold."""
        return standing_of(self.outcome(actor, claim))

    def outcome(self, actor: str, claim: str) -> int:
        """Return the same as an outcome of the index."""
        return self.plain_outcome(actor, claim) or self.folded_outcome(actor, claim)

    def plain_outcome(self, actor: str, claim: str) -> int:
        """Return the same; `NOBODY` where only the fold can say."""
        record = self.record
        same = record.roster.same(actor)
        if not self.is_plain(same):
            return NOBODY
        return record.generation.outcome(record.roster, same, claim, self.listening)

    def folded_outcome(self, actor: str, claim: str) -> int:
        """Return the same, by the fold."""
        return outcome_of(self.basis(actor, claim).outcome.kinds)

    def is_plain(self, same: str) -> bool:
        """Return whether what a class holds may be asked of the index, which knows one policy."""
        if self.policy is Policy.LATEST:
            return True
        return self.window is None and self.record.roster.speaks_alone(same)

    def position(self, actor: str, claim: str, *, infer: bool = False) -> Position:
        """Return the position of *actor* on *claim*."""
        if infer:
            return self._inferred(actor, claim)
        outcome = self.plain_outcome(actor, claim)
        if outcome == NOBODY:
            return _position(actor, claim, self.basis(actor, claim))
        return self.position_of(actor, claim, outcome)

    def position_of(self, actor: str, claim: str, outcome: int) -> Position:
        """Return the position of *actor* on *claim*, who stands there as is known already."""
        standing = standing_of(outcome)
        return Position(
            actor=actor,
            claim=claim,
            kind=standing.kind,
            possible=standing.possible,
            work_out=partial(self.basis, actor, claim),
        )

    def _inferred(self, actor: str, claim: str) -> Position:
        """Return the position of *actor*, with what follows from other claims (R10)."""
        basis = self.basis(actor, claim)
        position = _position(actor, claim, basis)
        if _committed(basis, sure=True):
            return position
        if self.record.streams.damaged(self.record.end):  # it may have been a relation
            position = evolve(position, in_doubt=True)
        found = tuple(sorted(self.derivations(actor, claim), key=_by_justification))
        if not found:
            return position
        kinds = {PositionKind(each.stance) for each in found}
        own = _committed(basis, sure=False)
        standing = Standing.of(kinds | basis.outcome.kinds if own else kinds)
        return evolve(
            position,
            kind=standing.kind,
            possible=standing.possible,
            inferred=found,
            only_inferred=not own,
        )

    def derivations(self, actor: str, claim: str) -> Iterator[Derivation]:
        """Yield what follows for *claim* from what *actor* holds on others (R10)."""
        bases: dict[str, Basis] = {}

        def basis(other: str) -> Basis:
            if other not in bases:
                bases[other] = self.basis(actor, other)
            return bases[other]

        def held(other: str) -> Held | None:
            standing = Standing.of(basis(other).outcome.kinds)
            if standing.kind.stance is None:
                return None
            words = basis(other).in_effect
            return standing.kind.stance, tuple(word.statement for word in words)

        def stops(other: str) -> bool:
            return _committed(basis(other), sure=False)

        return derivations(claim, self.record.relations, held, stops)

    def spoken(self, claim: str, actor: str | None) -> list[Spoken]:
        """Return what was said on *claim*, or counts for one *actor* of it, with its reports."""
        if actor is None:
            whole = self.record.dossier(claim)
            questions = [self.of(each, whole) for each in self.actors_on(claim)]
        else:
            questions = [self.question(actor, claim)]
        words = {word.statement.id: word for each in questions for word in each.weighed()}
        order = questions[0].dossier.order if questions else UNORDERED
        return [
            Spoken(statement=word.statement, reports=word.item.reports)
            for word in in_order(words.values(), order, self.cut.as_of)
        ]

    def actors_on(self, *claims: str) -> list[str]:
        """Return the actors for whom some statement on any of *claims* may count, in order."""
        roster = self.record.roster
        speakers = set[str]().union(*map(self.record.generation.speakers, claims))
        heard = {body for id in speakers for body in roster.bodies(roster.same(id))}
        return [actor for actor in roster.states if roster.same(actor) in heard]


def member(enum: type[T], value: str, what: str) -> T:
    """Return the word of an enumeration that a question names.

    Raises:
        InvalidQuestion: there is no such word of *what*.
    """
    try:
        return enum(value)
    except ValueError:
        raise InvalidQuestion(what, value, list(enum)) from None


def _committed(basis: Basis, *, sure: bool) -> bool:
    """Return whether the actor has a commitment of the first tier of its own, or may have."""
    return any(word.tier is Tier.FIRST and (word.sure or not sure) for word in basis.words)


def _by_justification(derivation: Derivation) -> tuple[str, str, tuple[str, ...]]:
    return derivation.stance, derivation.source, tuple(map(str, derivation.steps))


def _position(actor: str, claim: str, basis: Basis) -> Position:
    standing = Standing.of(basis.outcome.kinds)
    return Position(
        actor=actor,
        claim=claim,
        kind=standing.kind,
        possible=standing.possible,
        work_out=Worked(basis),
    )
