"""The grammar: exact hulls, canonical forms, and errors that say where."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.errors import InvalidWhen
from positions.model.when import When
from tests.model.when.outcomes import days, iso


def enumerated(year, month, day):
    """Return every day that a masked date can name, by trying them all."""
    found = []
    choices = [range(10) if digit == "X" else [int(digit)] for digit in year + month + day]
    for digits in product(*choices):
        text = "".join(map(str, digits))
        try:
            found.append(date.fromisoformat(f"{text[:4]}-{text[4:6]}-{text[6:]}"))
        except ValueError:
            continue
    return found


def masked(*pools):
    """Draw digits, each from its pool or masked."""
    return st.tuples(*(st.sampled_from([*pool, "X"]) for pool in pools)).map("".join)


@given(
    st.sampled_from("12"), masked("09", "01", "0456"), masked("01", "0129"), masked("0123", "0189")
)
def test_mask_is_the_exact_hull_of_its_dates(millennium, year, month, day):
    """A mask begins with the first and ends with the last date that fits it, else is refused."""
    possible = enumerated(millennium + year, month, day)
    text = f"{millennium}{year}-{month}-{day}"

    if possible:
        assert (min(possible), max(possible)) == days(When.parse(text))
    else:
        with pytest.raises(InvalidWhen) as caught:
            When.parse(text)
        assert not caught.value.valid_edtf


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2015", "2015-01-01", "2015-12-31"),
        ("2015-02", "2015-02-01", "2015-02-28"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("2XXX", "2000-01-01", "2999-12-31"),
        ("2015-XX", "2015-01-01", "2015-12-31"),
        ("2015-1X", "2015-10-01", "2015-12-31"),
        ("2015-X1-XX", "2015-01-01", "2015-11-30"),
        ("2015-X2-3X", "2015-12-30", "2015-12-31"),
        ("20XX-02", "2000-02-01", "2099-02-28"),
        ("19XX-02-29", "1904-02-29", "1996-02-29"),
        ("2015-21", "2015-01-01", "2015-12-31"),
        ("2015-41?", "2015-01-01", "2015-12-31"),
        ("201X-24", "2010-01-01", "2019-12-31"),
        ("2015-08-03/2015-08-09", "2015-08-03", "2015-08-09"),
        ("2015/2015", "2015-01-01", "2015-12-31"),
        ("2015-05/2015-21", "2015-05-01", "2015-12-31"),
        ("2015-24/2015-25", "2015-01-01", "2015-12-31"),
        ("201X/2012", "2010-01-01", "2012-12-31"),
        ("2015/..", "2015-01-01", None),
        ("2015/", "2015-01-01", None),
        ("../2015", None, "2015-12-31"),
        ("/2015", None, "2015-12-31"),
        ("../..", None, None),
        ("/..", None, None),
        ("[1667,1668,1670..1672]", "1667-01-01", "1672-12-31"),
        ("[1672,1667-05]", "1667-05-01", "1672-12-31"),
        ("{1960, 1961-12}", "1960-01-01", "1961-12-31"),
        ("[..1760-12-03]", None, "1760-12-03"),
        ("[..1760,1800]", None, "1800-12-31"),
        ("{1760-12..}", "1760-12-01", None),
        ("[1760-01,1760-02,1760-12..]", "1760-01-01", None),
        ("[..1700,1800..]", None, None),
    ],
)
def test_hull(text, first, last):
    """Each form names these days."""
    assert (first, last) == tuple(day and str(day) for day in days(When.parse(text)))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2015-08-14", "2015-08-14"),
        ("2015-08-03/2015-08-09", "2015-08-03/2015-08-09"),
        ("1984?", "1984?"),
        ("2004?-~06-%11", "2004?-~06-%11"),
        ("2015/", "2015/"),
        ("2015/..", "2015/.."),
        ("[1667, 1668,1670..1672]", "[1667,1668,1670..1672]"),
        ("{..1984, 1990}", "{..1984,1990}"),
        ("2015-08-14T14:06Z", "2015-08-14T14:06Z"),
        ("2015-08-14T14", "2015-08-14T14"),
        ("2015-08-14T14:06:30,25-04", "2015-08-14T14:06:30.25-04:00"),
        ("2015-12-31T24:00", "2016-01-01T00:00"),
        ("2015-12-31T24:00:00+02", "2016-01-01T00:00:00+02:00"),
        (
            "2015-08-12T14:06-04/2015-08-12T24:00-04",
            "2015-08-12T14:06-04:00/2015-08-13T00:00-04:00",
        ),
        ("2015-08-12T14:06Z/..", "2015-08-12T14:06Z/.."),
        ("../2015-08-12T14:06+01", "../2015-08-12T14:06+01:00"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z"),
    ],
)
def test_canonical(text, canonical):
    """The canonical spelling of each form."""
    assert canonical == When.parse(text).edtf


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2015-08-14T14Z", "2015-08-14T14:00:00Z", "2015-08-14T15:00:00Z"),
        ("2015-08-14T14:06Z", "2015-08-14T14:06:00Z", "2015-08-14T14:07:00Z"),
        ("2015-08-14T14:06:30Z", "2015-08-14T14:06:30Z", "2015-08-14T14:06:31Z"),
        ("2015-08-14T14:06:30.5Z", "2015-08-14T14:06:30.500000Z", "2015-08-14T14:06:30.600000Z"),
        (
            "2015-08-14T14:06:30.1234567Z",
            "2015-08-14T14:06:30.123456Z",
            "2015-08-14T14:06:30.123457Z",
        ),
        ("2015-08-14T14:06-04:00", "2015-08-14T18:06:00Z", "2015-08-14T18:07:00Z"),
        ("2015-08-14T14:06+05:30", "2015-08-14T08:36:00Z", "2015-08-14T08:37:00Z"),
        ("2015-08-14T14:06-00:00", "2015-08-14T14:06:00Z", "2015-08-14T14:07:00Z"),
        ("2015-08-14T24:00Z", "2015-08-15T00:00:00Z", "2015-08-15T00:01:00Z"),
        ("2015-08-14T24:00:00Z", "2015-08-15T00:00:00Z", "2015-08-15T00:00:01Z"),
        # Leap seconds: the second that follows.
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", "2017-01-01T00:00:01Z"),
        ("2016-12-31T18:59:60-05:00", "2017-01-01T00:00:00Z", "2017-01-01T00:00:01Z"),
        ("2016-12-31T23:59:60.5Z", "2017-01-01T00:00:00.500000Z", "2017-01-01T00:00:00.600000Z"),
        ("2016-12-31T23:59:60", "2017-01-01T00:00:00Z", "2017-01-01T00:00:01Z"),
        # The edges of what can be held.
        ("0001-01-01", "0001-01-01T00:00:00Z", "0001-01-02T00:00:00Z"),
        ("9999-12-30", "9999-12-30T00:00:00Z", "9999-12-31T00:00:00Z"),
        ("9999-12-31T23:59:58Z", "9999-12-31T23:59:58Z", "9999-12-31T23:59:59Z"),
        (
            "2015-08-12T14:06-04:00/2015-08-12T14:50-04:00",
            "2015-08-12T18:06:00Z",
            "2015-08-12T18:51:00Z",
        ),
    ],
)
def test_date_time(text, earliest, latest):
    """A date-time lasts the unit of its last part."""
    assert iso(When.parse(text)) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "at", "why"),
    [
        ("", 0, "it is empty"),
        (" ", 0, "a date such as"),
        ("soon", 0, "a date such as"),
        ("٢٠١٥-٠٨-١٤", 0, "a date such as"),
        ("2015-08-1٤", 7, "years have four digits"),
        ("201½-08-14", 0, "a date such as"),
        ("2015-08-14 ", 10, "white space has no place"),
        ("2015-08-14\n", 10, "white space has no place"),
        ("2015-08-14\0", 10, "has no place here"),
        ("2015 -08-14", 4, "white space has no place"),
        ("2015-8-14", 4, "months and days two"),
        ("20150814", 4, "years have four digits"),
        ("12015", 4, "years have four digits"),
        ("+2015", 0, "a date such as"),
        ("2015-13-01", 5, "months run from 01 to 12, and seasons from 21 to 41"),
        ("2015-00", 5, "months run from"),
        ("2015-42", 5, "months run from"),
        ("2015-2X", 5, "months run from"),
        ("2015-02-29", 8, "no such day in that month"),
        ("2015-08-00", 8, "no such day in that month"),
        ("2015-02-3X", 8, "no such day in that month"),
        ("1XX1-02-29", 8, "no such day in that month"),
        ("2015-21-14", 7, "a season has no days"),
        ("-0000", 0, "there is no year -0000"),
        ("2015?~", 5, "one qualifier; % is both"),
        ("?2015~", 5, "qualified on one side only"),
        ("2015-08-?14~", 11, "qualified on one side only"),
        ("2015!", 4, "'!' has no place here"),
        ("Y2006", 0, "a date such as"),
        # Times of day.
        ("2015T10:00", 4, "only a full date"),
        ("2015-08-XXT10:00", 10, "only a full date"),
        ("2015-08-14?T10:00", 11, "only a full date"),
        ("2015-08-14t10:00", 10, "a capital"),
        ("2015-08-14 10:00", 10, "white space has no place"),
        ("2015-08-14T", 10, "written as T14:06"),
        ("2015-08-14T1:00", 10, "written as T14:06"),
        ("2015-08-14T10:00 ", 16, "white space has no place"),
        ("2015-08-14T10:00z", 16, "'z' has no place here"),
        ("2015-08-14T10:00+0200", 19, "has no place here"),
        ("2015-08-14T10:00Z?", 17, "has no place here"),
        ("2015-08-14T25:00", 10, "times of day run"),
        ("2015-08-14T10:60", 10, "times of day run"),
        ("2015-08-14T10:00:61", 10, "times of day run"),
        ("2015-08-14T24:01", 10, "hour 24 is only"),
        ("2015-08-14T24", 10, "hour 24 is only"),
        ("2015-08-14T24:00:00.0", 10, "hour 24 is only"),
        ("2015-08-14T10:00+24:00", 16, "offsets from UTC"),
        ("2015-08-14T10:00-05:60", 16, "offsets from UTC"),
        # Leap seconds that cannot have been: not at the end of a day, of a month, or too early.
        ("2016-12-31T22:59:60Z", 10, "a leap second can only be"),
        ("2016-12-30T23:59:60Z", 10, "a leap second can only be"),
        ("1971-12-31T23:59:60Z", 10, "a leap second can only be"),
        ("2016-12-31T23:59:60-05:00", 10, "a leap second can only be"),
        # Intervals.
        ("/", 0, "at least one end"),
        ("2015/2016/2017", 9, "one slash"),
        ("2016/2015", 4, "it begins after it ends"),
        ("2015-08-11/2015-08", 10, "it begins after it ends"),
        ("2015-24/2015-21", 7, "it begins after it ends"),
        ("2015-08-14T10:00Z/2015-08-14T09:59Z", 17, "it begins after it ends"),
        ("2015-08-14T10:00:30Z/2015-08-14T10:00Z", 20, "it begins after it ends"),
        ("2015-08-14/2015-08-15T10:00Z", 10, "both dates or both date-times"),
        ("2015/20", 5, "a date such as"),
        ("2015/2016 ", 9, "white space has no place"),
        ("..?/2015", 0, "a date such as"),
        # Sets.
        ("[", 1, "ends with ]"),
        ("[1667", 5, "ends with ]"),
        ("{1667]", 6, "ends with }"),
        ("[]", 1, "there is none"),
        ("[1667,]", 6, "there is none"),
        ("[1667,  1668]", 7, "a date such as"),
        ("[ 1667]", 1, "a date such as"),
        ("[..]", 1, "at least one end"),
        ("[1667,..1668]", 6, "only the first range"),
        ("[1667..,1668]", 5, "only the first range"),
        ("[1668..1667]", 5, "it begins after it ends"),
        ("[2015-08-14T10:00Z]", 11, "without times of day"),
        ("[1667,1668/1669]", 10, "has no place here"),
    ],
)
def test_error_says_where_and_why(text, at, why):
    """What is no time is refused with the place and what would be right."""
    with pytest.raises(InvalidWhen, match="is not a time") as caught:
        When.parse(text)

    error = caught.value
    assert (text, at) == (error.text, error.at)
    assert why in error.why
    assert not error.valid_edtf
    assert f"(at character {at + 1})" in str(error)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("0000", "UTC"),
        ("0000-02-29", "UTC"),
        ("-0044-03-15", "UTC"),
        ("-0044/2015", "UTC"),
        ("../-0044", "UTC"),
        ("-0044-03-15T12:00:00Z", "UTC"),
        ("0000-01-01T24:00:00Z", "UTC"),
        ("000X", "UTC"),
        ("-00XX", "UTC"),
        ("XXXX-12-25", "UTC"),
        ("Y170000002", "UTC"),
        ("Y-17E7", "UTC"),
        ("Y3388E2S3", "UTC"),
        ("1950S2", "UTC"),
        ("0001-01-01", "Asia/Tokyo"),
        ("9999", "UTC"),
        ("9999-12-31", "UTC"),
        ("9999-12-31", "America/New_York"),
        ("9999-12-31T23:59:59Z", "UTC"),
        ("9999-12-31T23:59:59.999999Z", "UTC"),
        ("9999-12-31T24:00Z", "UTC"),
        ("9999-12-31T23:59:60Z", "UTC"),
        ("0001-01-01T00:00+05:00", "UTC"),
    ],
)
def test_valid_but_not_held(text, zone):
    """What is valid but outside the years 1 to 9999 in UTC, or too long a year, says so."""
    with pytest.raises(InvalidWhen) as caught:
        When.parse(text, zone=zone)

    assert caught.value.valid_edtf
    assert "valid EDTF" in caught.value.why


def test_edge_of_time_by_zone():
    """The last day ends early enough in the east, the first begins late enough in the west."""
    for text in ("9999-12-31", "9999"):
        assert iso(When.parse(text, zone="Asia/Tokyo"))[1] == "9999-12-31T15:00:00Z"
    assert iso(When.parse("0001-01-01", zone="Etc/GMT+5"))[0] == "0001-01-01T05:00:00Z"


@pytest.mark.parametrize("start", ["9", "[", "[2015,", "2015-08-14T10:00:00.0", "/", "X", "last "])
def test_long_text_is_refused_before_it_is_read(start):
    """However long a text, only its beginning is looked at."""
    text = start + start[-1] * 1_000_000

    with pytest.raises(InvalidWhen, match="longer than 500 characters") as caught:
        When.parse(text)
    assert len(str(caught.value)) < 250
