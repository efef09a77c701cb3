"""The rows of many statements of which nothing but themselves needs to be known, made at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, frozen

from positions.model.claims.report import Report
from positions.model.claims.statement import Statement
from positions.replay.index.keys import Names, cell_keys
from positions.replay.index.layer import COLUMNS
from positions.replay.index.row import Row, rows_of
from positions.replay.index.sorting import of_segments, renamed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from positions.replay.index.keys import Numbers
    from positions.replay.index.layer import Layer
    from positions.replay.index.touched import Fallen

__all__ = ["Manner", "Simple", "moved", "with_simple"]

Manner = tuple[Statement, tuple[Report, ...]]
"""A statement with its reports, as which others are read but for who spoke, on what, and when."""


@frozen(eq=False)
class Simple:
    """Statements that are spoken of once, are tied to no other, and were said for nobody else.

    Attributes:
        actors: Ids.
        claims: Ids.
        manners: An instance of each manner of speaking.
        by: Which of the actors spoke each statement.
        on: On which of the claims.
        how: In which manner.
        said: When it was said, from and until: a row each; int64, as in `Row`.
        dated: When it was disclosed, likewise.
        places: Where in the log it was recorded.
    """

    actors: Sequence[str]
    claims: Sequence[str]
    manners: Sequence[Manner]
    by: NDArray[np.int32]
    on: NDArray[np.int32]
    how: NDArray[np.int32]
    said: Numbers
    dated: Numbers
    places: NDArray[np.int32]


def with_simple(layer: Layer, simple: Simple) -> Layer:
    """Return the layer of the rows of *layer* and those of simple statements."""
    actors = layer.actors.joined(_used(simple.actors, simple.by))
    claims = layer.claims.joined(_used(simple.claims, simple.on))
    layer = renamed(layer, actors, claims)
    like = [row for each in simple.manners for _, row in rows_of(*each, 0, 0, tied=False)]
    table = np.array(like, np.int64).reshape(-1, len(Row._fields))[simple.how]
    columns: dict[str, Numbers] = {
        **{name: table[:, place] for place, name in enumerate(Row._fields)},
        "start": simple.said[:, 0],
        "stop": simple.said[:, 1],
        "disclosed": simple.dated[:, 0],
        "public": simple.dated[:, 1],
        "first": simple.places.astype(np.int64),
        "begin": simple.places.astype(np.int64),
    }
    keys = cell_keys(
        _numbers(simple.actors, actors)[simple.by], _numbers(simple.claims, claims)[simple.on]
    )
    return of_segments(
        actors,
        claims,
        np.concatenate([layer.by_row(layer.keys), keys + columns["tier"]]),
        {
            name: np.concatenate([getattr(layer, name), columns[name].astype(each)])
            for name, each in COLUMNS.items()
        },
    )


def moved(
    layer: Layer, fallen: Sequence[Fallen], places: NDArray[np.int32]
) -> tuple[Layer, list[Fallen]]:
    """Return rows of a part of a log as those of the whole, where its events stand at *places*."""
    told = places.tolist()
    return (
        evolve(layer, first=places[layer.first], begin=places[layer.begin]),
        [
            evolve(
                each,
                row=each.row._replace(first=told[each.row.first], begin=told[each.row.begin]),
                end=told[each.end],
            )
            for each in fallen
        ],
    )


def _used(ids: Sequence[str], numbers: NDArray[np.int32]) -> Names:
    """Return those of the ids whose numbers are there."""
    used: list[int] = np.unique(numbers).tolist()
    return Names(tuple(sorted(ids[each] for each in used)))


def _numbers(ids: Sequence[str], names: Names) -> Numbers:
    """Return the number among *names* of each of the ids; -1 where it is none of them."""
    return np.array([names.numbers.get(id, -1) for id in ids], np.int64)
