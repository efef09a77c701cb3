"""One stream: where its events stand in the log, and the states that were folded last."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Generic, TypeVar

from positions.model.actors import state as actor_state
from positions.model.claims import state as claim_state
from positions.model.claims.events import (
    ClaimAmended,
    ReportAdded,
    ReportVoided,
    StatementAmended,
    StatementRecorded,
    StatementVoided,
)
from positions.model.recorded import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from positions.model.actors.state import ActorState
    from positions.model.claims.state import ClaimState
    from positions.replay.past import Past

__all__ = ["ActorTrack", "ClaimTrack", "Track"]

State = TypeVar("State")


class Track(Generic[State]):
    """One stream: the places of its events in the log, and the two states folded last.

    Two, as whoever asks what an event has changed asks by turns before and after it.
    """

    __slots__ = ("_before", "_evolve", "_folded", "_initial", "events", "places", "unreadable")

    def __init__(self, initial: State, evolve: Callable[[State, object], State]) -> None:
        self._initial = initial
        self._evolve = evolve
        self._folded: tuple[int, State] = (0, initial)
        self._before = self._folded
        self.places: list[int] = []
        self.events: list[object] = []
        self.unreadable: list[int] = []

    def append(self, place: int, event: object) -> None:
        """Add what stands next in the stream, at a place in the log."""
        if isinstance(event, Unreadable):
            self.unreadable.append(place)
        else:
            self.events.append(event)
            self.places.append(place)

    def extend(self, past: Past, stream: str) -> None:
        """Add the events of a stream that is not in memory."""
        for place, event in zip(past.places(stream), past.stream(stream), strict=True):
            self.append(place, event)

    def join(self, later: Track[State]) -> None:
        """Add the events of another track, which stand later in the log."""
        marked = [*zip(later.places, later.events, strict=True)]
        marked += [(place, None) for place in later.unreadable]
        for place, event in sorted(marked, key=lambda each: each[0]):
            self.append(place, Unreadable(why="") if event is None else event)

    def keep(self, state: State) -> None:
        """Take the state after all events, which somebody has folded already."""
        self._folded = len(self.events), state

    def at(self, end: int) -> tuple[int, State]:
        """Return the state after the events before *end*, and how many these are."""
        count = bisect_left(self.places, end)
        folded = self._folded
        if folded[0] == count:
            return folded
        done, state = self._before if folded[0] > count else folded
        if done > count:
            done, state = 0, self._initial
        for event in self.events[done:count]:
            state = self._evolve(state, event)
        found = count, state
        if folded[0] > count:
            self._before = found
        else:
            self._before, self._folded = folded, found
        return found

    def count(self, end: int) -> int:
        """Return how many events stand before *end*, those that cannot be read among them."""
        return bisect_left(self.places, end) + bisect_left(self.unreadable, end)

    def damaged(self, end: int) -> bool:
        """Return whether something before *end* cannot be read."""
        return bool(self.unreadable) and self.unreadable[0] < end


def _evolve_actor(state: ActorState, event: object) -> ActorState:
    return actor_state.evolve(state, event)  # type: ignore[arg-type]  # an actor's stream holds these


def _evolve_claim(state: ClaimState, event: object) -> ClaimState:
    return claim_state.evolve(state, event)  # type: ignore[arg-type]  # a claim's stream holds these


class ActorTrack(Track["ActorState"]):
    """The stream of an actor."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(actor_state.INITIAL, _evolve_actor)


class ClaimTrack(Track["ClaimState"]):
    """The stream of a claim, and where in it each statement is spoken of.

    Attributes:
        reuses_amendments: Whether an amendment of one id was made of two different things, so that
            what the second does depends on the first.
    """

    __slots__ = ("_amended", "_on", "reuses_amendments")

    def __init__(self) -> None:
        super().__init__(claim_state.INITIAL, _evolve_claim)
        self._on: dict[str, int | list[int]] = {}
        self._amended: dict[str, str | None] = {}
        self.reuses_amendments = False

    def append(self, place: int, event: object) -> None:
        """Add what stands next in the stream, at a place in the log."""
        if isinstance(event, StatementRecorded):  # by far the commonest
            self.events.append(event)
            self.places.append(place)
            self._note(event.statement.id, place)
            return
        super().append(place, event)
        match event:
            case StatementAmended(id=amendment, statement=statement):
                self._amend(amendment, statement.id)
                self._note(statement.id, place)
            case (
                StatementVoided(statement=id)
                | ReportAdded(statement=id)
                | ReportVoided(statement=id)
            ):
                self._note(id, place)
            case ClaimAmended(id=amendment):
                self._amend(amendment, None)
            case _:
                pass

    def _note(self, statement: str, place: int) -> None:
        known = self._on.setdefault(statement, place)  # most are spoken of once
        if isinstance(known, list):
            known.append(place)
        elif known != place:
            self._on[statement] = [known, place]

    def _amend(self, amendment: str, target: str | None) -> None:
        if self._amended.setdefault(amendment, target) != target:
            self.reuses_amendments = True

    def on(self, statement: str, end: int) -> Sequence[int]:
        """Return where a statement is spoken of before *end*, in order."""
        known = self._on.get(statement)
        if known is None:
            return ()
        if isinstance(known, int):
            return (known,) if known < end else ()
        return known[: bisect_left(known, end)]

    def first_on(self, statement: str) -> int | None:
        """Return where a statement is first spoken of, if it is."""
        known = self._on.get(statement)
        return known[0] if isinstance(known, list) else known
