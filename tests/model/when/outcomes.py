"""What came of reading a text, in the shape that tests compare."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from positions.errors import InvalidWhen
from positions.model.when import OPEN_FUTURE, OPEN_PAST, When

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(moment: datetime) -> int:
    """Return an aware datetime as `When` counts."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def refusal(act: Callable[[], object]) -> InvalidWhen | None:
    """Return the error with which an act refuses a text, or `None` where it reads it."""
    try:
        act()
    except InvalidWhen as error:
        return error
    return None


def parsed(text: str, zone: str) -> When | None:
    """Return what a text says, or `None` where it cannot be read or held."""
    try:
        return When.parse(text, zone=zone)
    except InvalidWhen:
        return None


def days(when: When) -> tuple[date | None, date | None]:
    """Return the first and last day of a time in UTC, `None` where it is open."""
    first = None if when.start == OPEN_PAST else EPOCH + timedelta(microseconds=when.start)
    last = None if when.stop == OPEN_FUTURE else EPOCH + timedelta(microseconds=when.stop - 1)
    return first and first.date(), last and last.date()


def iso(when: When) -> tuple[str | None, str | None]:
    """Return the bounds of a time as ISO 8601 in UTC, `None` where it is open."""
    plain = when.to_dict()
    return plain["earliest"], plain["latest"]
