"""The column index: answers to plain questions at the speed of memory, equal to the reference fold.

What is not plain it does not answer: the reference fold does.
"""

from __future__ import annotations

from positions.replay.index.cells import Cell, Cells, aligned
from positions.replay.index.cuts import UNASKED, Cuts
from positions.replay.index.generation import Generation
from positions.replay.index.growing import Index, index_of
from positions.replay.index.kernel import COMPILED
from positions.replay.index.outcomes import (
    NO_RECORD,
    NOBODY,
    different,
    kinds_of,
    outcome_of,
    outcome_of_standing,
    scores_of,
    stances_of,
    standing_of,
)
from positions.replay.index.sheet import Sheet
from positions.replay.index.window import Listening

__all__ = [
    "COMPILED",
    "NOBODY",
    "NO_RECORD",
    "UNASKED",
    "Cell",
    "Cells",
    "Cuts",
    "Generation",
    "Index",
    "Listening",
    "Sheet",
    "aligned",
    "different",
    "index_of",
    "kinds_of",
    "outcome_of",
    "outcome_of_standing",
    "scores_of",
    "stances_of",
    "standing_of",
]
