"""Times and zones in a case file: how each is read, and its JSON Schema."""

from __future__ import annotations

import zoneinfo
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from attrs import frozen

from positions.errors import InvalidWhen, near
from positions.exchange.reading import shown
from positions.exchange.scalars import Text, text_of, whole_of
from positions.model.when import When
from positions.model.when.zones import find_zone

if TYPE_CHECKING:
    from positions.exchange.places import Place
    from positions.exchange.reading import Reading

__all__ = ["Time", "Zone"]

_FIRST_YEAR, _LAST_YEAR = 1000, 9999


@lru_cache(maxsize=64)
def _zones_like(text: str) -> tuple[str, ...]:
    # Listing the zones reads the whole database; a case may write one mistake a thousand times.
    return near(text, zoneinfo.available_timezones())


@frozen
class Zone:
    """A time zone, by its IANA name."""

    def read(self, value: object, place: Place, reading: Reading) -> str | None:
        """Return the name that *value* is."""
        text = text_of(value, place, reading, "the name of a time zone")
        if text is None or find_zone(text) is not None:
            return text
        meant = _zones_like(text)
        hint = f"did you mean {' or '.join(meant)}?" if meant else "use a name like Europe/Moscow"
        reading.refuse(place, f"{shown(text)} is not a time zone; {hint}", structural=False)
        return None

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        return Text().schema()


@frozen
class Time:
    """A time in ISO 8601 or EDTF; a bare date is of the zone beside it, else of the case's."""

    def read(self, value: object, place: Place, reading: Reading) -> When | None:
        """Return the time that *value* says."""
        if isinstance(value, When | date):
            given: When | date | str = value
        else:
            year = whole_of(value)
            if year is not None and _FIRST_YEAR <= year <= _LAST_YEAR:
                value = str(year)
            text = text_of(value, place, reading, "a time")
            if text is None:
                return None
            given = text
        try:
            return When.of(given, zone=reading.zone)
        except InvalidWhen as error:
            reading.refuse(place, str(error), structural=False)
            return None

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        year = {"type": "integer", "minimum": _FIRST_YEAR, "maximum": _LAST_YEAR}
        return {"anyOf": [Text().schema(), year]}
