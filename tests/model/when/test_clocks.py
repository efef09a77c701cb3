"""Local clocks: days of 23 to 25 hours, folds, gaps, and calendars that skipped a day."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.errors import InvalidWhen
from positions.model.when import When
from positions.model.when.zones import local_date, start_of_day, stop_of_day
from tests.model.when.outcomes import iso
from tests.model.when.strategies import zones

MICROSECOND = timedelta(microseconds=1)
TRANSITIONS = [
    date(2015, 3, 8),
    date(2015, 11, 1),
    date(2018, 11, 4),
    date(2011, 11, 6),
    date(2011, 11, 5),
    date(2015, 10, 25),
    date(2015, 4, 5),
    date(2011, 12, 29),
    date(2011, 12, 30),
    date(2011, 12, 31),
]


@given(zones, st.one_of(st.sampled_from(TRANSITIONS), st.dates(date(1900, 1, 1), date(2100, 1, 1))))
def test_day_is_the_hull_of_the_instants_with_its_date(zone, day):
    """A day starts and stops with the first and last instant at which clocks show its date."""
    clocks = ZoneInfo(zone)
    start, stop = start_of_day(clocks, day), stop_of_day(clocks, day)

    if start == stop:  # its calendar skipped it
        assert local_date(clocks, start - 1) < day < local_date(clocks, start)
    else:
        assert local_date(clocks, start) == local_date(clocks, stop - 1) == day
        assert local_date(clocks, start - 1) < day < local_date(clocks, stop)


@given(zones, st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_days_leave_no_instant_out(zone, day):
    """No instant lies between a day and the next."""
    clocks = ZoneInfo(zone)

    assert start_of_day(clocks, day + timedelta(days=1)) <= stop_of_day(clocks, day)


@pytest.mark.parametrize(
    ("day", "zone", "earliest", "latest"),
    [
        ("2015-08-14", "UTC", "2015-08-14T00:00:00Z", "2015-08-15T00:00:00Z"),
        ("2015-08-14", "America/New_York", "2015-08-14T04:00:00Z", "2015-08-15T04:00:00Z"),
        ("2015-03-08", "America/New_York", "2015-03-08T05:00:00Z", "2015-03-09T04:00:00Z"),
        ("2015-11-01", "America/New_York", "2015-11-01T04:00:00Z", "2015-11-02T05:00:00Z"),
        # 00:00 was 01:00.
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"),
        # 23:30 was 00:30: the day began in the middle of the gap, the one before ended there.
        ("1919-03-30", "America/Toronto", "1919-03-30T05:00:00Z", "1919-03-31T04:30:00Z"),
        ("1919-03-31", "America/Toronto", "1919-03-31T04:30:00Z", "1919-04-01T04:00:00Z"),
        # 01:00 was 00:00: the day before stops at the first midnight.
        ("2015-10-24", "America/Scoresbysund", "2015-10-24T00:00:00Z", "2015-10-25T00:00:00Z"),
        ("2015-10-25", "America/Scoresbysund", "2015-10-25T00:00:00Z", "2015-10-26T01:00:00Z"),
        # 00:01 was 23:01: a minute of the sixth, then the fifth again. The two overlap.
        ("2010-11-06", "America/St_Johns", "2010-11-06T02:30:00Z", "2010-11-07T03:30:00Z"),
        ("2010-11-07", "America/St_Johns", "2010-11-07T02:30:00Z", "2010-11-08T03:30:00Z"),
        ("2011-12-29", "Pacific/Apia", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z"),
        ("2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"),
    ],
)
def test_day_in_a_zone(day, zone, earliest, latest):
    """A bare date is that calendar day in its zone."""
    assert iso(When.parse(day, zone=zone)) == (earliest, latest)


def test_day_that_never_was():
    """A day that the calendar skipped is refused; what begins on it begins with its neighbour."""
    with pytest.raises(InvalidWhen, match="skipped it"):
        When.parse("2011-12-30", zone="Pacific/Apia")

    new_year = When.parse("2011-12-31", zone="Pacific/Apia")
    assert When.parse("2011-12-3X", zone="Pacific/Apia").start == new_year.start
    assert When.parse("2011-12-30/2012", zone="Pacific/Apia").start == new_year.start


@pytest.mark.parametrize(
    ("text", "zone", "earliest", "latest"),
    [
        ("2015-11-01T00:59", "America/New_York", "2015-11-01T04:59:00Z", "2015-11-01T05:00:00Z"),
        ("2015-11-01T01:00", "America/New_York", "2015-11-01T05:00:00Z", "2015-11-01T06:01:00Z"),
        ("2015-11-01T01:59:59", "America/New_York", "2015-11-01T05:59:59Z", "2015-11-01T07:00:00Z"),
        ("2015-11-01T02:00", "America/New_York", "2015-11-01T07:00:00Z", "2015-11-01T07:01:00Z"),
        ("2015-11-01T01", "America/New_York", "2015-11-01T05:00:00Z", "2015-11-01T07:00:00Z"),
        ("2015-11-01T01:30-05:00", "UTC", "2015-11-01T06:30:00Z", "2015-11-01T06:31:00Z"),
        ("2015-04-05T01:45", "Australia/Lord_Howe", "2015-04-04T14:45:00Z", "2015-04-04T15:16:00Z"),
    ],
)
def test_time_in_a_fold(text, zone, earliest, latest):
    """A local time that clocks show twice is the hull of both; its neighbours are not touched."""
    assert iso(When.parse(text, zone=zone)) == (earliest, latest)


@pytest.mark.parametrize(
    "text", ["2015-03-08T02:00", "2015-03-08T02:59:59.999999", "2015-03-08T02"]
)
def test_time_in_a_gap(text):
    """A local time that clocks skip is refused, with the place and the way out."""
    with pytest.raises(InvalidWhen, match="skip this time; give it an offset") as caught:
        When.parse(text, zone="America/New_York")

    assert caught.value.at == len("2015-03-08")
    assert When.parse(f"{text}-05:00", zone="America/New_York").start


def test_hour_that_ends_in_a_gap():
    """What begins before a gap of half an hour and would end inside stops where the gap does."""
    when = When.parse("2015-10-04T01:59", zone="Australia/Lord_Howe")
    hour = When.parse("1919-03-30T23", zone="America/Toronto")

    assert when.stop - when.start == timedelta(minutes=1) // MICROSECOND
    assert hour.stop - hour.start == timedelta(minutes=30) // MICROSECOND


@given(zones, st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001
def test_local_time_reads_as_the_instants_that_show_it(zone, local):
    """Of every instant, what its zone's clocks show is read as a period that holds it."""
    instant = local.replace(tzinfo=UTC)
    shown = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)

    assert When.instant(instant).within(When.of(shown, zone=zone)) == "yes"
