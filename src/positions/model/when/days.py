"""The calendar days that a date of any precision, masked or not, can name."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from attrs import frozen

__all__ = [
    "PLAIN_LENGTH",
    "Days",
    "YearMonthDay",
    "days_of_season",
    "expand",
    "hull",
    "plain_day",
    "years",
]

YearMonthDay: TypeAlias = tuple[int, int, int]
"""A day of the proleptic Gregorian calendar; the year may be 0 or negative."""

PLAIN_LENGTH = len("2015-08-14")
_COMMON = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LEAP = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@frozen(kw_only=True)
class Days:
    """The days that a date can name: one day, a month, a season, a year, or the hull of a mask.

    Attributes:
        first: The first day that it can name.
        begins: The latest day on which what it names can begin: `first`, unless it is masked or a
            season, where it is one of several.
        last: The last day that it can name, inclusive.
        season: The season's code, 21 to 41, or 0.
    """

    first: YearMonthDay
    begins: YearMonthDay
    last: YearMonthDay
    season: int = 0

    def follows(self, other: Days) -> bool:
        """Say whether this can begin no earlier than *other*, as the end of an interval must."""
        if self.season and other.season and self.first == other.first:
            return self.season >= other.season
        return self.begins >= other.first


def plain_day(text: str) -> date | None:
    """Return the day that a text names if it is a day of the years 1 to 9999 and nothing else."""
    if len(text) != PLAIN_LENGTH or text[4] != "-" or text[7] != "-" or not text.isascii():
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def expand(mask: str) -> list[int]:
    """Return the numbers, ascending, that digits with `X` for any digit can stand for."""
    numbers = [0]
    for digit in mask:
        choices = range(10) if digit == "X" else (int(digit),)
        numbers = [10 * number + choice for number in numbers for choice in choices]
    return numbers


def years(mask: str) -> list[int]:
    """Return the years, ascending, that a mask with an optional minus sign can stand for.

    There is no year -0000: the year before 0001 is 0000.
    """
    if mask[0] == "-":
        return [-number for number in reversed(expand(mask[1:])) if number]
    return expand(mask)


def hull(
    years: Sequence[int], months: Sequence[int] | None, days: Sequence[int] | None
) -> Days | None:
    """Return the exact hull of the dates made of these parts, or `None` where there is none.

    Args:
        years: Ascending, not empty.
        months: Ascending, within 1 to 12, or `None` for dates that are whole years.
        days: Ascending, or `None` for dates that are whole months or years.
    """
    # Which days a month has depends on the year in one way only: whether it is a leap year.
    kinds = (isleap(years[0]),) if len(years) == 1 else (False, True)
    starts = {
        leap: [
            (month, day)
            for month in months or (1,)
            for day in days or (1,)
            if 1 <= day <= _month_length(month, leap=leap)
        ]
        for leap in kinds
    }
    first = next(((year, *starts[isleap(year)][0]) for year in years if starts[isleap(year)]), None)
    if first is None:
        return None
    year, month, day = begins = next(
        (year, *starts[isleap(year)][-1]) for year in reversed(years) if starts[isleap(year)]
    )
    if months is None:
        month, day = 12, 31
    elif days is None:
        day = _month_length(month, leap=isleap(year))
    return Days(first=first, begins=begins, last=(year, month, day))


def _month_length(month: int, *, leap: bool) -> int:
    return (_LEAP if leap else _COMMON)[month]


def days_of_season(years: Sequence[int], season: int) -> Days:
    """Return the days of a season, which are those of its year.

    No calendar fixes when a season begins, and it depends on the hemisphere, so that its year is
    the only period that surely holds it.
    """
    first, last = (years[0], 1, 1), (years[-1], 12, 31)
    return Days(first=first, begins=last, last=last, season=season)
