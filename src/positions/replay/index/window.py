"""One question: from the rows that can have been the last words at a cut to an outcome.

Within a tier, those words can be the last that end after the latest certain one began (R6). Sorted
by when they begin, they are found from the cut backwards: each certain row that is met says how far
back it is worth to look, and none is left to look at once `reach` says that all before ended by
then. Where one of them is special, or none is certain, the reference fold has to say.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from attrs import frozen

from positions.model.vocabulary import Visibility
from positions.model.when import OPEN_FUTURE, OPEN_PAST, Truth
from positions.replay.index.outcomes import NO_RECORD, NOBODY
from positions.replay.index.row import ALONE, BACKGROUND, HIDDEN, READINGS, SPECIAL
from positions.replay.rollup import Speech, attribution
from positions.replay.weighing import Tier

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from positions.replay.index.layer import Layer
    from positions.replay.roster import Roster
    from positions.replay.weighing import Cut

__all__ = ["Listening", "Source", "outcome_of"]


@frozen
class Listening:
    """A cut and what is heard besides public words, as rows are read by it.

    Attributes:
        until: The end of `as_of`, exclusive, in microseconds; `OPEN_FUTURE` for no limit.
        public_by: The end of `known_by`, likewise; `None` asks for the curator's coding.
        unheard: The flags of rows that are not in.
        special: The flags of rows that only the reference fold can read.
    """

    until: int
    public_by: int | None
    unheard: int
    special: int

    @classmethod
    def to(cls, cut: Cut, include: Set[Visibility]) -> Listening:
        """Return how is asked at a cut; words that are not public are left to the fold."""
        special = SPECIAL if cut.known_by is None else SPECIAL | READINGS
        if include - {Visibility.PUBLIC}:
            return cls(cut.as_of, cut.known_by, 0, special | HIDDEN)
        return cls(cut.as_of, cut.known_by, HIDDEN, special)


@frozen(eq=False)
class Source:
    """The rows of one actor on one claim: some segments of a layer.

    Attributes:
        layer: The layer.
        low: The first of the segments.
        high: Where they end.
        special: The flags that make a row of this actor special, besides those of all.
        voice: The name of the actor's class, where the words are asked for as those of a voice of
            another; `None` where they are its own.
    """

    layer: Layer
    low: int
    high: int
    special: int = 0
    voice: str | None = None


def outcome_of(
    sources: Sequence[Source], listening: Listening, roster: Roster, body: str
) -> int:
    """Return where *body*, the name of a class, stands on a claim; *sources* are all its voices'.

    It is `NOBODY` where only the reference fold can say.
    """
    for tier in Tier:
        words = _Words(listening, roster, body)
        for source in sources:
            words.hear(source, tier)
        if words.any:
            return words.outcome
    return NO_RECORD


class _Words:
    """Those rows of a tier that can be the last, as far as was heard."""

    __slots__ = ("_body", "_found", "_latest_start", "_listening", "_roster")

    def __init__(self, listening: Listening, roster: Roster, body: str) -> None:
        self._listening = listening
        self._roster = roster
        self._body = body
        self._latest_start: int | None = None
        self._found: list[tuple[int, int]] = []

    @property
    def any(self) -> bool:
        """Whether any row is in, or may be."""
        return bool(self._found)

    @property
    def outcome(self) -> int:
        """What those that can be the last lead to."""
        latest_start = self._latest_start
        if latest_start is None:
            return NOBODY
        outcome = 0
        for stop, each in self._found:
            if stop > latest_start:
                if each == NOBODY:
                    return NOBODY
                outcome |= each
        return outcome

    def hear(self, source: Source, tier: Tier) -> None:
        """Take what is of a tier among the rows of an actor."""
        keys = source.layer.read.keys
        moved = source.voice is not None and tier is Tier.BACKGROUND
        for segment in range(source.low, source.high):
            of = keys[segment] & 7
            if of == tier or (moved and of == Tier.FIRST):
                self._hear(source, segment, tier)

    def _hear(self, source: Source, segment: int, tier: Tier) -> None:
        read, listening, voice = source.layer.read, self._listening, source.voice
        until, public_by = listening.until, listening.public_by
        before = until
        if public_by is not None and source.layer.disclosed_late:
            before = min(until, public_by)
            if source.layer.as_said:
                until, public_by = before, None
        unheard = listening.unheard if voice is None else listening.unheard | ALONE
        special = listening.special | source.special
        first, end = read.bounds[segment], read.bounds[segment + 1]
        latest_start = OPEN_PAST if self._latest_start is None else self._latest_start
        for row in range(bisect_left(read.start, before, first, end) - 1, first - 1, -1):
            if read.reach[row] <= latest_start:
                break
            flags, stop = read.flags[row], read.stop[row]
            if flags & unheard or stop <= latest_start:
                continue
            if public_by is not None and read.disclosed[row] >= public_by:
                continue
            if voice is not None:
                if (tier is Tier.BACKGROUND) != bool(flags & BACKGROUND) and tier <= Tier.BACKGROUND:
                    continue
                counts = self._counts(voice, read.start[row], stop)
                if counts is Truth.NO:
                    continue
                if counts is Truth.MAYBE:
                    flags = SPECIAL
            if flags & special:
                self._found.append((stop, NOBODY))
                continue
            self._found.append((stop, read.outcome[row]))
            if _is_over(stop, until) and (
                public_by is None or _is_over(read.public[row], public_by)
            ):
                self._latest_start = latest_start = max(latest_start, read.start[row])

    def _counts(self, voice: str, start: int, stop: int) -> Truth:
        """Return whether words count for the body; a role that settles it is left to the fold."""
        return attribution(self._roster, Speech(voice, voice, None, start, stop), self._body)


def _is_over(stop: int, until: int) -> bool:
    return stop <= until or until >= OPEN_FUTURE
