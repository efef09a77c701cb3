"""A page of the log: rows as a store holds them, made entries of the log.

Most of what replay costs is spent here and in the decoder, so that no more is made of a row than
what is handed out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from eventsourcing.persistence import StoredEvent

from positions.store.application import Logged
from positions.store.pending import Pending
from positions.store.sealed import unsealed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from positions.errors import CorruptRecord, UnknownEvent
    from positions.model.recorded import Recorded
    from positions.store.application import LineMapper
    from positions.store.keyed import Row

__all__ = ["Entry", "entries"]


class Entry(NamedTuple):
    """One event of the log as it was found.

    Attributes:
        position: Its position in the log: ascending, with gaps.
        stream: The name of its stream.
        version: Its place in the stream.
        found: What was recorded; or what is wrong with it.
        line: The same as a line of an export, as it is stored; `None` where it cannot be read.
    """

    position: int
    stream: str
    version: int
    found: Recorded | UnknownEvent | CorruptRecord
    line: bytes | None


def entries(rows: Iterable[Row], mapper: LineMapper) -> list[Entry]:
    """Return what is found at each of *rows*, quickly where nothing is wrong with it."""
    rows = list(rows)
    found: list[Entry] = []
    pending = Pending()
    append = found.append
    new = cast("Any", tuple).__new__  # an entry without its keywords costs a third
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
            append(_with_care(row, mapper))
            continue
        append(new(Entry, (position, recorded.stream, version, recorded, line)))
    if not pending.holds():
        return [_with_care(row, mapper) for row in rows]
    return found


def _with_care(row: Row, mapper: LineMapper) -> Entry:
    position, stream, version, name, state = row
    found = mapper.opened(StoredEvent(stream, version, name, state))
    if isinstance(found, Logged):
        return Entry(position, found.originator_id, version, found.recorded, found.line)
    return Entry(position, str(stream), _version(version), found, None)


def _version(found: object) -> int:
    """Return a version as it is shown: in a damaged file it may be anything."""
    return found if isinstance(found, int) else 0
