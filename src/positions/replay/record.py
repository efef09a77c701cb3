"""All that was recorded by a place in the log: what every view from there shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.errors import UnknownActor, UnknownClaim, near
from positions.replay.dossier import Dossier, compiled, compiled_alone
from positions.replay.index import Generation, index_of
from positions.replay.inference import Relations
from positions.replay.roster import Roster

if TYPE_CHECKING:
    from positions.model.actors.actor import Actor, Name
    from positions.model.claims.claim import Claim
    from positions.replay.streams import Streams

__all__ = ["Record"]

LITTLE = 256
"""On how many events of a claim all of it is compiled, whoever is asked about."""
PARTS_KEPT = 4_096
APART_FEW, APART_PART = 64, 16


class Record:
    """The events before a place in the log, folded as far as they were asked for.

    It may be shared between threads: what it works out is the same whoever works it out.
    """

    __slots__ = (
        "_asked_apart",
        "_claims",
        "_dossiers",
        "_generation",
        "_parts",
        "_relations",
        "_roster",
        "end",
        "streams",
    )

    def __init__(self, streams: Streams, end: int) -> None:
        self.streams = streams
        self.end = end
        self._claims: tuple[str, ...] | None = None
        self._roster: Roster | None = None
        self._relations: Relations | None = None
        self._generation: Generation | None = None
        self._asked_apart = 0
        self._dossiers: dict[str, Dossier] = {}
        self._parts: dict[tuple[str, str], Dossier] = {}

    @property
    def roster(self) -> Roster:
        """Who is whom, and who may speak for whom."""
        if self._roster is None:
            events = self.streams.actor_events(self.end)
            held = self.streams.roster
            if held is None or held[0] != events:
                held = events, Roster.of(self.streams.actors(self.end))
                self.streams.roster = held
            self._roster = held[1]
        return self._roster

    @property
    def claims(self) -> tuple[str, ...]:
        """The ids of the claims on record, in order."""
        if self._claims is None:
            self._claims = tuple(self.streams.claims(self.end))
        return self._claims

    @property
    def generation(self) -> Generation:
        """The rows of the column index that stand."""
        if self._generation is None:
            self._generation = index_of(self.streams).at(self.end)
        return self._generation

    def asked_apart(self, cells: int) -> None:
        """Take note that so many cells were asked singly which the large layer knows otherwise.

        Once they were more than it costs to do so, all rows are put into one layer.
        """
        self._asked_apart += cells
        base = self.generation.base
        if self._asked_apart > max(APART_FEW, len(base) / APART_PART):
            self._generation = Generation(self.generation.merged)
            self._asked_apart = 0

    def check_claim(self, id: str) -> str:
        """Return the id of a claim on record.

        Raises:
            UnknownClaim: it is none.
        """
        if not self.streams.is_opened(id, self.end):
            raise UnknownClaim(id, near(id, self.claims))
        return id

    def check_claims(self, ids: set[str]) -> None:
        """Do nothing where all of these are claims on record.

        Raises:
            UnknownClaim: one is none.
        """
        if not ids <= self.streams.opened.keys() or self.end <= self.streams.last_opened:
            unknown = [id for id in sorted(ids) if not self.streams.is_opened(id, self.end)]
            if unknown:
                self.check_claim(unknown[0])

    def check_actors(self, ids: set[str]) -> None:
        """Do nothing where all of these are actors on record.

        Raises:
            UnknownActor: one is none.
        """
        if not ids <= self.roster.states.keys():
            self.check_actor(min(ids - self.roster.states.keys()))

    def claim(self, id: str) -> Claim:
        """Return a claim as it reads.

        Raises:
            UnknownClaim: it is not on record.
        """
        claim = self.streams.head(id, self.end).now
        if claim is None:
            raise UnknownClaim(id, near(id, self.claims))
        return claim

    def check_actor(self, id: str) -> str:
        """Return the id of an actor on record.

        Raises:
            UnknownActor: it is none.
        """
        if id not in self.roster.states:
            raise UnknownActor(id, near(id, self.roster.states))
        return id

    def actor(self, id: str) -> Actor:
        """Return what is on record of an actor.

        Raises:
            UnknownActor: nothing is.
        """
        actor = self.roster.states[id].actor if id in self.roster.states else None
        if actor is None:
            raise UnknownActor(id, near(id, self.roster.states))
        return actor

    def names(self, actor: str) -> tuple[Name, ...]:
        """Return the names that *actor* goes by, in order.

        Raises:
            UnknownActor: nothing is on record of it.
        """
        return self.roster.states[self.actor(actor).id].standing_names()

    def dossier(self, claim: str) -> Dossier:
        """Return all that is on record of *claim*, compiled for replay."""
        found = self._dossiers.get(claim)
        if found is None:
            held = self.streams.dossiers.get(claim)
            if held is not None and held[0] == self.streams.signature(held[1].claims, self.end):
                found = held[1]
            else:
                like = held and held[0][0] == self.streams.actor_events(self.end) and held[1]
                found = compiled(self.streams, self.roster, claim, self.end, like or None)
                signature = self.streams.signature(found.claims, self.end)
                self.streams.dossiers[claim] = signature, found
            self._dossiers[claim] = found
        return found

    def dossier_for(self, actor: str, claim: str) -> Dossier:
        """Return the dossier of *claim* as far as the words of a class go: no more than is needed.

        Of a claim on which little was said it is the whole one, which others share.
        """
        if claim in self._dossiers or self.streams.size(claim) <= LITTLE:
            return self.dossier(claim)
        key = actor, claim
        found = self._parts.get(key)
        if found is None:
            places = self.generation.first_places(self.roster, actor, claim)
            refs = {self.streams.statement_at(each) for each in places}
            known = [ref for ref in refs if ref is not None]
            part = None
            if len(known) == len(refs):
                part = compiled_alone(self.streams, self.roster, claim, self.end, known)
            found = self.dossier(claim) if part is None else part
            if len(self._parts) >= PARTS_KEPT:
                self._parts.clear()
            self._parts[key] = found
        return found

    @property
    def relations(self) -> Relations:
        """The relations between claims that stand."""
        if self._relations is None:
            self._relations = Relations(
                relation
                for claim in self.streams.related()
                if self.streams.is_opened(claim, self.end)
                for relation in self.streams.head(claim, self.end).relations.values()
                if relation is not None
            )
        return self._relations
