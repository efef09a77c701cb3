"""The past as a value: the whole record, replayed to a cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

from positions.errors import InvalidQuestion
from positions.model.vocabulary import Policy, Visibility
from positions.replay import bulk, comparing, inferring
from positions.replay.agreements import Agreements
from positions.replay.asking import Asking
from positions.replay.differences import Changes
from positions.replay.index import Cells
from positions.replay.listed import OpenQuestions, Periods, Positions, Timeline
from positions.replay.matrix import Matrix
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
    from positions.model.when import When
    from positions.replay.answers import Agreement
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

    __slots__ = ("_cut", "_given", "_plainly", "_record")

    def __init__(self, record: Record, cut: Cut, given: tuple[tuple[str, When], ...] = ()) -> None:
        self._record = record
        self._cut = cut
        self._given = given
        self._plainly: Asking | None = None

    def __repr__(self) -> str:
        told = ", ".join(f"{name} {when}" for name, when in self._given)
        return f"<View {told or 'of all that is recorded'}: {self._record.end} events>"

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the events before its place in the log, and the cut."""
        events = tuple(self._record.streams.events[: self._record.end])
        return _unpickled, (events, self._cut, self._given)

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
        self._record.check_actor(actor)
        self._record.check_claim(claim)
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
        cells = self._columns(asking, claim, actor)
        if infer:
            return inferring.positions(asking, cells, actor, self._on(claim))
        return Positions.of(cells, asking.position_of)

    def matrix(
        self, *, policy: Policy | str = Policy.LATEST, include: Iterable[Visibility | str] = ()
    ) -> Matrix:
        """Return where every actor stands on every claim."""
        asking = self._asking(policy, include)
        return Matrix(bulk.everybody(asking).on_record)

    def timeline(
        self,
        actor: str,
        claim: str,
        *,
        policy: Policy | str = Policy.LATEST,
        include: Iterable[Visibility | str] = (),
    ) -> Timeline:
        """Return the shifts of *actor* on *claim* up to the cut, in order (R11)."""
        self._record.check_actor(actor)
        self._record.check_claim(claim)
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
        self._record.check_actor(actor)
        self._record.check_claim(claim)
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
        claims: Iterable[str] = self._on(claim)
        if known is not None and claim is None:
            claims = bulk.claims_of(asking, known)
        return tuple(each for on in claims for each in asking.spoken(on, known))

    def diff(
        self,
        other: View,
        *,
        policy: Policy | str = Policy.LATEST,
        include: Iterable[Visibility | str] = (),
    ) -> Changes:
        """Return what is other in the *other* view, by (actor, claim)."""
        heard = tuple(include)
        asked = (self._asking(policy, heard), other._asking(policy, heard))
        return Changes(*(bulk.everybody(each, whole=True) for each in asked))

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

    @overload
    def agreement(
        self,
        one: str,
        other: str,
        claims: Iterable[str] | None = None,
        *,
        policy: Policy | str = ...,
        include: Iterable[Visibility | str] = ...,
    ) -> Agreement: ...

    @overload
    def agreement(
        self,
        one: None = None,
        other: None = None,
        claims: Iterable[str] | None = None,
        *,
        policy: Policy | str = ...,
        include: Iterable[Visibility | str] = ...,
    ) -> Agreements: ...

    def agreement(
        self,
        one: str | None = None,
        other: str | None = None,
        claims: Iterable[str] | None = None,
        *,
        policy: Policy | str = Policy.LATEST,
        include: Iterable[Visibility | str] = (),
    ) -> Agreement | Agreements:
        """Return on which claims both actors hold one stance, and on which it is the same.

        Without actors it tells of every two that share a claim.

        Raises:
            InvalidQuestion: one actor is named, and not the other.
        """
        only = None if claims is None else tuple((claims,) if isinstance(claims, str) else claims)
        for claim in only or ():
            self._record.check_claim(claim)
        asking = self._asking(policy, include)
        if one is None and other is None:
            cells = bulk.everybody(asking).on_record
            return Agreements(cells if only is None else cells.on_claims(only))
        if one is None or other is None:
            raise InvalidQuestion("other", None, ["the id of an actor, as `one` is"])
        return comparing.agreement(asking, self._known(one), self._known(other), only)

    def open_questions(
        self,
        *,
        claim: str | None = None,
        actor: str | None = None,
        include: Iterable[Visibility | str] = (),
    ) -> OpenQuestions:
        """Return who was asked and has since only referred, declined or been silent.

        On a claim, of an actor, or all; ordered by claim and actor.
        """
        asking = self._asking(Policy.LATEST, include)
        if actor is not None:
            self._known(actor)
        if claim is not None:
            self._record.check_claim(claim)
        return comparing.open_questions(asking, actor, claim)

    def _asking(
        self,
        policy: Policy | str,
        include: Iterable[Visibility | str],
        window: timedelta | None = None,
    ) -> Asking:
        if policy is not Policy.LATEST or include != () or window is not None:
            return Asking.by(self._record, self._cut, policy, include, window)
        if self._plainly is None:  # by far the commonest way to ask
            self._plainly = Asking(self._record, self._cut)
        return self._plainly

    def _columns(self, asking: Asking, claim: str | None, actor: str | None) -> Cells:
        """Return the cells that are asked for, in order."""
        if actor is not None and claim is not None:
            cell = self._known(actor), self._record.check_claim(claim)
            return Cells.of({cell: asking.outcome(*cell)}).on_record
        if actor is not None:
            return bulk.of_actor(asking, self._known(actor)).on_record
        if claim is not None:
            return bulk.on_claim(asking, self._record.check_claim(claim)).on_record
        return bulk.everybody(asking).on_record

    def _known(self, actor: str) -> str:
        return self._record.check_actor(actor)

    def _on(self, claim: str | None) -> tuple[str, ...]:
        return self.claims if claim is None else (self._record.check_claim(claim),)


def _unpickled(events: tuple[Recorded, ...], cut: Cut, given: tuple[tuple[str, When], ...]) -> View:
    return View(Record(Streams(events), len(events)), cut, given)
