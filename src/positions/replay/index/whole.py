"""All rows under everybody for whom they count: roll-up in bulk (R8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from positions.model.when import Truth
from positions.replay.index.keys import TIERS, WITHIN_ACTOR, Names, cell_key
from positions.replay.index.layer import COLUMNS, Layer
from positions.replay.index.row import ALONE, BACKGROUND, PERHAPS, ROLED, SPECIAL, UTTERED
from positions.replay.index.sorting import joined, kept, of_segments
from positions.replay.rollup import Speech, periods
from positions.replay.weighing import Tier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from positions.replay.index.keys import Numbers
    from positions.replay.roster import Roster

__all__ = ["whole"]


def whole(layer: Layer, roster: Roster) -> Layer:
    """Return the rows of *layer* under every actor on record for whom they count.

    A row counts as `positions.replay.index.window` says of one: what only the reference fold can
    attribute is special.
    """
    together = [id for id in roster.states if not roster.speaks_alone(roster.same(id))]
    alone = np.array([roster.is_listed_alone(id) for id in layer.actors.ids], np.bool_)
    if not together and alone.all():
        return layer
    single = kept(layer, layer.by_row(alone[layer.actor_of]))
    return joined(single, _rolled(layer, roster, Names(tuple(together))))


@frozen(eq=False)
class _Part:
    """Some rows of a layer, as they count for a body."""

    keys: Numbers
    rows: NDArray[np.int64]
    flags: NDArray[np.uint16]


def _rolled(layer: Layer, roster: Roster, bodies: Names) -> Layer:
    """Return the layer of those who have other voices than their own, or several ids."""
    cells = layer.by_row(layer.keys & WITHIN_ACTOR)
    edges = layer.bounds[np.searchsorted(layer.actor_of, np.arange(len(layer.actors.ids) + 1))]
    parts: list[_Part] = []
    found: dict[str, list[_Part]] = {}
    for id in bodies.ids:
        same = roster.same(id)
        if same not in found:
            found[same] = list(_counting(layer, cells, edges, roster, same))
        key = cell_key(bodies.numbers[id], 0)
        parts += [_Part(each.keys | key, each.rows, each.flags) for each in found[same]]
    rows = np.concatenate([each.rows for each in parts]) if parts else np.empty(0, np.int64)
    keys = np.concatenate([each.keys for each in parts]) if parts else rows
    columns = {name: getattr(layer, name)[rows] for name in COLUMNS}
    if parts:
        columns["flags"] = np.concatenate([each.flags for each in parts])
    return of_segments(bodies, layer.claims, keys, columns)


def _counting(
    layer: Layer, cells: Numbers, edges: Numbers, roster: Roster, body: str
) -> Iterator[_Part]:
    """Yield the rows that may count for *body*, the name of a class, by who spoke them."""
    for voice in sorted(roster.voices(body)):
        members = roster.members(voice)
        for id in members:
            number = layer.actors.numbers.get(id)
            if number is None:
                continue
            rows: Numbers = np.arange(edges[number], edges[number + 1], dtype=np.int64)
            flags, keys = layer.flags[rows], cells[rows]
            if len(members) > 1:
                flags = np.where(flags & UTTERED, flags | SPECIAL, flags)
            if voice != body:
                counts = _attributed(roster, voice, body, layer.start[rows], layer.stop[rows])
                counts[flags & ALONE != 0] = _NO
                maybe = np.where(flags & ROLED, np.uint16(SPECIAL), np.uint16(PERHAPS))
                flags = np.where(counts == _MAYBE, flags | maybe, flags)
                moved = (flags & BACKGROUND != 0) & (keys & TIERS == Tier.FIRST)
                keys = np.where(moved, keys + (Tier.BACKGROUND - Tier.FIRST), keys)
                there = counts != _NO
                rows, flags, keys = rows[there], flags[there], keys[there]
            yield _Part(keys, rows, flags.astype(np.uint16))


_NO, _MAYBE, _YES = range(3)
_CODES = {Truth.NO: _NO, Truth.MAYBE: _MAYBE, Truth.YES: _YES}


def _attributed(
    roster: Roster, voice: str, body: str, start: Numbers, stop: Numbers
) -> NDArray[np.int8]:
    """Return of many words of a voice whether they count for *body*, each as `attribution` says."""
    starts, truths = periods(roster, Speech(voice, voice, None, 0, 1), body)
    codes = np.array([_CODES[each] for each in truths], np.int8)
    first = np.searchsorted(starts, start, side="right") - 1
    last = np.searchsorted(starts, stop, side="left")
    runs = np.concatenate([[0], np.cumsum(np.diff(codes) != 0)])
    return np.where(runs[first] == runs[last - 1], codes[first], np.int8(_MAYBE))
