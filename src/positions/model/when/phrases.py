"""What English time expressions can mean on a given day: every reading, none preferred.

Each form of words yields EDTF texts. Which readings each has, and which it has not, is written
down in `docs/decisions/edtf.md`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import partial
from typing import TypeAlias

__all__ = ["FORMS", "Readings", "understand"]

Readings: TypeAlias = Callable[[date], Iterator[str]]
"""From the day of the anchor to the readings, as EDTF texts, in no particular order."""

FORMS = (
    "today, yesterday, tomorrow, tonight, this morning, Friday, last Friday, this Friday, "
    "next Friday, last week, this month, next year, earlier this week, the past week, "
    "3 days ago, two weeks ago, in 2 months"
)
"""What can be read, for the error that says so."""

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = {name[:3]: number for number, name in enumerate(_NAMES)}
_ABBREVIATIONS = (*_SHORT, "tues", "weds", "thur", "thurs")
_NUMBERS = {
    word: number
    for number, word in enumerate(
        (
            *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
            *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
            *("seventeen", "eighteen", "nineteen", "twenty"),
        )
    )
} | {"a": 1, "an": 1}
_DAYS = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}
_SIDES = {"last": -1, "this": 0, "next": 1}

_WEEKDAY = rf"(?P<weekday>{'|'.join((*_NAMES, *_ABBREVIATIONS))})\.?"
_UNIT = r"(?P<unit>day|week|month|year)"
_COUNT = rf"(?P<count>[0-9]{{1,4}}|{'|'.join(_NUMBERS)})"
_WEEK = timedelta(days=7)


def understand(text: str) -> Readings | None:
    """Return what an expression can mean on any day, or `None` where it is not understood."""
    words = " ".join(text.casefold().split())
    for pattern, form in _FORMS:
        match = pattern.fullmatch(words)
        if match is not None:
            return partial(form, match)
    return None


def _named_day(match: re.Match[str], day: date) -> Iterator[str]:
    named = day + timedelta(days=_DAYS[match["day"]])
    return _with_part(match["part"], {named})


def _part_of_today(match: re.Match[str], day: date) -> Iterator[str]:
    return _with_part(match["part"], {day})


def _night(match: re.Match[str], day: date) -> Iterator[str]:
    evening = day if match[0] == "tonight" else day - timedelta(days=1)
    return _with_part("night", {evening})


def _with_part(part: str | None, days: set[date]) -> Iterator[str]:
    """Yield the days that a part of one of these can lie in: a night reaches past midnight."""
    for day in days:
        yield day.isoformat()
        if part == "night":
            yield (day + timedelta(days=1)).isoformat()


def _weekday(match: re.Match[str], day: date) -> Iterator[str]:
    wanted = _SHORT[match["weekday"][:3]]
    ahead = timedelta(days=(wanted - day.weekday()) % 7)
    on_or_after = day + ahead
    on_or_before = on_or_after - _WEEK if ahead else on_or_after
    before, after = on_or_after - _WEEK, on_or_before + _WEEK
    match match["side"]:
        case "last":
            days = {before, on_or_before - _WEEK}
        case "past" | "this past":
            days = {before}
        case "this":
            days = {on_or_after, *_in_weeks(wanted, day)}
        case "coming" | "this coming":
            days = {after}
        case "next":
            days = {after, on_or_after + _WEEK}
        case _:
            days = {before, on_or_before, on_or_after, after}
    return _with_part(match["part"], days)


def _weekday_of_week(match: re.Match[str], day: date) -> Iterator[str]:
    wanted = _SHORT[match["weekday"][:3]]
    return _with_part(None, _in_weeks(wanted, day + _SIDES[match["side"]] * _WEEK))


def _calendar(match: re.Match[str], day: date) -> Iterator[str]:
    unit = match["unit"]
    return _units(unit, _moved(day, _SIDES[match["side"]], unit))


def _rolling(match: re.Match[str], day: date) -> Iterator[str]:
    unit = match["unit"]
    yield _period(_moved(day, -1, unit), day)
    if match["side"] == "the last":
        yield from _units(unit, _moved(day, -1, unit))


def _part_of_unit(match: re.Match[str], day: date) -> Iterator[str]:
    for first, last in _limits(match["unit"], day):
        if match["part"] == "earlier":
            yield _period(first, max(first, day - timedelta(days=1)))
        else:
            yield _period(min(last, day + timedelta(days=1)), last)


def _counted(match: re.Match[str], day: date) -> Iterator[str]:
    word = match["count"]
    count = _NUMBERS[word] if word in _NUMBERS else int(word)
    unit = match["unit"]
    moved = _moved(day, -count if match["way"] else count, unit)
    yield moved.isoformat()
    if unit != "day":
        yield from _units(unit, moved)


def _in_weeks(weekday: int, day: date) -> set[date]:
    """Return the day of that name in the week of *day*, by either way of counting weeks."""
    return {
        first + timedelta(days=(weekday - first.weekday()) % 7) for first, _ in _limits("week", day)
    }


def _limits(unit: str, day: date) -> list[tuple[date, date]]:
    """Return the first and last day of the unit around *day*.

    There are two weeks: from Sunday to Saturday, as in North America, and from Monday to Sunday,
    as in ISO 8601.
    """
    if unit == "week":
        sunday, monday = (day - timedelta(days=n) for n in (day.isoweekday() % 7, day.weekday()))
        return [(first, first + timedelta(days=6)) for first in (sunday, monday)]
    if unit == "month":
        last = day.replace(day=monthrange(day.year, day.month)[1])
        return [(day.replace(day=1), last)]
    return [(date(day.year, 1, 1), date(day.year, 12, 31))]


def _units(unit: str, day: date) -> Iterator[str]:
    """Yield the calendar unit around *day*."""
    if unit == "week":
        yield from (_period(first, last) for first, last in _limits(unit, day))
    else:
        yield day.isoformat()[: len("2015-08") if unit == "month" else len("2015")]


def _period(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def _moved(day: date, count: int, unit: str) -> date:
    """Return the day that many units later, or the last of its month where that has no such day.

    Raises:
        OverflowError: It lies beyond the years 1 to 9999.
    """
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
    year, month = months // 12, months % 12 + 1
    if not MINYEAR <= year <= MAXYEAR:
        msg = f"there is no date in year {year}"
        raise OverflowError(msg)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


_PART = r"(?: (?P<part>morning|afternoon|evening|night))?"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Iterator[str]]], ...] = (
    (
        re.compile(rf"(?:(?:early|late|earlier|later) )?(?P<day>{'|'.join(_DAYS)}){_PART}"),
        _named_day,
    ),
    (re.compile(r"(?:early |late )?this (?P<part>morning|afternoon|evening)"), _part_of_today),
    (re.compile(r"tonight|(?:late )?last night"), _night),
    (
        re.compile(
            r"(?:(?:early|late) )?(?:on )?"
            rf"(?:(?P<side>last|next|coming|past|this(?: past| coming)?) )?{_WEEKDAY}{_PART}"
        ),
        _weekday,
    ),
    (re.compile(rf"(?:on )?{_WEEKDAY}(?: of)? (?P<side>last|this|next) week"), _weekday_of_week),
    (re.compile(r"(?:in |during )?(?P<side>last|this|next) (?P<unit>week|month|year)"), _calendar),
    (
        re.compile(
            r"(?:(?:in|during|over|within) )?(?P<side>the past|past|the last) "
            r"(?P<unit>week|month|year)"
        ),
        _rolling,
    ),
    (
        re.compile(r"(?P<part>earlier|later) (?:this|in the) (?P<unit>week|month|year)"),
        _part_of_unit,
    ),
    (re.compile(rf"{_COUNT} {_UNIT}s? (?P<way>ago)"), _counted),
    (re.compile(rf"in {_COUNT} {_UNIT}s?(?P<way>)"), _counted),
)
