"""Whether a log is what was written: each event read strictly, each stream without a gap."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from attrs import frozen

from positions.errors import CorruptRecord, UnknownEvent
from positions.store.envelope import recorded_from_json
from positions.store.keys import about

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from positions.store.keyed import Filed, KeyedRecorder
    from positions.store.log import Entry, Log

__all__ = ["Problem", "Verification", "verify"]

_WORDS = 1 << 128


@frozen(kw_only=True)
class Problem:
    """One thing that is wrong with a log.

    Attributes:
        position: The position in the log; `None` where it is of no single event.
        stream: The name of the stream, as it stands there; `None` likewise.
        version: The place in the stream; `None` likewise.
        why: What is wrong.
    """

    position: int | None = None
    stream: str | None = None
    version: int | None = None
    why: str

    def __str__(self) -> str:
        if self.position is None:
            return self.why
        return f"position {self.position}, event {self.version} of {self.stream!r}: {self.why}"

    def to_dict(self) -> dict[str, object]:
        """Return `position`, `stream`, `version` and `why`."""
        return {
            "position": self.position,
            "stream": self.stream,
            "version": self.version,
            "why": self.why,
        }


@frozen(kw_only=True)
class Verification:
    """What was found in a log.

    It finds accidents, and whatever was changed without knowing this format. Somebody who knows it
    can write a log that passes.

    Attributes:
        events: How many events there are.
        streams: How many streams.
        problems: All that is wrong, in the order of the log.
    """

    events: int
    streams: int
    problems: tuple[Problem, ...]

    def __bool__(self) -> bool:
        return not self.problems

    def to_dict(self) -> dict[str, object]:
        """Return `events`, `streams`, and `problems` as a list of `Problem.to_dict()`."""
        return {
            "events": self.events,
            "streams": self.streams,
            "problems": [each.to_dict() for each in self.problems],
        }


def verify(log: Log, progress: Callable[[int], None] | None = None) -> Verification:
    """Read every event of *log* strictly, and return what is wrong with it.

    Args:
        log: The log.
        progress: Is told how many events were read.
    """
    versions: dict[str, int] = {}
    problems = [_at(each, "it stands before the first position") for each in log.outside()]
    filed, events = 0, 0
    for events, entry in enumerate(log.all(), start=1):
        expected = versions.get(entry.stream, 0) + 1
        if entry.version != expected:
            problems.append(_at(entry, f"event {expected} of this stream is missing before it"))
        versions[entry.stream] = max(entry.version, expected)
        why = _wrong(entry)
        if why is not None:
            problems.append(_at(entry, why))
        filed = (filed + sum(map(_digest, _keys(entry)))) % _WORDS
        if progress is not None and events % _OFTEN == 0:
            progress(events)
    if log.keyed is not None and not problems:  # what the damaged was filed under is not known
        problems.extend(_wrong_with_index(log.keyed, filed, log.head()))
    return Verification(events=events, streams=len(versions), problems=tuple(problems))


_OFTEN = 10_000


def _at(entry: Entry, why: str) -> Problem:
    return Problem(position=entry.position, stream=entry.stream, version=entry.version, why=why)


def _wrong(entry: Entry) -> str | None:
    if entry.line is None:
        return str(entry.found)
    try:
        recorded_from_json(entry.line)
    except (CorruptRecord, UnknownEvent) as error:
        return str(error)
    return None


def _keys(entry: Entry) -> Iterator[Filed]:
    if not isinstance(entry.found, Exception):
        for key in set(about(entry.found.event)):
            yield key, entry.stream, entry.version


def _digest(filed: Filed) -> int:
    key, stream, version = filed
    return int.from_bytes(blake2b(b"%s %d %s" % (key, version, stream.encode())).digest()[:16])


def _wrong_with_index(recorder: KeyedRecorder, filed: int, head: int) -> Iterator[Problem]:
    """Yield what is wrong with the index; where it is merely behind, nothing is."""
    if recorder.index_reaches() > head:
        yield Problem(why="the index of keys says that it reaches beyond the log")
    elif recorder.index_reaches() == head:
        found = sum(map(_digest, recorder.select_index())) % _WORDS
        if found != filed:
            why = (
                "the index of keys is not what the events give, so that something may be recorded "
                "twice; `positions verify --rebuild-index` makes it anew"
            )
            yield Problem(why=why)
