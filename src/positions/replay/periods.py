"""From when until when an actor stood where: its position as a function of `as_of`."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from positions.model.showing import shown
from positions.model.vocabulary import Act, Policy
from positions.model.when import OPEN_FUTURE
from positions.model.when.zones import bound, iso
from positions.replay.answers import NOTHING, Change, Standing
from positions.replay.basis import worked_out
from positions.replay.plain import statement_to_dict
from positions.replay.shifts import in_order
from positions.replay.standing import hidden, kinds_of
from positions.replay.weighing import Tier

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from positions.model.claims.statement import Statement
    from positions.replay.policies import Question
    from positions.replay.weighing import Word

__all__ = ["Period", "changes_between", "periods", "periods_where", "spans_between"]


@frozen(kw_only=True)
class Period:
    """A longest run of instants at which an actor stands in one place, asked as of each of them.

    Attributes:
        start: Its first instant, in microseconds since 1970-01-01T00:00Z.
        stop: Its end, exclusive; `OPEN_FUTURE` where it lasts.
        standing: Where the actor stands in it.
        statements: On which words it stands so at the beginning, in their order.
    """

    __repr__ = shown

    start: int
    stop: int
    standing: Standing
    statements: tuple[Statement, ...]

    @property
    def valid_from(self) -> datetime | None:
        """Its first instant, inclusive, as an aware UTC datetime; `None` where it is open."""
        return bound(self.start)

    @property
    def valid_until(self) -> datetime | None:
        """Its end, exclusive, as an aware UTC datetime; `None` where it lasts."""
        return bound(self.stop)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data; instants in ISO 8601, UTC."""
        return {
            "valid_from": iso(self.valid_from),
            "valid_until": iso(self.valid_until),
            **self.standing.to_dict(),
            "statements": [statement_to_dict(each) for each in self.statements],
        }


def periods(question: Question) -> tuple[Period, ...]:
    """Return where an actor stood from when until when, up to the cut, the first period first.

    For every instant, the period that holds it says what the position is as of that instant; before
    the first there is no record.
    """
    words = question.weighed()
    found = _of_a_plain_run(question, words)
    return tuple(_merged(_asked(question, words) if found is None else found))


_Stretch = tuple[int, Standing, "tuple[Statement, ...]"]


def _asked(question: Question, words: Sequence[Word]) -> Iterator[_Stretch]:
    """Yield where each stretch begins that no word begins or ends in, and the answer there.

    A word that starts at an instant may be in from there on, and is in for certain once its last
    instant has passed.
    """
    until = question.cut.as_of
    edges = {each for word in words for each in (word.start + 1, word.stop)}
    for edge in sorted(each for each in edges if each <= until and each < OPEN_FUTURE):
        basis = worked_out(evolve(question, cut=evolve(question.cut, as_of=edge)))
        standing = Standing.of(basis.outcome.kinds)
        yield edge - 1, standing, tuple(word.statement for word in basis.in_effect)


def _of_a_plain_run(question: Question, words: Sequence[Word]) -> list[_Stretch] | None:
    """Return the same where certain commitments follow each other one by one, else `None`."""
    order, until = question.dossier.order, question.cut.as_of
    plain = question.policy is Policy.LATEST and all(
        word.sure
        and word.tier is Tier.FIRST
        and len(word.stances) == 1
        and word.statement.act is not Act.RETRACT
        for word in words
    )
    if not plain or hidden(words, order):
        return None
    run = in_order(words, order, until)
    if any(one.stop > other.start for one, other in pairwise(run)):
        return None
    found: list[_Stretch] = []
    before = NOTHING
    said: tuple[Statement, ...] = ()
    for word in run:
        after = Standing.of(kinds_of(word))
        if word.start < word.stop - 1:
            either = {before.kind, after.kind}
            found.append((word.start, Standing.of(either), (*said, word.statement)))
        if word.stop < OPEN_FUTURE:
            found.append((word.stop - 1, after, (word.statement,)))
        before, said = after, (word.statement,)
    return found


def _merged(stretches: Iterator[_Stretch] | list[_Stretch]) -> Iterator[Period]:
    found: list[_Stretch] = []
    for stretch in stretches:
        if stretch[1] != (found[-1][1] if found else NOTHING):
            found.append(stretch)
    for (start, standing, statements), (stop, *_) in pairwise([*found, _END]):
        yield Period(start=start, stop=stop, standing=standing, statements=statements)


_END: _Stretch = (OPEN_FUTURE, NOTHING, ())


def periods_where(question: Question | None) -> tuple[Period, ...]:
    """Return the same; none where there is nothing to ask about."""
    return () if question is None else periods(question)


def changes_between(
    old: Sequence[Period], new: Sequence[Period]
) -> Iterator[tuple[int, int, Change]]:
    """Yield the spans of instants at which the standing is other in *new* than in *old*.

    Each is (start, stop) in microseconds since 1970-01-01T00:00Z, half-open, with one change
    throughout; they are in order.
    """
    edges = sorted(
        {each.start for each in (*old, *new)} | {each.stop for each in (*old, *new)} | {OPEN_FUTURE}
    )
    was, now = _standings(old, edges), _standings(new, edges)
    for place, (start, stop) in enumerate(pairwise(edges)):
        if was[place] != now[place]:
            yield start, stop, Change(old=was[place], new=now[place])


def spans_between(old: Sequence[Period], new: Sequence[Period]) -> tuple[tuple[int, int], ...]:
    """Return the spans of instants at which the standing is other, whatever it was and is."""
    found: list[tuple[int, int]] = []
    for start, stop, _ in changes_between(old, new):
        if found and found[-1][1] == start:
            found[-1] = found[-1][0], stop
        else:
            found.append((start, stop))
    return tuple(found)


def _standings(row: Sequence[Period], edges: Sequence[int]) -> list[Standing]:
    """Return the standing from each edge on."""
    starts = {each.start: each for each in row}
    ends = {each.stop for each in row}
    found: list[Standing] = []
    now = NOTHING
    for edge in edges:
        if edge in starts:
            now = starts[edge].standing
        elif edge in ends:
            now = NOTHING
        found.append(now)
    return found
