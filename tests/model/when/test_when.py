"""`When`: what every time obeys, and how one is made."""

import operator
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from positions.errors import InvalidWhen, PositionsError
from positions.model.when import OPEN_FUTURE, OPEN_PAST, Truth, When
from tests.model.when.outcomes import iso, microseconds, parsed, refusal
from tests.model.when.strategies import (
    broken_texts,
    open_bounds,
    plain_days,
    short_whens,
    texts,
    whens,
    zones,
)

# --- reading and writing ------------------------------------------------------


@given(whens)
def test_canonical_form_reads_as_the_same_time(when):
    """Text → When → canonical text → When keeps period and qualifiers, and is then stable."""
    again = When.parse(when.edtf, zone=when.zone)

    assert (again.start, again.stop) == (when.start, when.stop)
    assert (again.uncertain, again.approximate) == (when.uncertain, when.approximate)
    assert again.is_span == when.is_span
    assert again.edtf == when.edtf


@given(whens)
def test_period_is_never_empty_and_can_be_held(when):
    """Every time that is held has an instant, and both its ends are datetimes or open."""
    assert OPEN_PAST <= when.start < when.stop <= OPEN_FUTURE
    assert when.earliest is None or microseconds(when.earliest) == when.start
    assert when.latest is None or microseconds(when.latest) == when.stop


@given(broken_texts, zones)
def test_any_text_is_read_or_refused(text, zone):
    """Whatever the text, the outcome is a time or an `InvalidWhen` that quotes it."""
    error = refusal(lambda: When.parse(text, zone=zone))

    if error is None:
        assert When.parse(text, zone=zone).text == text
    else:
        assert error.text == text
        assert error.why
        assert error.at is None or 0 <= error.at <= len(text)
        assert isinstance(error, PositionsError)


@given(texts)
def test_qualifiers_widen_nothing(text):
    """A time without its qualifiers lies in the same period, and is then neither doubtful."""
    plain = parsed(text.translate(dict.fromkeys(map(ord, "?~%"))), "UTC")
    when = parsed(text, "UTC")
    if plain is None or when is None:
        reject()

    assert (when.start, when.stop) == (plain.start, plain.stop)
    assert not plain.uncertain
    assert not plain.approximate


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate"),
    [
        ("1984", False, False),
        ("1984?", True, False),
        ("1984~", False, True),
        ("1984%", True, True),
        ("2004?-06-~11", True, True),
        ("1984/2004~", False, True),
        ("[1667?,1668]", True, False),
    ],
)
def test_qualifiers_are_flags(text, uncertain, approximate):
    """A qualifier anywhere in the text sets its flag."""
    when = When.parse(text)

    assert (uncertain, approximate) == (when.uncertain, when.approximate)


@given(plain_days, zones)
def test_short_way_and_long_way_agree(day, zone):
    """A day means what the interval from it to itself means, though it is read another way."""
    alone, interval = parsed(day, zone), parsed(f"{day}/{day}", zone)

    if alone is None or interval is None:
        assert alone is interval
    else:
        assert (alone.start, alone.stop) == (interval.start, interval.stop)
        assert (alone.is_span, interval.is_span) == (False, True)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2015-08-14", False),
        ("2015-08-14?", False),
        ("2015-08-14T14", False),
        ("2015-08-14T14:06", False),
        ("2015-08-14T14:06:30.5Z", False),
        ("2015-08", True),
        ("2015", True),
        ("2015-21", True),
        ("201X", True),
        ("2015-08-1X", True),
        ("2015-12-X5", True),
        ("2015-02-X9", True),  # it names one day, but masked
        ("2015-08-14/2015-08-14", True),
        ("2015-08-14T14:06Z/2015-08-14T14:06Z", True),
        ("2015/..", True),
        ("[2015-08-14]", True),
        ("{2015-08-14}", True),
    ],
)
def test_is_span(text, span):
    """Coarser than a day, masked, an interval or a set is a span; a day or finer is none."""
    assert span is When.parse(text).is_span


# --- questions ----------------------------------------------------------------


def judge(answers):
    """Return the truth of a question by all its possible answers."""
    certain = set(answers)
    return Truth.of(certain.pop()) if len(certain) == 1 else Truth.MAYBE


def possible(when):
    """Return every instant at which a short time can be."""
    return range(when.start, when.stop)


@given(short_whens(), short_whens())
def test_before_and_after_are_what_enumeration_gives(a, b):
    """`before` and `after` are certain exactly where every pair of instants gives one answer."""
    assert a.before(b) is judge(i < j for i in possible(a) for j in possible(b))
    assert a.after(b) is judge(i > j for i in possible(a) for j in possible(b))


@given(short_whens(), short_whens())
def test_within_is_what_enumeration_gives(a, period):
    """`within` is certain exactly where every instant gives one answer."""
    assert a.within(period) is judge(i in possible(period) for i in possible(a))


@given(short_whens(), st.integers(-2, 13))
def test_by_is_what_enumeration_gives(a, end):
    """The rule of cuts is certain exactly where every instant gives one answer."""
    assert a.by(end) is judge(i < end for i in possible(a))


@given(whens, whens)
def test_before_and_after_are_dual(a, b):
    """If one time is before another, that is after it, not before it; none is before itself."""
    assert a.before(b) is b.after(a)
    assert (a.before(b) & b.before(a)) is not Truth.YES
    assert a.before(a) is not Truth.YES


@given(open_bounds, short_whens())
def test_open_ends_reach_beyond_every_instant(bounds, other):
    """What is open on a side is never over, and never begun, there."""
    when = When(text="open", zone="UTC", start=bounds[0], stop=bounds[1])

    if when.stop == OPEN_FUTURE:
        assert when.before(other) is not Truth.YES
        assert when.by(other.stop) is not Truth.YES
        assert when.latest is None
    if when.start == OPEN_PAST:
        assert when.after(other) is not Truth.YES
        assert when.by(other.stop) is not Truth.NO
        assert when.earliest is None


@given(whens, whens, zones)
def test_law_20_same_instants_in_other_zones_give_the_same_answers(a, b, zone):
    """Law 20: a time said again as instants, in whatever zone, answers every question alike."""
    if a.earliest is None or a.latest is None:
        reject()
    try:
        local = [
            moment.astimezone(ZoneInfo(zone))
            for moment in (a.earliest, a.latest - timedelta(microseconds=1))
        ]
    except OverflowError:
        reject()
    # ISO 8601 has no offset with seconds, as zones had before standard time.
    assume(all(len(moment.strftime("%z")) == len("+0000") for moment in local))
    said = When.parse("/".join(m.isoformat(timespec="microseconds") for m in local), zone=zone)

    assert (said.start, said.stop) == (a.start, a.stop)
    assert said.before(b) is a.before(b)
    assert said.within(b) is a.within(b)


@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge])
def test_has_no_order(compare):
    """Two times are compared by question only."""
    with pytest.raises(TypeError):
        compare(When.parse("2015"), When.parse("2016"))


# --- as a value ---------------------------------------------------------------


@given(whens)
def test_pickles(when):
    """A time survives pickling, equal and with an equal hash."""
    again = pickle.loads(pickle.dumps(when))  # noqa: S301 - our own bytes

    assert when == again
    assert hash(when) == hash(again)


def test_equal_if_said_alike():
    """Equality is that of text, zone and period: two ways to say a period are two times."""
    day, interval = When.parse("2015-08-14"), When.parse("2015-08-14/2015-08-14")

    assert When.parse("2015-08-14") == day
    assert interval != day
    assert When.parse("2015-08-14", zone="Etc/UTC") != day


def test_is_frozen():
    """A time cannot be changed, nor given what it has not."""
    with pytest.raises(FrozenInstanceError):
        setattr(When.parse("2015"), "text", "2016")  # noqa: B010 - checkers know that it is frozen
    assert not hasattr(When.parse("2015"), "__dict__")


def test_never_empty():
    """A period without an instant is refused however it is made."""
    with pytest.raises(InvalidWhen, match="no instant"):
        When(text="nothing", zone="UTC", start=5, stop=5)


def test_shows_itself():
    """`str` is the text, `repr` adds the zone, and `to_dict` the instants."""
    when = When.parse("2015-08-14", zone="America/New_York")

    assert str(when) == "2015-08-14"
    assert repr(when) == "When('2015-08-14', zone='America/New_York')"
    assert when.to_dict() == {
        "text": "2015-08-14",
        "zone": "America/New_York",
        "earliest": "2015-08-14T04:00:00Z",
        "latest": "2015-08-15T04:00:00Z",
    }
    assert When.parse("../..").to_dict() == {
        "text": "../..",
        "zone": "UTC",
        "earliest": None,
        "latest": None,
    }


# --- from other values --------------------------------------------------------


@given(st.datetimes(timezones=st.timezones()))
def test_aware_datetime_is_its_instant(moment):
    """An aware datetime is that microsecond, wherever its zone; `of` and `instant` agree."""
    try:
        start = microseconds(moment)
        when = When.instant(moment)
    except (InvalidWhen, OverflowError):
        reject()

    assert (when.start, when.stop) == (start, start + 1)
    assert When.instant(start) == When.of(moment) == When.parse(when.text) == when


@given(st.datetimes(), zones)
def test_naive_datetime_is_read_in_the_zone(moment, zone):
    """A naive datetime is what its ISO text is, and the second time it shows with `fold=1`."""
    try:
        when = When.of(moment, zone=zone)
    except InvalidWhen:
        reject()

    assert When.parse(moment.isoformat(timespec="microseconds"), zone=zone) == when
    assert When.of(moment.replace(fold=1), zone=zone).stop == when.stop


@pytest.mark.parametrize(
    ("fold", "start", "stop"),
    [
        (0, "2015-11-01T05:30:00Z", "2015-11-01T06:30:00.000001Z"),
        (1, "2015-11-01T06:30:00Z", "2015-11-01T06:30:00.000001Z"),
    ],
)
def test_fold_of_a_naive_datetime(fold, start, stop):
    """In a fold `fold=0`, which everybody has who says nothing, is both; `fold=1` the second."""
    when = When.of(datetime(2015, 11, 1, 1, 30, fold=fold), zone="America/New_York")  # noqa: DTZ001

    assert iso(when) == (start, stop)


def test_fold_of_a_datetime_that_clocks_skip():
    """A naive datetime in a gap is refused, whatever its fold."""
    for fold in (0, 1):
        with pytest.raises(InvalidWhen, match="skip this time"):
            When.of(datetime(2015, 3, 8, 2, 30, fold=fold), zone="America/New_York")  # noqa: DTZ001


def test_of_other_values():
    """A `When` is itself, a text is parsed, a date is its day in the zone."""
    day = When.parse("2015-08-14", zone="Asia/Tehran")

    assert When.of(day, zone="UTC") is day
    assert When.of("2015-08-14", zone="Asia/Tehran") == day
    assert When.of(date(2015, 8, 14), zone="Asia/Tehran") == day


@pytest.mark.parametrize("value", [None, 15, 1.5, b"2015", ["2015"], timedelta(1)])
def test_of_anything_else(value):
    """What says no time is a `TypeError`; so is anything but text to `parse`."""
    with pytest.raises(TypeError, match=type(value).__name__):
        When.of(value)
    with pytest.raises(TypeError):
        When.parse(value)


def test_instant_is_aware():
    """A naive datetime is no instant."""
    with pytest.raises(TypeError, match="no zone"):
        When.instant(datetime(2015, 8, 14))  # noqa: DTZ001 - that it is naive is the point


@pytest.mark.parametrize(
    "moment",
    [
        10**18,
        -(10**18),
        10**40,
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))),
        datetime.max.replace(tzinfo=UTC),
    ],
)
def test_instant_beyond_what_can_be_held(moment):
    """An instant outside the years 1 to 9999 in UTC is refused."""
    with pytest.raises(InvalidWhen, match="can be held"):
        When.instant(moment)


def test_instant_text_lasts_a_microsecond():
    """The text of an instant has all six digits: with fewer it would last longer."""
    when = When.instant(0)

    assert (when.text, when.zone) == ("1970-01-01T00:00:00.000000Z", "UTC")
    assert (when.start, when.stop) == (0, 1)


@pytest.mark.parametrize(
    "zone",
    [
        "Mars/Olympus",
        "",
        "../etc/passwd",
        "America",
        "a\0b",
        "localtime",
        "right/UTC",
        "\ud800",
        "x" * 999,
    ],
)
def test_unknown_zone(zone):
    """A zone that IANA does not name is an `InvalidWhen` that names it."""
    with pytest.raises(InvalidWhen, match="zone") as caught:
        When.parse("2015-08-14", zone=zone)

    assert repr(zone) in caught.value.why
