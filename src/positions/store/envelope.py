"""A recorded event as one line: the event, and all that the log knows of it.

The same line is what an export holds and, sealed, what a store holds.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast, get_args

import msgspec

from positions.errors import CorruptRecord
from positions.model.claims.events import ClaimEvent, StatementAmended, StatementRecorded
from positions.model.ids import checked_id
from positions.model.recorded import LEDGER, LedgerBegun, Recorded, Unreadable
from positions.model.text import kept
from positions.store.canonical import dumps, loads, quick_dumps
from positions.store.codec import REGISTRY
from positions.store.converter import instant, instant_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from positions.model.recorded import Event
    from positions.store.codec import Registry, Storable

__all__ = [
    "from_own_line",
    "is_salt",
    "moment",
    "moment_text",
    "recorded_from_json",
    "recorded_to_json",
]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ALWAYS = {"event", "name", "recorded_at", "stream", "version"}
_SOMETIMES = {"curator", "salt"}
_LINE = "an exported event"
is_salt = re.compile(r"(?:[0-9a-f]{2})+").fullmatch
_decode = msgspec.json.Decoder().decode


def recorded_to_json(recorded: Recorded, registry: Registry = REGISTRY) -> bytes:
    """Return one line of an export, without its newline: canonical JSON.

    Raises:
        CorruptRecord: The event could not be read, so that there is nothing to write.
    """
    event = recorded.event
    if isinstance(event, Unreadable):
        why = f"it cannot be exported: {event.why}"
        raise CorruptRecord(recorded.stream, why)
    name, version = registry.stored_as(event)
    line: dict[str, object] = {
        "event": registry.to_plain(event),
        "name": name,
        "recorded_at": moment_text(recorded.recorded_at),
        "stream": recorded.stream,
        "version": version,
    }
    if recorded.curator is not None:
        line["curator"] = recorded.curator
    if recorded.salt:
        line["salt"] = recorded.salt
    return dumps(line) if _may_hold_floats(event) else quick_dumps(line)


def _may_hold_floats(event: Event) -> bool:
    """Return whether *event* has fields of the user's own."""
    match event:
        case StatementRecorded(statement=statement) | StatementAmended(statement=statement):
            return bool(statement.extra)
        case _:
            return False


def recorded_from_json(line: bytes, registry: Registry = REGISTRY) -> Recorded:
    """Return the recorded event that a line of an export holds.

    Raises:
        UnknownEvent: This release does not know such an event.
        CorruptRecord: The line is not what such an event is exported as, byte for byte.
    """
    try:
        found = loads(line)
    except ValueError as error:
        raise CorruptRecord(_LINE, str(error)) from None
    recorded = _read(found, registry)
    event = cast("Storable", recorded.event)
    current = registry.stored_as(event) == (found["name"], found["version"])
    again = recorded_to_json(recorded, registry) if current else dumps(found)
    if again != line:
        why = "it is not in canonical form, so that its digest would be another"
        raise CorruptRecord(recorded.stream, why)
    return recorded


def from_own_line(line: bytes, registry: Registry = REGISTRY) -> Recorded:
    """Return the recorded event that a store's own line holds, whose checksum was right.

    It is read with a quicker reader, which does not mind how it is spelt; and with the strict one
    where that finds fault.

    Raises:
        UnknownEvent: This release does not know such an event.
        CorruptRecord: The line is not what such an event is stored as.
    """
    try:
        return _read(_decode(line), registry)
    except (CorruptRecord, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return recorded_from_json(line, registry)


def _read(line: object, registry: Registry) -> Recorded:
    try:
        found = _object(line)
        name, version, stream = _text(found, "name"), _version(found), _text(found, "stream")
        event = registry.from_plain(name, version, found["event"])
        _check_stream(stream, name, event)
        return Recorded(
            stream=stream,
            event=event,
            recorded_at=moment(_text(found, "recorded_at")),
            curator=_text(found, "curator") if "curator" in found else None,
            salt=_salt(found),
        )
    except CorruptRecord:
        raise
    except (ValueError, TypeError) as error:
        raise CorruptRecord(_LINE, str(error)) from None


def _version(found: Mapping[str, Any]) -> int:
    version: object = found["version"]
    if not isinstance(version, int) or isinstance(version, bool):
        why = f"version: expected a whole number, found {version!r}"
        raise TypeError(why)
    return version


def _object(line: object) -> Mapping[str, Any]:
    if not isinstance(line, dict):
        why = f"expected an object, found {line!r}"
        raise TypeError(why)
    found = cast("dict[str, Any]", line)
    if not _ALWAYS <= found.keys() <= _ALWAYS | _SOMETIMES:
        expected = ", ".join(sorted(_ALWAYS | _SOMETIMES))
        why = f"expected {expected}; found {', '.join(sorted(found))}"
        raise ValueError(why)
    return found


def _text(found: Mapping[str, Any], key: str) -> str:
    value: object = found[key]
    if not isinstance(value, str):
        why = f"{key}: expected a text, found {value!r}"
        raise TypeError(why)
    return kept(value, key)


def _salt(found: Mapping[str, Any]) -> str:
    if "salt" not in found:
        return ""
    salt = _text(found, "salt")
    if not is_salt(salt):
        why = f"salt: expected pairs of hexadecimal digits, found {salt!r}"
        raise ValueError(why)
    return salt


def _check_stream(stream: str, name: str, event: Storable) -> None:
    if isinstance(event, LedgerBegun):
        expected = LEDGER
    else:
        expected = "claim:…" if isinstance(event, get_args(ClaimEvent)) else "actor:…"
    kind, _, id_ = stream.partition(":")
    if kind != expected.partition(":")[0] or (id_ == "") != (expected == LEDGER):
        why = f"stream: {name} stands in a stream `{expected}`, found {stream!r}"
        raise ValueError(why)
    if id_:
        checked_id(id_, "stream")


# What is recorded together has one moment, so that the same text comes again and again.
@lru_cache(maxsize=256)
def moment(text: str) -> datetime:
    """Return when an event was recorded, of what is written of it.

    Raises:
        ValueError: it is not what is written of an instant.
    """
    return _EPOCH + timedelta(microseconds=instant(text))


@lru_cache(maxsize=256)
def moment_text(moment: datetime) -> str:
    """Return what is written of when an event was recorded."""
    return instant_text((moment - _EPOCH) // timedelta(microseconds=1))
