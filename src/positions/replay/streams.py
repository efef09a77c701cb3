"""The recorded events by stream: an index that only ever grows.

Many views and histories share one index, each pinned to a place in the log: a reader never looks
beyond its own place, so that a writer may go on appending meanwhile.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from positions.model.actors import state as actor_state
from positions.model.claims import state as claim_state
from positions.model.claims.events import (
    ClaimOpened,
    ClaimsRelated,
    StatementAmended,
    StatementRecorded,
)
from positions.model.recorded import Recorded, Unreadable, actor_stream
from positions.model.when import OPEN_PAST
from positions.replay.past import Chained
from positions.replay.track import ActorTrack
from positions.replay.tracks import Tracks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from positions.model.actors.state import ActorState
    from positions.model.claims.state import ClaimState, Entry
    from positions.model.claims.statement import Statement
    from positions.model.ids import StatementRef
    from positions.replay.dossier import Dossier
    from positions.replay.index import Index
    from positions.replay.past import Past
    from positions.replay.roster import Roster

__all__ = ["Setting", "Streams", "settings"]

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


_KEPT = 8_192
"""So many single events of the past stay at hand: 14 MB."""


class Streams:
    """Every recorded event, by its stream, with the links between statements.

    Attributes:
        events: The log, in the order of recording.
        times: When each event was recorded, in microseconds, made monotone.
        dossiers: The dossier that was compiled last for a claim, with the signature it holds for.
        roster: The roster that was made last, with the number of actor events it holds for.
        opened: Where each claim was opened.
        last_opened: Where the last one was; -1 where none was.
        index: What `positions.replay.index` has made of it, if anything was asked of that.
    """

    __slots__ = (
        "_actor_places",
        "_actors",
        "_adrift",
        "_claims",
        "_early",
        "_followers",
        "_last_at",
        "_last_time",
        "_named",
        "_numbered",
        "_past",
        "_placed",
        "_related",
        "_settings",
        "_touched",
        "_unreadable",
        "dossiers",
        "events",
        "index",
        "last_opened",
        "opened",
        "roster",
        "times",
    )

    def __init__(self, events: Iterable[Recorded] = (), past: Past | None = None) -> None:
        self._past = past
        self.events: list[Recorded] | Chained[Recorded] = []
        self.times: list[int] | Chained[int] = []
        self._actor_places: list[int] | Chained[int] = []
        self._early: set[str] = set()
        self._related: set[str] = set()
        self.opened: dict[str, int] = {}
        self.last_opened = -1
        if past is not None:
            times, places = past.times, past.actor_places
            self.events = Chained(past.count, past.recorded, kept=_KEPT)
            self.times = Chained(past.count, lambda low, high: times[low:high])
            self._actor_places = Chained(len(places), lambda low, high: places[low:high])
            self._early |= past.early
            self._related |= past.related
            self.opened |= past.opened
            self.last_opened = max(past.opened.values(), default=-1)
        self._claims = Tracks(past)
        self._actors: dict[str, ActorTrack] = {}
        self._adrift: list[int] = []
        self._unreadable: list[int] = []
        self._followers: defaultdict[StatementRef, list[StatementRef]] = defaultdict(list)
        self._settings: defaultdict[Setting, list[StatementRef]] = defaultdict(list)
        self._named: defaultdict[str, list[str]] = defaultdict(list)
        self._numbered: defaultdict[str, set[str]] = defaultdict(set)
        self._placed: list[int] = []
        self._touched: defaultdict[str, list[int]] = defaultdict(list)
        self.dossiers: dict[str, tuple[tuple[int, ...], Dossier]] = {}
        self.roster: tuple[int, Roster] | None = None
        self.index: Index | None = None
        self._last_at: object = None
        self._last_time = self.times[-1] if self.times else OPEN_PAST
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
            self._made_actor(id).append(place, event)
            self._actor_places.append(place)
        if isinstance(event, Unreadable):
            self._unreadable.append(place)
            if kind != "claim" or event.tying:  # of an actor, or no telling of what
                self._adrift.append(place)
        if recorded.recorded_at is not self._last_at:  # what is recorded together shares it
            self._last_at = recorded.recorded_at
            self._last_time = max(self._last_time, recorded.moment)
        self.times.append(self._last_time)
        self.events.append(recorded)

    def _append_to_claim(self, place: int, id: str, event: object) -> None:
        if isinstance(event, StatementRecorded | StatementAmended):
            statement = event.statement
            if statement.utterance is not None or statement.earlier:
                for claim in self._link(statement) - {id}:
                    self._touched[claim].append(place)
            if isinstance(event, StatementRecorded):
                self._named[statement.id].append(id)
        elif isinstance(event, ClaimOpened):
            self.opened.setdefault(id, place)
            self.last_opened = place
        elif isinstance(event, ClaimsRelated):
            self._related.add(id)
        if id not in self.opened:
            self._early.add(id)
        self._claims.append(id, place, event)

    def keep(self, claims: Mapping[str, ClaimState], actors: Mapping[str, ActorState]) -> None:
        """Take the states of claims and actors after all events, as a writer has folded them."""
        for id, claim in claims.items():
            self._claims.keep(id, claim)
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
            if self._past is not None:
                self._placed.append(len(self.events))
        return linked

    def end(self, recorded_by: int) -> int:
        """Return the place just after the last event recorded before *recorded_by*.

        *recorded_by* is an exclusive end in microseconds; the clock is the ledger's, made monotone.
        """
        return bisect_right(self.times, recorded_by - 1)

    def claim(self, id: str, end: int, /) -> ClaimState:
        """Return what the stream of claim *id* says before *end*."""
        track = self._claims.whole(id)
        return claim_state.INITIAL if track is None else track.at(end)[1]

    def head(self, claim: str, end: int) -> ClaimState:
        """Return the same, of whose statements it may hold all or none."""
        return self._claims.head(claim, end)

    def related(self) -> list[str]:
        """Return the claims that were ever related to others, in order."""
        return sorted(self._related)

    def actor(self, id: str, end: int) -> ActorState:
        """Return what the stream of actor *id* says before *end*."""
        track = self._actor(id)
        return actor_state.INITIAL if track is None else track.at(end)[1]

    def entry(self, ref: StatementRef, end: int, /) -> Entry | None:
        """Return what is on record of a statement before *end*."""
        return self.claim(ref.claim, end).entries.get(ref.statement)

    def first_spoken_of(self, ref: StatementRef) -> int | None:
        """Return where a statement is first spoken of, if it is."""
        return self._claims.first_on(ref)

    def alone(self, ref: StatementRef, end: int) -> tuple[int, Entry] | None:
        """Return the same without folding the rest of its claim, and where it was first recorded.

        Both are told of by events on that statement alone, but where an amendment of that id was
        made of another statement too: then the whole claim is asked.
        """
        places = self._claims.on(ref, end)
        if not places:
            return None
        if self._claims.reuses_amendments(ref.claim):
            entry = self.entry(ref, end)
        else:
            events = [self.events[place].event for place in places]
            if any(isinstance(each, Unreadable) for each in events):  # since it was looked up
                self._claims.whole(ref.claim)  # takes note of all of them
                return None
            entry = claim_state.fold(events).entries.get(ref.statement)  # type: ignore[arg-type]  # a claim's stream holds these
        if entry is None:
            return None
        first = (place for place in places if self._is_recorded(place))
        return next(first), entry

    def _actor(self, id: str) -> ActorTrack | None:
        """Return the stream of an actor, if it has one."""
        track = self._actors.get(id)
        if track is None and self._past is not None and self._past.places(actor_stream(id)):
            track = self._made_actor(id)
        return track

    def _made_actor(self, id: str) -> ActorTrack:
        """Return the stream of an actor, made if there was none."""
        track = self._actors.get(id)
        if track is None:
            track = ActorTrack()
            if self._past is not None:
                track.extend(self._past, actor_stream(id))
            self._actors[id] = track
        return track

    def size(self, claim: str) -> int:
        """Return how many events there are in the stream of a claim."""
        return self._claims.size(claim)

    def statement_at(self, place: int) -> StatementRef | None:
        """Return which statement was first recorded at a place; `None` if that cannot be read."""
        event = self.events[place].event
        return event.statement.ref if isinstance(event, StatementRecorded) else None

    @property
    def reusing(self) -> frozenset[str]:
        """The claims in which an amendment of one id was made of two different things."""
        return self._claims.reusing

    @property
    def early(self) -> frozenset[str]:
        """The claims on which something was said before they were opened."""
        return frozenset(self._early)

    @property
    def actor_places(self) -> Sequence[int]:
        """Where the events of actors stand."""
        return self._actor_places

    def _is_recorded(self, place: int) -> bool:
        return isinstance(self.events[place].event, StatementRecorded)

    def claims(self, end: int) -> list[str]:
        """Return the ids of the claims that were opened before *end*, in order."""
        return sorted(id for id, place in list(self.opened.items()) if place < end)

    def unopened(self, end: int) -> list[str]:
        """Return the claims that something was said on before *end*, and that were not opened."""
        return [claim for claim in self._early if not self.is_opened(claim, end)]

    def is_opened(self, claim: str, end: int) -> bool:
        """Return whether a claim was opened before *end*."""
        return self.opened.get(claim, end) < end

    def actors(self, end: int) -> dict[str, ActorState]:
        """Return what the stream of every actor says before *end*, in the order of their ids."""
        past = () if self._past is None else self._past.actors
        return {id: self.actor(id, end) for id in sorted({*self._actors, *past})}

    def actor_events(self, end: int) -> int:
        """Return how many events of actors stand before *end*."""
        return bisect_left(self._actor_places, end)

    def statements(self) -> list[str]:
        """Return the ids of all statements that are in memory, in the order of recording."""
        return list(self._named)

    def signature(self, claims: Iterable[str], end: int) -> tuple[int, ...]:
        """Return what tells whether a dossier still holds, *claims* being all that it reaches.

        That is how many events of actors stand before *end*, and of each claim how many are its own
        or link a statement to it. Of the past it is only known that it stays.
        """
        touched = (
            self._claims.count(claim, end) + bisect_left(self._touched.get(claim, ()), end)
            for claim in claims
        )
        if self._past is None:
            return self.actor_events(end), *touched
        placed = bisect_left(self._placed, end)
        return min(end, self._past.count), placed, self.actor_events(end), *touched

    def followers(self, ref: StatementRef) -> list[StatementRef]:
        """Return the statements that, in some version of theirs, name *ref* as earlier."""
        found = self._followers.get(ref, [])
        return found if self._past is None else [*self._past.followers(ref), *found]

    def in_setting(self, setting: Setting) -> list[StatementRef]:
        """Return the statements that, in some version of theirs, were made in *setting*."""
        found = self._settings.get(setting, [])
        return found if self._past is None else [*self._past.in_setting(setting), *found]

    def claims_with(self, statement: str) -> list[str]:
        """Return the claims that have a statement of that id in memory, as they were recorded."""
        return self._named.get(statement, [])

    def damaged_claim(self, id: str, end: int) -> bool:
        """Return whether something before *end* in the stream of claim *id* cannot be read."""
        return self._claims.damaged(id, end)

    def damaged(self, end: int) -> bool:
        """Return whether something before *end* in any stream cannot be read."""
        return bool(self._unreadable) and self._unreadable[0] < end

    def damaged_actor(self, end: int) -> bool:
        """Return whether something before *end* that may be of an actor cannot be read."""
        return bool(self._adrift) and self._adrift[0] < end
