"""The ends of many cuts, as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np

from positions.errors import InvalidWhen
from positions.model.when import OPEN_FUTURE, When

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Moment", "Moments", "ends_of", "how_many"]

Moment: TypeAlias = When | str | datetime | date
"""Anything that says a time: see `When.of`."""

Moments: TypeAlias = "Moment | Sequence[Moment | None] | NDArray[np.datetime64] | None"
"""One for all questions, or one for each; `None` is no limit."""


def how_many(given: object) -> int | None:
    """Return how many values are given; `None` for one that goes with all."""
    if given is None or isinstance(given, str | When | date):  # a datetime is a date
        return None
    return len(cast("Sequence[object]", given))


def ends_of(
    moments: Moments, count: int, zone: str, without: int = OPEN_FUTURE
) -> NDArray[np.int64]:
    """Return the end of each of *count* cuts, exclusive, in microseconds since 1970-01-01T00:00Z.

    *without* stands for the end of what is left out.

    Raises:
        InvalidWhen: one cannot be read as a time.
    """
    if moments is None or isinstance(moments, str | When | date):
        return np.full(count, _end(moments, zone, without))
    if isinstance(moments, np.ndarray) or hasattr(moments, "__array__"):
        array = np.asarray(moments)
        if array.dtype.kind == "M":
            return _ends_of_units(array, zone)
        moments = array.tolist()
    listed = cast("Sequence[Moment | None]", moments)
    return np.fromiter((_end(each, zone, without) for each in listed), np.int64, len(listed))


def _end(moment: Moment | None, zone: str, without: int) -> int:
    return without if moment is None else When.of(moment, zone=zone).stop


def _ends_of_units(moments: NDArray[np.datetime64], zone: str) -> NDArray[np.int64]:
    """Return the end of the unit that each of *moments* names, which says of no zone itself."""
    if np.isnat(moments).any():
        raise InvalidWhen("NaT", "it is no time; leave `as_of` or `known_by` out for no limit")
    unit, many = np.datetime_data(moments.dtype)
    if unit in _FINER:
        moments, unit, many = moments.astype("datetime64[us]"), "us", 1
    if zone != "UTC" and unit == "D" and many == 1:
        return _ends_of_days(moments, zone)
    if zone != "UTC" or many != 1 or unit not in _WHOLE:
        return _parsed(moments, zone)
    units = moments.astype(np.int64) + 1
    return units.astype(moments.dtype).astype("datetime64[us]").astype(np.int64)


def _ends_of_days(days: NDArray[np.datetime64], zone: str) -> NDArray[np.int64]:
    """Return the end of each day in a zone, of which each is read once for many years."""
    known, places = _day_ends(zone), days.astype(np.int64) - _FIRST
    if ((places < 0) | (places >= len(known))).any():
        return _parsed(days, zone)
    found = known[places]
    new = found == _UNREAD
    if new.any():
        found[new] = known[places[new]] = _parsed(days[new], zone)
    return found


@lru_cache(maxsize=16)  # 800 kB each
def _day_ends(_: str) -> NDArray[np.int64]:
    """Return where the ends of days in a zone are kept, as far as they were read."""
    return np.full(_LAST - _FIRST, _UNREAD)


def _parsed(moments: NDArray[np.datetime64], zone: str) -> NDArray[np.int64]:
    """Return the end of the unit that each names, each different one read as text."""
    different, places = np.unique(moments, return_inverse=True)
    texts: list[str] = np.datetime_as_string(different).tolist()
    return np.array([When.parse(each, zone=zone).stop for each in texts], np.int64)[places]


_FIRST, _LAST = (int(np.datetime64(each, "D").astype(np.int64)) for each in ("1815", "2090"))
"""The days that are kept, counted from 1970: half-open."""
_UNREAD = np.int64(np.iinfo(np.int64).min)
_FINER = ("ns", "ps", "fs", "as")
_WHOLE = ("Y", "M", "D", "h", "m", "s", "ms", "us")
