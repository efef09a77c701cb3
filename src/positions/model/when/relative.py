"""`resolve`: every reading that a relative expression can have against an anchor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from positions.errors import InvalidWhen
from positions.model.when.phrases import FORMS, understand
from positions.model.when.value import When
from positions.model.when.zones import OPEN_FUTURE, OPEN_PAST, local_date

__all__ = ["resolve"]

_MOST_DAYS = 366
_A_WORD = re.compile(r"[A-Za-z]{2}")


def resolve(
    text: str, *, anchor: When | str | datetime | date, zone: str | None = None
) -> tuple[When, ...]:
    """Return every reading that an expression such as "last Friday" can have, in order of time.

    Args:
        text: English words, or anything `When.parse` reads, which is its own only reading.
        anchor: When the words were said or printed. Where that is several days, the readings are
            those of each of them together.
        zone: The IANA name of the zone whose calendar is meant; left out, that of an anchor that
            is a `When`, else UTC.

    Raises:
        InvalidWhen: The text is not understood, the anchor is open or longer than 366 days, or no
            reading can be held.
    """
    if zone is None:
        zone = anchor.zone if isinstance(anchor, When) else "UTC"
    said = When.of(anchor, zone=zone)
    try:
        return (When.parse(text, zone=zone),)
    except InvalidWhen as error:
        if error.valid_edtf or not _A_WORD.search(text):
            raise
    readings = understand(text)
    if readings is None:
        raise InvalidWhen(text, f"it is no date, and of words only such as these are read: {FORMS}")
    try:
        meant = {reading for day in _days(said, zone) for reading in readings(day)}
    except OverflowError:
        why = f"said on {said.text} it leaves the years 1 to 9999"
        raise InvalidWhen(text, why) from None
    found: list[When] = []
    for reading in meant:
        try:
            found.append(When.parse(reading, zone=zone))
        except InvalidWhen as missing:
            # A calendar that skipped a day leaves the other readings; the edge of time does not.
            if missing.valid_edtf or len(meant) == 1:
                raise
    return tuple(sorted(found, key=_period))


def _days(anchor: When, zone: str) -> Iterator[date]:
    """Return the calendar days on which an anchor can lie.

    Raises:
        InvalidWhen: It is open, or they are too many.
    """
    if anchor.start == OPEN_PAST or anchor.stop == OPEN_FUTURE:
        raise InvalidWhen(anchor.text, "an anchor is closed at both ends")
    first, last = (local_date(ZoneInfo(zone), at) for at in (anchor.start, anchor.stop - 1))
    count = (last - first).days + 1
    if count > _MOST_DAYS:
        raise InvalidWhen(anchor.text, f"an anchor is at most {_MOST_DAYS} days long, not {count}")
    return (first + timedelta(days=number) for number in range(count))


def _period(when: When) -> tuple[int, int]:
    return when.start, when.stop
