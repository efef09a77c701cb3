"""The past as a value: the whole record, replayed to a cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.model.vocabulary import Policy, Visibility
from positions.replay import comparing
from positions.replay.answers import NOTHING, Standing
from positions.replay.asking import Asking
from positions.replay.listed import Periods, Positions, Timeline
from positions.replay.matrix import Cell, Matrix
from positions.replay.periods import periods
from positions.replay.plain import Spoken
from positions.replay.record import Record
from positions.replay.streams import Streams
from positions.replay.timeline import shifts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import timedelta

    from positions.model.actors.actor import Actor, Name
    from positions.model.claims.claim import Claim
    from positions.model.recorded import Recorded
    from positions.replay.answers import Agreement, Change, OpenQuestion
    from positions.replay.derived import Contradiction
    from positions.replay.position import Position
    from positions.replay.weighing import Cut

__all__ = ["View"]


class View:
    """The whole record, replayed to a cut: a value that can be held, shared and pickled.

    It is made by `History.as_of` and `Ledger.as_of`, and pinned to a place in the log: what is
    recorded later never changes it. In every question, *policy* names how a body's many voices
    become one (`latest`, `most_senior`, `unanimous`), and *include* adds `private` or `leaked`
    words to the public ones. An actor or a claim that was not on record by the cut is an
    `UnknownActor` or an `UnknownClaim`.
    """

    __slots__ = ("_cut", "_label", "_record")

    def __init__(self, record: Record, cut: Cut, label: str) -> None:
        self._record = record
        self._cut = cut
        self._label = label

    def __repr__(self) -> str:
        return f"<View {self._label}: {self._record.end} events>"

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the events before its place in the log, and the cut."""
        events = tuple(self._record.streams.events[: self._record.end])
        return _unpickled, (events, self._cut, self._label)

    @property
    def actors(self) -> tuple[str, ...]:
        """The ids of the actors on record, in order."""
        return tuple(self._record.roster.states)

    @property
    def claims(self) -> tuple[str, ...]:
        """The ids of the claims on record, in order."""
        return self._record.claims

    def actor(self, id: str) -> Actor:
        """Return what is on record of an actor."""
        return self._record.actor(id)

    def names(self, id: str) -> tuple[Name, ...]:
        """Return the names that an actor goes by, in order."""
        return self._record.names(id)

    def claim(self, id: str) -> Claim:
        """Return what is on record of a claim, as it reads."""
        return self._record.claim(id)

    def position(
        self,
        actor: str,
        claim: str,
        *,
        policy: Policy | str = Policy.LATEST,
        window: timedelta | None = None,
        include: Iterable[Visibility | str] = (),
        infer: bool = False,
    ) -> Position:
        """Return where *actor* stands on *claim*.

        Args:
            actor: Whose position.
            claim: On what.
            policy: How a body's many voices become one (R9).
            window: Under `most_senior`, only those are heard who spoke within it before the end of
                `as_of`, or of the last statement where there is no cut.
            include: Which words are in besides the public ones.
            infer: Whether what follows from other claims is an answer where the actor has no
                commitment of its own (R10).
        """
        self._record.actor(actor)
        self._record.claim(claim)
        return self._asking(policy, include, window).position(actor, claim, infer=infer)

    def positions(
        self,
        *,
        claim: str | None = None,
        actor: str | None = None,
        policy: Policy | str = Policy.LATEST,
        window: timedelta | None = None,
        include: Iterable[Visibility | str] = (),
        infer: bool = False,
    ) -> Positions:
        """Return the positions on a claim, of an actor, or all, ordered by actor and claim.

        There are none of `no_record` among them. The options are those of `position`.
        """
        asking = self._asking(policy, include, window)
        cells = self._cells(asking, claim, actor, infer=infer)
        found = [asking.position(*cell, infer=infer) for cell in cells]
        return Positions(each for each in found if each.standing != NOTHING)

    def matrix(
        self, *, policy: Policy | str = Policy.LATEST, include: Iterable[Visibility | str] = ()
    ) -> Matrix:
        """Return where every actor stands on every claim."""
        asking = self._asking(policy, include)
        cells = {
            cell: Standing.of(asking.basis(*cell).outcome.kinds)
            for cell in self._cells(asking, None, None)
        }
        return Matrix({cell: standing for cell, standing in cells.items() if standing != NOTHING})

    def timeline(
        self,
        actor: str,
        claim: str,
        *,
        policy: Policy | str = Policy.LATEST,
        include: Iterable[Visibility | str] = (),
    ) -> Timeline:
        """Return the shifts of *actor* on *claim* up to the cut, in order (R11)."""
        self._record.actor(actor)
        self._record.claim(claim)
        question = self._asking(policy, include).question(actor, claim)
        return Timeline(actor, claim, shifts(question))

    def periods(
        self,
        actor: str,
        claim: str,
        *,
        policy: Policy | str = Policy.LATEST,
        include: Iterable[Visibility | str] = (),
    ) -> Periods:
        """Return where *actor* stood on *claim* from when until when, up to the cut, in order.

        For every instant, the period that holds it is the position as of that instant.
        """
        self._record.actor(actor)
        self._record.claim(claim)
        question = self._asking(policy, include).question(actor, claim)
        return Periods(actor, claim, periods(question))

    def statements(
        self,
        *,
        claim: str | None = None,
        actor: str | None = None,
        include: Iterable[Visibility | str] = tuple(Visibility),
    ) -> tuple[Spoken, ...]:
        """Return what was said on a claim, what counts for an actor, or all, with its reports.

        In the order of the claims, and there in the order of a timeline. Private and leaked words
        are among them unless *include* leaves them out; what is certainly not in at the cut is not.
        """
        asking = self._asking(Policy.LATEST, include)
        known = None if actor is None else self._known(actor)
        return tuple(each for on in self._on(claim) for each in asking.spoken(on, known))

    def diff(
        self,
        other: View,
        *,
        policy: Policy | str = Policy.LATEST,
        include: Iterable[Visibility | str] = (),
    ) -> dict[Cell, Change]:
        """Return what is other in the *other* view, by (actor, claim)."""
        heard = tuple(include)
        return comparing.changes(
            self.matrix(policy=policy, include=heard), other.matrix(policy=policy, include=heard)
        )

    def contradictions(
        self,
        actor: str,
        *,
        policy: Policy | str = Policy.LATEST,
        include: Iterable[Visibility | str] = (),
    ) -> tuple[Contradiction, ...]:
        """Return the pairs of positions of *actor* that cannot both be held."""
        asking = self._asking(policy, include)
        return tuple(comparing.contradictions(asking, self._known(actor)))

    def agreement(
        self,
        one: str,
        other: str,
        claims: Iterable[str] | None = None,
        *,
        policy: Policy | str = Policy.LATEST,
        include: Iterable[Visibility | str] = (),
    ) -> Agreement:
        """Return on which claims both actors hold one stance, and on which it is the same."""
        one_claim = (claims,) if isinstance(claims, str) else claims
        asked = self.claims if one_claim is None else tuple(one_claim)
        for claim in asked:
            self._record.claim(claim)
        asking = self._asking(policy, include)
        return comparing.agreement(asking, self._known(one), self._known(other), asked)

    def open_questions(
        self,
        *,
        claim: str | None = None,
        actor: str | None = None,
        include: Iterable[Visibility | str] = (),
    ) -> tuple[OpenQuestion, ...]:
        """Return who was asked and has since only referred, declined or been silent.

        On a claim, of an actor, or all; ordered by claim and actor.
        """
        asking = self._asking(Policy.LATEST, include)
        cells = sorted(self._cells(asking, claim, actor), key=lambda cell: cell[::-1])
        found = (comparing.open_question(asking, *cell) for cell in cells)
        return tuple(each for each in found if each is not None)

    def _asking(
        self,
        policy: Policy | str,
        include: Iterable[Visibility | str],
        window: timedelta | None = None,
    ) -> Asking:
        return Asking.by(self._record, self._cut, policy, include, window)

    def _known(self, actor: str) -> str:
        self._record.actor(actor)
        return actor

    def _on(self, claim: str | None) -> tuple[str, ...]:
        if claim is None:
            return self.claims
        self._record.claim(claim)
        return (claim,)

    def _cells(
        self, asking: Asking, claim: str | None, actor: str | None, *, infer: bool = False
    ) -> list[Cell]:
        """Return the cells to ask for, in order; every other is `no_record`."""
        if actor is not None:
            self._record.actor(actor)
            return [(actor, on) for on in self._on(claim) if infer or asking.is_heard(actor, on)]
        return sorted(
            (each, on)
            for on in self._on(claim)
            for each in (self.actors if infer else asking.actors_on(on))
        )


def _unpickled(events: tuple[Recorded, ...], cut: Cut, label: str) -> View:
    return View(Record(Streams(events), len(events)), cut, label)
