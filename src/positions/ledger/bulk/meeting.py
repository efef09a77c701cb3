"""Rows of one page that meet: in an id, or in an utterance."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from positions.ledger.bulk.prepared import Prepared

__all__ = ["crowded", "twice", "unlike"]


def twice(prepared: Prepared) -> set[int]:
    """Return the rows that say once more what a row before them has said."""
    return {at for at, first in _again(prepared) if prepared.bodies[at] == prepared.bodies[first]}


def unlike(prepared: Prepared) -> set[int]:
    """Return the rows that say something else under the id of a row before them, and that row."""
    unlike = [
        pair for pair in _again(prepared) if prepared.bodies[pair[0]] != prepared.bodies[pair[1]]
    ]
    return {at for pair in unlike for at in pair}


def _again(prepared: Prepared) -> list[tuple[int, int]]:
    """Return the rows whose statement has the id of one before them, each with the first such."""
    names = list(zip(prepared.claims, prepared.ids, strict=True))
    if len(set(names)) == len(names):
        return []
    first: dict[object, int] = {}
    return [
        (at, first[name])
        for at, name in enumerate(names)
        if prepared.bodies[at] is not None and first.setdefault(name, at) != at
    ]


def crowded(prepared: Prepared, utterances: list[tuple[str | None, bool]]) -> set[int]:
    """Return the rows that another of the same utterance may be ordered with.

    Whoever spoke, as some of the speakers may be one.
    """
    met: defaultdict[tuple[str, str | None], list[int]] = defaultdict(list)
    placed: defaultdict[str, list[int]] = defaultdict(list)
    for at, (utterance, place) in enumerate(utterances):
        if utterance is not None:
            met[utterance, prepared.claims[at]].append(at)
            if place:
                placed[utterance].append(at)
    groups = [*met.values(), *placed.values()]
    return {at for group in groups if len(group) > 1 for at in group}
