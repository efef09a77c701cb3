"""What is left of a timeline for later statements to bear on: the words at its end.

A statement that nothing ties to others, and that was made after all that was said before, takes
nothing away from a timeline. What it adds follows from the words that can have been the last until
then: the same rules, asked about these alone, give the same shift, and the same answers since.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from attrs import frozen

from positions.model.vocabulary import Act
from positions.model.when import OPEN_PAST
from positions.replay.dossier import Dossier
from positions.replay.order import UNORDERED
from positions.replay.standing import hidden
from positions.replay.weighing import Tier

if TYPE_CHECKING:
    from positions.replay.dossier import Item
    from positions.replay.order import Order
    from positions.replay.policies import Question
    from positions.replay.weighing import Word

__all__ = ["NOTHING_SAID", "Tail", "tail_of", "untied"]


@frozen(eq=False)
class Tail:
    """The end of a timeline.

    Attributes:
        items: The statements that can be the last, as of any instant from *after* on; and the
            first commitment that may be in or not, as it leaves every later place uncertain.
        after: The first instant at which all that was said is past, in microseconds since
            1970-01-01T00:00Z.
    """

    items: tuple[Item, ...]
    after: int


NOTHING_SAID = Tail((), OPEN_PAST)


def tail_of(question: Question, before: Tail = NOTHING_SAID) -> Tail | None:
    """Return the end of the timeline that a question is about; `None` where a word is withdrawn.

    Args:
        question: Under the policy `latest`, without a cut.
        before: What the question was reduced to already, if it was.
    """
    words, order = question.weighed(), question.dossier.order
    silenced = hidden(words, order)
    heard = [word for word in words if word.tier is not None and word not in silenced]
    if any(word.statement.act is Act.RETRACT for word in heard):
        return None
    kept: dict[Word, None] = {}
    for tier in Tier:
        present = [word for word in heard if word.tier is tier]
        kept.update(dict.fromkeys(_last(present, order)))
        if any(word.sure for word in present):
            break
    maybe = [word for word in heard if word.stances and not word.sure]
    if maybe:
        kept[min(maybe, key=lambda word: word.start)] = None
    return Tail(
        tuple(word.item for word in kept), max([before.after, *(word.stop for word in heard)])
    )


def _last(words: list[Word], order: Order) -> list[Word]:
    """Return those of a tier that can be the last once all of them are past (R6)."""
    certain = [word for word in words if word.sure]
    refs = {word.statement.ref for word in certain}
    latest_start = max((word.start for word in certain), default=OPEN_PAST)
    return [
        word
        for word in words
        if word.stop > latest_start and not order.after(word.statement.ref) & refs
    ]


def untied(claim: str, items: tuple[Item, ...]) -> Dossier:
    """Return a dossier of *items* alone, which nothing ties to each other."""
    by_actor: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        for actor in {item.speaker, item.principal}:
            by_actor[actor].append(item)
    return Dossier(
        claim,
        {item.statement.id: item for item in items},
        {actor: tuple(each) for actor, each in by_actor.items()},
        UNORDERED,
        frozenset({claim}),
        damaged=False,
    )
