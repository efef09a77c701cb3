"""How a position came about: the words in their order, and the shift that each makes (R11)."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

from attrs import field, frozen

from positions.model.vocabulary import SCORES, Act, PositionKind, ShiftKind
from positions.model.when import OPEN_FUTURE, OPEN_PAST
from positions.replay.answers import shift_of_scores
from positions.replay.dossier import Item
from positions.replay.standing import hidden, kinds_of, withdraws
from positions.replay.weighing import Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from positions.model.vocabulary import Stance
    from positions.replay.order import Order

__all__ = ["Point", "in_order", "points", "shift_between", "standing_kinds"]


@frozen(eq=False)
class Point:
    """One word in its place, with what stands just after it.

    Attributes:
        word: The word.
        before: The word that stood before it; `None` where nothing did.
        stands: The word that stands after it; `None` where a retraction left nothing.
        since: The first word of the unbroken run of what stands.
        certain: Whether its place among the words is certain.
    """

    word: Word
    before: Word | None
    stands: Word | None
    since: Word | None
    certain: bool = field(default=True)

    @property
    def shift(self) -> ShiftKind | None:
        """The kind of shift; `None` where a stance can be read in several ways."""
        if self.word.statement.act is Act.RETRACT:
            return ShiftKind.RETRACTION
        if len(self.word.stances) > 1:
            return None
        if self.before is None or not self.before.stances:
            return ShiftKind.INITIAL
        return shift_between(self.before.stances, self.word.stances)


def shift_between(old: Sequence[Stance], new: Sequence[Stance]) -> ShiftKind | None:
    """Return the kind of shift from one stance to another, `None` where either is not unique."""
    if len(old) != 1 or len(new) != 1:
        return None
    return shift_of_scores(SCORES[old[0]], SCORES[new[0]])


Timed = TypeVar("Timed", Item, Word)


def in_order(spoken: Iterable[Timed], order: Order, until: int) -> list[Timed]:
    """Return what was *spoken* in the known order, then by (latest, earliest) up to *until*.

    The times are narrowed by the known order, so that they never speak against it; and what comes
    before another is followed by more. The id breaks what ties are left.
    """
    listed = list(spoken)
    refs = {each.statement.ref for each in listed}
    return sorted(
        listed,
        key=lambda each: (
            min(each.stop, until),
            each.start,
            -len(order.after(each.statement.ref) & refs),
            each.statement.id,
        ),
    )


def points(
    words: Sequence[Word],
    order: Order,
    until: int,
    decides: Callable[[Word], bool] = lambda _: True,
) -> list[Point]:
    """Return each word that is surely in, and of the tier that decides at its point, in order.

    *decides* tells, under a policy other than `latest`, whether a word decides at its point.
    """
    silenced = hidden(words, order)
    heard = [word for word in words if word.tier is not None and word not in silenced]
    sure = in_order((word for word in heard if word.sure), order, until)
    certain = _certain(sure, [word for word in heard if not word.sure], order)
    found: list[Point] = []
    run: dict[Word, Word] = {}
    best = max((word.tier for word in sure if word.tier is not None), default=None)
    same_tier: list[Word] = []
    stands: Word | None = None
    for word in sure:
        if best is None or word.tier is None or word.tier > best or not decides(word):
            continue
        if word.tier < best or not found:
            best, same_tier = word.tier, []
        same_tier.append(word)
        before = stands
        if word.statement.act is Act.RETRACT:
            stands = _stands(same_tier)
        else:
            stands = word
            unbroken = before is not None and kinds_of(before) == kinds_of(word)
            run[word] = run[before] if before is not None and unbroken else word
        since = None if stands is None else run[stands]
        found.append(Point(word, before, stands, since, word in certain))
    return found


def _stands(words: Sequence[Word]) -> Word | None:
    """Return the word that stands at the end of *words*, of one tier and in order (R7)."""
    rest = list(words)
    while rest:
        last = rest.pop()
        if last.statement.act is not Act.RETRACT:
            return last
        rest = [word for word in rest if not withdraws(last, word)]
    return None


def _certain(sure: Sequence[Word], unsure: Sequence[Word], order: Order) -> set[Word]:
    """Return those of *sure*, which is in order, whose place is certain."""
    commitments = [word for word in sure if _commits(word)]
    latest_before = list(accumulate((word.stop for word in commitments), max, initial=OPEN_PAST))
    earliest_after = list(
        accumulate((word.start for word in reversed(commitments)), min, initial=OPEN_FUTURE)
    )[::-1]
    earliest_maybe = min((word.start for word in unsure if _commits(word)), default=OPEN_FUTURE)
    found: set[Word] = set()
    for place, word in enumerate(commitments):
        near = _near(commitments, place, latest_before, earliest_after)
        if all(_apart(word, other, order) for other in near) and (
            word.stop <= earliest_maybe
            or all(_precedes(word, maybe, order) for maybe in unsure if _commits(maybe))
        ):
            found.add(word)
    return found


def _near(
    words: Sequence[Word],
    place: int,
    latest_before: Sequence[int],
    earliest_after: Sequence[int],
) -> Iterator[Word]:
    """Yield the words that may overlap with the one at *place*, the nearest first."""
    word = words[place]
    before, after = place, place + 1
    while latest_before[before] > word.start:
        before -= 1
        yield words[before]
    while earliest_after[after] < word.stop:
        yield words[after]
        after += 1


def _commits(word: Word) -> bool:
    return bool(word.stances) or word.statement.act is Act.RETRACT


def _apart(one: Word, other: Word, order: Order) -> bool:
    return _precedes(one, other, order) or _precedes(other, one, order)


def _precedes(one: Word, other: Word, order: Order) -> bool:
    return one.stop <= other.start or other.statement.ref in order.after(one.statement.ref)


def standing_kinds(word: Word | None) -> frozenset[PositionKind]:
    """Return the kinds of position that a word which stands leads to."""
    return frozenset({PositionKind.RETRACTED}) if word is None else kinds_of(word)
