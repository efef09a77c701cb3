"""Going on from a checkpoint, instead of reading a log from its beginning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
from attrs import astuple, frozen

from positions.replay.index import index_of
from positions.replay.index.packing import names_packed, names_unpacked, packed, unpacked
from positions.replay.record import Record
from positions.replay.roster import Link, Roster
from positions.replay.streams import Streams
from positions.store.catalogue import brought_up_to_date
from positions.store.checkpoint import Checkpoint, Unusable
from positions.store.contents import Contents, by_stream
from positions.store.kept_past import KeptPast, keyed_of
from positions.store.log import told

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from positions.model.actors.state import ActorState
    from positions.model.recorded import Recorded
    from positions.store.log import Log

__all__ = ["Resumed", "packed_up", "resumed"]


@frozen(eq=False)
class Resumed:
    """What was read of a log up to a position, by whomever.

    Attributes:
        streams: The events.
        past: Where those are looked up that are not in memory.
        position: The position of the last of them.
        zone: The zone that the first write fixed.
        read: How many events were read for that, and not only looked up.
    """

    streams: Streams
    past: KeptPast
    position: int
    zone: str | None
    read: int = 0


def packed_up(
    log: Log,
    streams: Streams,
    past: KeptPast | None,
    positions: NDArray[np.int64],
    ending: tuple[int, str | None],
) -> Checkpoint:
    """Return a checkpoint of what was read of a log, all of which could be read.

    Args:
        log: The log.
        streams: What was read of it.
        past: Where those of the events are looked up that are not in memory.
        positions: The position of each event.
        ending: That of the last event that was read, which may be the ledger's beginning; and the
            zone that this fixed.

    Raises:
        Unusable: the log does not hold what was read.
    """
    count = len(streams.events)
    index = index_of(streams)
    index.at(count)
    roster = Record(streams, count).roster
    opened = sorted(streams.opened)
    contents = None if past is None else past.contents
    names, bounds, places = _by_stream(contents, streams.events)
    columns = packed(index) | {
        "log.positions": positions,
        "log.times": np.fromiter(streams.times, np.int64, count),
        "log.streams": names_packed(tuple(names)),
        "log.bounds": bounds,
        "log.places": places,
        "log.actor_places": np.fromiter(streams.actor_places, np.int32, len(streams.actor_places)),
        "log.opened": names_packed(tuple(opened)),
        "log.opened_places": np.array([streams.opened[id] for id in opened], np.int32),
        "roster.registered": names_packed(tuple(roster.states)),
    }
    position, zone = ending
    return Checkpoint(
        {
            "position": position,
            "tip": _tip(log, position),
            "zone": zone,
            "early": sorted(streams.early),
            "reusing": sorted(streams.reusing),
            "related": streams.related(),
            "roster": {
                "classes": dict(roster.classes),
                "contested": sorted(roster.contested),
                "links": [astuple(link) for links in roster.links.values() for link in links],
            },
        },
        columns,
    )


def _by_stream(
    contents: Contents | None, events: Sequence[Recorded]
) -> tuple[list[str], NDArray[np.int64], NDArray[np.int32]]:
    """Return streams, bounds and places of all *events*, the first of which have these contents."""
    names: Sequence[str] = () if contents is None else contents.streams
    of = np.empty(0, np.int32) if contents is None else contents.of
    numbers = {name: number for number, name in enumerate(names)}
    later = [numbers.setdefault(each.stream, len(numbers)) for each in events[len(of) :]]
    of = np.concatenate([of, np.array(later, np.int32)])
    return list(numbers), *by_stream(of, len(numbers))


def _tip(log: Log, position: int) -> str:
    """Return what tells the event at a position from every other: each has a salt of its own."""
    keyed = log.keyed
    rows = () if keyed is None else told(lambda: keyed.select_rows(position - 1, 1))
    if not rows or rows[0][0] != position:
        why = f"there is no event at position {position}"
        raise Unusable(why)
    digest = blake2b(digest_size=16)
    for each in rows[0]:
        digest.update(each if isinstance(each, bytes) else str(each).encode())
    return digest.hexdigest()


def resumed(log: Log, held: Checkpoint) -> Resumed:
    """Return what a checkpoint says was read of a log.

    Args:
        log: The log.
        held: The checkpoint.

    Raises:
        Unusable: it is of another log, or of more than there is.
    """
    given, columns = held.told, held.columns
    try:
        position = int(given["position"])
        if _tip(log, position) != given["tip"]:
            why = f"the event at position {position} is another one"
            raise Unusable(why)
        brought_up_to_date(log, keyed_of(log))
        past = KeptPast(log, _contents(held))
        streams = Streams(past=past)
        registered = names_unpacked(columns["roster.registered"])
        roster = Roster.joined(
            _Registered(streams, registered),
            given["roster"]["classes"],
            frozenset(given["roster"]["contested"]),
            [Link(*each) for each in given["roster"]["links"]],
        )
        streams.roster = len(past.actor_places), roster
        streams.index = unpacked(streams, columns, past.count)
        return Resumed(streams, past, position, given["zone"])
    except (KeyError, TypeError, ValueError) as error:
        raise Unusable(repr(error)) from error


def _contents(held: Checkpoint) -> Contents:
    given, columns = held.told, held.columns
    opened = names_unpacked(columns["log.opened"])
    return Contents(
        positions=columns["log.positions"],
        times=columns["log.times"],
        streams=names_unpacked(columns["log.streams"]),
        bounds=columns["log.bounds"],
        places=columns["log.places"],
        actor_places=columns["log.actor_places"],
        opened=dict(zip(opened, columns["log.opened_places"].tolist(), strict=True)),
        early=frozenset(given["early"]),
        reusing=frozenset(given["reusing"]),
        related=frozenset(given["related"]),
    )


class _Registered(Mapping[str, "ActorState"]):
    """The actors on record at a checkpoint; what is told of one is read when it is asked for."""

    def __init__(self, streams: Streams, ids: tuple[str, ...]) -> None:
        self._streams = streams
        self._ids = dict.fromkeys(ids)
        self._end = len(streams.events)

    def __getitem__(self, id: str) -> ActorState:
        if id not in self._ids:
            raise KeyError(id)
        return self._streams.actor(id, self._end)

    def __contains__(self, id: object) -> bool:
        return id in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)
