"""What is about to be recorded: events decided on, upon what is on record already."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from immutables import Map

from positions.errors import InvalidStatement, UnknownActor, UnknownClaim, UnknownStatement, near
from positions.model.actors import state as actor_state
from positions.model.claims import state as claim_state
from positions.model.claims.events import (
    ReportAdded,
    ReportVoided,
    StatementAmended,
    StatementRecorded,
    StatementVoided,
)
from positions.model.claims.state import joined
from positions.model.ids import StatementRef
from positions.model.recorded import actor_stream, claim_stream
from positions.replay.dossier import linked_statements, neighbours
from positions.replay.order import known_order, stated_before
from positions.replay.roster import Roster
from positions.replay.streams import settings

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from positions.ledger.known import Known
    from positions.model.actors.events import ActorEvent
    from positions.model.actors.state import ActorState
    from positions.model.claims.events import ClaimEvent
    from positions.model.claims.state import ClaimState, Entry
    from positions.model.claims.statement import Statement
    from positions.model.recorded import Event
    from positions.replay.streams import Setting, Streams

__all__ = ["Draft"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Draft:
    """Events decided on but not yet recorded, and the state of the record as if they were.

    Decisions of one aggregate are in `positions.model`; here stands what takes more than one to
    see: that the actors and claims which are named exist, and that no known order contradicts
    itself. Nothing of a draft is recorded unless all of it is.
    """

    def __init__(self, known: Known, zone: str) -> None:
        self.zone = zone
        self.events: list[tuple[str, Event]] = []
        self._known = known
        self._claims: Map[str, ClaimState] = Map()
        self._actors: Map[str, ActorState] = Map()
        self._followers: Map[StatementRef, tuple[StatementRef, ...]] = Map()
        self._settings: Map[Setting, tuple[StatementRef, ...]] = Map()
        self._named: Map[str, tuple[str, ...]] = Map()
        self._roster: Roster | None = None

    def claim(
        self, id: str, statements: Collection[str] = (), amendment: str | None = None
    ) -> ClaimState:
        """Return the state of a claim, opened or not, as far as a decision needs it.

        That is how it reads, its relations, and these of its *statements* and this *amendment*, if
        they are on record; the rest may be left out.
        """
        drafted = self._claims.get(id)
        if drafted is None:
            return self._known.claim(id, statements, amendment)
        missing = [each for each in statements if each not in drafted.entries]
        if amendment is not None and amendment in drafted.corrections:
            amendment = None
        if missing or amendment is not None:
            more = self._known.claim(id, missing, amendment)
            drafted = joined(drafted, more, missing, amendment)
            self._claims = self._claims.set(id, drafted)
        return drafted

    def entry(self, ref: StatementRef, _end: int = 0, /) -> Entry | None:
        """Return what is on record of a statement."""
        return self.claim(ref.claim, (ref.statement,)).entries.get(ref.statement)

    def actor(self, id: str) -> ActorState:
        """Return the state of an actor, registered or not."""
        return self._actors.get(id) or self._known.actor(id)

    def actors(self) -> dict[str, ActorState]:
        """Return the state of every actor, by id."""
        return {**self._known.actors(), **self._actors}

    def followers(self, ref: StatementRef) -> list[StatementRef]:
        """Return the statements that, in some version of theirs, say that they follow *ref*."""
        return [*self._known.followers(ref), *self._followers.get(ref, ())]

    def in_setting(self, setting: Setting) -> list[StatementRef]:
        """Return the statements that, in some version of theirs, were made in *setting*."""
        return [*self._known.in_setting(setting), *self._settings.get(setting, ())]

    def open_claim(
        self, id: str, statements: Collection[str] = (), amendment: str | None = None
    ) -> ClaimState:
        """Return the state of a claim that is on record, as far as a decision needs it.

        Raises:
            UnknownClaim: it is not.
        """
        state = self.claim(id, statements, amendment)
        if state.first is None:
            raise UnknownClaim(id, near(id, [*self._known.claim_ids(), *self._claims]))
        return state

    def check_actors(self, ids: Iterable[str | None]) -> None:
        """Check that actors are on record.

        Raises:
            UnknownActor: one is not.
        """
        for id in ids:
            if id is not None and self.actor(id).actor is None:
                raise UnknownActor(id, near(id, self.actors()))

    def resolved(self, name: str | StatementRef, claim: str | None = None) -> StatementRef:
        """Return the full name of a recorded statement that is named by its id.

        Raises:
            UnknownStatement: there is none of that id, or several claims have one.
        """
        if isinstance(name, StatementRef):
            claim, name = name.claim, name.statement
        if claim is not None:
            self.open_claim(claim)
            ref = StatementRef(claim, name)
            if self.entry(ref) is None:
                known = [*self._known.statement_ids(claim), *self.claim(claim).entries]
                raise UnknownStatement(name, near(name, known), f"on claim {claim!r}")
            return ref
        drafted = self._named.get(name, ())
        claims = sorted({*self._known.claims_with(name), *drafted})
        if len(claims) > 1:
            raise UnknownStatement(name, (), f"by that id alone: the claims {claims} have one each")
        if not claims:
            raise UnknownStatement(name, near(name, [*self._known.statement_ids(), *self._named]))
        return StatementRef(claims[0], name)

    def on_claim(self, claim: str, events: Iterable[ClaimEvent]) -> None:
        """Add *events* to the stream of *claim*."""
        for event in events:
            state = claim_state.evolve(self.claim(claim, _touched(event)), event)
            self._claims = self._claims.set(claim, state)
            self.events.append((claim_stream(claim), event))
            if isinstance(event, StatementRecorded | StatementAmended):
                self._link(event)
                self._check_order(event.statement)

    def on_actor(self, actor: str, events: Iterable[ActorEvent]) -> None:
        """Add *events* to the stream of *actor*."""
        for event in events:
            self._actors = self._actors.set(actor, actor_state.evolve(self.actor(actor), event))
            self.events.append((actor_stream(actor), event))
            self._roster = None

    def hand_over(self, streams: Streams) -> None:
        """Leave what was folded here with the record, now that just these events were added to it.

        It must have been known whole: see `Remembered`.
        """
        streams.keep(self._claims, self._actors)

    @contextmanager
    def whole(self) -> Generator[None]:
        """Take back all that the block has added if it raises."""
        added = len(self.events)
        before = self._claims, self._actors, self._followers, self._settings, self._named
        try:
            yield
        except BaseException:
            del self.events[added:]
            self._claims, self._actors, self._followers, self._settings, self._named = before
            self._roster = None
            raise

    def _link(self, event: StatementRecorded | StatementAmended) -> None:
        statement, ref = event.statement, event.statement.ref
        if isinstance(event, StatementRecorded):
            self._named = _with(self._named, statement.id, statement.claim)
        for earlier in statement.earlier:
            self._followers = _with(self._followers, earlier, ref)
        for setting in settings(statement):
            self._settings = _with(self._settings, setting, ref)

    def _check_order(self, statement: Statement) -> None:
        """Refuse a statement with which the known order contradicts itself or the times."""
        if not self._is_linked(statement):
            return
        roster = self._who_is_whom()
        if self._comes_last(statement, roster):
            return
        linked = linked_statements(self, roster, [statement], 0)
        contested = known_order(linked, roster.same).contested
        if not contested:
            return
        others = [each for each in linked if each.ref != statement.ref]
        new = contested - known_order(others, roster.same).contested
        if new:
            against = ", ".join(sorted(str(ref) for ref in new - {statement.ref}))
            why = (
                f"{statement.ref} would have to come both before and after {against}: what it "
                "follows, withdraws, corrects, or its place in the utterance contradicts that "
                "order or the dates"
            )
            raise InvalidStatement(why, "follows" if statement.follows else "said")

    def _is_linked(self, statement: Statement) -> bool:
        """Return whether anything on record may come before or after a statement for certain."""
        return bool(
            statement.earlier or statement.utterance is not None or self.followers(statement.ref)
        )

    def _comes_last(self, statement: Statement, roster: Roster) -> bool:
        """Return whether nothing follows a statement, and all that it follows is over by its end.

        Then there is no more to check: what is on record contradicts neither itself nor its times,
        so that whatever came before began before what it led to was over.
        """
        return not any(
            stated_before(statement, each)
            or (stated_before(each, statement) and each.said.stop > statement.said.stop)
            for each in neighbours(self, roster, statement, 0)
        )

    def _who_is_whom(self) -> Roster:
        if self._roster is None:
            self._roster = Roster.of(self.actors()) if self._actors else self._known.roster()
        return self._roster


def _touched(event: ClaimEvent) -> tuple[str, ...]:
    """Return the statement that the fold of *event* looks at."""
    match event:
        case StatementRecorded(statement=statement) | StatementAmended(statement=statement):
            return (statement.id,)
        case StatementVoided(statement=id) | ReportAdded(statement=id) | ReportVoided(statement=id):
            return (id,)
        case _:
            return ()


def _with(lists: Map[K, tuple[V, ...]], key: K, value: V) -> Map[K, tuple[V, ...]]:
    return lists.set(key, (*lists.get(key, ()), value))
