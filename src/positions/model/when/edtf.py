"""The grammar: from a text to the days or date-times that bound what it names.

Extended Date/Time Format, ISO 8601-2:2019 annex A, and ISO 8601-1 date-times. Which forms are
read, and how, is written down in `docs/decisions/edtf.md`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from attrs import frozen

from positions.errors import InvalidWhen
from positions.model.when.days import (
    PLAIN_LENGTH,
    Days,
    days_of_season,
    expand,
    hull,
    plain_day,
    years,
)
from positions.model.when.moment import Moment, read_time

__all__ = ["Bound", "Expression", "read"]

LONGEST = 500
"""The most characters that are read; the longest set that anybody meant is far below."""

_DATE = re.compile(
    r"([?~%]?)(-?[0-9X]{4})([?~%]?)"
    r"(?:-([?~%]?)([0-9X]{2})([?~%]?)"
    r"(?:-([?~%]?)([0-9X]{2})([?~%]?))?)?"
)
_LONG_YEAR = re.compile(
    r"Y-?[1-9][0-9]{4,}(?:S[1-9][0-9]*)?"
    r"|Y-?[1-9][0-9]*E[1-9][0-9]*(?:S[1-9][0-9]*)?"
)
_SIGNIFICANT_DIGITS = re.compile(r"-?[0-9]{4}S[1-4]")
_SEASONS = range(21, 42)
_BRACKETS = {"[": "]", "{": "}"}

Bound: TypeAlias = Days | Moment


@frozen(kw_only=True)
class Expression:
    """What a text says, before any zone is thought of.

    Attributes:
        canonical: The text in its canonical spelling.
        span: Whether it names something coarser than a day, or is an interval.
        lower: What it starts with, or `None` where that is open.
        upper: What it ends with, or `None` where that is open.
    """

    canonical: str
    span: bool
    lower: Bound | None
    upper: Bound | None


@lru_cache(maxsize=4096)
def read(text: str) -> Expression:
    """Read a text by the grammar.

    Raises:
        InvalidWhen: It is not of any form that is read, or names no date at all.
    """
    if not text:
        raise InvalidWhen(text, "it is empty; write a date such as 2015-08-14", 0)
    if len(text) > LONGEST:
        raise InvalidWhen(text, f"it is longer than {LONGEST} characters", LONGEST)
    if text[0] in _BRACKETS:
        return _set(text)
    slash = text.find("/")
    if slash >= 0:
        return _interval(text, slash)
    if _LONG_YEAR.fullmatch(text):
        why = "years of more than four digits are valid EDTF, but cannot be held"
        raise InvalidWhen(text, why, 0, valid_edtf=True)
    if _SIGNIFICANT_DIGITS.fullmatch(text):
        why = "significant digits are valid EDTF, but not read; mask the others, as in 19XX"
        raise InvalidWhen(text, why, text.index("S"), valid_edtf=True)
    bound = _bound(text, 0, len(text))
    if isinstance(bound, Moment):
        return Expression(canonical=bound.text, span=False, lower=bound, upper=bound)
    span = bound.first != bound.last or "X" in text
    return Expression(canonical=text, span=span, lower=bound, upper=bound)


def _interval(text: str, slash: int) -> Expression:
    again = text.find("/", slash + 1)
    if again >= 0:
        raise InvalidWhen(text, "an interval has one slash, as in 2015-08-03/2015-08-09", again)
    if len(text) == 1:
        raise InvalidWhen(text, "an interval names at least one end, or is written ../..", 0)
    left, right = text[:slash], text[slash + 1 :]
    lower = _bound(text, 0, slash) if left not in ("", "..") else None
    upper = _bound(text, slash + 1, len(text)) if right not in ("", "..") else None
    if isinstance(lower, Moment):
        left = lower.text
    if isinstance(upper, Moment):
        right = upper.text
    if lower is not None and upper is not None:
        if isinstance(lower, Moment) is not isinstance(upper, Moment):
            why = "the ends of an interval are both dates or both date-times"
            raise InvalidWhen(text, why, slash)
        _in_order(text, lower, upper, slash)
    return Expression(canonical=f"{left}/{right}", span=True, lower=lower, upper=upper)


def _in_order(text: str, lower: Bound, upper: Bound, at: int) -> None:
    """Refuse a reversed pair of dates; date-times are compared when their instants are known."""
    if isinstance(lower, Days) and isinstance(upper, Days) and not upper.follows(lower):
        raise InvalidWhen(text, "it begins after it ends; exchange its ends", at)


def _set(text: str) -> Expression:
    closing = _BRACKETS[text[0]]
    if text[-1] != closing or len(text) == 1:
        raise InvalidWhen(text, f"a set that begins with {text[0]} ends with {closing}", len(text))
    lowers: list[Days | None] = []
    uppers: list[Days | None] = []
    members: list[str] = []
    at, end = 1, len(text) - 1
    while True:
        comma = text.find(",", at, end)
        stop = end if comma < 0 else comma
        if members and text[at:stop].startswith(" "):
            at += 1
        lower, upper = _member(text, at, stop, first=not members, last=comma < 0)
        lowers.append(lower)
        uppers.append(upper)
        members.append(text[at:stop])
        at = stop + 1
        if comma < 0:
            break
    known = [day for day in lowers if day is not None], [day for day in uppers if day is not None]
    return Expression(
        canonical=f"{text[0]}{','.join(members)}{closing}",
        span=True,
        lower=min(known[0], key=_first) if len(known[0]) == len(lowers) else None,
        upper=max(known[1], key=_last) if len(known[1]) == len(uppers) else None,
    )


def _first(days: Days) -> tuple[int, int, int]:
    return days.first


def _last(days: Days) -> tuple[int, int, int]:
    return days.last


def _member(
    text: str, at: int, stop: int, *, first: bool, last: bool
) -> tuple[Days | None, Days | None]:
    """Read a member of a set: a date, or a range of them, the outermost ones open if they like."""
    dots = text.find("..", at, stop)
    if dots < 0:
        days = _date(text, at, stop)
        return days, days
    if stop - at == len(".."):
        raise InvalidWhen(text, "a range in a set names at least one end", at)
    if (dots == at and not first) or (dots + len("..") == stop and not last):
        why = "only the first range of a set can be open at its start, only the last at its end"
        raise InvalidWhen(text, why, dots)
    lower = _date(text, at, dots) if dots > at else None
    upper = _date(text, dots + 2, stop) if dots + 2 < stop else None
    if lower is not None and upper is not None:
        _in_order(text, lower, upper, dots)
    return lower, upper


def _date(text: str, at: int, end: int) -> Days:
    bound = _bound(text, at, end)
    if isinstance(bound, Moment):
        raise InvalidWhen(text, "the members of a set are dates, without times of day", bound.at)
    return bound


def _bound(text: str, at: int, end: int) -> Bound:
    """Read the date or date-time that stands in `text[at:end]`."""
    stop = at + PLAIN_LENGTH
    plain = plain_day(text[at:stop]) if stop <= end else None
    if plain is not None and (stop == end or text[stop] == "T"):  # the short way of the commonest
        named = (plain.year, plain.month, plain.day)
        if stop == end:
            return Days(first=named, begins=named, last=named)
        return read_time(text, stop, end, named)
    match = _DATE.match(text, at, end)
    if match is None:
        raise InvalidWhen(text, _EXPECTED if at < end else f"{_EXPECTED}; there is none", at)
    for left, right in ((1, 3), (4, 6), (7, 9)):
        if match[left] and match[right]:
            why = "a part is qualified on one side only; % is both ? and ~"
            raise InvalidWhen(text, why, match.start(right))
    days = _days(text, match)
    stop = match.end()
    if stop == end:
        return days
    if text[stop] != "T" or match[8] is None or any(mark in match[0] for mark in "?~%X"):
        raise InvalidWhen(text, _why_not(text[stop]), stop)
    return read_time(text, stop, end, days.first)  # in a year that no date can hold


_EXPECTED = "a date such as 2015, 2015-08 or 2015-08-14 is expected here"


def _days(text: str, match: re.Match[str]) -> Days:
    year, month, day = match[2], match[5], match[8]
    possible = years(year)
    if not possible:
        why = "there is no year -0000; the year before 0001 is written 0000"
        raise InvalidWhen(text, why, match.start(2))
    if month is None:
        found = hull(possible, None, None)
    elif "X" not in month and int(month) in _SEASONS:
        if day is not None:
            raise InvalidWhen(text, "a season has no days", match.end(6))
        return days_of_season(possible, int(month))
    else:
        months = [number for number in expand(month) if 1 <= number <= 12]  # noqa: PLR2004 - of a year
        if not months:
            why = "months run from 01 to 12, and seasons from 21 to 41"
            raise InvalidWhen(text, why, match.start(5))
        found = hull(possible, months, None if day is None else expand(day))
    if found is None:
        raise InvalidWhen(text, "there is no such day in that month", match.start(8))
    return found


def _why_not(character: str) -> str:
    if character.isspace():
        return "white space has no place here"
    if character in "0123456789X-":
        return "years have four digits, months and days two, as in 2015-08-14"
    if character in "?~%":
        return "a part has one qualifier; % is both ? and ~"
    if character == "T":
        return "only a full date, neither masked nor qualified, can have a time of day"
    if character == "t":
        return "the T before a time of day is a capital"
    return f"{character!r} has no place here; a date is written as 2015, 2015-08 or 2015-08-14"
