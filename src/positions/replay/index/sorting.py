"""How layers are made: of rows in any order; of a layer, with other rows in some of its cells."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve

from positions.replay.index.keys import Names, cell_key, cell_keys, tiers_of
from positions.replay.index.layer import COLUMNS, Layer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from positions.replay.index.keys import Numbers, Places
    from positions.replay.index.row import Row

    Cells = Mapping[tuple[str, str], Sequence[Row]]
    Columns = dict[str, NDArray[Any]]

__all__ = [
    "EMPTY",
    "joined",
    "kept",
    "layer_of",
    "of_segments",
    "part",
    "ranges",
    "renamed",
    "replaced",
]


def layer_of(cells: Cells) -> Layer:
    """Return the layer of the rows of these cells, each an actor and a claim."""
    actors = Names(tuple(sorted({actor for actor, _ in cells})))
    claims = Names(tuple(sorted({claim for _, claim in cells})))
    numbered, on = actors.numbers, claims.numbers
    keys: list[int] = []
    rows: list[Row] = []
    for (actor, claim), told in cells.items():
        key = cell_key(numbered[actor], on[claim])
        keys += [key + row.tier for row in told]
        rows += told
    table = np.fromiter(chain.from_iterable(rows), np.int64).reshape(-1, 1 + len(COLUMNS))
    columns = {
        name: table[:, place].astype(each)
        for place, (name, each) in enumerate(COLUMNS.items(), start=1)
    }
    return of_segments(actors, claims, np.array(keys, np.int64), columns)


def of_segments(actors: Names, claims: Names, keys: Numbers, columns: Columns) -> Layer:
    """Return the layer of rows in any order; *keys* tells the segment of each."""
    order = np.lexsort((columns["stop"], columns["start"], keys))
    keys = keys[order]
    begins = np.flatnonzero(np.diff(keys, prepend=-1))
    bounds = np.append(begins, len(keys)).astype(np.int64)
    sorted_columns = {name: each[order] for name, each in columns.items()}
    return _layer(actors, claims, keys[begins], bounds, sorted_columns)


def _layer(actors: Names, claims: Names, keys: Numbers, bounds: Numbers, columns: Columns) -> Layer:
    """Return the layer of sorted columns; where all is as it was said, that is kept once."""
    start, stop = columns["start"], columns["stop"]
    as_said = np.array_equal(start, columns["disclosed"]) and np.array_equal(
        stop, columns["public"]
    )
    if as_said:
        columns = columns | {"disclosed": start, "public": stop}
    return Layer(actors, claims, keys, bounds, reach=_reach(stop, bounds), **columns)


def _reach(stop: Numbers, bounds: Numbers) -> Numbers:
    """Return the greatest *stop* up to each row of its segment; *stop* itself where that is it."""
    falls = np.flatnonzero(stop[1:] < stop[:-1]) + 1
    segments = np.searchsorted(bounds, falls, side="right") - 1
    segments = np.unique(segments[bounds[segments] != falls])
    if not len(segments):
        return stop
    lengths = bounds[segments + 1] - bounds[segments]
    rows = ranges(bounds[segments], lengths)
    numbers = np.repeat(np.arange(len(segments), dtype=np.int64), lengths)
    times, places = np.unique(stop[rows], return_inverse=True)
    offset = numbers * len(times)
    reach = stop.copy()
    reach[rows] = times[np.maximum.accumulate(places + offset) - offset]
    return reach


def ranges(begins: Places, lengths: Places) -> Numbers:
    """Return the whole numbers of many ranges, one range after the other; int64."""
    ends = np.cumsum(lengths)
    before = np.repeat(begins - ends + lengths, lengths)
    found: Numbers = before + np.arange(len(before), dtype=np.int64)
    return found


def kept(layer: Layer, rows: NDArray[np.bool_]) -> Layer:
    """Return the layer of those of its rows that are marked."""
    lengths = np.add.reduceat(rows, layer.bounds[:-1], dtype=np.int64) if len(rows) else ()
    left = np.asarray(lengths, np.int64)
    segments = left > 0
    bounds = np.concatenate([[0], np.cumsum(left[segments])]).astype(np.int64)
    columns = {name: getattr(layer, name)[rows] for name in COLUMNS}
    return _layer(layer.actors, layer.claims, layer.keys[segments], bounds, columns)


def part(layer: Layer, cells: Numbers) -> Layer:
    """Return the layer of the rows of some of its cells, which are told by number, ascending."""
    first = layer.cell_begins[cells]
    segments = ranges(first, layer.cell_ends[cells] - first)
    low = layer.bounds[segments]
    lengths = layer.bounds[segments + 1] - low
    rows = ranges(low, lengths)
    bounds = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    columns = {name: getattr(layer, name)[rows] for name in COLUMNS}
    return _layer(layer.actors, layer.claims, layer.keys[segments], bounds, columns)


def replaced(layer: Layer, cells: Cells) -> Layer:
    """Return *layer* with other rows in some of its cells."""
    return joined(_without(layer, cells), layer_of(cells)) if cells else layer


def _without(layer: Layer, cells: Iterable[tuple[str, str]]) -> Layer:
    """Return a layer without some of its cells."""
    stays = np.ones(len(layer.keys), np.bool_)
    for cell in cells:
        low, high = layer.segments(layer.key(*cell))
        stays[low:high] = False
    return layer if stays.all() else kept(layer, layer.by_row(stays))


def joined(one: Layer, other: Layer) -> Layer:
    """Return the layer of all rows of two that have no cell in common."""
    actors, claims = one.actors.joined(other.actors), one.claims.joined(other.claims)
    parts = [renamed(each, actors, claims) for each in (one, other)]
    keys = np.concatenate([each.keys for each in parts])
    lengths = np.concatenate([np.diff(each.bounds) for each in parts])
    begins = np.concatenate([one.bounds[:-1], other.bounds[:-1] + len(one)])
    order = np.argsort(keys, kind="stable")
    lengths = lengths[order]
    bounds = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    rows = ranges(begins[order], lengths)
    columns = {
        name: np.concatenate([getattr(each, name) for each in parts])[rows] for name in COLUMNS
    }
    return _layer(actors, claims, keys[order], bounds, columns)


def renamed(layer: Layer, actors: Names, claims: Names) -> Layer:
    """Return a layer under other names, which are in the same order and more."""
    if layer.actors is actors and layer.claims is claims:
        return layer
    keys = cell_keys(
        actors.numbers_of(layer.actors)[layer.actor_of],
        claims.numbers_of(layer.claims)[layer.claim_of],
    )
    keys += tiers_of(layer.keys)
    return evolve(layer, actors=actors, claims=claims, keys=keys)


EMPTY = layer_of({})
