"""The lines of an export, dealt into parts that replay by themselves."""

from __future__ import annotations

from array import array
from collections import defaultdict
from mmap import ACCESS_READ, mmap
from typing import IO, TYPE_CHECKING, Any
from zlib import crc32

from attrs import frozen

from positions.errors import CorruptRecord, PositionsError, UnknownEvent
from positions.exchange.parquet.rows import Placed, Rows, roster_of
from positions.exchange.parquet.ties import Ties
from positions.store.envelope import from_own_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.model.recorded import Recorded
    from positions.replay.roster import Roster

__all__ = ["InvalidLine", "Part", "Parts"]

_PER_BUCKET = 20_000


class InvalidLine(PositionsError, ValueError):
    """A line is none of an export.

    Attributes:
        line: The number of the line, counted from 1.
        why: What is wrong with it.
    """

    def __init__(self, line: int, why: str) -> None:
        self.line = line
        self.why = why
        super().__init__(line, why)

    def __str__(self) -> str:
        return f"line {self.line}: {self.why}"


@frozen
class Part:
    """The rows of a part, in the order of the log.

    Attributes:
        bucket: Which bucket of claims it is; `None` of the part of the actors and the ledger.
        rows: The rows.
    """

    bucket: int | None
    rows: list[list[Any]]


class Parts:
    """The parts of a log: that of the actors, then each bucket of claims; each is made when asked.

    Attributes:
        events: How many events there are.
        buckets: How many buckets.
    """

    def __init__(self, lines: IO[bytes], buckets: int | None) -> None:
        self._file = lines
        self._offsets = array("Q")
        self._moments = array("q")
        self._of_actors = array("Q")
        self._of_claims: defaultdict[str, array[int]] = defaultdict(lambda: array("Q"))
        self._ties = Ties()
        self._read()
        self.events = len(self._moments)
        self.buckets = buckets or max(1, -(-self.events // _PER_BUCKET))

    @classmethod
    def of(cls, lines: IO[bytes], buckets: int | None) -> Parts:
        """Return the parts of the lines in a file, which has to stay open.

        Raises:
            InvalidLine: a line is none of an export.
            ValueError: there can be no so many buckets.
        """
        if buckets is not None and buckets < 1:
            why = f"there is at least 1 bucket, not {buckets}"
            raise ValueError(why)
        lines.flush()
        lines.seek(0)
        return cls(lines, buckets)

    def _read(self) -> None:
        """Find where each line begins, and which belong together."""
        latest, offset = None, 0
        for place, line in enumerate(self._file):
            recorded = _recorded(place, line)
            self._offsets.append(offset)
            offset += len(line)
            latest = recorded.moment if latest is None else max(latest, recorded.moment)
            self._moments.append(latest)
            kind, _, claim = recorded.stream.partition(":")
            if kind == "claim":
                self._of_claims[claim].append(place)
                self._ties.take(claim, recorded.event)
            else:
                self._of_actors.append(place)
        self._offsets.append(offset)

    def __iter__(self) -> Iterator[Part]:
        dealt: defaultdict[int, list[str]] = defaultdict(list)
        for claim in self._of_claims:
            bucket = crc32(self._ties.root(claim).encode()) % self.buckets
            dealt[bucket].append(claim)
        if not self.events:  # an empty file cannot be mapped
            yield from (Part(bucket, []) for bucket in (None, *range(self.buckets)))
            return
        with mmap(self._file.fileno(), 0, access=ACCESS_READ) as lines:
            actors = [self._placed(lines, place) for place in self._of_actors]
            roster = roster_of(each.recorded for each in actors)
            yield self._part(None, actors, roster)
            for bucket in range(self.buckets):
                places = sorted(
                    place for claim in dealt[bucket] for place in self._of_claims[claim]
                )
                events = [self._placed(lines, place) for place in places]
                yield self._part(bucket, events, roster)

    def _placed(self, lines: mmap, place: int) -> Placed:
        line = lines[self._offsets[place] : self._offsets[place + 1]].removesuffix(b"\n")
        return Placed(place + 1, self._moments[place], from_own_line(line), line.decode())

    @staticmethod
    def _part(bucket: int | None, events: list[Placed], roster: Roster) -> Part:
        return Part(bucket, Rows(events, roster).rows)


def _recorded(place: int, line: bytes) -> Recorded:
    try:
        return from_own_line(line.removesuffix(b"\n"))
    except (CorruptRecord, UnknownEvent) as error:
        raise InvalidLine(place + 1, str(error)) from None
