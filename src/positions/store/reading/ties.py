"""Which of the statements that came as simple are not: something else in the log speaks of them.

Statements and settings are compared by their hashes, so that a statement may be taken for tied that
is not, which costs a little time; never the other way round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from positions.model.claims.events import (
    ReportAdded,
    ReportVoided,
    StatementAmended,
    StatementRecorded,
    StatementVoided,
)
from positions.model.ids import StatementRef
from positions.replay.streams import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from positions.model.recorded import Recorded
    from positions.store.reading.skimming import Skim

    Hashes = NDArray[np.uint64]

__all__ = ["tied"]

_ODD = np.uint64(0x9E3779B97F4A7C15)


def tied(skim: Skim) -> NDArray[np.bool_]:
    """Return of each simple statement whether it is spoken of again, or shares a setting."""
    places = np.asarray(skim.simple)
    claims = np.asarray(skim.of)[places]
    apart = [*skim.apart.values()]
    again = _common(_refs(np.asarray(skim.ids), claims), _spoken_of(skim, apart))
    where = np.fromiter(skim.settings, np.int32, len(skim.settings))
    heard = np.array([hash(each) for each in _settings(apart)], np.int64)
    shared = _common(np.fromiter(skim.settings.values(), np.int64, len(where)), heard)
    again[where[shared]] = True
    return again


def _common(hashes: NDArray[np.generic], others: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Return which of *hashes* are there twice, or among the others."""
    _, inverse, counts = np.unique(hashes, return_inverse=True, return_counts=True)
    found: NDArray[np.bool_] = (counts > 1)[inverse] | np.isin(hashes, others)
    return found


def _refs(ids: NDArray[np.int64], claims: NDArray[np.int32]) -> Hashes:
    """Return statements as numbers, of the hashes of their ids and the numbers of their claims."""
    return ids.view(np.uint64) * _ODD + claims.astype(np.uint64)


def _spoken_of(skim: Skim, apart: list[Recorded]) -> Hashes:
    """Return the statements that events are about, or name."""
    numbers = {claim: number for number, claim in enumerate(skim.leaves.streams.made)}
    refs = [each for recorded in apart for each in _named(recorded) if each.claim in numbers]
    return _refs(
        np.array([hash(each.statement) for each in refs], np.int64),
        np.array([numbers[each.claim] for each in refs], np.int32),
    )


def _named(recorded: Recorded) -> Iterator[StatementRef]:
    match recorded.event:
        case StatementRecorded(statement=statement) | StatementAmended(statement=statement):
            yield StatementRef(_claim(recorded), statement.id)
            yield statement.ref
            yield from statement.earlier
        case StatementVoided(statement=id) | ReportAdded(statement=id) | ReportVoided(statement=id):
            yield StatementRef(_claim(recorded), id)
        case _:
            pass


def _claim(recorded: Recorded) -> str:
    return recorded.stream.partition(":")[2]


def _settings(apart: list[Recorded]) -> Iterator[tuple[str, str, str | None]]:
    for recorded in apart:
        if isinstance(recorded.event, StatementRecorded | StatementAmended):
            yield from settings(recorded.event.statement)
