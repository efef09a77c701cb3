"""Lines of statements, read by what they have in common with lines that were read before.

Most statements of a log are written alike but for a few values: the line without these is its
frame. Of a line whose frame is known the values are enough to know what it holds: the rest was read
already, byte for byte, and a value without a quotation mark, or without a brace, ends where the
next one stands. Who spoke, when, and when it was recorded is looked up by how it is written, or
worked out and kept; the stream has to be that of the row and of the claim, the id an id, the salt a
salt. Whatever is otherwise is left to others, who read it for itself.

Only what is compiled reads lines so quickly that this is worth while; where nothing is, no line is
taken here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
from msgspec import MsgspecError
from msgspec.json import Decoder

from positions.errors import InvalidStatement
from positions.model.ids import MAX_ID, checked_id
from positions.model.recorded import claim_stream
from positions.store.converter import instant
from positions.store.decoder import STATEMENT
from positions.store.envelope import is_salt
from positions.store.mirrors import Time
from positions.store.pending import Kept
from positions.store.reading.gists import span_of
from positions.store.sealed import is_sealed

try:
    from positions.store.reading import cutting
except ImportError:  # there was no compiler
    cutting = cast("Any", None)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from positions.store.keyed import Row

    Numbers = NDArray[np.int64]

__all__ = ["COMPILED", "KNOWN", "PLACES", "Frames"]

COMPILED = cutting is not None
"""Whether anything is taken here."""

PLACES = ("position", "of", "version", "is_sealed")
"""The columns of where rows stand: position, number of the stream, version, and whether the
checksum is right."""

KNOWN = ("place", "how", "by", "start", "stop", "moment", "id")
"""The columns of what is taken: its place among the rows, and the rest as `Leaf` has it."""

_KEYS = (
    b'"by":"',
    b'"claim":"',
    b'"id":"',
    b'"said":{',
    b'"recorded_at":"',
    b'"salt":"',
    b'"stream":"',
)
"""Where a line is cut, in the order in which they stand."""
_MOST = 4_096
_decode = Decoder(Time).decode


def _is_id(text: str) -> bool:
    try:
        return bool(checked_id(text, "id"))
    except InvalidStatement:
        return False


def _flags(character: str) -> int:
    """Return where a character may stand: first in an id, later in one, in a salt."""
    kinds = _is_id(character), _is_id(f"x{character}"), is_salt(2 * character) is not None
    return sum(1 << bit for bit, may in enumerate(kinds) if may)


_ALPHABET = bytes(map(_flags, map(chr, range(256))))


def _time_of(value: str) -> Time:
    """Return the time that was cut out; its braces were left behind."""
    return _decode(f"{{{value}}}")


class Frames:
    """The frames that are known, each with the number of the manner of its statements.

    Attributes:
        moments: When something was recorded, in microseconds since 1970-01-01T00:00Z, by how that
            is written.
    """

    def __init__(self, streams: Mapping[str, int], speakers: Mapping[str, int]) -> None:
        self._known: dict[bytes, int] = {}
        self._streams = streams
        times: Kept[str, tuple[int, int]] = Kept(lambda each: span_of(_time_of(each)), 32_768)
        self.moments: Kept[str, int] = Kept(instant, 4_096)
        self._tables = self._known, streams, speakers, times, self.moments

    def take(self, rows: list[Row]) -> tuple[Numbers, Numbers]:
        """Return the columns `PLACES` of each row, and `KNOWN` of those whose frame is known.

        Raises whatever a value raises that is not what it should be.
        """
        if not COMPILED:
            return self._places(rows), np.empty((0, len(KNOWN)), np.int64)
        places = np.empty((len(rows), len(PLACES)), np.int64)
        known = np.empty((len(rows), len(KNOWN)), np.int64)
        count = cutting.taken(
            rows,
            STATEMENT,
            _KEYS,
            claim_stream(""),
            _ALPHABET,
            MAX_ID,
            self._tables,
            places,
            known,
        )
        return places, known[:count]

    def _places(self, rows: list[Row]) -> Numbers:
        streams = self._streams
        placed = [
            (
                position,
                streams[stream],
                version,
                version.__class__ is int and line.__class__ is bytes and is_sealed(line, version),
            )
            for position, stream, version, _, line in rows
        ]
        return np.array(placed, np.int64).reshape(-1, len(PLACES))

    def learn(self, line: bytes, twin: Any, manner: int) -> None:  # noqa: ANN401 - of that line
        """Take note of the frame of a sealed line that holds a statement of that manner.

        What has words that hardly come again has no frame that does.
        """
        statement = twin.event.statement
        if (
            not COMPILED
            or twin.event.reports
            or statement.utterance is not None
            or statement.question is not None
            or statement.wording is not None
            or statement.note is not None
            or statement.extra is not None
        ):
            return
        frame, (by, claim, id, said, *others) = cutting.parts(line, _KEYS)
        cut = by, claim, id, *others
        found = statement.by, statement.claim, statement.id
        if cut == (*found, twin.recorded_at, twin.salt, twin.stream) and _is(said, statement.said):
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[frame] = manner


def _is(value: str | None, time: Time) -> bool:
    """Say whether a time was cut out whole."""
    try:
        return value is not None and _time_of(value) == time
    except MsgspecError:
        return False
