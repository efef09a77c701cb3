"""The tiny pools of ids and times that the strategies draw from, so that they often collide.

Each pool begins with its plainest member, which is what a failing example shrinks to; how often a
member is listed is how often it is drawn.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from positions.model.actors.actor import Actor
from positions.model.claims.claim import Claim
from positions.model.claims.report import Report
from positions.model.vocabulary import ActorKind, Rendering, Stance
from positions.model.when import When

__all__ = [
    "ACTORS",
    "CELLS",
    "CHAINS",
    "CLAIMS",
    "CUTS",
    "DAYS",
    "LATE",
    "LINKS",
    "PERIODS",
    "POSTS",
    "PUBLISHED",
    "RECORDED",
    "RECORDED_CUTS",
    "REPORTS",
    "SAID",
    "SPEAKERS",
    "TOPICS",
]


def _times(*texts: str, zone: str = "UTC") -> tuple[When, ...]:
    return tuple(When.parse(text, zone=zone) for text in texts)


# --- times -------------------------------------------------------------------

DAYS = _times(*(f"2015-08-0{day}" for day in (3, 2, 4, 1, 5, 6)))
"""The window: six days, 1 to 6 August 2015."""

_INTERVALS = _times(
    "2015-08-02/2015-08-04",
    "2015-08-03/2015-08-05",
    "2015-08-01/2015-08-06",
    "2015-08-03T10:00Z/2015-08-03T12:00Z",
    "2015-08-02T23:30Z/2015-08-03T00:30Z",
)
_INSTANTS = _times(
    "2015-08-03T10:15Z",
    "2015-08-03T10:30Z",
    "2015-08-03T23:59Z",
    "2015-08-04T00:00Z",
    "2015-08-04T08:15+09:00",
    "2015-08-02T20:00-04:00",
)
_ELSEWHERE = (
    *_times("2015-08-03", "2015-08-04", zone="America/New_York"),
    *_times("2015-08-03", zone="Asia/Tokyo"),
)
_LOOSE = _times("2015-08", "2015-08-03~", "../2015-08-04", "2015-08-03/..")

SAID = (*DAYS * 6, *_INTERVALS * 2, *_INSTANTS, *_ELSEWHERE, *_LOOSE)
"""When words were spoken."""

LATE = _times("2015-08-06", "2015-08")
"""When words that follow others can always have been spoken, the likelier first."""

PUBLISHED = (
    *DAYS * 2,
    *_times("2015-08-03T12:00Z", "2015-08-02/2015-08-05", "2015-08-09", "2015-08"),
)
"""When a report was published."""

_TICK = timedelta(microseconds=1)
_MIDNIGHTS = tuple(datetime(2015, 8, day, tzinfo=UTC) for day in range(3, 7))

CUTS = (
    *(f"2015-08-0{day}" for day in "66666666665555554444333321"),
    "2015-08-07",
    "2015-07-31",
    "2015-08",
    "2015-08-03T10:15Z",
    *(midnight + shift for midnight in _MIDNIGHTS for shift in (-2 * _TICK, -_TICK, 0 * _TICK)),
)
"""Where `as_of` and `known_by` cut: days, and instants at a midnight and just before it.

A cut takes its last microsecond in: the instant one microsecond before midnight *is* the whole day,
that before it is all but the day's last microsecond, and midnight is one microsecond of the next.
"""

RECORDED = tuple(datetime(2016, 1, day, 12, tzinfo=UTC) for day in range(1, 6))
"""When events are recorded: at noon on the first five days of 2016."""

RECORDED_CUTS = (
    *(f"2016-01-0{day}" for day in "543215433"),
    *RECORDED,
    *(instant - _TICK for instant in RECORDED[1:]),
)
"""Where `recorded_by` cuts; never before the first instant, at which the actors are recorded."""

# --- ids ---------------------------------------------------------------------

ACTORS = tuple(
    Actor(id=id, kind=kind)
    for id, kind in (
        ("p1", ActorKind.PERSON),
        ("p2", ActorKind.PERSON),
        ("post", ActorKind.POST),
        ("body", ActorKind.BODY),
        ("gov", ActorKind.GOVERNMENT),
        ("other", ActorKind.STATE),
    )
)
"""Two persons, the post they hold, its body, the body's government, and another state."""

SPEAKERS = (*("p1", "p2") * 4, *("post", "body") * 2, "gov", "other")
"""Who speaks: most often those below the government, so that its position is rolled up."""

CLAIMS = tuple(
    Claim(id=id, text=text)
    for id, text in (
        ("c", "The visit took place"),
        ("d", "The visit broke the travel ban"),
        ("e", "The minister was told"),
    )
)
"""The claims: most is said on the first."""

TOPICS = (*"c" * 8, *"d" * 2, "e")
"""On which claim something is said."""

CELLS = tuple((claim, by) for claim in TOPICS for by in SPEAKERS)
"""Both at once."""

# --- mandates ----------------------------------------------------------------

CHAINS = (
    (("p1", "post"), ("p2", "post"), ("post", "body"), ("body", "gov")),
    (("p1", "post"), ("p2", "post"), ("post", "body"), ("body", "gov")),
    (("p1", "body"), ("p2", "body"), ("body", "gov")),
    (("p1", "post"), ("p2", "body"), ("post", "body"), ("body", "gov")),
    (("p1", "gov"), ("p2", "body"), ("post", "gov"), ("body", "gov")),
    (("p1", "post"), ("p1", "body"), ("p2", "post"), ("post", "body"), ("body", "gov")),
    (("p1", "post"), ("p2", "post"), ("post", "body"), ("body", "post"), ("body", "gov")),
    (("p1", "body"), ("p2", "other"), ("body", "gov")),
)
"""Who speaks for whom; the first is the plain chain, the last but one goes round in a circle."""

LINKS = tuple(dict.fromkeys(link for chain in CHAINS for link in chain))
"""Every pair of an actor and whom it may speak for."""

PERIODS: tuple[tuple[When | None, When | None], ...] = (
    *((None, None),) * 5,
    *(
        (None if begins is None else When.parse(begins), None if ends is None else When.parse(ends))
        for begins, ends in (
            ("2015-08-03", None),
            (None, "2015-08-05"),
            ("2015-08-02", "2015-08-05"),
            ("2015-08-03", "2015-08-04"),
            ("2015-08", None),
            ("2015-08-02/2015-08-04", None),
            (None, "2015-08-03/2015-08-05"),
            ("2015-08-01/2015-08-03", "2015-08-03/2015-08-05"),
            (None, "2015-08-03T10:30Z"),
        )
    ),
)
"""When a mandate begins and ends: mostly open, or by the day, or coarse."""

POSTS: tuple[tuple[str | None, int | None], ...] = (
    *((None, None),) * 2,
    (None, 1),
    (None, 2),
    ("spokesperson", 2),
    ("minister", 1),
)
"""As what, and of which rank, an actor speaks for another."""


# --- reports -----------------------------------------------------------------

_EARLY, _LATER, _AFTER = DAYS[0], DAYS[4], DAYS[5]
_PARAPHRASED = Report(
    outlet="Wire", published=_EARLY, rendering=Rendering.PARAPHRASE, stances=(Stance.AFFIRMED,)
)
_TRANSCRIBED = Report(
    outlet="Transcript",
    published=_LATER,
    rendering=Rendering.VERBATIM,
    stances=(Stance.PROBABLE,),
    quote="our understanding",
    lang="en",
)

REPORTS = (
    *((),) * 10,
    (Report(outlet="Wire", published=_EARLY),),
    (Report(outlet="Gazette", published=_LATER),),
    (Report(outlet="Gazette", published=_AFTER),),
    (Report(outlet="Wire"),),
    (Report(outlet="Wire", published=_EARLY), Report(outlet="Gazette", published=_LATER)),
    (_PARAPHRASED,),
    (_TRANSCRIBED,),
    (_PARAPHRASED, _TRANSCRIBED),
)
"""With which reports a statement is first recorded."""
