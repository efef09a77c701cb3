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

__all__ = ["STATEMENT", "LineDecoder", "Reader", "may_hold_nul", "stream_of"]

Reader = Callable[[str, bytes, Pending], Recorded]
"""Makes what was recorded of a line that stands in a stream; raises in any doubt."""

STATEMENT = "StatementRecorded"
"""The stored name of what nearly all of a log is made of."""
_ESCAPE, _NUL = b"\\", b"\\u0000"
_CLAIM_EVENTS = get_args(ClaimEvent)


def may_hold_nul(line: bytes) -> bool:
    """Say whether a line may hold a character that no text has."""
    return _ESCAPE in line and _NUL in line


def _stream(name: str) -> tuple[str, str]:
    """Return the name of a stream, and how all of its kind begin."""
    if name == LEDGER:
        return name, LEDGER
    kind, colon, id = name.partition(":")
    checked_id(id, "stream")
    return name, kind + colon


stream_of = Kept(_stream, 65_536)
"""Its name, which is checked, and how the names of all of its kind begin; by the name."""
_moments = Kept(moment, 4_096)
_OpenRecorded = bare(Recorded)


class LineDecoder:
    """Reads the lines of events that a registry knows, in the version that is written now.

    Attributes:
        readers: What reads the lines of each kind of event, by stored name.
        sealed_statement: Returns the twin of a whole line of a statement, with its checksum, of
            which it minds no more than the form.
    """

    def __init__(self, registry: Registry) -> None:
        self.readers = {name: _reader(name, each) for name, each in registry.stored.items()}
        statement = registry.stored[STATEMENT]
        self.sealed_statement = Decoder(_shape(STATEMENT, statement, is_sealed=True)).decode

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


def _shape(name: str, stored: Stored, *, is_sealed: bool = False) -> type[Any]:
    """Return the twin of the lines of one kind of event."""
    seal: list[Any] = [("seal", str)] if is_sealed else []
    return defstruct(
        name,
        [
            ("event", mirror(cast("Any", stored.event))),
            ("name", Literal[name]),
            ("recorded_at", str),
            ("stream", str),
            ("version", Literal[stored.version]),
            *seal,
            ("curator", str, None),
            ("salt", str, None),
        ],
        rename={"seal": "~"},
        forbid_unknown_fields=True,
        gc=False,
    )


def _reader(name: str, stored: Stored) -> Reader:
    event = stored.event
    kind = LEDGER if event is LedgerBegun else "claim:" if event in _CLAIM_EVENTS else "actor:"
    decode, make = Decoder(_shape(name, stored)).decode, maker(event)
    streams, moments, new, opened = stream_of, _moments, object.__new__, _OpenRecorded

    def read(stream: str, line: bytes, pending: Pending) -> Any:  # noqa: ANN401 - a `Recorded`
        twin: Any = decode(line)
        found, its_kind = streams[twin.stream]
        if found != stream or its_kind != kind or may_hold_nul(line):
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
