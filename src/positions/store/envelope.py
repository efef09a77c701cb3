"""A recorded event as one line of an export: the event, and all that the log knows of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast, get_args

from positions.errors import CorruptRecord
from positions.model.claims.events import ClaimEvent
from positions.model.ids import checked_id
from positions.model.recorded import Recorded, Unreadable
from positions.model.text import kept
from positions.store.canonical import dumps, loads
from positions.store.codec import STORED, from_json, stored_as, to_json
from positions.store.converter import instant, instant_text

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["recorded_from_json", "recorded_to_json"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ALWAYS = {"event", "name", "recorded_at", "stream", "version"}
_SOMETIMES = {"curator", "salt"}
_LINE = "an exported event"
_SALT = re.compile(r"(?:[0-9a-f]{2})+")


def recorded_to_json(recorded: Recorded) -> bytes:
    """Return one line of an export, without its newline: canonical JSON.

    Raises:
        CorruptRecord: The event could not be read, so that there is nothing to write.
    """
    event = recorded.event
    if isinstance(event, Unreadable):
        raise CorruptRecord(recorded.stream, f"it cannot be exported: {event.why}")
    name, version = stored_as(event)
    line: dict[str, object] = {
        "event": loads(to_json(event)),
        "name": name,
        "recorded_at": instant_text(recorded.moment),
        "stream": recorded.stream,
        "version": version,
    }
    if recorded.curator is not None:
        line["curator"] = recorded.curator
    if recorded.salt:
        line["salt"] = recorded.salt
    return dumps(line)


def recorded_from_json(line: bytes) -> Recorded:
    """Return the recorded event that a line of an export holds.

    Raises:
        UnknownEvent: This release does not know such an event.
        CorruptRecord: The line is not what such an event is exported as, byte for byte.
    """
    try:
        recorded = _read(loads(line))
    except CorruptRecord:
        raise
    except (ValueError, TypeError) as error:
        raise CorruptRecord(_LINE, str(error)) from None
    if recorded_to_json(recorded) != line:
        why = "it is not in canonical form, so that its digest would be another"
        raise CorruptRecord(recorded.stream, why)
    return recorded


def _read(line: object) -> Recorded:
    if not isinstance(line, dict):
        why = f"expected an object, found {line!r}"
        raise TypeError(why)
    found = cast("dict[str, object]", line)
    if not _ALWAYS <= found.keys() <= _ALWAYS | _SOMETIMES:
        expected = ", ".join(sorted(_ALWAYS | _SOMETIMES))
        why = f"expected {expected}; found {', '.join(sorted(found))}"
        raise ValueError(why)
    name, version, stream = _text(found, "name"), found["version"], _text(found, "stream")
    if not isinstance(version, int) or isinstance(version, bool):
        why = f"version: expected a whole number, found {version!r}"
        raise TypeError(why)
    event = from_json(name, version, dumps(found["event"]))
    _check_stream(stream, name)
    salt = _text(found, "salt") if "salt" in found else ""
    if salt and not _SALT.fullmatch(salt):
        why = f"salt: expected pairs of hexadecimal digits, found {salt!r}"
        raise ValueError(why)
    return Recorded(
        stream=stream,
        event=event,
        recorded_at=_EPOCH + timedelta(microseconds=instant(found["recorded_at"])),
        curator=_text(found, "curator") if "curator" in found else None,
        salt=salt,
    )


def _text(found: Mapping[str, object], key: str) -> str:
    value = found[key]
    if not isinstance(value, str):
        why = f"{key}: expected a text, found {value!r}"
        raise TypeError(why)
    return kept(value, key)


def _check_stream(stream: str, name: str) -> None:
    kind = "claim" if issubclass(STORED[name].event, get_args(ClaimEvent)) else "actor"
    prefix, _, id_ = stream.partition(":")
    if prefix != kind:
        why = f"stream: {name} stands in a stream `{kind}:…`, found {stream!r}"
        raise ValueError(why)
    checked_id(id_, "stream")
