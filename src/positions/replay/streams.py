"""The recorded events by stream: an index that only ever grows.

Many views and histories share one index, each pinned to a place in the log: a reader never looks
beyond its own place, so that a writer may go on appending meanwhile.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Generic, TypeVar

from positions.model.actors import state as actor_state
from positions.model.claims import state as claim_state
from positions.model.claims.events import StatementAmended, StatementRecorded
from positions.model.recorded import Recorded, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from positions.model.actors.state import ActorState
    from positions.model.claims.state import ClaimState, Entry
    from positions.model.claims.statement import Statement
    from positions.model.ids import StatementRef
    from positions.replay.dossier import Dossier
    from positions.replay.roster import Roster

__all__ = ["Setting", "Streams", "settings"]

State = TypeVar("State")

Setting = tuple[str, str, str | None]
"""An utterance, its speaker, and a claim; `None` in its stead for what has a `seq`, on any."""


def settings(statement: Statement) -> list[Setting]:
    """Return the settings in which a statement meets all that its utterance may order with it.

    A correction is ordered with what is on its claim, and a `seq` with every other.
    """
    if statement.utterance is None:
        return []
    claims = [statement.claim] if statement.seq is None else [statement.claim, None]
    return [(statement.utterance, statement.by, claim) for claim in claims]


class _Track(Generic[State]):
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
        if isinstance(event, Unreadable):
            self.unreadable.append(place)
        else:
            self.events.append(event)
            self.places.append(place)

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

    def damaged(self, end: int) -> bool:
        return bool(self.unreadable) and self.unreadable[0] < end


def _evolve_claim(state: ClaimState, event: object) -> ClaimState:
    return claim_state.evolve(state, event)  # type: ignore[arg-type]  # a claim's stream holds these


def _evolve_actor(state: ActorState, event: object) -> ActorState:
    return actor_state.evolve(state, event)  # type: ignore[arg-type]  # an actor's stream holds these


class Streams:
    """Every recorded event, by its stream, with the links between statements.

    Attributes:
        events: The log, in the order of recording.
        times: When each event was recorded, in microseconds, made monotone.
        dossiers: The dossier that was compiled last for a claim, with the signature it holds for.
        roster: The roster that was made last, with the number of actor events it holds for.
    """

    __slots__ = (
        "_actor_places",
        "_actors",
        "_adrift",
        "_claims",
        "_followers",
        "_named",
        "_numbered",
        "_settings",
        "_touched",
        "_unreadable",
        "dossiers",
        "events",
        "roster",
        "times",
    )

    def __init__(self, events: Iterable[Recorded] = ()) -> None:
        self.events: list[Recorded] = []
        self.times: list[int] = []
        self._claims: dict[str, _Track[ClaimState]] = {}
        self._actors: dict[str, _Track[ActorState]] = {}
        self._actor_places: list[int] = []
        self._adrift: list[int] = []
        self._unreadable: list[int] = []
        self._followers: defaultdict[StatementRef, list[StatementRef]] = defaultdict(list)
        self._settings: defaultdict[Setting, list[StatementRef]] = defaultdict(list)
        self._named: defaultdict[str, list[str]] = defaultdict(list)
        self._numbered: defaultdict[str, set[str]] = defaultdict(set)
        self._touched: defaultdict[str, list[int]] = defaultdict(list)
        self.dossiers: dict[str, tuple[tuple[int, ...], Dossier]] = {}
        self.roster: tuple[int, Roster] | None = None
        for recorded in events:
            self.append(recorded)

    def append(self, recorded: Recorded) -> None:
        """Add *recorded* at the end of the log."""
        if not isinstance(recorded, Recorded):  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"a history is made of Recorded events, not {type(recorded).__name__}"  # type: ignore[unreachable]  # callers err
            raise TypeError(msg)
        place = len(self.events)
        kind, _, id = recorded.stream.partition(":")
        event = recorded.event
        if kind == "claim":
            self._append_to_claim(place, id, event)
        elif kind == "actor":
            actor = self._actors.get(id)
            if actor is None:
                actor = self._actors[id] = _Track(actor_state.INITIAL, _evolve_actor)
            actor.append(place, event)
            self._actor_places.append(place)
        if isinstance(event, Unreadable):
            self._unreadable.append(place)
            if kind != "claim" or event.tying:  # of an actor, or no telling of what
                self._adrift.append(place)
        moment = recorded.moment
        self.times.append(max(moment, self.times[-1]) if self.times else moment)
        self.events.append(recorded)

    def _append_to_claim(self, place: int, id: str, event: object) -> None:
        track = self._claims.get(id)
        if track is None:
            track = self._claims[id] = _Track(claim_state.INITIAL, _evolve_claim)
        touched = {id}
        if isinstance(event, StatementRecorded | StatementAmended):
            touched |= self._link(event.statement)
        if isinstance(event, StatementRecorded):
            self._named[event.statement.id].append(id)
        for claim in touched:
            self._touched[claim].append(place)
        track.append(place, event)

    def keep(self, claims: Mapping[str, ClaimState], actors: Mapping[str, ActorState]) -> None:
        """Take the states of claims and actors after all events, as a writer has folded them."""
        for id, claim in claims.items():
            self._claims[id].keep(claim)
        for id, actor in actors.items():
            self._actors[id].keep(actor)

    def _link(self, statement: Statement) -> set[str]:
        """Note what links *statement* to others, and return the claims that these are on."""
        linked: set[str] = set()
        for earlier in statement.earlier:
            self._followers[earlier].append(statement.ref)
            linked.add(earlier.claim)
        for setting in settings(statement):
            self._settings[setting].append(statement.ref)
        if statement.utterance is not None and statement.seq is not None:
            linked |= self._numbered[statement.utterance]
            self._numbered[statement.utterance].add(statement.claim)
        return linked

    def end(self, recorded_by: int) -> int:
        """Return the place just after the last event recorded before *recorded_by*.

        *recorded_by* is an exclusive end in microseconds; the clock is the ledger's, made monotone.
        """
        return bisect_right(self.times, recorded_by - 1)

    def claim(self, id: str, end: int, /) -> ClaimState:
        """Return what the stream of claim *id* says before *end*."""
        track = self._claims.get(id)
        return claim_state.INITIAL if track is None else track.at(end)[1]

    def actor(self, id: str, end: int) -> ActorState:
        """Return what the stream of actor *id* says before *end*."""
        track = self._actors.get(id)
        return actor_state.INITIAL if track is None else track.at(end)[1]

    def entry(self, ref: StatementRef, end: int, /) -> Entry | None:
        """Return what is on record of a statement before *end*."""
        return self.claim(ref.claim, end).entries.get(ref.statement)

    def claims(self, end: int) -> list[str]:
        """Return the ids of the claims that were opened before *end*, in order."""
        return sorted(id for id in list(self._claims) if self.claim(id, end).first is not None)

    def actors(self, end: int) -> dict[str, ActorState]:
        """Return what the stream of every actor says before *end*, in the order of their ids."""
        return {id: self.actor(id, end) for id in sorted(self._actors)}

    def actor_events(self, end: int) -> int:
        """Return how many events of actors stand before *end*."""
        return bisect_left(self._actor_places, end)

    def statements(self) -> list[str]:
        """Return the ids of all statements, in the order of recording."""
        return list(self._named)

    def signature(self, claims: Iterable[str], end: int) -> tuple[int, ...]:
        """Return what tells whether a dossier still holds, *claims* being all that it reaches.

        That is how many events of actors stand before *end*, and of each claim how many are its own
        or link a statement to it.
        """
        touched = (bisect_left(self._touched.get(claim, ()), end) for claim in claims)
        return self.actor_events(end), *touched

    def followers(self, ref: StatementRef) -> list[StatementRef]:
        """Return the statements that, in some version of theirs, name *ref* as earlier."""
        return self._followers.get(ref, [])

    def in_setting(self, setting: Setting) -> list[StatementRef]:
        """Return the statements that, in some version of theirs, were made in *setting*."""
        return self._settings.get(setting, [])

    def claims_with(self, statement: str) -> list[str]:
        """Return the claims that have a statement of that id, in the order of recording."""
        return self._named.get(statement, [])

    def damaged_claim(self, id: str, end: int) -> bool:
        """Return whether something before *end* in the stream of claim *id* cannot be read."""
        track = self._claims.get(id)
        return track is not None and track.damaged(end)

    def damaged(self, end: int) -> bool:
        """Return whether something before *end* in any stream cannot be read."""
        return bool(self._unreadable) and self._unreadable[0] < end

    def damaged_actor(self, end: int) -> bool:
        """Return whether something before *end* that may be of an actor cannot be read."""
        return bool(self._adrift) and self._adrift[0] < end
