"""A log read through, and no more made of it than is kept: columns, and what is not simple.

What cannot be read is not for here: then the log is read event by event, which says what is wrong.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, cast

import numpy as np

from positions.model.recorded import LEDGER
from positions.store.reading.frames import KNOWN, PLACES
from positions.store.reading.leaves import Leaves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from positions.model.recorded import LedgerBegun, Recorded
    from positions.store.application import LineMapper
    from positions.store.keyed import Row
    from positions.store.reading.gists import Gist

__all__ = ["Skim"]


class Skim:
    """What was read of a log from its beginning.

    Places count all events but the ledger's beginning. Times are microseconds since
    1970-01-01T00:00Z.

    Attributes:
        leaves: What has read it, and numbers streams, speakers and manners.
        positions: The position of each event; int64.
        of: The number of its stream; int32.
        versions: Its place in that; int64.
        moments: When it was recorded; int64.
        simple: The place of each simple statement, in no order; int32.
        by: The number of its speaker; int32.
        how: That of its manner; int32.
        said: When it was said, from and until; two int64 each.
        ids: The hash of its id; int64.
        dated: When they were disclosed, where that was not when they were said; by number.
        settings: The hashes of their settings, where they have one; by number.
        apart: All other events, by place.
        zone: The zone that the first write fixed.
        last: The position of the last event, be it the ledger's beginning; 0 without any.
    """

    def __init__(self, mapper: LineMapper) -> None:
        self.leaves = Leaves(mapper)
        self.positions, self.versions, self.moments = array("q"), array("q"), array("q")
        self.of, self.simple, self.by, self.how = (array("i") for _ in range(4))
        self.said, self.ids = array("q"), array("q")
        self.dated: dict[int, tuple[int, int]] = {}
        self.settings: dict[int, int] = {}
        self.apart: dict[int, Recorded] = {}
        self.zone: str | None = None
        self.last = 0

    def take(self, rows: Sequence[Row]) -> None:
        """Take the rows that come next in the log; at least one.

        Raises:
            Unusable: one of them cannot be read.
        """
        self.last = rows[-1][0]
        leaf = self.leaves.read(self._without_beginning(rows))
        base = len(self.positions)
        places = dict(zip(PLACES, leaf.places.T, strict=True))
        self.moments.frombytes(leaf.moments.tobytes())
        self.apart |= {base + place: each for place, each in leaf.apart.items()}
        for place, gist in leaf.simple.items():
            self._add(base + place, gist)
        known = dict(zip(KNOWN, leaf.known.T, strict=True))
        for whole, added in (
            (self.positions, places["position"]),
            (self.of, places["of"]),
            (self.versions, places["version"]),
            (self.simple, known["place"] + base),
            (self.by, known["by"]),
            (self.how, known["how"]),
        ):
            whole.frombytes(added.astype(whole.typecode).tobytes())
        self.said.frombytes(np.stack([known["start"], known["stop"]], axis=1).tobytes())
        self.ids.frombytes(known["id"].tobytes())

    def _without_beginning(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows that have a place, and take the zone of what has none."""
        left = [row for row in rows if row[1] != LEDGER]
        for row in rows if len(left) < len(rows) else ():
            if row[1] == LEDGER:
                begun = cast("LedgerBegun", self.leaves.opened(row).event)  # no other
                self.zone = self.zone or begun.zone
        return left

    def _add(self, place: int, gist: Gist) -> None:
        number = len(self.simple)
        self.simple.append(place)
        self.by.append(gist.by)
        self.how.append(gist.how)
        self.said.extend(gist.said)
        self.ids.append(gist.id)
        if gist.dated is not None:
            self.dated[number] = gist.dated
        if gist.setting is not None:
            self.settings[number] = gist.setting
