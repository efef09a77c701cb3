"""What a position was worked out from, kept so that it can be explained when somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from positions.model.ids import StatementRef
from positions.model.vocabulary import Mode, Reason
from positions.replay.policies import answer
from positions.replay.shifts import Timed, in_order
from positions.replay.standing import hidden, withdraws
from positions.replay.weighing import reason_left_out

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from positions.model.claims.statement import Statement
    from positions.replay.dossier import Item
    from positions.replay.order import Order
    from positions.replay.policies import Question
    from positions.replay.standing import Outcome
    from positions.replay.weighing import Word

__all__ = ["Basis", "Occasion", "worked_out"]

Occasion = tuple[str, str] | StatementRef
"""Where words come from: an utterance of a speaker, else the statement itself."""


@frozen(eq=False)
class Basis:
    """A question, and what was found on the way to its answer.

    Attributes:
        question: What was asked.
        words: All that is in, ordered by id.
        heard: Those of them that the policy listened to.
        outcome: Where they lead.
    """

    question: Question
    words: tuple[Word, ...]
    heard: tuple[Word, ...]
    outcome: Outcome

    @property
    def order(self) -> Order:
        """The known order of the statements."""
        return self.question.dossier.order

    def in_order(self, spoken: Iterable[Timed]) -> list[Timed]:
        """Return what was *spoken* in the order of a timeline at this cut."""
        return in_order(spoken, self.order, self.question.cut.as_of)

    @property
    def in_effect(self) -> list[Word]:
        """The words, and the retractions, that the outcome rests on, in order."""
        words = (*self.outcome.words, *self.outcome.retractions)
        return self.in_order({word.statement.id: word for word in words}.values())

    @property
    def conditions(self) -> tuple[str, ...]:
        """The text of each condition that is in, in order."""
        silenced = hidden(self.words, self.order)
        conditional = [
            word
            for word in self.words
            if word.statement.mode is Mode.CONDITIONAL and word not in silenced
        ]
        texts = (word.statement.condition for word in self.in_order(conditional))
        return tuple(dict.fromkeys(text for text in texts if text is not None))

    @property
    def contested(self) -> bool:
        """Whether who spoke, or in which order, is in dispute."""
        roster = self.question.roster
        return bool(
            self.order.contested.intersection(word.statement.ref for word in self.words)
            or self.question.asked.actor in roster.contested
            or any(
                {word.item.speaker, word.item.principal} & roster.contested for word in self.words
            )
        )

    def occasion(self, word: Word) -> Occasion:
        """Return where *word* comes from; what has one origin shares it (R14)."""
        statement = word.statement
        if statement.utterance is None:
            return statement.ref
        return word.item.speaker, statement.utterance

    def left_out(self, rests_on: Container[str]) -> Iterator[tuple[Statement, Reason]]:
        """Yield each statement of a voice, spoken by the cut, that the answer does not rest on.

        *rests_on* are the ids of those that it does.
        """
        question = self.question
        words = {word.statement.id: word for word in self.words}
        in_effect = {word.statement.id for word in self.in_effect}
        silenced = hidden(self.words, self.order)
        heard = {word.statement.id for word in self.heard}
        voices = question.roster.voices(question.asked.actor)
        reasons: dict[Item, Reason] = {}
        for id, item in question.dossier.by_id.items():
            if id in rests_on or not {item.speaker, item.principal} & voices:
                continue
            word = words.get(id)
            reason = (
                reason_left_out(item, question.roster, question.asked, question.cut)
                if word is None
                else Reason.LOWER_TIER
                if id in in_effect
                else self._reason_unheard(word, silenced, heard)
            )
            if reason is not None:
                reasons[item] = reason
        for item in self.in_order(reasons):
            yield item.statement, reasons[item]

    def _reason_unheard(self, word: Word, silenced: set[Word], heard: set[str]) -> Reason:
        """Return why a word that is in does not stand."""
        if word in silenced:
            return Reason.ONE_UTTERANCE
        if word.tier is None:
            return Reason.NO_OUTCOME
        if word.statement.id not in heard:
            return Reason.NOT_SENIOR
        if word.tier not in self.outcome.tiers:
            return Reason.LOWER_TIER
        retractions = self.outcome.retractions
        if any(withdraws(each, word) and each is not word for each in retractions):
            return Reason.WITHDRAWN
        return Reason.SUPERSEDED


def worked_out(question: Question) -> Basis:
    """Return the answer to *question*, with all that it was worked out from."""
    words = question.weighed()
    outcome, heard = answer(question, words)
    return Basis(question, tuple(words), tuple(heard), outcome)
