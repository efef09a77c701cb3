"""Given what is on record, when somebody writes, then something is recorded, or refused.

Nothing here needs a test framework: what fails is an `AssertionError` that says what was expected
and what was found.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from attrs import frozen

from positions.errors import PositionsError
from positions.history import History, Moment
from positions.ledger import Ledger
from positions.model.recorded import Event, Recorded
from positions.model.vocabulary import PositionKind
from positions.projections import Runnable
from positions.replay.answers import Standing
from positions.replay.view import View
from positions.testing.ledgers import ledger_with, recorded_in
from positions.testing.projected import Projected, projected
from positions.testing.wording import differences, listed

__all__ = ["Asked", "Given", "Outcome", "Source", "given"]

Source: TypeAlias = Mapping[str, Any] | str | os.PathLike[str] | Sequence[Recorded]
"""What can be given: a case (a mapping, or the path of a file), a `History`, or recorded events."""


def given(*sources: Source, zone: str | None = None) -> Given:
    """Return what is on record where all of *sources* is, one after the other.

    It is recorded on a clock of its own: the first case on 2016-01-01 at noon UTC, or a day after
    the last event that was given, and each later one, and each command, a day later.

    Args:
        sources: Cases, histories and recorded events.
        zone: Where bare dates are read; the zone of the first case or history where left out.

    Raises:
        PositionsError: A case cannot be loaded.
        TypeError: An event is given that was not recorded.
    """
    history = History.of((), zone=zone or "UTC")
    for source in sources:
        if isinstance(source, Sequence) and not isinstance(source, str):
            zone = zone or (source.zone if isinstance(source, History) else None)
            history = History.of([*history, *_checked(source)], zone=zone or "UTC")
        else:
            ledger = ledger_with(history, zone)
            ledger.load(source)
            zone = ledger.zone
            history = recorded_in(ledger, len(history))
    return Given(history=history)


@frozen(kw_only=True)
class Given:
    """What is on record.

    Attributes:
        history: All that is, with salts that are the same on every run.
    """

    history: History

    def when(self, command: Callable[[Ledger], object]) -> Outcome:
        """Return what comes of *command*, which is called with a ledger that holds the record.

        A `PositionsError` is an outcome; any other error is raised.
        """
        ledger = ledger_with(self.history, self.history.zone)
        refusal = None
        try:
            command(ledger)
        except PositionsError as error:
            refusal = error
        after = recorded_in(ledger, len(self.history))
        events = tuple(recorded.event for recorded in after[len(self.history) :])
        return Outcome(after=Given(history=after), events=events, refusal=refusal)

    def as_of(
        self,
        as_of: Moment | None = None,
        *,
        known_by: Moment | None = None,
        recorded_by: Moment | None = None,
        zone: str | None = None,
    ) -> Asked:
        """Return the record as it stands at a cut; see `History.as_of`."""
        view = self.history.as_of(as_of, known_by=known_by, recorded_by=recorded_by, zone=zone)
        return Asked(given=self, view=view)

    def projected(self, projection: Runnable) -> Projected:
        """Return what *projection* makes of the record: its state and its rows."""
        return projected(self, projection)


@frozen(kw_only=True)
class Outcome:
    """What came of a command.

    Attributes:
        after: What is on record now.
        events: What the command recorded.
        refusal: Why it was refused; `None` if it was not.
    """

    after: Given
    events: tuple[Event, ...]
    refusal: PositionsError | None

    def then(self, *events: Event) -> Given:
        """Check that the command recorded exactly *events*, and return what is on record now.

        Raises:
            AssertionError: It recorded others, or was refused.
        """
        expected = f"expected to be recorded:\n{listed(events)}"
        if self.refusal is not None:
            why = f"{expected}\nbut it was refused: {_told(self.refusal)}"
            raise AssertionError(why) from self.refusal
        if events != self.events:
            pairs = enumerate(zip(events, self.events, strict=False), start=1)
            where = [
                f"  in event {place}, {line}"
                for place, pair in pairs
                for line in differences(*pair)
            ]
            why = "\n".join([expected, f"found:\n{listed(self.events)}", *where])
            raise AssertionError(why)
        return self.after

    def then_accepted(self) -> Given:
        """Check that the command was not refused, and return what is on record now.

        Raises:
            AssertionError: It was.
        """
        if self.refusal is not None:
            why = f"it was refused: {_told(self.refusal)}"
            raise AssertionError(why) from self.refusal
        return self.after

    def then_raises(self, kind: type[PositionsError], match: str = "") -> Given:
        """Check that the command was refused, and return what is on record now.

        Args:
            kind: With which error.
            match: A regular expression that is found in its sentence.

        Raises:
            AssertionError: It was not refused, or not so.
        """
        expected = f"expected {kind.__name__}" + (f" that matches {match!r}" if match else "")
        if self.refusal is None:
            why = f"{expected}\nfound nothing wrong, and recorded:\n{listed(self.events)}"
            raise AssertionError(why)
        if not (isinstance(self.refusal, kind) and re.search(match, str(self.refusal))):
            why = f"{expected}\nfound {_told(self.refusal)}"
            raise AssertionError(why) from self.refusal
        return self.after


@frozen(kw_only=True)
class Asked:
    """The record as it stands at a cut.

    Attributes:
        given: What is on record.
        view: The record at the cut, for whatever has no check of its own here.
    """

    given: Given
    view: View

    def then_position(
        self,
        actor: str,
        claim: str,
        answer: str | Collection[str],
        **how: Any,  # noqa: ANN401 - each question has its own type
    ) -> Asked:
        """Check where *actor* stands on *claim*, and return the same record.

        Args:
            actor: Who.
            claim: On what.
            answer: The kind of the position, or the kinds that are possible of an unsettled one.
            how: As in `View.position`: `policy`, `window`, `include`, `infer`.

        Raises:
            AssertionError: It stands elsewhere.
            ValueError: *answer* is no kind of position.
        """
        position = self.view.position(actor, claim, **how)
        found = position.standing
        if isinstance(answer, str):
            expected: object = PositionKind(answer)
            stands = found.kind is expected
        else:
            expected = Standing.of(map(PositionKind, answer))
            stands = found == expected
        if not stands:
            why = f"{actor} on {claim}: expected {expected}, found {found}\n{position.explain()}"
            raise AssertionError(why)
        return self

    def as_of(
        self,
        as_of: Moment | None = None,
        *,
        known_by: Moment | None = None,
        recorded_by: Moment | None = None,
        zone: str | None = None,
    ) -> Asked:
        """Return the same record at another cut; see `History.as_of`."""
        return self.given.as_of(as_of, known_by=known_by, recorded_by=recorded_by, zone=zone)


def _told(error: PositionsError) -> str:
    return f"{type(error).__name__}: {error}"


def _checked(events: Sequence[object]) -> Iterator[Recorded]:
    for event in events:
        if not isinstance(event, Recorded):
            why = f"events are given as they were recorded, as a `Recorded`; found {event!r}"
            raise TypeError(why)
        yield event
