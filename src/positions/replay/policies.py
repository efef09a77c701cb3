"""How the many voices of a body become one position (R9)."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import combinations
from math import inf
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from positions.model.vocabulary import Act, Policy, PositionKind
from positions.model.when import OPEN_FUTURE, OPEN_PAST, Truth
from positions.replay.standing import Outcome, standing
from positions.replay.weighing import Asked, Cut, Word, weigh

if TYPE_CHECKING:
    from collections.abc import Iterable

    from positions.replay.dossier import Dossier
    from positions.replay.roster import Roster

__all__ = ["Below", "Question", "answer", "directly_below"]


@frozen(eq=False)
class Question:
    """All that one answer depends on; with *only*, as if no other statements were on record."""

    dossier: Dossier
    roster: Roster
    asked: Asked
    cut: Cut
    policy: Policy
    window: timedelta | None = None
    only: frozenset[str] | None = None
    _weighed: dict[str | None, list[Word]] = field(
        factory=dict["str | None", "list[Word]"], init=False, repr=False
    )

    def weighed(self, through: str | None = None) -> list[Word]:
        """Return the words that are in, and count for the body through that actor below it."""
        words = self._weighed.get(through)
        if words is None:
            words = weigh(self.dossier, self.roster, self.asked, self.cut, through)
            if self.only is not None:
                words = [word for word in words if word.statement.id in self.only]
            self._weighed[through] = words
        return words


@frozen(eq=False)
class Below:
    """An actor directly below a body (or the body itself), with what counts through it."""

    actor: str
    words: tuple[Word, ...]
    outcome: Outcome

    @property
    def commitments(self) -> frozenset[PositionKind]:
        """The kinds of commitment that it can hold."""
        return self.outcome.commitments

    @property
    def is_committed(self) -> bool:
        """Whether it certainly holds a commitment."""
        return len(self.commitments) == len(self.outcome.kinds)


def answer(question: Question, words: list[Word]) -> tuple[Outcome, list[Word]]:
    """Return where the body stands under the policy, and which of *words* were heard for it."""
    order, until = question.dossier.order, question.cut.as_of
    match question.policy:
        case Policy.MOST_SENIOR:
            return _most_senior(question, words)
        case Policy.UNANIMOUS:
            return _unanimous(question, standing(words, order, until)), words
        case _:
            return standing(words, order, until), words


def directly_below(question: Question) -> list[Below]:
    """Return the actors directly below the body, each judged by what counts through it."""
    return [
        _through(question, actor) for actor in question.roster.directly_below(question.asked.actor)
    ]


def _through(question: Question, actor: str) -> Below:
    words = question.weighed(actor)
    outcome = standing(words, question.dossier.order, question.cut.as_of)
    return Below(actor, tuple(words), outcome)


def _unanimous(question: Question, latest: Outcome) -> Outcome:
    """Return the *latest* outcome where those directly below are not divided."""
    below = [each for each in directly_below(question) if each.commitments]
    certainly, possibly = _divided(below)
    if not possibly:
        return latest
    split = [each.outcome for each in below]
    if certainly:
        return _joined({PositionKind.DIVIDED}, split)
    return _joined({PositionKind.DIVIDED, *latest.kinds}, [*split, latest])


def _divided(below: list[Below]) -> tuple[bool, bool]:
    """Return whether two of those who may hold a commitment hold different ones.

    First whether they certainly do, then whether they possibly do.
    """
    pairs = list(combinations(below, 2))
    possibly = any(len(one.commitments | other.commitments) > 1 for one, other in pairs)
    certainly = any(
        one.is_committed and other.is_committed and not one.commitments & other.commitments
        for one, other in pairs
    )
    return certainly, possibly


def _most_senior(question: Question, words: list[Word]) -> tuple[Outcome, list[Word]]:
    """Ask the ranks from the top until one certainly holds a commitment."""
    order, until = question.dossier.order, question.cut.as_of
    kinds: set[PositionKind] = set()
    outcomes: list[Outcome] = []
    heard: list[Word] = []
    for voice in _voices_by_rank(question, words):
        outcome = standing(voice, order, until)
        if outcome.commitments:
            kinds |= outcome.commitments
            outcomes.append(outcome)
            heard += voice
        if outcome.commitments == outcome.kinds:
            return _joined(kinds, outcomes), heard
    latest = standing(words, order, until)
    return _joined(kinds | latest.kinds, [*outcomes, latest]), words


def _voices_by_rank(question: Question, words: list[Word]) -> list[list[Word]]:
    """Return what each rank says as one voice, the highest first; the body itself before all."""
    ranks: defaultdict[float, dict[str, Word]] = defaultdict(dict)
    since = _since(question, words)
    for each in [_through(question, question.asked.actor), *directly_below(question)]:
        spoke = _spoke(each.words, since)
        together = ranks[_rank(question, each)]
        for word in each.words if spoke is not Truth.NO else ():
            sure = word.sure and spoke is Truth.YES
            known = together.get(word.statement.id)
            if known is None or (sure and not known.sure):
                together[word.statement.id] = evolve(word, sure=sure)
    return [list(together.values()) for _, together in sorted(ranks.items()) if together]


def _rank(question: Question, each: Below) -> float:
    """Return the best rank in which the actor's words that count can have been said."""
    body = question.asked.actor
    if each.actor == body:
        return 0
    return min(
        (
            link.rank
            for link in question.roster.links[body]
            if link.by == each.actor
            and link.rank is not None
            and any(word.start < link.may_end and link.may_begin < word.stop for word in each.words)
        ),
        default=inf,
    )


def _since(question: Question, words: list[Word]) -> float:
    """Return the start of the window: back from the cut, or from the last statement without one."""
    if question.window is None:
        return OPEN_PAST
    end = question.cut.as_of
    if end >= OPEN_FUTURE:
        stops = [word.stop for word in words if word.stop < OPEN_FUTURE]
        end = max(stops, default=OPEN_PAST)
    return end - question.window // timedelta(microseconds=1)


def _spoke(words: Iterable[Word], since: float) -> Truth:
    """Return whether any of *words*, silence aside, was spoken since then."""
    spoke = Truth.NO
    for word in words:
        if word.statement.act is not Act.NO_RESPONSE and word.stop > since:
            spoke |= Truth.of(word.sure and word.start >= since) | Truth.MAYBE
    return spoke


def _joined(kinds: set[PositionKind], outcomes: list[Outcome]) -> Outcome:
    return Outcome(
        frozenset(kinds),
        tuple(dict.fromkeys(word for each in outcomes for word in each.words)),
        tuple(dict.fromkeys(word for each in outcomes for word in each.retractions)),
        outcomes[-1].tiers,
    )
