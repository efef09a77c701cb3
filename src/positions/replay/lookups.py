"""Many questions, each about an actor, a claim and a cut of its own; answered as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve, field, frozen

from positions.columns import Listed, Made
from positions.columns.answers import MATRIX
from positions.errors import InvalidQuestion
from positions.model.vocabulary import Policy
from positions.replay.answers import standing_row
from positions.replay.index import NOBODY, UNASKED, Cuts, kinds_of, scores_of, standing_of
from positions.replay.position import Position
from positions.replay.weighing import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from positions.columns import Row
    from positions.replay.asking import Asking
    from positions.replay.record import Record

__all__ = ["Lookups", "Questions", "looked_up"]


@frozen(eq=False)
class Questions:
    """What is asked: of equal length, a question a place.

    Attributes:
        actors: Whose position.
        claims: On what.
        until: The end of `as_of`, exclusive, in microseconds since 1970-01-01T00:00Z; int64.
        public_by: The end of `known_by`, likewise, or `UNASKED`; int64.
    """

    actors: list[str]
    claims: list[str]
    until: NDArray[np.int64]
    public_by: NDArray[np.int64]
    _count: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Refuse what is not of one length."""
        count = len(self.actors)
        object.__setattr__(self, "_count", count)
        lengths = {
            "claims": len(self.claims),
            "as_of": len(self.until),
            "known_by": len(self.public_by),
        }
        for name, length in lengths.items():
            if length != count:
                raise InvalidQuestion(name, f"{length} values", [f"{count}, one an actor"])

    def __len__(self) -> int:
        return self._count

    def cut(self, place: int) -> Cut:
        """Return the cut of the question at a place."""
        public_by = int(self.public_by[place])
        return Cut(int(self.until[place]), None if public_by == UNASKED else public_by)


class Lookups(Listed[Position]):
    """The answers to many questions, in their order: an immutable sequence, and a table of Arrow.

    Where each actor stands is known at once, as columns; a `Position` is made when it is looked at.
    """

    __slots__ = ("_outcomes", "_questions")

    schema = MATRIX

    def __init__(self, asking: Asking, questions: Questions, outcomes: NDArray[np.uint16]) -> None:
        def made(place: int) -> Position:
            at = evolve(asking, cut=questions.cut(place))
            actor, claim = questions.actors[place], questions.claims[place]
            return at.position_of(actor, claim, int(outcomes[place]))

        super().__init__(Made(len(questions), made))
        self._questions = questions
        self._outcomes = outcomes

    def __repr__(self) -> str:
        return f"<Lookups: {len(self)}>"

    @property
    def kinds(self) -> NDArray[np.object_]:
        """Where each actor stands: an array of `PositionKind`."""
        return kinds_of(self._outcomes)

    @property
    def scores(self) -> NDArray[np.float64]:
        """The score of the stance of each, 3 to -3; NaN where it holds not one."""
        return scores_of(self._outcomes)

    def rows(self) -> Iterator[Row]:
        """Yield each answer as a row of the table."""
        asked = zip(self._questions.actors, self._questions.claims, strict=True)
        for cell, outcome in zip(asked, self._outcomes.tolist(), strict=True):
            yield *cell, *standing_row(standing_of(outcome))


def looked_up(asking: Asking, questions: Questions) -> Lookups:
    """Return the answers to *questions*; *asking* says how is listened, its cut aside.

    Raises:
        UnknownActor: one of the actors is not on record.
        UnknownClaim: one of the claims is not.
    """
    record, roster = asking.record, asking.record.roster
    sheet = record.generation.sheet(roster)
    found = sheet.places(questions.actors, questions.claims)
    _check(record, questions, found)
    cuts = Cuts(questions.until, questions.public_by, asking.listening)
    outcomes = sheet.at(found, cuts)
    _ask_the_rest(asking, questions, outcomes)
    return Lookups(asking, questions, outcomes)


def _check(record: Record, questions: Questions, found: NDArray[np.int64]) -> None:
    """Refuse who and what is not on record: with few exceptions, a cell that was found is."""
    missing = np.flatnonzero(found < 0).tolist()
    record.check_actors({questions.actors[place] for place in missing})
    if record.end <= record.streams.last_opened or record.streams.unopened(record.end):
        record.check_claims(set(questions.claims))
    else:
        record.check_claims({questions.claims[place] for place in missing})


def _ask_the_rest(asking: Asking, questions: Questions, outcomes: NDArray[np.uint16]) -> None:
    """Fill in what has changed since the sheet was made, and what the fold has to say."""
    record, roster = asking.record, asking.record.roster
    touched = set(record.generation.touched(roster))
    places = set(np.flatnonzero(outcomes == NOBODY).tolist())
    if touched or asking.policy is not Policy.LATEST:
        for place, (actor, claim) in enumerate(
            zip(questions.actors, questions.claims, strict=True)
        ):
            if (actor, claim) in touched or not asking.is_plain(roster.same(actor)):
                places.add(place)
    for place in places:
        at = evolve(asking, cut=questions.cut(place))
        outcomes[place] = at.outcome(questions.actors[place], questions.claims[place])
