"""Times of day: a date-time as it is written, and the instants that it names."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from attrs import frozen

from positions.errors import InvalidWhen
from positions.model.when.days import PLAIN_LENGTH, YearMonthDay
from positions.model.when.zones import DAY, EPOCH_DAY, SECOND, clock, instants, stop_of

__all__ = ["Moment", "bounds_of_moment", "read_time"]

_TIME = re.compile(
    r"T([0-9]{2})(?::([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]+))?)?)?(Z|[+-][0-9]{2}(?::[0-9]{2})?)?"
)
_MIDNIGHT = re.compile(r"T24:00(?::00)?")
_MICROSECOND_DIGITS = 6
_HOURS, _MINUTES, _SECONDS = 24, 60, 60
_MINUTE = 60 * SECOND
_HOUR = 60 * _MINUTE
_FIRST_LEAP_SECONDS = (date(1972, 1, 1).toordinal() - EPOCH_DAY) * DAY


@frozen(kw_only=True)
class Moment:
    """A date-time as it is written.

    Attributes:
        local: What clocks show when it begins, or `None` where no clock reading can be held (year
            0, before, or beyond 9999). Of a leap second, what they show a minute before it ends.
        unit: How long it lasts, in microseconds: an hour, minute, second or fraction of one.
        offset: The offset from UTC in microseconds, or `None` where it is to be read in a zone.
        leap: How far into its minute a leap second (and its fraction) begins, in microseconds;
            0 for any other time.
        at: Where its time of day stands in the text.
        text: Its canonical spelling.
    """

    local: datetime | None
    unit: int
    offset: int | None
    leap: int
    at: int
    text: str


def read_time(text: str, at: int, end: int, day: YearMonthDay) -> Moment:
    """Read the time of day that stands in `text[at:end]`, on *day*.

    Args:
        text: The whole text, for the error.
        at: Where the `T` is.
        end: Where the time must end.
        day: The day before the `T`.

    Raises:
        InvalidWhen: It is no time of day.
    """
    match = _TIME.match(text, at, end)
    if match is None:
        raise InvalidWhen(text, "a time of day is written as T14:06 or T14:06:30", at)
    if match.end() != end:
        raise InvalidWhen(text, _why_not(text[match.end()]), match.end())
    offset, suffix = _offset(text, match)
    hour, minute, second = (int(part or 0) for part in match.group(1, 2, 3))
    if hour > _HOURS or minute >= _MINUTES or second > _SECONDS:
        raise InvalidWhen(text, "times of day run from 00:00:00 to 23:59:59, or 24:00", at)
    time = text[at : match.start(5) if suffix else end].replace(",", ".")
    midnight = hour == _HOURS
    if midnight and not _MIDNIGHT.fullmatch(time):
        raise InvalidWhen(text, "hour 24 is only read as 24:00 or 24:00:00", at)
    micros, unit = _precision(match)
    leap = _MINUTE + micros if second == _SECONDS else 0
    if leap:
        second = micros = 0
    written = text[at - PLAIN_LENGTH : at]
    try:
        local = datetime(*day, hour % _HOURS, minute, second, micros)  # noqa: DTZ001 - what clocks show
        if midnight:
            local += timedelta(days=1)
            written, time = local.date().isoformat(), time.replace("24", "00")
    except (OverflowError, ValueError):  # a year that no datetime can hold
        local = None
    return Moment(
        local=local, unit=unit, offset=offset, leap=leap, at=at, text=f"{written}{time}{suffix}"
    )


def _offset(text: str, match: re.Match[str]) -> tuple[int | None, str]:
    """Return the offset from UTC in microseconds and how it is written, if there is one."""
    written = match[5]
    if written is None:
        return None, ""
    if written == "Z":
        return 0, written
    hours, minutes = int(written[1:3]), int(written[4:] or 0)
    if hours >= _HOURS or minutes >= _MINUTES:
        raise InvalidWhen(text, "offsets from UTC run from 00:00 to 23:59", match.start(5))
    sign = -1 if written[0] == "-" else 1
    return sign * (hours * _HOUR + minutes * _MINUTE), f"{written[:3]}:{minutes:02}"


def _precision(match: re.Match[str]) -> tuple[int, int]:
    """Return the fraction of the second and the unit of the last digit, in microseconds."""
    if match[2] is None:
        return 0, _HOUR
    if match[3] is None:
        return 0, _MINUTE
    digits = (match[4] or "")[:_MICROSECOND_DIGITS]
    return int(digits.ljust(_MICROSECOND_DIGITS, "0")), SECOND // 10 ** len(digits)


def bounds_of_moment(text: str, moment: Moment, zone: ZoneInfo) -> tuple[int, int] | None:
    """Return the instants `[start, stop)` that a date-time names, or `None` if none can be held.

    A local time that clocks show twice gives the hull of both.

    Args:
        text: The whole text, for the error.
        moment: The date-time.
        zone: Where its clocks stand, if it has no offset of its own.

    Raises:
        InvalidWhen: Clocks in the zone skip it, or it is a leap second that cannot have been.
    """
    local, unit = moment.local, moment.unit
    if local is None:
        return None
    if moment.offset is not None:
        starts: tuple[int, ...] = (clock(local) - moment.offset,)
    else:
        starts = instants(zone, local)
        if not starts:
            why = f"clocks in {zone.key} skip this time; give it an offset from UTC"
            raise InvalidWhen(text, why, moment.at)
    if moment.leap:
        starts = tuple(start + moment.leap for start in starts if _ends_a_month(start))
        if not starts:
            why = "a leap second can only be 23:59:60 UTC on the last day of a month, from 1972"
            raise InvalidWhen(text, why, moment.at)
        return starts[0], starts[0] + unit
    if moment.offset is not None:
        return starts[0], starts[0] + unit
    return starts[0], stop_of(zone, local + timedelta(microseconds=unit - 1))


def _ends_a_month(minute: int) -> bool:
    """Say whether a minute is the last of its month in UTC, since there are leap seconds."""
    if minute < _FIRST_LEAP_SECONDS or (minute + _MINUTE) % DAY:
        return False
    day = date.fromordinal(minute // DAY + EPOCH_DAY)
    return day.day == monthrange(day.year, day.month)[1]


def _why_not(character: str) -> str:
    if character.isspace():
        return "white space has no place here"
    return (
        f"{character!r} has no place here; a time of day is written as T14:06 or T14:06:30.5, "
        "then Z, or an offset such as -04:00, or nothing"
    )
