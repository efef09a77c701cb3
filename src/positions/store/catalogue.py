"""What a writer knows of a long log that it has not read: single events, found by their keys."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from positions.model.actors import state as actor_state
from positions.model.actors.events import ActorEvent
from positions.model.claims import state as claim_state
from positions.model.claims.events import (
    ClaimEvent,
    StatementAmended,
    StatementRecorded,
)
from positions.model.ids import StatementRef
from positions.model.recorded import actor_stream, claim_stream
from positions.replay.roster import Roster
from positions.replay.streams import settings
from positions.store.keys import (
    HEAD,
    UNREAD,
    about,
    correction_key,
    follows_key,
    setting_key,
    statement_key,
)
from positions.store.log import told

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from eventsourcing.persistence import StoredEvent

    from positions.model.actors.state import ActorState
    from positions.model.claims.state import ClaimState
    from positions.model.claims.statement import Statement
    from positions.replay.streams import Setting
    from positions.store.application import Logged
    from positions.store.keyed import KeyedRecorder
    from positions.store.log import Log

__all__ = ["Catalogue", "brought_up_to_date", "rebuild_index"]

T = TypeVar("T")


class Catalogue:
    """The record as of the last event, read as far as one decision asks for it.

    What it gives equals what the whole log gives, restricted to what was asked for; a test holds it
    to that. It lives as long as one draft. The version of a stream is read before any of its
    events: what another writer adds meanwhile then shows as a conflict.
    """

    def __init__(self, log: Log, recorder: KeyedRecorder) -> None:
        self._log = log
        self._recorder = recorder
        self._versions: dict[str, int] = {}
        self._read_actors: dict[str, ActorState] = {}

    def look_up_versions(self, streams: Iterable[str]) -> None:
        """Read the versions of many streams at once, as far as they were not read before."""
        new = [each for each in dict.fromkeys(streams) if each not in self._versions]
        if new:
            found = told(lambda: self._recorder.select_last_versions(new))
            self._versions |= {each: found.get(each, 0) for each in new}

    def version(self, stream: str) -> int:
        """Return the version of the last event of a stream, as it was when it was first read."""
        if stream not in self._versions:
            self._versions[stream] = told(lambda: self._recorder.select_last_version(stream))
        return self._versions[stream]

    def claim(
        self, id: str, /, statements: Collection[str] = (), amendment: str | None = None
    ) -> ClaimState:
        """Return the state of a claim as far as it is asked for."""
        stream = claim_stream(id)
        if not self.version(stream):
            return claim_state.INITIAL
        keys = {HEAD, *map(statement_key, statements)}
        if amendment is not None:
            keys.add(correction_key(amendment))
        state = claim_state.fold(each for each in self._filed(stream, keys))
        return claim_state.only(state, statements)

    def _filed(self, stream: str, keys: Iterable[bytes]) -> Iterator[ClaimEvent]:
        """Yield the events under *keys*, and under those of each amendment among them.

        Whether it was applied may depend on another of the same id, and on what it amends.
        """
        found: dict[int, Logged] = {}
        waiting, asked = set(keys), set[bytes]()
        while waiting:
            asked |= waiting
            new = [each for key in waiting for each in self._opened(key, stream)]
            found |= {each.originator_version: each for each in new}
            amendments = [each.event for each in new if isinstance(each.event, StatementAmended)]
            waiting = {correction_key(each.id) for each in amendments}
            waiting |= {statement_key(each.statement.id) for each in amendments}
            waiting -= asked
        for _, logged in sorted(found.items()):
            yield logged.event  # type: ignore[misc]  # a claim's stream holds these

    def _opened(self, key: bytes, stream: str | None = None) -> Iterator[Logged]:
        yield from self._readable(told(lambda: self._recorder.select_by_key(key, stream)))

    def _readable(self, stored: Iterable[StoredEvent]) -> Iterator[Logged]:
        for each in map(self._log.opened, stored):
            if not isinstance(each, Exception):
                yield each

    def actor(self, id: str, /) -> ActorState:
        """Return the state of an actor, registered or not."""
        if id not in self._read_actors:
            stream = actor_stream(id)
            found = self._log.stream(stream) if self.version(stream) else []
            events = [each.event for each in found]
            held = (each for each in events if isinstance(each, ActorEvent))
            self._read_actors[id] = actor_state.fold(held)
        return self._read_actors[id]

    def actors(self) -> Mapping[str, ActorState]:
        """Return the state of every actor, by id."""
        prefix = actor_stream("")
        streams = told(lambda: self._recorder.select_streams(prefix))
        return {id: self.actor(id) for id in (each.removeprefix(prefix) for each in streams)}

    def roster(self) -> Roster:
        """Return who is whom, and who may speak for whom."""
        return self._roster

    @cached_property
    def _roster(self) -> Roster:
        return Roster.of(self.actors())

    def followers(self, ref: StatementRef, /) -> list[StatementRef]:
        """Return the statements that, in some version of theirs, say that they follow *ref*."""
        return [each.ref for each in self._statements(follows_key(ref)) if ref in each.earlier]

    def in_setting(self, setting: Setting, /) -> list[StatementRef]:
        """Return the statements that, in some version of theirs, were made in *setting*."""
        found = self._statements(setting_key(setting))
        return [each.ref for each in found if setting in settings(each)]

    def _statements(self, key: bytes) -> Iterator[Statement]:
        for each in self._opened(key):
            if isinstance(each.event, StatementRecorded | StatementAmended):
                yield each.event.statement

    def claims_with(self, statement: str, /) -> Iterable[str]:
        """Return the claims that have a statement of that id."""
        found = self._statements(statement_key(statement))
        return list(dict.fromkeys(each.claim for each in found if each.id == statement))

    def claim_ids(self) -> Iterable[str]:
        """Return the ids of all claims."""
        prefix = claim_stream("")
        found = told(lambda: self._recorder.select_streams(prefix))
        return [each.removeprefix(prefix) for each in found]

    def statement_ids(self, claim: str | None = None, /) -> Iterable[str]:
        """Return the ids of all statements, of a claim or of all: by reading them all."""
        if claim is None:
            return [each for id in self.claim_ids() for each in self.statement_ids(id)]
        events = (each.event for each in self._log.stream(claim_stream(claim)))
        return [each.statement.id for each in events if isinstance(each, StatementRecorded)]


def brought_up_to_date(log: Log, recorder: KeyedRecorder) -> None:
    """File the events that somebody has inserted without their keys.

    What cannot be read is filed as such: a later release may find more in it.
    """
    reaches = told(recorder.index_reaches)
    if reaches >= log.head():
        return
    while page := log.read(reaches):
        after, reaches = reaches, page[-1].position
        filed = [
            (key, each.stream, each.version)
            for each in page
            for key in (UNREAD if isinstance(each.found, Exception) else about(each.found.event))
        ]
        told(partial(recorder.insert_index, filed, after, reaches))


def rebuild_index(log: Log) -> None:
    """Make the index of keys anew, if the store keeps one."""
    if log.keyed is not None:
        told(log.keyed.clear_index)
        brought_up_to_date(log, log.keyed)
