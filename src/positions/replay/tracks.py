"""The streams of all claims, of which some may not be in memory."""

from __future__ import annotations

import threading
from bisect import bisect_left
from typing import TYPE_CHECKING

from positions.model.claims import state as claim_state
from positions.model.claims.events import (
    ClaimAmended,
    ClaimOpened,
    ClaimsRelated,
    RelationWithdrawn,
    StatementAmended,
)
from positions.model.recorded import Unreadable, claim_stream
from positions.replay.track import ClaimTrack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from positions.model.claims.state import ClaimState
    from positions.model.ids import StatementRef
    from positions.replay.past import Past

__all__ = ["Tracks"]

_OF_CLAIMS = ClaimOpened | ClaimAmended | ClaimsRelated | RelationWithdrawn


class Tracks:
    """The streams of claims; what is not in memory is read when its whole is asked for."""

    __slots__ = ("_added", "_held", "_past", "_reading", "_reusing")

    def __init__(self, past: Past | None) -> None:
        self._past = past
        self._held: dict[str, ClaimTrack] = {}
        self._added: dict[str, ClaimTrack] = {}
        self._reusing: set[str] = set() if past is None else set(past.reusing)
        self._reading = threading.RLock()

    def append(self, claim: str, place: int, event: object) -> None:
        """Add what stands next in the stream of a claim, at a place in the log."""
        past = self._past
        if past is None:
            track = self._held.get(claim)
            if track is None:
                track = self._held[claim] = ClaimTrack()
            track.append(place, event)
            return
        with self._reading:
            if claim in self._held or not past.places(claim_stream(claim)):
                self._track(self._held, claim).append(place, event)
                return
            self._track(self._added, claim).append(place, event)
            match event:
                case StatementAmended(id=amendment, statement=statement):
                    target: str | None = statement.id
                case ClaimAmended(id=amendment):
                    target = None
                case _:
                    return
            if any(each != target for each in past.amended(claim, amendment)):
                self._reusing.add(claim)

    @staticmethod
    def _track(tracks: dict[str, ClaimTrack], claim: str) -> ClaimTrack:
        track = tracks.get(claim)
        if track is None:
            track = tracks[claim] = ClaimTrack()
        return track

    @property
    def reusing(self) -> frozenset[str]:
        """The claims in which an amendment of one id was made of two different things."""
        tracks = [*self._held.items(), *self._added.items()]
        return frozenset(self._reusing | {id for id, each in tracks if each.reuses_amendments})

    def keep(self, claim: str, state: ClaimState) -> None:
        """Take the state of a claim after all events, which somebody has folded already."""
        self._held[claim].keep(state)

    def whole(self, claim: str) -> ClaimTrack | None:
        """Return the whole stream of a claim, if it has one."""
        if self._past is None:
            return self._held.get(claim)
        stream = claim_stream(claim)
        with self._reading:
            track = self._held.get(claim)
            if track is None and self._past.places(stream):
                track = ClaimTrack()
                track.extend(self._past, stream)
                added = self._added.pop(claim, None)
                if added is not None:
                    track.join(added)
                self._held[claim] = track
            return track

    def head(self, claim: str, end: int) -> ClaimState:
        """Return what the stream of a claim says before *end* of the claim itself.

        Of its statements the state may hold all or none.
        """
        if claim in self._held or self._past is None or self.reuses_amendments(claim):
            track = self.whole(claim)
            return claim_state.INITIAL if track is None else track.at(end)[1]
        events = [event for place, event in self._past.head(claim) if place < end]
        if any(isinstance(each, Unreadable) for each in events):
            self.whole(claim)
            return self.head(claim, end)
        added = self._added.get(claim)
        later = () if added is None else added.events[: bisect_left(added.places, end)]
        told = [each for each in later if isinstance(each, _OF_CLAIMS)]
        return claim_state.fold([*events, *told])  # type: ignore[list-item]  # a claim's stream holds these

    def count(self, claim: str, end: int) -> int:
        """Return how many events after the past stand before *end* in the stream of a claim."""
        begin = 0 if self._past is None else min(self._past.count, end)
        tracks = (self._held.get(claim), self._added.get(claim))
        return sum(track.count(end) - track.count(begin) for track in tracks if track is not None)

    def size(self, claim: str) -> int:
        """Return how many events there are in the stream of a claim."""
        track = self._held.get(claim)
        if track is not None or self._past is None:
            return 0 if track is None else len(track.places)
        added = self._added.get(claim)
        past = len(self._past.places(claim_stream(claim)))
        return past if added is None else past + len(added.places)

    def damaged(self, claim: str, end: int) -> bool:
        """Return whether something before *end* in the stream of a claim is known to be damaged."""
        tracks = (self._held.get(claim), self._added.get(claim))
        return any(track.damaged(end) for track in tracks if track is not None)

    def on(self, ref: StatementRef, end: int) -> Sequence[int]:
        """Return where a statement is spoken of before *end*, in order."""
        track = self._held.get(ref.claim)
        if track is not None or self._past is None:
            return () if track is None else track.on(ref.statement, end)
        added = self._added.get(ref.claim)
        found = [place for place in self._past.spoken_of(ref) if place < end]
        return found if added is None else [*found, *added.on(ref.statement, end)]

    def first_on(self, ref: StatementRef) -> int | None:
        """Return where a statement is first spoken of, if it is."""
        track = self._held.get(ref.claim)
        if track is not None or self._past is None:
            return None if track is None else track.first_on(ref.statement)
        found = self._past.spoken_of(ref)
        if found:
            return found[0]
        added = self._added.get(ref.claim)
        return None if added is None else added.first_on(ref.statement)

    def reuses_amendments(self, claim: str) -> bool:
        """Return whether an amendment of one id was made of two different things."""
        if claim in self._reusing:
            return True
        return any(
            track.reuses_amendments
            for track in (self._held.get(claim), self._added.get(claim))
            if track is not None
        )
