"""R11: a timeline, where every place in it is certain."""

from collections.abc import Sequence
from itertools import combinations

from positions.model.vocabulary import SCORES, ShiftKind
from positions.model.when import Truth
from tests.naive.words import Tier, Word
from tests.naive.worlds import hidden

__all__ = ["places_are_certain", "timeline"]


def places_are_certain(words: Sequence[Word]) -> bool:
    """Say whether all that may be in is in, and in one order alone."""
    return all(word.included is Truth.YES for word in words) and all(
        one.time[1] <= other.time[0]
        or other.time[1] <= one.time[0]
        or one.ref in other.before
        or other.ref in one.before
        for one, other in combinations(words, 2)
    )


def timeline(words: Sequence[Word]) -> list[tuple[str, str | None]]:
    """Return the statement and the kind of each shift, in order."""
    heard = [
        word
        for word in words
        if word.included is Truth.YES
        and word.tier is not Tier.NO_OUTCOME
        and not any(hidden(word, other) for other in words)
    ]
    shifts: list[tuple[str, str | None]] = []
    said: list[Word] = []
    for word in _in_order(heard):
        before = _stands(said)
        said.append(word)
        if word.statement.is_commitment and word.tier is min(each.tier for each in said):
            shifts.append((word.ref.statement, _kind(before, word)))
    return shifts


def _in_order(words: Sequence[Word]) -> list[Word]:
    """Return the words in their known order, then by (latest, earliest)."""
    ordered: list[Word] = []
    left = list(words)
    while left:
        refs = {word.ref for word in left}
        free = [word for word in left if not word.before & refs]
        first = min(free, key=lambda word: (word.time[1], word.time[0], word.ref))
        ordered.append(first)
        left.remove(first)
    return ordered


def _stands(said: Sequence[Word]) -> Word | None:
    """Return the word that stands after all that was *said*, in this order."""
    decides = min((word.tier for word in said), default=None)
    rest = [word for word in said if word.tier is decides]
    while rest and rest[-1].is_retraction:
        retraction = rest.pop()
        rest = [word for word in rest if not retraction.withdraws(word)]
    return rest[-1] if rest else None


def _kind(before: Word | None, word: Word) -> str | None:
    """Return the kind of the shift, from the word that stood to this one."""
    if word.is_retraction:
        return str(ShiftKind.RETRACTION)
    old, new = _score(before), _score(word)
    if new is None:
        return None
    if before is None or not before.stances:
        return str(ShiftKind.INITIAL)
    return None if old is None else str(_between(old, new))


def _score(word: Word | None) -> int | None:
    """Return the score of the word's one stance; `None` where it has none, or several."""
    scores = [SCORES[stance] for stance in word.stances] if word else []
    return scores[0] if len(scores) == 1 else None


def _between(old: int, new: int) -> ShiftKind:
    if new == old:
        return ShiftKind.REAFFIRMATION
    if old * new < 0:
        return ShiftKind.REVERSAL
    if new == 0:
        return ShiftKind.WALK_BACK
    return ShiftKind.HARDENING if abs(new) > abs(old) else ShiftKind.SOFTENING
