"""The innermost loops, compiled: `loops.c` fills the columns that are made here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from positions.model.when import OPEN_FUTURE, OPEN_PAST
from positions.replay.index.cuts import UNASKED
from positions.replay.index.kernel import loops
from positions.replay.index.keys import TIERS
from positions.replay.index.outcomes import NO_RECORD
from positions.replay.index.row import PERHAPS, ROLED

if TYPE_CHECKING:
    from positions.replay.index.keys import Names, Numbers
    from positions.replay.index.layer import Layer
    from positions.replay.index.outcomes import Outcomes
    from positions.replay.index.spans import Rows, Spans
    from positions.replay.index.window import Listening

__all__ = ["last_at", "last_everywhere", "last_of", "numbers_of", "places_of", "word_of"]

loops.words(TIERS, PERHAPS, ROLED, NO_RECORD, OPEN_PAST, OPEN_FUTURE)


def numbers_of(ids: list[str], names: Names) -> Numbers:
    """Return the number of each id; -1 for one that has none; int64."""
    found, slots = np.empty(len(ids), np.int64), names.slots
    if not len(slots):
        slots = np.zeros(2 << len(names.ids).bit_length(), np.int32)
        loops.file_ids(names.ids, slots)
        names.slots = slots
    loops.numbers_of(ids, names.ids, slots, found)
    return found


def places_of(asked: Numbers, among: Numbers) -> Numbers:
    """Return the place of each number among ascending ones; -1 where it is none of them; int64."""
    found = np.empty(len(asked), np.int64)
    loops.places_of(asked, among, found)
    return found


def last_at(spans: Spans, until: int) -> tuple[Numbers, Outcomes]:
    """Return the keys of the cells in which something is in at a cut, and the outcome of each."""
    room = len(spans.keys) + 1
    keys, outcomes = np.empty(room, np.int64), np.empty(room, np.uint16)
    found = loops.last_at(spans.columns, until, keys, outcomes)
    return keys[:found], outcomes[:found]


def last_everywhere(spans: Spans, until: int) -> Outcomes:
    """Return the outcome of every cell at a cut."""
    outcomes = np.empty(len(spans.keys), np.uint16)
    loops.last_everywhere(spans.columns, until, outcomes)
    return outcomes


def last_of(spans: Spans, cells: Numbers, until: Numbers) -> tuple[Rows, Outcomes]:
    """Return the last row of each of some cells, each at a cut of its own, and its outcome.

    The row is -1 where nothing is in, or the cell is -1 and no cell.
    """
    rows, outcomes = np.empty(len(cells), np.int32), np.empty(len(cells), np.uint16)
    loops.last_of(spans.columns, cells, until, rows, outcomes)
    return rows, outcomes


def word_of(layer: Layer, key: int, heard: Listening) -> int:
    """Return the outcome of the cell of a key, whose words are all its own, at one cut."""
    before, until, public_by = heard.ends(layer)
    if public_by is None:
        public_by = UNASKED
    return loops.word_of(layer.columns, key, before, until, public_by, heard.unheard, heard.special)
