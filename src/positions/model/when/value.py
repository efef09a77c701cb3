"""`When`: an uncertain time as a value."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache

from attrs import frozen

from positions.errors import InvalidWhen
from positions.model.when.days import plain_day
from positions.model.when.edtf import read
from positions.model.when.reading import bounds, hold
from positions.model.when.truth import Truth
from positions.model.when.zones import (
    EARLIEST,
    EPOCH,
    LATEST,
    bound,
    clock,
    find_zone,
    instants,
    span_microseconds,
    start_of_day,
    stop_of_day,
)

__all__ = ["When"]


@frozen(kw_only=True, repr=False)
class When:
    """An uncertain time: somewhere in `[start, stop)`, a period of UTC instants, never empty.

    A `When` is equal to another where text, zone and period are. It has no order: ask `before`,
    `after` and `within`, which answer with a `Truth`.

    Attributes:
        text: The text as it was given.
        zone: The IANA name of the zone in which its bare parts were read.
        start: The first instant, inclusive, in microseconds since 1970-01-01T00:00Z; `OPEN_PAST`
            where it is open or unknown.
        stop: The end, exclusive, likewise; `OPEN_FUTURE` where it is open or unknown.
    """

    text: str
    zone: str
    start: int
    stop: int

    def __attrs_post_init__(self) -> None:
        """Refuse what could never have been."""
        if self.start >= self.stop:
            raise InvalidWhen(self.text, "it holds no instant: it must start before it stops")

    @classmethod
    def parse(cls, text: str, *, zone: str = "UTC") -> When:
        """Read a time.

        Args:
            text: An ISO 8601 date or date-time, or EDTF.
            zone: The IANA name of the zone in which a bare date, or a date-time without an offset,
                is read.

        Raises:
            InvalidWhen: The text cannot be read, or is valid but cannot be held.
        """
        return _parse(text, zone)

    @classmethod
    def of(cls, value: When | str | datetime | date, *, zone: str = "UTC") -> When:
        """Return what anything that says a time says.

        Args:
            value: A `When`, which is returned as it is; a text, which is parsed; an aware datetime,
                which is that microsecond; a naive one, which is read in the zone (with `fold=1`,
                the second time that its clocks show it); a date, which is that day in the zone.
            zone: The IANA name of the zone.

        Raises:
            InvalidWhen: It cannot be read, or cannot be held.
            TypeError: It is none of these.
        """
        match value:
            case When():
                return value
            case str():
                return cls.parse(value, zone=zone)
            case datetime():
                return cls.parse(_text_of(value, zone), zone=zone)
            case date():
                return cls.parse(value.isoformat(), zone=zone)
        why = f"a time is a When, a text, a datetime or a date, not {type(value).__name__}"  # type: ignore[unreachable]  # not every caller is typed
        raise TypeError(why)

    @classmethod
    def instant(cls, moment: int | datetime) -> When:
        """Return the time that is one instant and lasts a microsecond.

        Args:
            moment: Microseconds since 1970-01-01T00:00Z, or an aware datetime.

        Raises:
            InvalidWhen: It cannot be held.
            TypeError: It is a naive datetime, which is no instant.
        """
        if isinstance(moment, datetime):
            offset = moment.utcoffset()
            if offset is None:
                why = f"{moment!r} has no zone, so that it is no instant; give it one"
                raise TypeError(why)
            moment = clock(moment) - span_microseconds(offset)
        text = _text_of_instant(moment)
        return cls(text=text, zone="UTC", start=moment, stop=moment + 1)

    @property
    def earliest(self) -> datetime | None:
        """The first instant, inclusive, as an aware UTC datetime; `None` where it is open."""
        return bound(self.start)

    @property
    def latest(self) -> datetime | None:
        """The end, exclusive, as an aware UTC datetime; `None` where it is open."""
        return bound(self.stop)

    @property
    def uncertain(self) -> bool:
        """Whether any part of the text is qualified as uncertain, by `?` or `%`."""
        return "?" in self.text or "%" in self.text

    @property
    def approximate(self) -> bool:
        """Whether any part of the text is qualified as approximate, by `~` or `%`."""
        return "~" in self.text or "%" in self.text

    @property
    def is_span(self) -> bool:
        """Whether the text names something coarser than a day, or is an interval or a set."""
        return read(self.text).span

    @property
    def edtf(self) -> str:
        """The text in its canonical spelling, which reads as the same time."""
        return read(self.text).canonical

    def before(self, other: When) -> Truth:
        """Say whether this is earlier than *other*, wherever in their periods both lie."""
        if self.stop <= other.start:
            return Truth.YES
        return Truth.NO if self.start >= other.stop - 1 else Truth.MAYBE

    def after(self, other: When) -> Truth:
        """Say whether this is later than *other*, wherever in their periods both lie."""
        return other.before(self)

    def within(self, other: When) -> Truth:
        """Say whether this lies inside the period that *other* names."""
        if other.start <= self.start and self.stop <= other.stop:
            return Truth.YES
        apart = self.stop <= other.start or other.stop <= self.start
        return Truth.NO if apart else Truth.MAYBE

    def by(self, end: int) -> Truth:
        """Say whether this is over by an end, exclusive, in microseconds: the rule of cuts."""
        if self.stop <= end:
            return Truth.YES
        return Truth.NO if self.start >= end else Truth.MAYBE

    def to_dict(self) -> dict[str, str | None]:
        """Return `text`, `zone`, and `earliest` and `latest` as ISO 8601 in UTC, or `None`."""
        return {
            "text": self.text,
            "zone": self.zone,
            "earliest": _iso(self.earliest),
            "latest": _iso(self.latest),
        }

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"When({self.text!r}, zone={self.zone!r})"


@lru_cache(maxsize=32_768)  # room for every day of ninety years
def _parse(text: str, zone: str) -> When:
    clocks = find_zone(zone)
    if clocks is None:
        why = f"its zone {zone!r} is not known; give an IANA name such as America/New_York"
        raise InvalidWhen(text, why)
    day = plain_day(text)
    if day is None:
        start, stop = bounds(text, read(text), clocks)
    else:  # by far the commonest form takes a short way
        start, stop = hold(text, start_of_day(clocks, day), stop_of_day(clocks, day), clocks)
    return When(text=text, zone=zone, start=start, stop=stop)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.replace(tzinfo=None).isoformat() + "Z"


def _text_of_instant(instant: int) -> str:
    """Return an instant as ISO 8601, to the microsecond that it lasts."""
    if not EARLIEST <= instant < LATEST:
        why = "only instants from 0001-01-01T00:00Z to 9999-12-31T23:59:59.999998Z can be held"
        text = f"{instant} microseconds since 1970"
        raise InvalidWhen(text, why)
    moment = EPOCH + timedelta(microseconds=instant)
    return moment.isoformat(timespec="microseconds") + "Z"


def _text_of(moment: datetime, zone: str) -> str:
    """Return the text that reads as a datetime: an instant, or what the clocks of a zone show."""
    offset = moment.utcoffset()
    if offset is not None:
        return _text_of_instant(clock(moment) - span_microseconds(offset))
    local = moment.replace(tzinfo=None, fold=0)
    clocks = find_zone(zone) if moment.fold else None
    shown = () if clocks is None else instants(clocks, local)
    if len(shown) > 1:
        return _text_of_instant(shown[1])
    return local.isoformat(timespec="microseconds")
