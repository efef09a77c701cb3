"""A page of the log: rows as a store holds them, made entries of the log.

Most of what replay costs is spent here and in the decoder, so that no more is made of a row than
what is handed out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen
from eventsourcing.persistence import StoredEvent

from positions.errors import CorruptRecord, UnknownEvent
from positions.store.application import Logged
from positions.store.mirrors import bare
from positions.store.pending import Pending
from positions.store.sealed import unsealed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from positions.store.application import LineMapper
    from positions.store.keyed import Row

__all__ = ["Entry", "entries"]


@frozen
class Entry:
    """One event of the log as it was found.

    Attributes:
        position: Its position in the log: ascending, with gaps.
        stream: The name of its stream.
        version: Its place in the stream.
        found: The event; or what is wrong with it.
    """

    position: int
    stream: str
    version: int
    found: Logged | UnknownEvent | CorruptRecord


_OpenEntry: Any = bare(Entry)
_OpenLogged: Any = bare(Logged)


def entries(rows: Iterable[Row], mapper: LineMapper) -> list[Entry]:
    """Return what is found at each of *rows*, quickly where nothing is wrong with it."""
    rows = list(rows)
    found: list[Entry] = []
    pending = Pending()
    new, opened_entry, opened_logged = object.__new__, _OpenEntry, _OpenLogged
    readers, line_of, sealed_alone = mapper.decoder.readers, mapper.line, mapper.seals_alone
    for row in rows:
        position, stream, version, name, state = row
        try:
            if sealed_alone and version.__class__ is int and state.__class__ is bytes:
                line = unsealed(state, version)
            else:
                line = line_of(StoredEvent(stream, version, name, state))
            recorded = readers[name](stream, line, pending)
        except Exception:  # noqa: BLE001 - whatever it is, the careful reader says it better
            found.append(_with_care(row, mapper))
            continue
        logged = new(opened_logged)
        logged.originator_id = recorded.stream
        logged.originator_version = version
        logged.recorded = recorded
        logged.line = line
        logged.__class__ = Logged
        entry = new(opened_entry)
        entry.position = position
        entry.stream = recorded.stream
        entry.version = version
        entry.found = logged
        entry.__class__ = Entry
        found.append(entry)
    if not pending.holds():
        return [_with_care(row, mapper) for row in rows]
    return found


def _version(found: object) -> int:
    """Return a version as it is shown: in a damaged file it may be anything."""
    return found if isinstance(found, int) else 0


def _with_care(row: Row, mapper: LineMapper) -> Entry:
    position, stream, version, name, state = row
    shown = _version(version)
    return Entry(
        position, str(stream), shown, mapper.opened(StoredEvent(stream, version, name, state))
    )
