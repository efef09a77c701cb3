"""A page of the log as it is read through: gists of what is simple, and events of what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen
from eventsourcing.persistence import StoredEvent

from positions.model.recorded import Recorded, claim_stream
from positions.store.checkpoint import Unusable
from positions.store.decoder import STATEMENT, may_hold_nul, stream_of
from positions.store.pending import Pending
from positions.store.reading.frames import KNOWN, PLACES, Frames
from positions.store.reading.gists import Gist, Gists, Numbered
from positions.store.sealed import line_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from positions.store.application import LineMapper
    from positions.store.keyed import Row

    Numbers = NDArray[np.int64]
    _Taken = tuple[int, Gist | Recorded]

__all__ = ["Leaf", "Leaves"]


@frozen(eq=False)
class Leaf:
    """What some rows hold.

    Attributes:
        places: Where each stands, in the columns of `PLACES`; int64.
        moments: When each was recorded, in microseconds since 1970-01-01T00:00Z; int64.
        known: Simple statements whose frame is known, as `Frames.take` gives them.
        simple: The gists of the other simple ones, by place.
        apart: The events of the rest, by place.
    """

    places: Numbers
    moments: Numbers
    known: Numbers
    simple: dict[int, Gist]
    apart: dict[int, Recorded]

    @classmethod
    def of(cls, places: Numbers, known: Numbers, others: Mapping[int, _Taken]) -> Leaf:
        """Return what is known of some rows, and what was taken of the others."""
        moments = np.empty(len(places), np.int64)
        moments[known[:, 0]] = known[:, KNOWN.index("moment")]
        moments[[*others]] = [moment for moment, _ in others.values()]
        simple = {place: each for place, (_, each) in others.items() if isinstance(each, Gist)}
        apart = {place: each for place, (_, each) in others.items() if isinstance(each, Recorded)}
        return cls(places, moments, known, simple, apart)


class Leaves:
    """Reads pages, and numbers what they have in common.

    Attributes:
        streams: The number of each stream, by name; `made` has the claim that each is of, nothing
            where it is of an actor.
        gists: What numbers the speakers, and the manners of speaking.
    """

    def __init__(self, mapper: LineMapper) -> None:
        self._mapper = mapper
        self.streams: Numbered[str, str] = Numbered(_claim_of)
        self.gists = Gists()
        self._frames = Frames(self.streams, self.gists.speakers)

    def read(self, rows: list[Row]) -> Leaf:
        """Return what rows hold.

        Raises:
            Unusable: one of them cannot be read.
        """
        pending = Pending()
        try:
            leaf = self._read(rows, pending)
            if pending.holds():
                return leaf
        except Unusable:
            raise
        except Exception:  # noqa: BLE001, S110 - whatever it is, the careful reader says it better
            pass
        events = [self.opened(row) for row in rows]
        streams = [self.streams[each.stream] for each in events]
        places = [(row[0], of, row[2], 1) for row, of in zip(rows, streams, strict=True)]
        none = np.empty((0, len(KNOWN)), np.int64)
        others = dict(enumerate((each.moment, each) for each in events))
        return Leaf.of(np.array(places, np.int64).reshape(-1, len(PLACES)), none, others)

    def _read(self, rows: list[Row], pending: Pending) -> Leaf:
        sealed, unwrapped = rows, self._mapper.unwrapped
        if not self._mapper.seals_alone:
            sealed = [(*row[:4], unwrapped(row[4])) for row in rows]
        places, known = self._frames.take(sealed)
        others: dict[int, _Taken] = {}
        if len(known) < len(rows):
            is_other = np.ones(len(rows), np.bool_)
            is_other[known[:, 0]] = False
            numbers = np.flatnonzero(is_other)
            told = zip(numbers.tolist(), places[numbers, 1:].tolist(), strict=True)
            for place, (stream, _, is_sealed) in told:
                try:
                    others[place] = self._taken(sealed[place], stream, is_sealed, pending)
                except Exception:  # noqa: BLE001 - likewise
                    recorded = self.opened(rows[place])
                    others[place] = recorded.moment, recorded
        return Leaf.of(places, known, others)

    def _taken(self, row: Row, number: int, is_sealed: int, pending: Pending) -> _Taken:
        """Return what a row holds, and when it was recorded; raise in any doubt."""
        _, stream, _, name, line = row
        if not is_sealed:
            raise ValueError
        if name == STATEMENT:
            twin = self._mapper.decoder.sealed_statement(line)
            if twin.stream != stream or may_hold_nul(line) or twin.salt == "":
                raise ValueError
            gist = self.gists.of(twin.event, self.streams.made[number], pending)
            if gist is not None:
                if twin.salt is not None:
                    pending.salts.append(twin.salt)
                self._frames.learn(line, twin, gist.how)
                return self._frames.moments[twin.recorded_at], gist
        recorded = self._mapper.decoder.readers[name](stream, line_in(line), pending)
        return recorded.moment, recorded

    def opened(self, row: Row) -> Recorded:
        """Return the event at a row, as the careful reader finds it.

        Raises:
            Unusable: it cannot be read.
        """
        _, stream, version, name, state = row
        found = self._mapper.opened(StoredEvent(stream, version, name, state))
        if isinstance(found, Exception):
            raise Unusable(str(found)) from found
        return found.recorded


def _claim_of(stream: str) -> str:
    """Return the id of the claim that a stream is of; empty where it is of something else."""
    name, kind = stream_of[stream]
    return name.removeprefix(kind) if kind == claim_stream("") else ""
