"""The `eventsourcing` application underneath a ledger, and its mapper.

Whoever knows that library finds what they expect: environment variables, factories, a notification
log, an event store. Only the mapper is ours: a stored name is looked up in a registry, never
imported, so that somebody else's database file cannot run code.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, cast

from attrs import frozen
from eventsourcing.application import Application
from eventsourcing.persistence import Mapper, StoredEvent

from positions.errors import CorruptRecord, UnknownEvent
from positions.model.recorded import Event, Recorded
from positions.store.codec import REGISTRY
from positions.store.decoder import LineDecoder
from positions.store.envelope import from_own_line, recorded_to_json
from positions.store.sealed import sealed, unsealed

if TYPE_CHECKING:
    from eventsourcing.domain import DomainEventProtocol

__all__ = ["LedgerApplication", "LineMapper", "Logged"]


@frozen
class Logged:
    """A recorded event in its place: what `eventsourcing` calls a domain event.

    Attributes:
        originator_id: The name of its stream: `claim:<id>`, `actor:<id>` or `ledger`.
        originator_version: Its place in the stream, counted from 1.
        recorded: The event, with all that the log knows of it.
        line: The same as a line of an export, of whatever schema version it was written in.
    """

    originator_id: str
    originator_version: int
    recorded: Recorded
    line: bytes

    @classmethod
    def of(cls, recorded: Recorded, version: int) -> Logged:
        """Return a recorded event at a version of its stream."""
        return cls(recorded.stream, version, recorded, recorded_to_json(recorded))

    @property
    def event(self) -> Event:
        """What was recorded."""
        return self.recorded.event


class LineMapper(Mapper[str]):
    """From logged events to stored ones and back: the line, sealed, compressed, encrypted.

    The transcoder of `eventsourcing` is not used: the line is bytes already.
    """

    registry = REGISTRY

    @cached_property
    def decoder(self) -> LineDecoder:
        """The quick reader of lines of the events in the registry."""
        return LineDecoder(self.registry)

    @property
    def seals_alone(self) -> bool:
        """Whether what is stored is the sealed line as it is, neither compressed nor encrypted."""
        return self.cipher is None and self.compressor is None

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> StoredEvent:
        """Return what is stored of a logged event."""
        logged = cast("Logged", domain_event)
        name, _ = self.registry.stored_as(logged.recorded.event)  # type: ignore[arg-type]  # not unreadable: it has a line
        return self.stored(logged.originator_id, logged.originator_version, name, logged.line)

    def stored(self, stream: str, version: int, name: str, line: bytes) -> StoredEvent:
        """Return what is stored of an event of that *name*, told as a *line* of an export."""
        state = sealed(line, version)
        if self.compressor:
            state = self.compressor.compress(state)
        if self.cipher:
            state = self.cipher.encrypt(state)
        return StoredEvent(stream, version, name, state)

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[str]:
        """Return the logged event that was stored.

        Raises:
            UnknownEvent: This release does not know such an event.
            CorruptRecord: The stored bytes are not what was written, or not in their place.
        """
        return cast("DomainEventProtocol[str]", self.logged(stored_event))

    def logged(self, stored: StoredEvent) -> Logged:
        """Return the logged event that was stored; see `to_domain_event`."""
        if stored.topic not in self.registry.stored:
            raise UnknownEvent(str(stored.topic), 0)
        stream, version = str(stored.originator_id), stored.originator_version
        line = self.line(stored)
        quick = self.decoder.recorded(stored.topic, stream, line)
        if quick is not None:
            return Logged(stream, version, quick, line)
        recorded = from_own_line(line, self.registry)
        if recorded.stream != stream:
            why = f"it was written in stream {recorded.stream!r}, and stands in {stream!r}"
            raise CorruptRecord(stored.topic, why)
        name, _ = self.registry.stored_as(recorded.event)  # type: ignore[arg-type]  # what was read
        if name != stored.topic:
            why = f"it was written as {name!r}"
            raise CorruptRecord(stored.topic, why)
        return Logged(stream, version, recorded, line)

    def opened(self, stored: StoredEvent) -> Logged | UnknownEvent | CorruptRecord:
        """Return the logged event that was stored, or what is wrong with it."""
        try:
            return self.logged(stored)
        except (UnknownEvent, CorruptRecord) as error:
            return error

    def line(self, stored: StoredEvent) -> bytes:
        """Return the line that was stored, its checksum checked.

        Raises:
            CorruptRecord: It is not what was written, or not in its place.
        """
        state, version = stored.state, stored.originator_version
        try:
            _check_types(state, version)
            return unsealed(self.unwrapped(state), version)
        except Exception as error:  # noqa: BLE001 - whatever the damage trips over, it is damage
            raise CorruptRecord(str(stored.topic), str(error) or repr(error)) from None

    def unwrapped(self, state: bytes) -> bytes:
        """Return the sealed line, decrypted and decompressed, unchecked."""
        if self.cipher:
            state = self.cipher.decrypt(state)
        return self.compressor.decompress(state) if self.compressor else state


def _check_types(state: object, version: object) -> None:
    """Refuse what a store may hold that was not written by this library: SQLite takes anything."""
    if not isinstance(state, bytes) or type(version) is not int:
        why = f"expected bytes at a whole number, found {type(state).__name__} at {version!r}"
        raise TypeError(why)


class LedgerApplication(Application[str]):
    """A ledger as an `eventsourcing` application, with strings for the ids of its streams.

    It is made of environment variables, as every such application, and stands behind every ledger
    as `Ledger.application`. Write through a ledger, not through it: a ledger decides first.
    """

    name = "positions"
    env: ClassVar[dict[str, str]] = {"ORIGINATOR_ID_TYPE": "text"}

    def construct_mapper(self) -> LineMapper:
        """Return the mapper, whatever MAPPER_TOPIC says."""
        return cast("LineMapper", self.factory.mapper(mapper_class=LineMapper))
