"""One question: from the rows that can have been the last words at a cut to an outcome.

Within a tier, those words can be the last that end after the latest certain one began (R6). Sorted
by when they begin, they are found from the cut backwards: each certain row that is met says how far
back it is worth to look, and none is left to look at once `reach` says that all before ended by
then. Where none of a tier is certain, the tier below is heard as well (R5). Where one of those that
can be the last is special, the reference fold has to say.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from attrs import frozen

from positions.model.vocabulary import Visibility
from positions.model.when import OPEN_FUTURE, OPEN_PAST, Truth
from positions.replay.index.keys import TIERS
from positions.replay.index.outcomes import NO_RECORD, NOBODY
from positions.replay.index.row import (
    ALONE,
    BACKGROUND,
    HIDDEN,
    MUTE,
    PERHAPS,
    READINGS,
    ROLED,
    SPECIAL,
)
from positions.replay.rollup import Speech, attribution
from positions.replay.weighing import Tier

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    import numpy as np
    from numpy.typing import NDArray

    from positions.replay.index.keys import Numbers
    from positions.replay.index.layer import Layer
    from positions.replay.roster import Roster
    from positions.replay.weighing import Cut

__all__ = ["Listening", "Source", "are_over", "outcome_of"]

_PUBLIC = frozenset({Visibility.PUBLIC})


@frozen(slots=False)  # made for every question, and sooner so
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
    def to(cls, cut: Cut, include: AbstractSet[Visibility]) -> Listening:
        """Return how is asked at a cut; words that are not public are left to the fold."""
        special = SPECIAL if cut.known_by is None else SPECIAL | READINGS
        if not include <= _PUBLIC:
            return cls(cut.as_of, cut.known_by, MUTE, special | HIDDEN)
        return cls(cut.as_of, cut.known_by, MUTE | HIDDEN, special)

    def ends(self, layer: Layer) -> tuple[int, int, int | None]:
        """Return before when words of a layer began that may be in, and the ends by its clocks.

        Where all was disclosed as it was said, the second of them says nothing of its own.
        """
        if self.public_by is None or not layer.disclosed_late:
            return self.until, self.until, self.public_by
        before = min(self.until, self.public_by)
        return (before, before, None) if layer.as_said else (before, self.until, self.public_by)


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


def outcome_of(sources: Sequence[Source], listening: Listening, roster: Roster, body: str) -> int:
    """Return where *body*, the name of a class, stands on a claim; *sources* are all its voices'.

    It is `NOBODY` where only the reference fold can say.
    """
    possible = 0
    for tier in _tiers(sources):
        words = _Words(listening, roster, body)
        for source in sources:
            words.hear(source, tier)
        outcome = words.outcome
        if outcome == NOBODY and words.any:
            return NOBODY
        possible |= outcome
        if words.any_certain:
            return possible
    return possible | NO_RECORD


def _tiers(sources: Sequence[Source]) -> list[int]:
    """Return the tiers in which something may be heard, in order."""
    if len(sources) == 1 and sources[0].voice is None:
        (source,) = sources
        return [source.layer.read.keys[each] & TIERS for each in range(source.low, source.high)]
    found = {
        source.layer.read.keys[segment] & TIERS
        for source in sources
        for segment in range(source.low, source.high)
    }
    return sorted(found | {Tier.BACKGROUND} if Tier.FIRST in found else found)


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
    def any_certain(self) -> bool:
        """Whether any row is certainly in."""
        return self._latest_start is not None

    @property
    def outcome(self) -> int:
        """What those that can be the last lead to; `NOBODY` for a special one, or none."""
        latest_start = OPEN_PAST if self._latest_start is None else self._latest_start
        outcome = NOBODY
        for stop, each in self._found:
            if stop > latest_start:
                if each == NOBODY:
                    return NOBODY
                outcome |= each
        return outcome

    def hear(self, source: Source, tier: int) -> None:
        """Take what is of a tier among the rows of an actor."""
        keys = source.layer.read.keys
        moved = source.voice is not None and tier == Tier.BACKGROUND
        for segment in range(source.low, source.high):
            of = keys[segment] & TIERS
            if of == tier or (moved and of == Tier.FIRST):
                self._hear(source, segment, tier)

    def _hear(self, source: Source, segment: int, tier: int) -> None:
        read, listening = source.layer.read, self._listening
        before, until, public_by = listening.ends(source.layer)
        special = listening.special | source.special
        first, end = read.bounds[segment], read.bounds[segment + 1]
        latest_start = OPEN_PAST if self._latest_start is None else self._latest_start
        for row in range(bisect_left(read.start, before, first, end) - 1, first - 1, -1):
            if read.reach[row] <= latest_start:
                break
            stop = read.stop[row]
            if stop <= latest_start or self._is_out(source, row, tier):
                continue
            counts, flags = self._counts(source, row), read.flags[row]
            if counts is Truth.NO:
                continue
            perhaps = counts is Truth.MAYBE
            if flags & special or (perhaps and flags & ROLED):
                self._found.append((stop, NOBODY))
                continue
            self._found.append((stop, read.outcome[row]))
            if (
                not perhaps
                and _is_over(stop, until)
                and (public_by is None or _is_over(read.public[row], public_by))
            ):
                self._latest_start = latest_start = max(latest_start, read.start[row])

    def _is_out(self, source: Source, row: int, tier: int) -> bool:
        """Return whether a row is certainly not in."""
        read, listening = source.layer.read, self._listening
        flags = read.flags[row]
        if flags & listening.unheard:
            return True
        if listening.public_by is not None and read.disclosed[row] >= listening.public_by:
            return True
        if source.voice is None:
            return False
        if tier <= Tier.BACKGROUND and (tier == Tier.BACKGROUND) != bool(flags & BACKGROUND):
            return True
        return bool(flags & ALONE)

    def _counts(self, source: Source, row: int) -> Truth:
        """Return whether words count for the body; a role that settles it is left to the fold."""
        read, voice = source.layer.read, source.voice
        if voice is None:
            return Truth.MAYBE if read.flags[row] & PERHAPS else Truth.YES
        speech = Speech(voice, voice, None, read.start[row], read.stop[row])
        return attribution(self._roster, speech, self._body)


def are_over(stop: Numbers, until: Numbers | int) -> NDArray[np.bool_]:
    """Return which of many words were over by then, as `_is_over` says of one."""
    return (stop <= until) | (until >= OPEN_FUTURE)


def _is_over(stop: int, until: int) -> bool:
    return stop <= until or until >= OPEN_FUTURE
