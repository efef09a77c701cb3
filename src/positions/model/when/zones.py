"""From local clocks to instants: folds, gaps and days of 23 to 25 hours.

Instants are microseconds since 1970-01-01T00:00Z, without leap seconds (POSIX).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

__all__ = [
    "DAY",
    "EARLIEST",
    "EPOCH",
    "EPOCH_DAY",
    "LATEST",
    "OPEN_FUTURE",
    "OPEN_PAST",
    "SECOND",
    "aware",
    "bound",
    "clock",
    "find_zone",
    "instants",
    "iso",
    "local_date",
    "span_microseconds",
    "start_of_day",
    "stop_of",
    "stop_of_day",
]

SECOND = 1_000_000
DAY = 86_400 * SECOND
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - arithmetic on clock readings is naive by nature
EPOCH_DAY = EPOCH.toordinal()

OPEN_PAST = -(2**62)
"""Below every instant that can be held; with room for arithmetic in 64 bits."""
OPEN_FUTURE = 2**62
"""Above every instant that can be held; with room for arithmetic in 64 bits."""

EARLIEST = (date.min.toordinal() - EPOCH_DAY) * DAY
"""The first instant that can be held: 0001-01-01T00:00Z."""
LATEST = (date.max.toordinal() + 1 - EPOCH_DAY) * DAY - 1
"""The last instant at which anything held may stop, exclusive: 9999-12-31T23:59:59.999999Z."""

_NOTHING = timedelta()
_MIDNIGHT, _MIDNIGHT_AGAIN = time.min, time.min.replace(fold=1)
_LAST_MOMENT, _LAST_MOMENT_AGAIN = time.max, time.max.replace(fold=1)

# Names under which a system's zone directory holds what differs from machine to machine, or
# counts leap seconds.
_NOT_IANA = ("localtime", "posixrules", "posix/", "right/")


@lru_cache(maxsize=1024)
def find_zone(name: str) -> ZoneInfo | None:
    """Return the zone of that IANA name, or `None` where there is none."""
    if name.startswith(_NOT_IANA):
        return None
    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError):  # unknown, a directory, not a name at all
        return None


def span_microseconds(span: timedelta) -> int:
    """Return a timedelta in microseconds, exactly."""
    return (span.days * 86_400 + span.seconds) * SECOND + span.microseconds


def clock(local: datetime) -> int:
    """Return what a clock reading would be in microseconds since the epoch, were it UTC."""
    seconds = (local.hour * 60 + local.minute) * 60 + local.second
    return (local.toordinal() - EPOCH_DAY) * DAY + seconds * SECOND + local.microsecond


def instants(zone: ZoneInfo, local: datetime) -> tuple[int, ...]:
    """Return when clocks in the zone show *local*: at no instant in a gap, at two in a fold."""
    reading, first, second = _readings(zone, local)
    if first == second:
        return (reading - first,)
    return (reading - first, reading - second) if first > second else ()


def stop_of(zone: ZoneInfo, local: datetime) -> int:
    """Return the instant just after the last one at which clocks show *local*, or skip it.

    Args:
        zone: Where the clocks stand.
        local: The last microsecond of what is to stop, inclusive: the one after it may be shown
            twice, and the second time is no longer part of what stops at the first.
    """
    return _last(zone, *_readings(zone, local)) + 1


def start_of_day(zone: ZoneInfo, day: date) -> int:
    """Return the first instant of a calendar day, or of the next one where it is skipped."""
    reading = (day.toordinal() - EPOCH_DAY) * DAY
    first = zone.utcoffset(datetime.combine(day, _MIDNIGHT)) or _NOTHING
    second = zone.utcoffset(datetime.combine(day, _MIDNIGHT_AGAIN)) or _NOTHING
    if first == second:
        return reading - span_microseconds(first)
    return _first(zone, reading, span_microseconds(first), span_microseconds(second))


def stop_of_day(zone: ZoneInfo, day: date) -> int:
    """Return the instant just after the last one of a calendar day, or where it is skipped."""
    reading = (day.toordinal() - EPOCH_DAY + 1) * DAY - 1
    first = zone.utcoffset(datetime.combine(day, _LAST_MOMENT)) or _NOTHING
    second = zone.utcoffset(datetime.combine(day, _LAST_MOMENT_AGAIN)) or _NOTHING
    if first == second:
        return reading - span_microseconds(first) + 1
    return _last(zone, reading, span_microseconds(first), span_microseconds(second)) + 1


def _readings(zone: ZoneInfo, local: datetime) -> tuple[int, int, int]:
    """Return the clock reading, and the offsets by which the zone reads it first and second.

    The offsets are equal save in a fold, where the first is the greater, and in a gap, where it is
    the lesser (PEP 495).
    """
    first = zone.utcoffset(local) or _NOTHING
    second = zone.utcoffset(local.replace(fold=1)) or _NOTHING
    return clock(local), span_microseconds(first), span_microseconds(second)


def _first(zone: ZoneInfo, reading: int, first: int, second: int) -> int:
    """Return the first instant of a clock reading, or the one that ends the gap that holds it."""
    if first >= second:
        return reading - first
    return _skip(zone, reading - second, reading - first)


def _last(zone: ZoneInfo, reading: int, first: int, second: int) -> int:
    """Return the last instant of a clock reading, or the one before the gap that holds it."""
    if first >= second:
        return reading - second
    return _skip(zone, reading - second, reading - first) - 1


def _skip(zone: ZoneInfo, before: int, after: int) -> int:
    """Return the instant after *before* and by *after* at which the zone's offset changes."""
    then = _offset_at(zone, after)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset_at(zone, middle) == then:
            after = middle
        else:
            before = middle
    return after


def _offset_at(zone: ZoneInfo, instant: int) -> timedelta | None:
    return aware(instant).astimezone(zone).utcoffset()


def local_date(zone: ZoneInfo, instant: int) -> date:
    """Return the calendar day that the zone has at an instant.

    Raises:
        OverflowError: It is a day before the year 1 or after 9999.
    """
    return aware(instant).astimezone(zone).date()


def aware(instant: int) -> datetime:
    """Return an instant as an aware UTC datetime."""
    return EPOCH.replace(tzinfo=UTC) + timedelta(microseconds=instant)


def iso(moment: datetime | None) -> str | None:
    """Return an aware datetime in ISO 8601 with its offset; `None` as it is."""
    return None if moment is None else moment.isoformat()


def bound(instant: int) -> datetime | None:
    """Return the start or stop of a period as an aware UTC datetime; `None` where it is open."""
    return aware(instant) if OPEN_PAST < instant < OPEN_FUTURE else None
