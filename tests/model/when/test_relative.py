"""Relative expressions: every reading, in order of time, never a guess."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.errors import InvalidWhen
from positions.model.when import When, resolve
from tests.model.when.outcomes import refusal
from tests.model.when.strategies import whens
from tests.model.when.test_edtf_tables import listed

EXPRESSIONS = st.sampled_from(
    [
        *("today", "Yesterday", "tomorrow night", "tonight", "late last night", "this evening"),
        *("the day before yesterday", "the day after tomorrow", "earlier today"),
        *("Friday", "on Friday", "last Friday", "this Friday", "NEXT FRIDAY", "past fri."),
        *("this coming Sunday", "this past Monday", "coming Weds", "early Thursday morning"),
        *("last week", "this week", "next week", "in the past week", "the last week"),
        *("last month", "this month", "next month", "the past month", "the last month"),
        *("last year", "this year", "next year", "over the past year", "the last year"),
        *("earlier this week", "later this week", "earlier this month", "later in the month"),
        *("earlier this year", "later this year", "Monday of last week", "on Sunday this week"),
        *("3 days ago", "a week ago", "two weeks ago", "an  month ago", "12 months ago"),
        *("one year ago", "in a day", "in two weeks", "in 5 months", "in twenty years"),
    ]
)
DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def texts(readings):
    """Return the readings as they are written."""
    return [str(reading) for reading in readings]


@given(EXPRESSIONS, DAYS)
def test_readings_are_in_order_and_each_once(expression, day):
    """There is a reading, each only once, in order of time, all in the zone asked for."""
    readings = resolve(expression, anchor=day, zone="Asia/Tehran")

    assert readings
    assert len(set(readings)) == len(readings)
    assert sorted(readings, key=lambda when: (when.start, when.stop)) == list(readings)
    assert {when.zone for when in readings} == {"Asia/Tehran"}


@given(EXPRESSIONS, DAYS, st.integers(0, 20))
def test_uncertain_anchor_gives_the_union(expression, day, length):
    """The readings of an anchor of several days are those of each of them together."""
    days = [day + timedelta(days=number) for number in range(length + 1)]
    together = {when for anchor in days for when in resolve(expression, anchor=anchor)}

    assert together == set(resolve(expression, anchor=f"{days[0]}/{days[-1]}"))


@given(st.integers(0, 6), DAYS)
def test_weekdays(number, day):
    """Every reading is that weekday; last, past and next ones lie on their side, two weeks off."""
    name = WEEKDAYS[number]
    read = {
        side: [date.fromisoformat(text) for text in texts(resolve(f"{side} {name}", anchor=day))]
        for side in ("last", "past", "this", "coming", "next", "on")
    }

    assert {found.weekday() for days in read.values() for found in days} == {number}
    assert all(timedelta(days=-14) < found - day < timedelta() for found in read["last"])
    assert all(timedelta() < found - day < timedelta(days=15) for found in read["next"])
    assert read["past"] == read["last"][-1:]
    assert read["coming"] == read["next"][:1]
    assert all(abs(found - day) < timedelta(days=7) for found in read["this"])
    assert (day in read["on"]) == (day.weekday() == number)
    assert {*read["past"], *read["coming"]} <= set(read["on"])


@given(EXPRESSIONS, DAYS)
def test_case_and_space_do_not_matter(expression, day):
    """Words are read in any case, with any space between them."""
    shouted = f" {expression.upper().replace(' ', chr(0xA0) + ' ')}\n"

    assert resolve(expression, anchor=day) == resolve(shouted, anchor=day)


@given(whens, DAYS)
def test_absolute_text_is_its_own_reading(when, day):
    """What `When.parse` reads does not depend on the anchor."""
    assert resolve(when.text, anchor=day, zone=when.zone) == (when,)


@given(st.text())
def test_any_text_is_read_or_refused(text):
    """Whatever the text, the outcome is readings or an `InvalidWhen` that quotes it."""
    error = refusal(lambda: resolve(text, anchor="2015-08-14"))

    assert error is None or error.text == text


@pytest.mark.parametrize(
    ("expression", "anchor", "readings"),
    [pytest.param(*row, id=f"{row[0]} on {row[1]}") for row in listed("## Relative expressions")],
)
def test_the_page_is_true(expression, anchor, readings):
    """The documented readings are the readings."""
    expected = readings.replace("`", "").split(", ")

    assert expected == texts(resolve(expression, anchor=anchor))


def test_founding_case():
    """The article of 14 August, updated on the 17th or 18th: every date in doubt is a reading."""
    posted, both = "2015-08-14", "[2015-08-14,2015-08-17,2015-08-18]"

    assert "2015-08-03/2015-08-09" in texts(resolve("last week", anchor=posted))
    assert "2015-08-10/2015-08-16" in texts(resolve("last week", anchor=both))
    assert ["2015-08-07"] == texts(resolve("last Friday", anchor=posted))
    assert ["2015-08-07", "2015-08-14"] == texts(resolve("last Friday", anchor=both))
    assert "2015-08-12" in texts(resolve("Wednesday", anchor=posted))
    assert "2015-08-17" in texts(resolve("Monday", anchor=both))


@pytest.mark.parametrize(
    ("expression", "anchor", "readings"),
    [
        ("Mon.", "2015-08-14", ["2015-08-10", "2015-08-17"]),
        ("thurs", "2015-08-14", ["2015-08-13", "2015-08-20"]),
        ("Friday night", "2015-08-13", ["2015-08-07", "2015-08-08", "2015-08-14", "2015-08-15"]),
        ("yesterday afternoon", "2015-08-14", ["2015-08-13"]),
        ("earlier this week", "2015-08-16", ["2015-08-10/2015-08-15", "2015-08-16"]),
        ("earlier this week", "2015-08-17", ["2015-08-16", "2015-08-17"]),
        ("earlier this month", "2015-08-01", ["2015-08-01"]),
        ("later this year", "2015-12-31", ["2015-12-31"]),
        ("last month", "2015-03-31", ["2015-02"]),
        ("a month ago", "2015-03-31", ["2015-02", "2015-02-28"]),
        ("a year ago", "2016-02-29", ["2015", "2015-02-28"]),
        ("last month", "2015-01-15", ["2014-12"]),
        ("the past year", "2015-08-14", ["2014-08-14/2015-08-14"]),
        ("0 days ago", "2015-08-14", ["2015-08-14"]),
        ("last Friday", "2015-08-14T12:00:00Z", ["2015-08-07"]),
        ("today", date(2015, 8, 14), ["2015-08-14"]),
        ("yesterday", "2016", texts(date(2015, 12, 31) + timedelta(days=n) for n in range(366))),
    ],
)
def test_readings(expression, anchor, readings):
    """Each expression has these readings."""
    assert readings == texts(resolve(expression, anchor=anchor))


def test_zone_is_whose_calendar_is_meant():
    """The zone given decides; left out, that of an anchor that is a `When`, else UTC."""
    late = "2015-08-14T02:00Z"
    there = When.parse(late, zone="America/New_York")

    assert ["2015-08-14"] == texts(resolve("today", anchor=late))
    assert ["2015-08-13"] == texts(resolve("today", anchor=late, zone="America/New_York"))
    assert ["2015-08-13"] == texts(resolve("today", anchor=there))
    assert ["2015-08-14"] == texts(resolve("today", anchor=there, zone="Asia/Tokyo"))


def test_anchor_before_the_first_day():
    """An instant that can be held, but has no date in a zone west of it, anchors nothing."""
    with pytest.raises(InvalidWhen, match="leaves the years"):
        resolve("tomorrow", anchor="0001-01-01T00:00Z", zone="America/New_York")


def test_day_that_never_was():
    """A reading on a day that the calendar skipped is none if there are others, else an error."""
    assert ["2011-12-31"] == texts(
        resolve("tomorrow night", anchor="2011-12-29", zone="Pacific/Apia")
    )
    with pytest.raises(InvalidWhen, match="skipped it"):
        resolve("tomorrow", anchor="2011-12-29", zone="Pacific/Apia")


@pytest.mark.parametrize(
    ("text", "anchor", "why"),
    [
        ("a while back", "2015-08-14", "only such as these are read: today"),
        ("", "2015-08-14", "it is empty"),
        ("2015-13-01", "2015-08-14", "months run from"),
        ("9999-12-31", "2015-08-14", "valid EDTF"),
        ("last Friday", "2015/..", "closed at both ends"),
        ("last Friday", "../2015", "closed at both ends"),
        ("last Friday", "2015/2016-01-02", "at most 366 days long, not 367"),
        ("9999 years ago", "2015-08-14", "leaves the years"),
        ("in 9999 weeks", "9990-08-14", "leaves the years"),
        ("in 9999 months", "9990-08-14", "leaves the years"),
        ("tomorrow", "9999-12-30", "valid EDTF"),
        ("yesterday", "0001-01-01", "leaves the years"),
        ("last Friday", "soon", "a date such as"),
    ],
)
def test_refused(text, anchor, why):
    """What cannot be read, or leads out of what can be held, is refused with the reason."""
    with pytest.raises(InvalidWhen) as caught:
        resolve(text, anchor=anchor)

    assert why in caught.value.why
