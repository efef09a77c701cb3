"""A long log, read through for the first time: what is left of it is what a checkpoint has.

Statements of which nothing else needs to be known become rows of the index as they are. All others,
and all that was recorded besides, are replayed as if they were a log of their own: their order is
the same there, so that only their places need to be told anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from positions.pausing import collection_paused, to_the_end
from positions.replay.index import Index, index_of
from positions.replay.index.simple import Simple, moved, with_simple
from positions.replay.record import Record
from positions.replay.streams import Streams
from positions.store.catalogue import brought_up_to_date
from positions.store.checkpoint import Unusable
from positions.store.contents import Contents, by_stream
from positions.store.kept_past import KeptPast, keyed_of
from positions.store.log import PAGE, told
from positions.store.pages import entries
from positions.store.reading.skimming import Skim
from positions.store.reading.ties import tied
from positions.store.resuming import Resumed

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from positions.store.log import Log

    Which = NDArray[np.bool_]

__all__ = ["read_through", "skimmed"]


def read_through(log: Log, progress: Callable[[int], None]) -> Resumed:
    """Return what stands in a log; *progress* is told each position that was reached.

    Raises:
        Unusable: something in it cannot be read, or the log keeps no index of keys.
    """
    skim = skimmed(log, progress)
    brought_up_to_date(log, keyed_of(log))
    again = tied(skim)
    _set_apart(log, skim, again)
    return _resumed(log, skim, ~again)


def skimmed(log: Log, progress: Callable[[int], None]) -> Skim:
    """Return what is noted of every event of a log; else as `read_through`."""
    keyed = keyed_of(log)
    skim = Skim(log.mapper)

    def read_page() -> bool:
        rows = told(lambda: keyed.select_rows(skim.last, PAGE))
        if rows:
            skim.take(rows)
            progress(skim.last)
        return not rows

    to_the_end(read_page)
    return skim


def _set_apart(log: Log, skim: Skim, which: Which) -> None:
    """Read some statements again, which came as simple and are not, and set them apart."""
    keyed = keyed_of(log)
    places = np.sort(np.asarray(skim.simple)[which])
    positions = np.asarray(skim.positions)[places].tolist()
    place_of = dict(zip(positions, places.tolist(), strict=True))
    for low in range(0, len(positions), PAGE):
        some = positions[low : low + PAGE]
        with collection_paused():
            for each in entries(told(lambda: keyed.select_rows_at(some)), log.mapper):  # noqa: B023 - at once
                if isinstance(each.found, Exception):
                    raise Unusable(str(each.found)) from each.found
                skim.apart[place_of.pop(each.position)] = each.found
    if place_of:
        why = f"what was at position {min(place_of)} is no longer there"
        raise Unusable(why)


def _resumed(log: Log, skim: Skim, which: Which) -> Resumed:
    """Return what stands in a log, of which some statements are simple, and all else is apart."""
    apart = sorted(skim.apart)
    places = np.array(apart, np.int32)
    alone, end = Streams(), len(apart)
    for low in range(0, end, PAGE):
        with collection_paused():
            for place in apart[low : low + PAGE]:
                alone.append(skim.apart[place])
    contents = _contents(skim, alone, places)
    past = KeptPast(log, contents)
    streams = Streams(past=past)
    streams.roster = len(contents.actor_places), Record(alone, end).roster
    index = index_of(alone)
    index.at(end)
    layer, fallen = moved(*index.rows(), places)
    layer = with_simple(layer, _simple(skim, which))
    streams.index = Index.resumed(streams, layer, lambda: fallen, past.count)
    return Resumed(streams, past, skim.last, skim.zone, read=past.count)


def _contents(skim: Skim, alone: Streams, places: NDArray[np.int32]) -> Contents:
    """Return the table of contents; *alone* holds what stands apart, at these places.

    Raises:
        Unusable: something is missing in a stream.
    """
    names = [*skim.leaves.streams]
    of = np.asarray(skim.of)
    bounds, in_order = by_stream(of, len(names))
    begins = bounds[:-1]
    expected = np.arange(1, len(of) + 1) - np.repeat(begins, np.diff(bounds))
    if not np.array_equal(np.asarray(skim.versions)[in_order], expected):
        why = "an event is missing in a stream"
        raise Unusable(why)
    opened = {id: int(places[place]) for id, place in alone.opened.items()}
    firsts = zip(skim.leaves.streams.made, in_order[begins].tolist(), strict=True)
    return Contents(
        positions=np.asarray(skim.positions),
        times=np.maximum.accumulate(np.asarray(skim.moments)),
        streams=names,
        bounds=bounds,
        places=in_order,
        actor_places=places[np.array(alone.actor_places, np.int64)],
        opened=opened,
        early=frozenset(id for id, place in firsts if id and opened.get(id, len(of)) > place),
        reusing=alone.reusing,
        related=frozenset(alone.related()),
    )


def _simple(skim: Skim, which: Which) -> Simple:
    """Return those of the statements that are simple."""
    said = np.asarray(skim.said).reshape(-1, 2)
    dated = said.copy()
    dated[[*skim.dated]] = np.array([*skim.dated.values()], np.int64).reshape(-1, 2)
    places = np.asarray(skim.simple)
    gists = skim.leaves.gists
    return Simple(
        actors=[*gists.speakers],
        claims=skim.leaves.streams.made,
        manners=gists.manners.made,
        by=np.asarray(skim.by)[which],
        on=np.asarray(skim.of)[places][which],
        how=np.asarray(skim.how)[which],
        said=said[which],
        dated=dated[which],
        places=places[which],
    )
