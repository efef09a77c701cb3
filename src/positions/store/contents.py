"""What is known of events that are not in memory: where each stands, and of which stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["Contents", "by_stream"]


@frozen(eq=False)
class Contents:
    """A table of contents of the first events of a log, the ledger's beginning left out.

    Attributes:
        positions: The position of each event; int64, ascending.
        times: When each was recorded, in microseconds since 1970-01-01T00:00Z, made monotone;
            int64.
        streams: The names of the streams.
        bounds: Where the events of each stream begin among *places*, and where the last ends;
            int64, one longer than *streams*.
        places: The places of events by stream, in order within each; int32.
        actor_places: The places of those of actors, in order; int32.
        opened: Where each claim was opened.
        early: The claims on which something was said before they were opened.
        reusing: The claims in which an amendment of one id was made of two things.
        related: The claims that were ever related to others.
    """

    positions: NDArray[np.int64]
    times: NDArray[np.int64]
    streams: Sequence[str]
    bounds: NDArray[np.int64]
    places: NDArray[np.int32]
    actor_places: NDArray[np.int32]
    opened: Mapping[str, int]
    early: frozenset[str]
    reusing: frozenset[str]
    related: frozenset[str]

    @property
    def of(self) -> NDArray[np.int32]:
        """The number of the stream of each event."""
        of = np.empty(len(self.positions), np.int32)
        numbers = np.arange(len(self.streams), dtype=np.int32)
        of[self.places] = np.repeat(numbers, np.diff(self.bounds))
        return of


def by_stream(of: NDArray[Any], count: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return the bounds and the places of `Contents`, of the number of the stream of each event."""
    bounds = np.zeros(count + 1, np.int64)
    np.cumsum(np.bincount(of, minlength=count), out=bounds[1:])
    return bounds, np.argsort(of, kind="stable").astype(np.int32)
