"""Whether answers are right, where the question is plain.

Everybody, positions too, is held to what the columns themselves say by the plainest means; so that
whoever is not wrong gives what positions gives.
"""

from datetime import date

import numpy as np
from benchmarks.as_of.engine import Stances
from benchmarks.as_of.questions import NOBODY, Oracle, Questions
from benchmarks.as_of.record import STANCES, Integers, Record

__all__ = ["Checks"]


class Checks:
    """Compares answers; each check returns an example of what is wrong, or `None`."""

    def __init__(self, record: Record, oracle: Oracle) -> None:
        self._meta = record.meta
        self._oracle = oracle

    def codes(self, codes: Integers, questions: Questions) -> str | None:
        """Check the stances to plain questions, or to the first of them."""
        asked = questions.chosen(slice(len(codes)))
        pairs = asked.claim * self._oracle.actors + asked.actor
        return self._compared(pairs, asked.day, asked.stance, codes)

    def at(self, answer: Stances, day: int, end: int, claim: int | None = None) -> str | None:
        """Check the stances of all actors on a claim, or on all of them."""
        pairs, stance, plain = self._oracle.at(end)
        if claim is not None:
            plain = plain & (pairs // self._oracle.actors == claim)
            answer = Stances(
                actor=answer.actor,
                claim=np.full_like(answer.actor, claim),
                stance=answer.stance,
            )
        found = self._of_pairs(pairs, answer, answer.stance, NOBODY)
        days = np.full(len(pairs), day)
        return self._compared(pairs[plain], days[plain], stance[plain], found[plain])

    def between(self, answer: Stances, days: tuple[int, int], ends: tuple[int, int]) -> str | None:
        """Check which stances are other on the second of two days."""
        known, before, plain_before = self._oracle.at(ends[0])
        pairs, after, plain = self._oracle.at(ends[1])  # what was said before is among it
        place = np.searchsorted(pairs, known)
        old = np.full(len(pairs), NOBODY)
        old[place] = before
        plain[place] &= plain_before
        right = np.where(old == after, _SAME, _change(old, after))
        changed = answer.stance if answer.old is None else _change(answer.old, answer.stance)
        found = self._of_pairs(pairs, answer, changed, _SAME)
        on = np.full(len(pairs), days[1])
        return self._compared(pairs[plain], on[plain], right[plain], found[plain])

    def _of_pairs(
        self, pairs: Integers, answer: Stances, values: Integers, missing: int
    ) -> Integers:
        """Return what an answer has for each of some pairs, which are in order."""
        said = answer.claim * self._oracle.actors + answer.actor
        found = np.full(len(pairs), missing, dtype=np.int64)
        place = np.searchsorted(pairs, said)
        there = place < len(pairs)
        there[there] = pairs[place[there]] == said[there]
        found[place[there]] = values[there]
        return found

    def _compared(
        self, pairs: Integers, days: Integers, right: Integers, found: Integers
    ) -> str | None:
        wrong = np.flatnonzero(found != right)
        if not len(wrong):
            return None
        first = int(wrong[0])
        claim, actor = divmod(int(pairs[first]), self._oracle.actors)
        where = f"{self._meta.actors[actor]} on {self._meta.claims[claim]}"
        day = date.fromordinal(int(days[first]))
        said, expected = _named(int(found[first])), _named(int(right[first]))
        return f"{len(wrong):,} of {len(right):,}, as {where}, {day}: {said}, not {expected}"


_SAME = -2


def _change(old: Integers, new: Integers) -> Integers:
    """Return two stances as one number, from 256 on."""
    return (old + 17) << 4 | (new + 1)


def _named(code: int) -> str:
    if code >= 256:
        return f"{_named((code >> 4) - 17)} then {_named((code & 15) - 1)}"
    return {NOBODY: "nothing", _SAME: "no change"}.get(code) or STANCES[code]
