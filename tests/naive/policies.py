"""R9: what a body's voices come to where they are not all heard as one.

Here too each answer is the set of the kinds that are possible.
"""

from attrs import frozen

from positions.model.claims.statement import Statement
from positions.model.vocabulary import PositionKind
from positions.model.when import Truth
from tests.naive.order import Order, Span
from tests.naive.record import Known
from tests.naive.voices import Chains, Counting, can_hold, counts_for, over_time, reaches
from tests.naive.words import Cut, Word, words_on
from tests.naive.worlds import kinds

__all__ = ["Voices"]

_LAST = 2**31
"""Behind every rank: where nobody gave one."""


@frozen(kw_only=True)
class Voices:
    """What is said on *claim* for *body*, and through whom."""

    known: Known
    order: Order
    claim: str
    body: str
    cut: Cut

    def latest(self) -> frozenset[str]:
        """All that counts is one voice."""
        return kinds(self._words(counts_for(self.known, self.body)))

    def most_senior(self) -> frozenset[str]:
        """The best rank that holds a commitment answers; equal ranks are one voice."""
        groups: dict[int, set[str]] = {}
        for actor in self._directly_below():
            groups.setdefault(self._rank(actor), set()).add(actor)
        collected: frozenset[str] = frozenset()
        for answer in [
            kinds(self._words(self._through_itself)),
            *(self._answer(groups[rank]) for rank in sorted(groups)),
        ]:
            collected |= _commitments(answer)
            if answer == _commitments(answer):
                return collected
        return collected | self.latest()

    def unanimous(self) -> frozenset[str]:
        """Those directly below hold one kind of commitment, or the body is divided."""
        answers = [self._answer({actor}) for actor in self._directly_below()]
        divided = frozenset({str(PositionKind.DIVIDED)})
        possibly = False
        for place, one in enumerate(answers):
            for other in answers[:place]:
                mine, its = _commitments(one), _commitments(other)
                if mine == one and its == other and not mine & its:
                    return divided
                possibly |= any(a != b for a in mine for b in its)
        return divided | self.latest() if possibly else self.latest()

    def _directly_below(self) -> list[str]:
        who = self.known.who
        below = {who(each.by) for each in self.known.mandates if who(each.body) == who(self.body)}
        return sorted(below - {who(self.body)})

    def _answer(self, actors: set[str]) -> frozenset[str]:
        return kinds(self._words(self._through(actors)))

    def _words(self, counting: Counting) -> list[Word]:
        return words_on(self.known, self.order, self.claim, self.body, self.cut, counting=counting)

    def _through(self, actors: set[str]) -> Counting:
        """Return what says whether a statement counts for the body through one of *actors*."""
        body = self.known.who(self.body)

        def counting(statement: Statement, time: Span) -> Truth:
            principal = self.known.who(statement.principal)

            def joined(chains: Chains) -> bool:
                return any(
                    (actor, body) in chains and reaches(chains, principal, actor, avoiding=body)
                    for actor in actors
                )

            return over_time(self.known, statement, time, joined)

        return counting

    def _through_itself(self, statement: Statement, time: Span) -> Truth:
        """Say whether a statement is the body's own."""
        body = self.known.who(self.body)
        if self.known.who(statement.by) == body:
            return Truth.YES
        principal = self.known.who(statement.principal)
        return over_time(self.known, statement, time, lambda _: principal == body)

    def _rank(self, actor: str) -> int:
        """Return the best rank that *actor* can have held when its words were said."""
        who = self.known.who
        return min(
            (
                mandate.rank
                for mandate in self.known.mandates
                if mandate.rank is not None
                and (who(mandate.by), who(mandate.body)) == (actor, who(self.body))
                and any(
                    can_hold(self.known, mandate, word.statement, word.time)
                    for word in self._words(self._through({actor}))
                )
            ),
            default=_LAST,
        )


def _commitments(answer: frozenset[str]) -> frozenset[str]:
    return frozenset(kind for kind in answer if PositionKind(kind).is_commitment)
