"""The quick reader of a store's own lines: it makes the event, or leaves it to the careful one.

msgspec checks the form of a line while it fills the twins of `mirrors`, and `made` makes the values
of them. The careful reader, `envelope.from_own_line`, by cattrs, stays the truth: to it is left
what is not certainly as it should be, damage and the versions of older releases alike, and a
property test holds the two to each other, on lines of every kind, whole and damaged.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from msgspec import defstruct
from msgspec.json import Decoder

from positions.model.claims.events import ClaimEvent
from positions.model.ids import checked_id
from positions.model.recorded import LEDGER, LedgerBegun, Recorded
from positions.store.envelope import moment
from positions.store.made import maker
from positions.store.mirrors import bare, mirror
from positions.store.pending import Kept, Pending

if TYPE_CHECKING:
    from positions.store.codec import Registry, Stored

__all__ = ["LineDecoder", "Reader"]

Reader = Callable[[str, bytes, Pending], Recorded]
"""Makes what was recorded of a line that stands in a stream; raises in any doubt."""

_ESCAPE, _NUL = b"\\", b"\\u0000"
_CLAIM_EVENTS = get_args(ClaimEvent)


def _stream(name: str) -> tuple[str, str]:
    """Return the name of a stream, and how all of its kind begin."""
    if name == LEDGER:
        return name, LEDGER
    kind, colon, id = name.partition(":")
    checked_id(id, "stream")
    return name, kind + colon


_streams = Kept(_stream, 65_536)
_moments = Kept(moment, 4_096)
_OpenRecorded = bare(Recorded)


class LineDecoder:
    """Reads the lines of events that a registry knows, in the version that is written now.

    Attributes:
        readers: What reads the lines of each kind of event, by stored name.
    """

    def __init__(self, registry: Registry) -> None:
        self.readers = {name: _reader(name, each) for name, each in registry.stored.items()}

    def recorded(self, name: str, stream: str, line: bytes) -> Recorded | None:
        """Return what a line holds, if it is certainly an event of that name in that stream.

        `None` says that the careful reader is to be asked, and nothing else.
        """
        pending = Pending()
        try:
            recorded = self.readers[name](stream, line, pending)
        except Exception:  # noqa: BLE001 - whatever it is, the careful reader says it better
            return None
        return recorded if pending.holds() else None


def _reader(name: str, stored: Stored) -> Reader:
    event = stored.event
    kind = LEDGER if event is LedgerBegun else "claim:" if event in _CLAIM_EVENTS else "actor:"
    shape = defstruct(
        name,
        [
            ("event", mirror(cast("Any", event))),
            ("name", Literal[name]),
            ("recorded_at", str),
            ("stream", str),
            ("version", Literal[stored.version]),
            ("curator", str, None),
            ("salt", str, None),
        ],
        forbid_unknown_fields=True,
        gc=False,
    )
    decode, make = Decoder(shape).decode, maker(event)
    streams, moments, new, opened = _streams, _moments, object.__new__, _OpenRecorded

    def read(stream: str, line: bytes, pending: Pending) -> Any:  # noqa: ANN401 - a `Recorded`
        twin: Any = decode(line)
        found, its_kind = streams[twin.stream]
        if found != stream or its_kind != kind or (_ESCAPE in line and _NUL in line):
            raise ValueError
        salt = twin.salt
        if salt is None:
            salt = ""
        elif salt:
            pending.salts.append(salt)
        else:
            raise ValueError
        made: Any = new(opened)
        made.stream = found
        made.event = make(twin.event, pending)
        made.recorded_at = moments[twin.recorded_at]
        made.curator = twin.curator
        made.salt = salt
        made.__class__ = Recorded
        return made

    return read
