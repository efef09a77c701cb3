"""What is asked, and what the columns themselves say to it, by the plainest means.

A question is plain where what was surely said last has one stance and nothing is uncertain: no time
of the pair reaches across the cut, nobody speaks for the actor. There the rules of replay and the
last row by time say the same. Elsewhere a table has no word for the answer, and peers are not held
to it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from benchmarks.as_of.record import STANCES, Integers, Record, instants
from numpy.typing import NDArray

__all__ = ["NOBODY", "Cuts", "Flags", "Oracle", "Questions", "cuts", "cuts_on", "drawn"]

Flags = NDArray[np.bool_]

NOBODY = -1
"""The code of a stance that is none."""
SURPLUS = 1.5  # so many times as many are drawn, as some are not plain
DAYS, APART = 180, 365


@dataclass(frozen=True, kw_only=True)
class Questions:
    """Where actors stand on claims on days: columns of equal length.

    Attributes:
        actor, claim: Indices into the names of the record.
        day: The day as of which is asked, as the number that `date.toordinal` gives it.
        end: The end of that day, exclusive, in seconds since 1970-01-01T00:00Z.
        stance: What the columns say, on plain questions.
    """

    actor: Integers
    claim: Integers
    day: Integers
    end: Integers
    stance: Integers

    def __len__(self) -> int:
        return len(self.actor)

    def chosen(self, some: "Integers | Flags | slice") -> "Questions":
        """Return some of them."""
        return Questions(
            actor=self.actor[some],
            claim=self.claim[some],
            day=self.day[some],
            end=self.end[some],
            stance=self.stance[some],
        )


@dataclass(frozen=True, kw_only=True)
class Cuts:
    """Days as of which everything is asked, and the ends of these."""

    day: list[int]
    end: list[int]


class Oracle:
    """The columns of a record, in an order in which everything of a pair is together."""

    def __init__(self, record: Record) -> None:
        self.actors = len(record.meta.actors)
        rows = np.flatnonzero((record.stance >= 0) & (record.ended < 0))
        pair = record.claim[rows] * self.actors + record.actor[rows]
        order = np.argsort(pair, kind="stable")
        rows = rows[order]
        self.pair = pair[order]
        self._start, self._stop = record.start[rows], record.stop[rows]
        self._packed, self._stance = record.packed[rows], record.stance[rows]
        bodies = np.unique(np.array([each[1] for each in record.meta.mandates], dtype=np.int64))
        self._body = np.zeros(self.actors, dtype=np.bool_)
        self._body[bodies] = True

    def of_pairs(self, actor: Integers, claim: Integers, end: Integers) -> tuple[Integers, Flags]:
        """Return the stance of each of some questions, and which of these are plain."""
        pair = claim * self.actors + actor
        begin, stop = np.searchsorted(self.pair, pair), np.searchsorted(self.pair, pair, "right")
        counts = stop - begin
        group = np.repeat(np.arange(len(pair)), counts)
        within = np.arange(len(group)) - np.repeat(np.cumsum(counts) - counts, counts)
        rows = np.repeat(begin, counts) + within
        found, stance, plain = self._judged(group, rows, np.repeat(end, counts))
        stances = np.full(len(pair), NOBODY, dtype=np.int64)
        plains = np.ones(len(pair), dtype=np.bool_)
        stances[found], plains[found] = stance, plain
        return stances, plains & ~self._body[actor]

    def at(self, end: int) -> tuple[Integers, Integers, Flags]:
        """Return the pairs of which something was said by an end, with stances; which are plain."""
        rows = np.arange(len(self.pair))
        pairs, stance, plain = self._judged(self.pair, rows, np.full(len(rows), end))
        return pairs, stance, plain & ~self._body[pairs % self.actors]

    def _judged(
        self, group: Integers, rows: Integers, end: Integers
    ) -> tuple[Integers, Integers, Flags]:
        """Return of each group with rows that began by their end: which, its stance, whether plain.

        The stance is that of the last row that is over by the end; `NOBODY` where none is.
        """
        begun = self._start[rows] < end
        group, rows, end = group[begun], rows[begun], end[begun]
        if not len(group):
            return group, np.empty(0, np.int64), np.empty(0, np.bool_)
        first = np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))
        which = np.cumsum(np.concatenate(([False], group[1:] != group[:-1])))
        never = np.iinfo(np.int64).min
        over = self._stop[rows] <= end
        last = np.maximum.reduceat(np.where(over, self._packed[rows], never), first)
        stance = np.where(last == never, NOBODY, last & 15)
        latest = np.maximum.reduceat(np.where(over, self._start[rows], never), first)
        can_be_last = self._stop[rows] > latest[which]
        other = ~over | (can_be_last & (self._stance[rows] != stance[which]))
        plain = ~np.logical_or.reduceat(other, first)
        return group[first], stance, plain


def _days(record: Record, count: int, chance: np.random.Generator) -> tuple[Integers, Integers]:
    """Return random days of a record, and the ends of these."""
    first = date.fromisoformat(record.meta.first).toordinal()
    last = date.fromisoformat(record.meta.last).toordinal()
    day = chance.integers(first, last + 1, count)
    following = [date.fromordinal(each) + timedelta(days=1) for each in range(first, last + 1)]
    return day, instants(following, record.meta.zone)[day - first]


def drawn(record: Record, oracle: Oracle, count: int) -> tuple[Questions, Questions, float]:
    """Return plain questions, some that are not plain, and the share of these of all.

    Actors and claims are those of statements, drawn at random, and days are random too.
    """
    chance = np.random.default_rng([1, record.meta.statements])
    rows = chance.integers(0, len(record.claim), int(count * SURPLUS))
    actor, claim = record.actor[rows], record.claim[rows]
    day, end = _days(record, len(rows), chance)
    stance, plain = oracle.of_pairs(actor, claim, end)
    every = Questions(actor=actor, claim=claim, day=day, end=end, stance=stance)
    others = every.chosen(~plain)
    return (
        every.chosen(plain).chosen(slice(count)),
        others.chosen(slice(count // 10)),
        len(others) / len(every),
    )


def cuts(record: Record) -> tuple[Cuts, Cuts]:
    """Return days for matrices in the later half of a record, and the days a year after these."""
    first = date.fromisoformat(record.meta.first).toordinal()
    last = date.fromisoformat(record.meta.last).toordinal()
    days = np.linspace((first + last) // 2, last - APART, DAYS).astype(int).tolist()
    return _cuts(days, record), _cuts([each + APART for each in days], record)


def cuts_on(record: Record, claim: int) -> Cuts:
    """Return days on which at least half of what was said on a claim had been said."""
    median = int(np.median(record.stop[record.claim == claim]))
    first = date(1970, 1, 1).toordinal() + median // 86_400
    last = date.fromisoformat(record.meta.last).toordinal()
    return _cuts(np.linspace(first, last, DAYS).astype(int).tolist(), record)


def _cuts(days: list[int], record: Record) -> Cuts:
    following = [date.fromordinal(each + 1) for each in days]
    return Cuts(day=days, end=instants(following, record.meta.zone).tolist())


STANCE_CODES: dict[str | None, int] = {None: NOBODY} | {
    name: code for code, name in enumerate(STANCES)
}
"""The code of each stance, by its name."""
