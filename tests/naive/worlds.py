"""Where somebody stands: R4 to R7 in every world that the record leaves open.

A world says of every statement that may be in whether it is, and when each was said. In it the
rules are simple: the first tier in which anything was said decides, and in it the last word stands;
a retraction that is the last word takes away what it withdraws, and the last word of the rest
stands.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, combinations

from positions.model.vocabulary import SCORES, Act, Mode, PositionKind
from positions.model.when import Truth
from tests.naive.words import Tier, Word

__all__ = ["hidden", "kinds", "standing"]

_KINDS = {
    Act.DISMISS: PositionKind.DISMISSED,
    Act.REFER: PositionKind.DEFERRED,
    Act.DECLINE_COMMENT: PositionKind.DECLINED,
    Act.NO_RESPONSE: PositionKind.SILENT,
}


def kinds(words: Sequence[Word]) -> frozenset[str]:
    """Return every kind of position that these words can come to, over all worlds."""
    heard = [
        word
        for word in words
        if word.tier is not Tier.NO_OUTCOME and not any(hidden(word, other) for other in words)
    ]
    return frozenset(str(kind) for world in _worlds(heard) for kind in _kinds_in(world))


def hidden(word: Word, other: Word) -> bool:
    """R4: say whether *other* hides *word*, both of one speaker in one utterance.

    It does so in all worlds or in none: only what is definitely in hides.
    """
    if word is other or other.included is not Truth.YES:
        return False
    mine, its = word.statement, other.statement
    if mine.utterance is None or mine.utterance != its.utterance or word.speaker != other.speaker:
        return False
    if not word.stances or not other.stances:
        return False  # a retraction, or no commitment
    if mine.mode is not its.mode:
        return its.mode is Mode.EXPLICIT
    if word.ref in other.before or other.ref in word.before:
        return False
    return all(SCORES[each] for each in other.stances) and not any(
        SCORES[each] for each in word.stances
    )


def _worlds(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Yield what is in, for each choice among what may be in.

    What is of a tier below one that surely holds something decides in no world, so that it is left
    out of all.
    """
    sure = [word for word in words if word.included is Truth.YES]
    decides = min((word.tier for word in sure), default=Tier.NO_OUTCOME)
    perhaps = [word for word in words if word.included is Truth.MAYBE and word.tier <= decides]
    choices = (combinations(perhaps, count) for count in range(len(perhaps) + 1))
    for choice in chain.from_iterable(choices):
        yield [*sure, *choice]


def _kinds_in(world: Sequence[Word]) -> Iterator[PositionKind]:
    """R5: yield each kind that the first tier that holds anything can come to."""
    decides = min((word.tier for word in world), default=None)
    if decides is None:
        yield PositionKind.NO_RECORD
        return
    for word in standing(frozenset(word for word in world if word.tier is decides)):
        if word is None:
            yield PositionKind.RETRACTED
        elif decides is Tier.CONDITIONAL:
            yield PositionKind.CONDITIONAL
        elif decides is Tier.NO_COMMITMENT:
            yield _KINDS[word.statement.act]
        else:
            yield from map(PositionKind, word.stances)


@lru_cache(maxsize=4096)
def standing(rest: frozenset[Word]) -> frozenset[Word | None]:
    """R6 and R7: return each word of *rest*, all of them in, that can stand at the end.

    `None` is among them where it can be that none does.

    The orders are made from their ends. A word can end an order if, said as late as it can be, it
    leaves to every other an instant at or before that, and none of them is known to follow it. For
    then all the others can be said at their earliest, which keeps every known order, since the
    times are narrowed by it. This holds again for the rest that a retraction leaves: each of them
    starts before the retraction ends, so that its end rules out no order among them. An order is
    made no further than to the word that stands: what came before that says nothing more.
    """
    if not rest:
        return frozenset({None})
    found: set[Word | None] = set()
    for last in rest:
        others = rest - {last}
        if any(other.time[0] >= last.stop or last.ref in other.before for other in others):
            continue
        if last.is_retraction:
            found |= standing(frozenset(each for each in others if not last.withdraws(each)))
        else:
            found.add(last)
    return frozenset(found)
