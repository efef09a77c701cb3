"""What a draft is decided upon: all that a writer can know of the record before it writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from positions.replay.roster import Roster

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from positions.model.actors.state import ActorState
    from positions.model.claims.state import ClaimState
    from positions.model.ids import StatementRef
    from positions.replay.streams import Setting, Streams

__all__ = ["Known", "Remembered"]


class Known(Protocol):
    """The record as its writer sees it, asked for no more than a decision needs.

    There are two: `Remembered`, upon a log that was read whole, and `store.catalogue.Catalogue`,
    which looks up single events in the store. Both give the same decisions.
    """

    def claim(
        self, id: str, /, statements: Collection[str] = (), amendment: str | None = None
    ) -> ClaimState:
        """Return the state of a claim, with at least these of its *statements* on record.

        How the claim reads and its relations are always there, and the *amendment* if it is on
        record; the rest may be left out.
        """
        ...

    def actor(self, id: str, /) -> ActorState:
        """Return the state of an actor, registered or not."""
        ...

    def actors(self) -> Mapping[str, ActorState]:
        """Return the state of every actor, by id."""
        ...

    def roster(self) -> Roster:
        """Return who is whom, and who may speak for whom."""
        ...

    def followers(self, ref: StatementRef, /) -> list[StatementRef]:
        """Return the statements that, in some version of theirs, say that they follow *ref*."""
        ...

    def in_setting(self, setting: Setting, /) -> list[StatementRef]:
        """Return the statements that, in some version of theirs, were made in *setting*."""
        ...

    def claims_with(self, statement: str, /) -> Iterable[str]:
        """Return the claims that have a statement of that id."""
        ...

    def version(self, stream: str, /) -> int:
        """Return the version of the last event of a stream; 0 where there is none."""
        ...

    def claim_ids(self) -> Iterable[str]:
        """Return the ids of all claims, for somebody who has mistaken one."""
        ...

    def statement_ids(self, claim: str | None = None, /) -> Iterable[str]:
        """Return the ids of all statements, of a claim or of all, for the same."""
        ...


class Remembered:
    """What is known of a log that was read whole, up to a place in it."""

    def __init__(self, streams: Streams, versions: Mapping[str, int]) -> None:
        self.streams = streams
        self._versions = versions
        self._end = len(streams.events)

    def claim(
        self, id: str, /, statements: Collection[str] = (), amendment: str | None = None
    ) -> ClaimState:
        """Return the whole state of a claim, whatever is asked for of it."""
        del statements, amendment
        return self.streams.claim(id, self._end)

    def actor(self, id: str, /) -> ActorState:
        """Return the state of an actor, registered or not."""
        return self.streams.actor(id, self._end)

    def actors(self) -> Mapping[str, ActorState]:
        """Return the state of every actor, by id."""
        return self.streams.actors(self._end)

    def roster(self) -> Roster:
        """Return who is whom, and who may speak for whom."""
        end = self.streams.actor_events(self._end)
        held = self.streams.roster
        if held is None or held[0] != end:
            held = self.streams.roster = end, Roster.of(self.actors())
        return held[1]

    def followers(self, ref: StatementRef, /) -> list[StatementRef]:
        """Return the statements that, in some version of theirs, say that they follow *ref*."""
        return self.streams.followers(ref)

    def in_setting(self, setting: Setting, /) -> list[StatementRef]:
        """Return the statements that, in some version of theirs, were made in *setting*."""
        return self.streams.in_setting(setting)

    def claims_with(self, statement: str, /) -> Iterable[str]:
        """Return the claims that have a statement of that id."""
        return self.streams.claims_with(statement)

    def version(self, stream: str, /) -> int:
        """Return the version of the last event of a stream; 0 where there is none."""
        return self._versions.get(stream, 0)

    def claim_ids(self) -> Iterable[str]:
        """Return the ids of all claims."""
        return self.streams.claims(self._end)

    def statement_ids(self, claim: str | None = None, /) -> Iterable[str]:
        """Return the ids of all statements, of a claim or of all."""
        return self.streams.statements() if claim is None else self.claim(claim).entries
