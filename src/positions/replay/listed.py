"""Answers of many: positions, shifts and periods in their order, and as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from positions.columns import Listed, Made
from positions.columns.answers import OPEN_QUESTIONS, PERIODS, POSITIONS, TIMELINE
from positions.replay.answers import OpenQuestion, Shift, standing_row
from positions.replay.periods import Period
from positions.replay.position import Position

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from positions.columns import Row
    from positions.model.when import When
    from positions.replay.index import Cell, Cells

__all__ = ["OpenQuestions", "Periods", "Positions", "Timeline"]


class Positions(Listed[Position]):
    """Positions, ordered by actor and claim: an immutable sequence, and a table of Arrow.

    It equals a tuple of the same positions.
    """

    __slots__ = ()

    schema = POSITIONS

    @classmethod
    def of(cls, cells: Cells, make: Callable[[str, str, int], Position]) -> Positions:
        """Return the position in each of these cells; each is made when it is looked at.

        *make* is told the actor, the claim, and the outcome.
        """
        return cls(
            Made(
                len(cells),
                lambda place: make(*cells.cell(place), int(cells.outcomes[place])),
            )
        )

    def __repr__(self) -> str:
        return f"<Positions: {len(self)}>"

    def rows(self) -> Iterator[Row]:
        """Yield each position as a row of the table."""
        return map(_of_position, self)


class OpenQuestions(Listed[OpenQuestion]):
    """Open questions, ordered by claim and actor: an immutable sequence, and a table of Arrow.

    It equals a tuple of the same questions.
    """

    __slots__ = ()

    schema = OPEN_QUESTIONS

    @classmethod
    def of(cls, cells: Sequence[Cell], make: Callable[[Cell], OpenQuestion]) -> OpenQuestions:
        """Return what is open in each of these cells; each is made when it is looked at."""
        return cls(Made(len(cells), lambda place: make(cells[place])))

    def __repr__(self) -> str:
        return f"<OpenQuestions: {len(self)}>"

    def rows(self) -> Iterator[Row]:
        """Yield each question as a row of the table."""
        return map(_of_question, self)


class Timeline(Listed[Shift]):
    """The shifts of an actor on a claim, in order: an immutable sequence, and a table of Arrow.

    It equals a tuple of the same shifts.

    Attributes:
        actor: Whose shifts.
        claim: On what.
    """

    __slots__ = ("actor", "claim")

    schema = TIMELINE

    def __init__(self, actor: str, claim: str, items: Iterable[Shift]) -> None:
        super().__init__(items)
        self.actor = actor
        self.claim = claim

    def __repr__(self) -> str:
        return f"<Timeline of {self.actor} on {self.claim}: {len(self)} shifts>"

    def rows(self) -> Iterator[Row]:
        """Yield each shift as a row of the table."""
        for number, shift in enumerate(self, start=1):
            yield self.actor, self.claim, number, *_of_shift(shift)


class Periods(Listed[Period]):
    """The periods of an actor on a claim, in order: an immutable sequence, and a table of Arrow.

    It equals a tuple of the same periods.

    Attributes:
        actor: Whose periods.
        claim: On what.
    """

    __slots__ = ("actor", "claim")

    schema = PERIODS

    def __init__(self, actor: str, claim: str, items: Iterable[Period]) -> None:
        super().__init__(items)
        self.actor = actor
        self.claim = claim

    def __repr__(self) -> str:
        return f"<Periods of {self.actor} on {self.claim}: {len(self)}>"

    def rows(self) -> Iterator[Row]:
        """Yield each period as a row of the table."""
        for number, period in enumerate(self, start=1):
            yield self.actor, self.claim, number, *_of_period(period)


def _of_position(position: Position) -> Row:
    return (
        position.actor,
        position.claim,
        *standing_row(position.standing),
        *_of_time(position.since),
        *_of_time(position.last_stated),
        [each.id for each in position.statements],
        position.conditions,
        bool(position.inferred),
        position.deferred_to,
        position.origins,
        [each.actor for each in position.dissent],
        position.contested,
        position.damaged,
    )


def _of_question(question: OpenQuestion) -> Row:
    return (
        question.actor,
        question.claim,
        *_of_time(question.since),
        *standing_row(question.standing),
        question.statements[-1].act,
        question.statements[-1].refers_to,
        [each.id for each in question.statements],
    )


def _of_shift(shift: Shift) -> Row:
    statement = shift.statement
    return (
        *_of_time(shift.said),
        shift.kind,
        *standing_row(shift.old),
        *standing_row(shift.new),
        shift.certain,
        statement.by,
        shift.speaker_changed,
        statement.act,
        statement.id,
        statement.wording,
    )


def _of_period(period: Period) -> Row:
    return (
        period.valid_from,
        period.valid_until,
        *standing_row(period.standing),
        [each.id for each in period.statements],
    )


def _of_time(when: When | None) -> tuple[Any, ...]:
    return (None, None, None) if when is None else (when.edtf, when.earliest, when.latest)
