"""What is about to be recorded: events decided on, upon what is on record already."""

from __future__ import annotations

from collections.abc import Hashable
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from immutables import Map

from positions.errors import InvalidStatement, UnknownActor, UnknownClaim, UnknownStatement, near
from positions.model.actors import state as actor_state
from positions.model.claims import state as claim_state
from positions.model.claims.events import StatementAmended, StatementRecorded
from positions.model.ids import StatementRef
from positions.model.recorded import actor_stream, claim_stream
from positions.replay.dossier import linked_statements, neighbours
from positions.replay.order import known_order, stated_before
from positions.replay.roster import Roster
from positions.replay.streams import settings

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from positions.model.actors.events import ActorEvent
    from positions.model.actors.state import ActorState
    from positions.model.claims.events import ClaimEvent
    from positions.model.claims.state import ClaimState
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

    def __init__(self, streams: Streams, zone: str) -> None:
        self.zone = zone
        self.events: list[tuple[str, Event]] = []
        self._streams = streams
        self._end = len(streams.events)
        self._claims: Map[str, ClaimState] = Map()
        self._actors: Map[str, ActorState] = Map()
        self._followers: Map[StatementRef, tuple[StatementRef, ...]] = Map()
        self._settings: Map[Setting, tuple[StatementRef, ...]] = Map()
        self._named: Map[str, tuple[str, ...]] = Map()
        self._roster: Roster | None = None

    def claim(self, id: str, _end: int = 0, /) -> ClaimState:
        """Return the state of a claim, opened or not."""
        return self._claims.get(id) or self._streams.claim(id, self._end)

    def actor(self, id: str) -> ActorState:
        """Return the state of an actor, registered or not."""
        return self._actors.get(id) or self._streams.actor(id, self._end)

    def actors(self) -> dict[str, ActorState]:
        """Return the state of every actor, by id."""
        return self._streams.actors(self._end) | dict(self._actors)

    def followers(self, ref: StatementRef) -> list[StatementRef]:
        """Return the statements that, in some version of theirs, say that they follow *ref*."""
        return [*self._streams.followers(ref), *self._followers.get(ref, ())]

    def in_setting(self, setting: Setting) -> list[StatementRef]:
        """Return the statements that, in some version of theirs, were made in *setting*."""
        return [*self._streams.in_setting(setting), *self._settings.get(setting, ())]

    def open_claim(self, id: str) -> ClaimState:
        """Return the state of a claim that is on record.

        Raises:
            UnknownClaim: it is not.
        """
        state = self.claim(id)
        if state.first is None:
            known = [*self._streams.claims(self._end), *self._claims]
            raise UnknownClaim(id, near(id, known))
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
            entries = self.open_claim(claim).entries
            if name not in entries:
                raise UnknownStatement(name, near(name, entries), f"on claim {claim!r}")
            return StatementRef(claim, name)
        drafted = self._named.get(name, ())
        claims = sorted({*self._streams.claims_with(name), *drafted})
        if len(claims) > 1:
            raise UnknownStatement(name, (), f"by that id alone: the claims {claims} have one each")
        if not claims:
            raise UnknownStatement(name, near(name, [*self._streams.statements(), *self._named]))
        return StatementRef(claims[0], name)

    def on_claim(self, claim: str, events: Iterable[ClaimEvent]) -> None:
        """Add *events* to the stream of *claim*."""
        for event in events:
            self._claims = self._claims.set(claim, claim_state.evolve(self.claim(claim), event))
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

    def hand_over(self) -> None:
        """Leave what was folded here with the record, now that all these events are part of it."""
        self._streams.keep(self._claims, self._actors)

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
        for earlier in statement.follows:
            self._followers = _with(self._followers, earlier, ref)
        for setting in settings(statement):
            self._settings = _with(self._settings, setting, ref)

    def _check_order(self, statement: Statement) -> None:
        """Refuse a statement with which the known order contradicts itself or the times."""
        roster = self._who_is_whom()
        if self._comes_last(statement, roster):
            return
        linked = linked_statements(self, roster, [statement], self._end)
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

    def _comes_last(self, statement: Statement, roster: Roster) -> bool:
        """Return whether nothing follows a statement, and all that it follows is over by its end.

        Then there is no more to check: what is on record contradicts neither itself nor its times,
        so that whatever came before began before what it led to was over.
        """
        return not any(
            stated_before(statement, each)
            or (stated_before(each, statement) and each.said.stop > statement.said.stop)
            for each in neighbours(self, roster, statement, self._end)
        )

    def _who_is_whom(self) -> Roster:
        if self._roster is None:
            end = self._streams.actor_events(self._end)
            held = self._streams.roster
            if not self._actors and held is not None and held[0] == end:
                self._roster = held[1]
            else:
                self._roster = Roster.of(self.actors())
        return self._roster


def _with(lists: Map[K, tuple[V, ...]], key: K, value: V) -> Map[K, tuple[V, ...]]:
    return lists.set(key, (*lists.get(key, ()), value))
