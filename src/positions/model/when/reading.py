"""From an expression and a zone to instants, and what of it cannot be held."""

from __future__ import annotations

from datetime import MINYEAR, date
from zoneinfo import ZoneInfo

from positions.errors import InvalidWhen
from positions.model.when.edtf import Bound, Expression
from positions.model.when.moment import Moment, bounds_of_moment
from positions.model.when.zones import (
    EARLIEST,
    LATEST,
    OPEN_FUTURE,
    OPEN_PAST,
    start_of_day,
    stop_of_day,
)

__all__ = ["bounds", "hold"]


def bounds(text: str, expression: Expression, zone: ZoneInfo) -> tuple[int, int]:
    """Return the instants `[start, stop)` that an expression names, read in a zone.

    Raises:
        InvalidWhen: It cannot be held, is reversed, or names what never was in that zone.
    """
    lower, upper = expression.lower, expression.upper
    if isinstance(lower, Moment) and lower is upper:
        return _moment(text, lower, zone)
    start, stop = OPEN_PAST, OPEN_FUTURE
    if lower is not None:
        start = _start(text, lower, zone)
    if upper is not None:
        stop = _stop(text, upper, zone)
        if isinstance(upper, Moment) and start > stop - upper.unit:
            raise InvalidWhen(text, "it begins after it ends; exchange its ends", text.find("/"))
    return hold(text, start, stop, zone)


def hold(text: str, start: int, stop: int, zone: ZoneInfo) -> tuple[int, int]:
    """Return what is given, if it is a period that can be held.

    Raises:
        InvalidWhen: It is empty, or reaches out of the years 1 to 9999 in UTC.
    """
    if (start < EARLIEST and start != OPEN_PAST) or (stop > LATEST and stop != OPEN_FUTURE):
        raise _outside(text)
    if start >= stop:
        raise InvalidWhen(text, f"there was no such day in {zone.key}: its calendar skipped it")
    return start, stop


def _outside(text: str) -> InvalidWhen:
    why = (
        "it is valid EDTF, but only what lies between 0001-01-01T00:00Z and "
        "9999-12-31T23:59:59.999999Z can be held"
    )
    return InvalidWhen(text, why, valid_edtf=True)


def _moment(text: str, moment: Moment, zone: ZoneInfo) -> tuple[int, int]:
    found = bounds_of_moment(text, moment, zone)
    if found is None:
        raise _outside(text)
    return hold(text, *found, zone)


def _start(text: str, bound: Bound, zone: ZoneInfo) -> int:
    if isinstance(bound, Moment):
        return _moment(text, bound, zone)[0]
    if bound.first[0] < MINYEAR:
        raise _outside(text)
    return start_of_day(zone, date(*bound.first))


def _stop(text: str, bound: Bound, zone: ZoneInfo) -> int:
    if isinstance(bound, Moment):
        return _moment(text, bound, zone)[1]
    if bound.last[0] < MINYEAR:
        raise _outside(text)
    return stop_of_day(zone, date(*bound.last))
