"""The reference fold: from the words that are in to where an actor stands (R4 to R7).

One actor, one claim, one cut. Every faster engine must equal what is written here.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from attrs import frozen

from positions.model.vocabulary import SCORES, Act, Mode, PositionKind
from positions.replay.weighing import Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from positions.replay.order import Order
    from positions.replay.weighing import Word

__all__ = ["OF_ACT", "UNANSWERED", "Outcome", "hidden", "kinds_of", "standing", "withdraws"]

OF_ACT = {
    Act.DISMISS: PositionKind.DISMISSED,
    Act.REFER: PositionKind.DEFERRED,
    Act.DECLINE_COMMENT: PositionKind.DECLINED,
    Act.NO_RESPONSE: PositionKind.SILENT,
}
"""Where an act without a commitment leaves its speaker, if it leads anywhere."""
UNANSWERED = frozenset({Act.REFER, Act.DECLINE_COMMENT, Act.NO_RESPONSE})
"""The acts of who was asked and leaves the question open."""


@frozen(eq=False)
class Outcome:
    """Where an actor can stand, and on which words.

    Attributes:
        kinds: Every kind of position that is possible; one alone is certain.
        words: The words that can have been the last, or stand again since the last was retracted.
        retractions: The retractions that can be in effect.
        tiers: The tiers that were heard: the last of them decided.
    """

    kinds: frozenset[PositionKind]
    words: tuple[Word, ...] = ()
    retractions: tuple[Word, ...] = ()
    tiers: tuple[Tier, ...] = ()

    @property
    def commitments(self) -> frozenset[PositionKind]:
        """The kinds that are commitments; all of them where it is certain that there is one."""
        return frozenset(kind for kind in self.kinds if kind.is_commitment)


def standing(words: Iterable[Word], order: Order, until: int) -> Outcome:
    """Return where an actor stands whose *words* these are (R5).

    *until* is the exclusive end of `as_of`, in microseconds since 1970-01-01T00:00Z.
    """
    words = list(words)
    silenced = hidden(words, order)
    kinds: set[PositionKind] = set()
    last: list[Word] = []
    retractions: list[Word] = []
    tiers: list[Tier] = []
    for tier in Tier:
        present = [word for word in words if word.tier is tier and word not in silenced]
        if present:
            tiers.append(tier)
            kinds |= _last_words(present, order, until, last, retractions)
        if any(word.sure for word in present):
            break
    else:
        kinds.add(PositionKind.NO_RECORD)
    return Outcome(
        frozenset(kinds),
        tuple(dict.fromkeys(last)),
        tuple(dict.fromkeys(retractions)),
        tuple(tiers),
    )


def hidden(words: Sequence[Word], order: Order) -> set[Word]:
    """Return the words that others of the same utterance hide (R4)."""
    utterances: defaultdict[tuple[str, str], list[Word]] = defaultdict(list)
    for word in words:
        statement = word.statement
        if statement.utterance is not None and word.stances:
            utterances[word.item.speaker, statement.utterance].append(word)
    return {
        word
        for together in utterances.values()
        for word in together
        if any(_hides(other, word, order) for other in together)
    }


def _hides(one: Word, other: Word, order: Order) -> bool:
    if not one.sure:
        return False
    if one.statement.mode is not other.statement.mode:
        return one.statement.mode is Mode.EXPLICIT
    return (
        all(SCORES[stance] != 0 for stance in one.stances)
        and all(SCORES[stance] == 0 for stance in other.stances)
        and not order.orders(one.statement.ref, other.statement.ref)
    )


def _last_words(
    words: Sequence[Word], order: Order, until: int, last: list[Word], retractions: list[Word]
) -> set[PositionKind]:
    """Return the outcomes of those of a tier that can have been the last (R6, R7).

    The words that stand are added to *last*, and the retractions in effect to *retractions*.
    """
    certain = [word for word in words if word.sure]
    latest_start = max((word.start for word in certain), default=None)
    certain_refs = {word.statement.ref for word in certain}
    kinds: set[PositionKind] = set()
    for word in words:
        stop = min(word.stop, until)
        if latest_start is not None and stop <= latest_start:
            continue
        followers = order.after(word.statement.ref)
        if followers & certain_refs:
            continue
        if word.statement.act is not Act.RETRACT:
            last.append(word)
            kinds |= kinds_of(word)
            continue
        retractions.append(word)
        rest = [
            other
            for other in words
            if other is not word
            and not withdraws(word, other)
            and other.statement.ref not in followers
            and other.start < stop
        ]
        kinds |= _last_words(rest, order, stop, last, retractions)
        if not any(other.sure for other in rest):
            kinds.add(PositionKind.RETRACTED)
    return kinds


def withdraws(retraction: Word, other: Word) -> bool:
    """Return whether a *retraction* withdraws the *other* word, if that came before (R7)."""
    named = retraction.statement.retracts
    if named is not None:
        return other.statement.id == named
    return other.item.speaker == retraction.item.speaker


def kinds_of(word: Word) -> frozenset[PositionKind]:
    """Return the kinds of position that a word leads to; it is no `retract`."""
    if word.tier is Tier.CONDITIONAL:
        return frozenset({PositionKind.CONDITIONAL})
    if word.stances:
        return frozenset(PositionKind(stance) for stance in word.stances)
    return frozenset({OF_ACT[word.statement.act]})
