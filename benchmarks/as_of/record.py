"""A record as columns: what every engine is loaded from, and ours by way of real events."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

__all__ = ["STANCES", "Integers", "Meta", "Record", "instants", "packed_bound", "place_of"]

Integers = NDArray[np.int64]

STANCES = (
    "affirmed", "probable", "possible", "uncommitted",
    "withheld", "doubtful", "improbable", "denied",
)  # fmt: skip
"""The stances; their place is the code that tables hold."""
STANCE_BITS, PLACE_BITS = 4, 24
_AT_ONCE = 100_000
OFFSET = 1 << 31
"""Seconds that make times since 1902 positive, so that they can be packed."""
COLUMNS = (
    "statement", "claim", "actor", "start", "stop", "form",
    "act", "stance", "place", "ended", "amends",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Meta:
    """What a record says beside its rows.

    Attributes:
        name: What it is called in the heading.
        statements: How many statements there are; rows are more, where some are amended.
        zone: The IANA name of the zone in which days are read.
        actors: The id of each actor.
        kinds: The kind of each actor.
        claims: The id of each claim.
        claim_kind: The kind of all claims.
        mandates: Who may speak for whom, as indices, from which day until which, or always.
        first, last: The days between which questions are asked.
    """

    name: str
    statements: int
    zone: str
    actors: list[str]
    kinds: list[str]
    claims: list[str]
    claim_kind: str
    mandates: list[tuple[int, int, str | None, str | None]]
    first: str
    last: str


@dataclass(frozen=True, kw_only=True)
class Record:
    """Statements as columns: a row is a statement as it was recorded, or as it was amended.

    Attributes:
        meta: What is said beside the rows.
        statement: The number of the statement.
        claim, actor: Indices into the names.
        start, stop: When it was said, half-open, in seconds since 1970-01-01T00:00Z.
        form: 0 where that is a day, 1 a month, 2 a year.
        act: The kind of speech act, an index into `made_up.ACTS`.
        stance: The stance, an index into `STANCES`; -1 without any.
        place: The place of its event in the log; every place is below 2 ** 24.
        ended: The place of the event that voided or amended it; -1 where none did.
        amends: 1 where the row is how an earlier one of the same statement should read.
    """

    meta: Meta
    statement: Integers
    claim: Integers
    actor: Integers
    start: Integers
    stop: Integers
    form: Integers
    act: Integers
    stance: Integers
    place: Integers
    ended: Integers
    amends: Integers

    def save(self, folder: Path) -> None:
        """Write it into a folder, from which other processes read it."""
        (folder / "meta.json").write_text(json.dumps(asdict(self.meta)), encoding="utf-8")
        for name in COLUMNS:
            np.save(folder / f"{name}.npy", getattr(self, name))

    @classmethod
    def read(cls, folder: Path) -> "Record":
        """Return the record that was written into a folder."""
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        meta["mandates"] = [tuple(each) for each in meta["mandates"]]
        columns = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in COLUMNS}
        return cls(meta=Meta(**meta), **columns)

    @property
    def packed(self) -> Integers:
        """A number for each row: the later it was said, then recorded, the greater; and its stance.

        The stance is in the lowest four bits, so that the greatest of some rows gives it too.
        """
        said = (self.start + OFFSET) << PLACE_BITS | self.place
        return said << STANCE_BITS | self.stance

    @property
    def commitments(self) -> "Table":
        """The rows with a stance, ordered by claim, actor and time: what peers are loaded with."""
        rows = np.flatnonzero(self.stance >= 0)
        packed = self.packed[rows]
        claim, actor = self.claim[rows], self.actor[rows]
        order = np.lexsort((packed, actor, claim))
        rows = rows[order]
        return Table(
            claim=claim[order],
            actor=actor[order],
            packed=packed[order],
            stop=np.asarray(self.stop[rows]),
            ended=np.asarray(self.ended[rows]),
        )


@dataclass(frozen=True, kw_only=True)
class Table:
    """The columns of which a peer's table is made; -1 in `ended` where nothing ended it."""

    claim: Integers
    actor: Integers
    packed: Integers
    stop: Integers
    ended: Integers

    def columns(self) -> dict[str, Integers]:
        """Return the columns by name, in the order of the tables."""
        return {
            "claim": self.claim,
            "actor": self.actor,
            "packed": self.packed,
            "stop": self.stop,
            "ended": self.ended,
        }

    def rows(self) -> Iterator[tuple[int, int, int, int, int | None]]:
        """Yield the rows, for engines that take these; without an end where nothing ended one."""
        columns = self.columns().values()
        for start in range(0, len(self.claim), _AT_ONCE):
            some = (each[start : start + _AT_ONCE].tolist() for each in columns)
            for claim, actor, packed, stop, ended in zip(*some, strict=True):
                yield claim, actor, packed, stop, None if ended < 0 else ended


T = TypeVar("T", int, Integers)


def packed_bound(end: T) -> T:
    """Return what every `packed` of what was said before an instant is less than."""
    return (end + OFFSET) << (PLACE_BITS + STANCE_BITS)


def place_of(packed: T) -> T:
    """Return the place in the log that is packed with a time and a stance."""
    return packed >> STANCE_BITS & ((1 << PLACE_BITS) - 1)


def instants(days: list[date], zone: str) -> Integers:
    """Return the start of each day in a zone, in seconds since 1970-01-01T00:00Z."""
    clocks = ZoneInfo(zone)
    epoch = datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC"))
    starts = [datetime(each.year, each.month, each.day, tzinfo=clocks) for each in days]
    return np.array([(each - epoch) // timedelta(seconds=1) for each in starts], dtype=np.int64)
