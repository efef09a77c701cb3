"""The innermost loops of the index: compiled where that could be done, in numpy elsewhere.

Both give the same answers; `COMPILED` says which are here.
"""

from __future__ import annotations

try:
    from positions.replay.index.kernel.compiled import (
        last_at,
        last_everywhere,
        last_of,
        numbers_of,
        places_of,
        word_of,
    )
except ImportError:
    from positions.replay.index.kernel.vectors import (
        last_at,
        last_everywhere,
        last_of,
        numbers_of,
        places_of,
        word_of,
    )

COMPILED = last_at.__module__.endswith(".compiled")

__all__ = [
    "COMPILED",
    "last_at",
    "last_everywhere",
    "last_of",
    "numbers_of",
    "places_of",
    "word_of",
]
