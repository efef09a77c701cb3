"""Times from small pools, so that they often meet, touch and overlap."""

from hypothesis import strategies as st

from positions.model.when import OPEN_FUTURE, OPEN_PAST, Truth, When
from tests.model.when.outcomes import parsed

ZONES = (
    "UTC",
    "America/New_York",
    "America/Sao_Paulo",  # midnights that were skipped
    "America/Scoresbysund",  # midnights that come twice
    "America/St_Johns",  # a minute of tomorrow, then today again
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # half an hour of summer time
    "Pacific/Apia",  # a day that never was
)

zones = st.sampled_from(ZONES)
truths = st.sampled_from(Truth)


def _text(*parts):
    return st.tuples(*parts).map("".join)


_optional_qualifier = st.sampled_from(["", "", "", "?", "~", "%"])
_years = st.sampled_from(["2010", "2011", "2012", "201X", "20XX", "2X12", "0002", "9998"])
_months = st.sampled_from(["01", "02", "03", "11", "12", "XX", "0X", "X1", "1X"])
_days = st.sampled_from(["01", "02", "28", "30", "31", "XX", "X0", "1X", "3X"])

plain_days = st.dates().map(str)
dates = st.one_of(
    plain_days,
    _text(_years, _optional_qualifier),
    _text(_optional_qualifier, _years, st.just("-"), _months, _optional_qualifier),
    _text(_years, st.just("-"), _months, st.just("-"), _optional_qualifier, _days),
    _text(_years, _optional_qualifier, st.just("-"), _optional_qualifier, _months),
    _text(_years, st.just("-"), st.integers(21, 41).map(str), _optional_qualifier),
)
_offsets = st.sampled_from(["", "", "Z", "+00:00", "-04:00", "+05", "+14:00", "-00:30"])
times = st.one_of(
    st.sampled_from(["T24:00", "T24:00:00", "T00", "T23:59:60", "T02:30", "T12:00:00,5"]),
    st.times().map(lambda time: "T" + time.isoformat()),
    st.times().map(lambda time: "T" + time.isoformat("minutes")),
    st.times().map(lambda time: "T" + time.isoformat("milliseconds")),
)
moments = _text(plain_days, times, _offsets)
_ends = st.one_of(dates, st.sampled_from(["", ".."]))
intervals = st.one_of(
    _text(_ends, st.just("/"), _ends),
    _text(moments, st.just("/"), st.one_of(moments, st.just(".."))),
)
_ranges = st.one_of(dates, _text(dates, st.just(".."), dates))
sets = st.one_of(
    st.lists(_ranges, min_size=1, max_size=4).map(lambda members: f"[{','.join(members)}]"),
    st.lists(_ranges, min_size=1, max_size=4).map(lambda members: f"{{{', '.join(members)}}}"),
    dates.map(lambda date: f"[..{date}]"),
    dates.map(lambda date: f"{{{date}..}}"),
)
texts = st.one_of(plain_days, dates, moments, intervals, sets)
"""Texts in the shapes of the grammar; most can be read, some are impossible or reversed."""

broken_texts = st.one_of(
    st.text(),
    st.text(alphabet="0123456789X-/.,[]{}?~%TZY:+ SE\n\0٣", max_size=24),
    st.tuples(texts, st.integers(0, 30), st.characters()).map(
        lambda parts: parts[0][: parts[1]] + parts[2] + parts[0][parts[1] + 1 :]
    ),
)
"""Any text, noise in the letters of the grammar, and texts with one wrong character."""


whens = st.builds(parsed, texts, zones).filter(lambda when: when is not None)
"""Times that can be held, of every form."""


@st.composite
def short_whens(draw):
    """Return a time of a few microseconds among few, sometimes open: all can be enumerated."""
    start, length = draw(st.integers(0, 6)), draw(st.integers(1, 5))
    return When(text="a time", zone="UTC", start=start, stop=start + length)


open_bounds = st.tuples(
    st.one_of(st.just(OPEN_PAST), st.integers(0, 6)),
    st.one_of(st.just(OPEN_FUTURE), st.integers(7, 12)),
)
