"""From what was decided on a page to stored events: those of plain rows without a detour."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, cast

from positions.model.recorded import LEDGER, LedgerBegun, claim_stream
from positions.store import Logged
from positions.store.canonical import quick_dumps
from positions.store.codec import STORED
from positions.store.envelope import from_own_line, moment_text
from positions.store.keys import StatementKeys, about, setting_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eventsourcing.persistence import StoredEvent

    from positions.ledger.bulk.decided import Decided
    from positions.ledger.bulk.prepared import Prepared
    from positions.ledger.journal import Stamp
    from positions.model.recorded import Event
    from positions.store import Log
    from positions.store.keyed import Filed

__all__ = ["Written", "written"]

_NAME = "StatementRecorded"
_SALT_BYTES = 16


class Written:
    """The stored events of a page, in order, with their rows in the index of keys.

    Args:
        log: The log they are for.
        stamp: What the ledger adds to them.
        last_version: Returns the version of the last event of a stream.
    """

    def __init__(self, log: Log, stamp: Stamp, last_version: Callable[[str], int]) -> None:
        self.stored: list[StoredEvent] = []
        self.filed: list[Filed] = []
        self._mapper = log.mapper
        self._stamp = stamp
        self._last_version = last_version
        self._versions: dict[str, int] = {}
        self._streams, self._ends, self._keys = _Streams(), _Ends(), StatementKeys()

    def add(self, stream: str, event: Event) -> None:
        """Add any event."""
        version = self._next(stream)
        logged = Logged.of(self._stamp.on(stream, event), version)
        self.stored.append(self._mapper.to_stored_event(cast("Any", logged)))
        self.filed += [(key, stream, version) for key in about(event)]

    def add_plain(self, prepared: Prepared, places: Sequence[int]) -> None:
        """Add the statements of plain rows."""
        bodies, claims, ids = prepared.bodies, prepared.claims, prepared.ids
        before, after = self._envelope()
        salts = secrets.token_hex(_SALT_BYTES * len(places)).encode()
        width = 2 * _SALT_BYTES
        versions, made = self._versions, self._mapper.stored
        streams, ends, keys = self._streams, self._ends, self._keys
        stored, filed = self.stored.append, self.filed.append
        for at, start in zip(places, range(0, len(salts), width), strict=True):
            claim = claims[at]
            stream = streams[claim]  # type: ignore[index]  # a plain row has one
            version = versions.get(stream)
            version = versions[stream] = (
                self._last_version(stream) if version is None else version
            ) + 1
            line = b"".join(
                (before, bodies[at], after, salts[start : start + width], ends[claim])  # type: ignore[arg-type, index]
            )
            stored(made(stream, version, _NAME, line))
            filed((keys[ids[at]], stream, version))  # type: ignore[index]  # likewise
        if prepared.utterances is not None:
            self._file_settings(prepared, places)

    def _file_settings(self, prepared: Prepared, places: Sequence[int]) -> None:
        utterances = cast("list[tuple[str | None, bool]]", prepared.utterances)
        first = len(self.stored) - len(places)
        for number, at in enumerate(places, start=first):
            utterance, place = utterances[at]
            if utterance is not None:
                speaker = cast("str", prepared.speakers[at])
                event = self.stored[number]
                for claim in (prepared.claims[at], None) if place else (prepared.claims[at],):
                    key = setting_key((utterance, speaker, claim))
                    self.filed.append((key, str(event.originator_id), event.originator_version))

    def _envelope(self) -> tuple[bytes, bytes]:
        """Return what stands before an event in its line, and what after it, up to the salt."""
        stamp = self._stamp
        curator = b"" if stamp.curator is None else b'"curator":%b,' % quick_dumps(stamp.curator)
        moment = quick_dumps(moment_text(stamp.moment))
        return (
            b'{%b"event":' % curator,
            b',"name":"%b","recorded_at":%b,"salt":"' % (_NAME.encode(), moment),
        )

    def _next(self, stream: str) -> int:
        version = self._versions.get(stream)
        if version is None:
            version = self._last_version(stream)
        self._versions[stream] = version + 1
        return version + 1

    def logged(self) -> list[Logged]:
        """Return the same as whoever writes something beside them wants it."""
        found: list[Logged] = []
        for each in self.stored:
            line = self._mapper.line(each)
            recorded = from_own_line(line)
            found.append(Logged(str(each.originator_id), each.originator_version, recorded, line))
        return found


def written(made: Written, prepared: Prepared, decided: Decided, begins: str | None) -> Written:
    """Return the stored events of a page.

    Args:
        made: Takes them.
        prepared: The page.
        decided: What was decided on it.
        begins: The zone of the ledger, if they are its first.
    """
    if begins is not None and (decided.plain or decided.events):
        made.add(LEDGER, LedgerBegun(zone=begins))
    plain = decided.plain
    breaks = sorted(decided.events)
    start = 0
    for at in breaks:
        end = start
        while end < len(plain) and plain[end] < at:
            end += 1
        made.add_plain(prepared, plain[start:end])
        start = end
        for stream, event in decided.events[at]:
            made.add(stream, event)
    made.add_plain(prepared, plain[start:])
    return made


class _Streams(dict[str, str]):
    def __missing__(self, claim: str) -> str:
        made = self[claim] = claim_stream(claim)
        return made


class _Ends(dict[str, bytes]):
    """What stands after the salt in a line, by claim."""

    def __missing__(self, claim: str) -> bytes:
        version = STORED[_NAME].version
        made = self[claim] = b'","stream":%b,"version":%d}' % (
            quick_dumps(claim_stream(claim)),
            version,
        )
        return made
