"""Records that are made up from a seed, of any size; and the votes of the General Assembly."""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.as_of.record import STANCES, Integers, Meta, Record
from examples import un_votes

from positions import When

__all__ = ["ACTS", "made_up", "votes"]

ACTORS, CLAIMS = 5_000, 50_000
FIRST, YEARS = "1955-01-01", 70
VOIDED, AMENDED, LATE = 0.03, 0.02, 0.1
FORMS, COARSE = ("D", "M", "Y"), (0.975, 0.02, 0.005)
GOVERNMENTS, MINISTRIES, POSTS, HOLDERS = 10, 4, 9, 4
"""How many there are; how many each has, or a government in all of posts, or a post in turn."""

ACTS: tuple[tuple[str, str | None, float], ...] = (
    ("assert", "affirmed", 0.24),
    ("confirm", "affirmed", 0.1),
    ("support", "affirmed", 0.06),
    ("assert", "probable", 0.08),
    ("assert", "possible", 0.06),
    ("hedge", "uncommitted", 0.06),
    ("abstain", "uncommitted", 0.04),
    ("neither_confirm_nor_deny", "withheld", 0.03),
    ("assert", "doubtful", 0.05),
    ("assert", "improbable", 0.06),
    ("deny", "denied", 0.14),
    ("oppose", "denied", 0.05),
    ("decline_comment", None, 0.02),
    ("no_response", None, 0.01),
)
"""Acts, with the stance they go with here, and how often each is made."""


def made_up(statements: int, seed: int = 70) -> Record:
    """Return a record of so many statements: claims by Zipf's law, actors and days at random."""
    chance = np.random.default_rng([seed, statements])
    weights = np.cumsum(1 / np.arange(1, CLAIMS + 1))
    claim = np.searchsorted(weights, chance.random(statements) * weights[-1]).astype(np.int64)
    actor = chance.integers(0, ACTORS, statements)
    first = np.datetime64(FIRST, "D")
    last = first.astype("M8[Y]") + YEARS
    days = int((last.astype("M8[D]") - first).astype(np.int64))
    day = chance.integers(0, days, statements)
    form = chance.choice(len(FORMS), statements, p=COARSE)
    act = chance.choice(len(ACTS), statements, p=[each[2] for each in ACTS])

    late = np.where(chance.random(statements) < LATE, chance.random(statements) * days / 10, 0)
    told = np.empty(statements)  # in which order they were recorded: mostly as they were said
    told[np.argsort(day + late, kind="stable")] = np.arange(statements)
    drawn = chance.permutation(statements)
    voided = drawn[: int(statements * VOIDED)]
    amended = drawn[len(voided) : len(voided) + int(statements * AMENDED)]
    found = np.concatenate((voided, amended))
    found_out = told[found] + chance.exponential(statements / 10, len(found)) + 0.5
    moments = np.concatenate((told, found_out))
    actors, kinds, mandates = _offices()
    begun = len(actors) + len(mandates) + CLAIMS  # the events that stand before all statements
    places = np.empty(len(moments), dtype=np.int64)
    places[np.argsort(moments, kind="stable")] = begun + np.arange(len(moments))

    ended = np.full(statements, -1, dtype=np.int64)
    ended[found] = places[statements:]
    rows = np.concatenate((np.arange(statements), amended))
    # An amendment finds that something else was said: the next act of the list.
    acts = np.concatenate((act, (act[amended] + 1) % len(ACTS)))
    start, stop = _times(first + day, form)
    fresh = len(amended)
    return Record(
        meta=Meta(
            name=f"{statements:,} statements, made up",
            statements=statements,
            zone="UTC",
            actors=actors,
            kinds=kinds,
            claims=[f"claim{each:05}" for each in range(CLAIMS)],
            claim_kind="fact",
            mandates=mandates,
            first=FIRST,
            last=str(last.astype("M8[D]") - 1),
        ),
        statement=rows,
        claim=claim[rows],
        actor=actor[rows],
        start=start[rows],
        stop=stop[rows],
        form=form[rows],
        act=acts,
        stance=_STANCE_OF_ACT[acts],
        place=np.concatenate((places[:statements], places[len(places) - fresh :])),
        ended=np.concatenate((ended, np.full(fresh, -1, dtype=np.int64))),
        amends=np.concatenate((np.zeros(statements, np.int64), np.ones(fresh, np.int64))),
    )


_STANCE_OF_ACT = np.array(
    [-1 if stance is None else STANCES.index(stance) for _, stance, _ in ACTS], dtype=np.int64
)


def _times(days: NDArray[np.datetime64], form: Integers) -> tuple[Integers, Integers]:
    """Return from when until when each statement was said, in seconds, by its form."""
    start, stop = np.empty(len(days), np.int64), np.empty(len(days), np.int64)
    for number, unit in enumerate(FORMS):
        some = form == number
        begins = days[some].astype(f"M8[{unit}]")
        start[some] = begins.astype("M8[s]").astype(np.int64)
        stop[some] = (begins + 1).astype("M8[s]").astype(np.int64)
    return start, stop


def _offices() -> tuple[list[str], list[str], list[tuple[int, int, str | None, str | None]]]:
    """Return actors, a tenth of them in governments, their kinds, and their mandates.

    Persons hold a post one after the other; a post speaks for a ministry, that for its government.
    """
    actors: list[str] = []
    kinds: list[str] = []
    mandates: list[tuple[int, int, str | None, str | None]] = []

    def add(name: str, kind: str) -> int:
        actors.append(name)
        kinds.append(kind)
        return len(actors) - 1

    begun, term = int(FIRST[:4]), YEARS / HOLDERS
    for number in range(GOVERNMENTS):
        name = f"gov{number}"
        government = add(name, "government")
        ministries = [add(f"{name}-ministry{each}", "body") for each in range(MINISTRIES)]
        mandates += [(each, government, None, None) for each in ministries]
        for each in range(POSTS):
            post = add(f"{name}-post{each}", "post")
            mandates.append((post, ministries[each % MINISTRIES], None, None))
            for turn in range(HOLDERS):
                person = add(f"{name}-post{each}-person{turn}", "person")
                years = begun + int(turn * term), begun + int((turn + 1) * term)
                dates = f"{years[0]}-{each + 1:02}-15", f"{years[1]}-{each + 1:02}-15"
                mandates.append((person, post, *dates))
    while len(actors) < ACTORS:
        add(f"actor{len(actors):04}", "person")
    return actors, kinds, mandates


_SECOND, _MONTH = 1_000_000, len("1946-01")
_VOTED = {"yes": "support", "no": "oppose", "abstain": "abstain"}


def votes(folder: Path) -> Record:
    """Return the votes of the General Assembly since 1946, as `examples/un_votes.py` maps them."""
    cast = list(_cast(folder))
    actors = sorted({actor for _, actor, _, _ in cast})
    claims = sorted({claim for claim, _, _, _ in cast})
    of_actor = {name: number for number, name in enumerate(actors)}
    of_claim = {name: number for number, name in enumerate(claims)}
    acts = {vote: [each[0] for each in ACTS].index(act) for vote, act in _VOTED.items()}
    zone = "America/New_York"
    said = {each: When.parse(each, zone=zone) for each in sorted({when for *_, when in cast})}
    last = max(said.values(), key=lambda each: each.stop)
    act = np.array([acts[vote] for _, _, vote, _ in cast], dtype=np.int64)
    count = len(cast)
    return Record(
        meta=Meta(
            name=f"{count:,} votes in the General Assembly",
            statements=count,
            zone=zone,
            actors=actors,
            kinds=["state"] * len(actors),
            claims=claims,
            claim_kind="proposal",
            mandates=[],
            first="1946-01-01",
            last=f"{last.earliest:%Y-%m-%d}",
        ),
        statement=np.arange(count),
        claim=np.array([of_claim[claim] for claim, _, _, _ in cast], dtype=np.int64),
        actor=np.array([of_actor[actor] for _, actor, _, _ in cast], dtype=np.int64),
        start=np.array([said[when].start for *_, when in cast], dtype=np.int64) // _SECOND,
        stop=np.array([said[when].stop for *_, when in cast], dtype=np.int64) // _SECOND,
        form=np.array([len(when) == _MONTH for *_, when in cast], dtype=np.int64),
        act=act,
        stance=_STANCE_OF_ACT[act],
        place=np.arange(count) + len(actors) + len(claims),
        ended=np.full(count, -1, dtype=np.int64),
        amends=np.zeros(count, np.int64),
    )


def _cast(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield each vote: the claim, the actor, what was voted, and when, as a text."""
    for calls, cast in un_votes.whole(folder):
        dates = {each["roll_call"]: each["date"] for each in calls}
        for each in cast:
            call = each["roll_call"]
            yield f"roll-call-{call}", un_votes.slug(each["country"]), each["vote"], dates[call]
