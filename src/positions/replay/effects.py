"""What each event of a log may change: whose positions, on which claims.

It names too much rather than too little: what it does not name is as it was before the event. So
who keeps answers up to date has only to ask again for what it names.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from positions.model.actors.events import (
    IdentityJudged,
    IdentityWithdrawn,
    MandateAmended,
    MandateGiven,
)
from positions.model.claims.events import (
    ClaimAmended,
    ClaimOpened,
    ReportAdded,
    ReportVoided,
    StatementAmended,
    StatementRecorded,
    StatementVoided,
)
from positions.model.ids import StatementRef
from positions.model.recorded import Unreadable
from positions.replay.dossier import linked_statements
from positions.replay.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from positions.model.claims.statement import Statement
    from positions.model.recorded import Recorded
    from positions.replay.streams import Streams

__all__ = ["Effects", "Touched"]

Touched = dict[str, set[str]]
"""The ids of the actors whose positions may have changed, by claim."""


class Effects:
    """Tells of one event after the other, from the first on, what it may have changed.

    Who may speak for whom, and who may be whom, is taken from all that was ever recorded, whether
    it holds or not: that is more than the roster says at any place, and needs none.
    """

    def __init__(self, streams: Streams) -> None:
        self._streams = streams
        self._above: defaultdict[str, set[str]] = defaultdict(set)
        self._below: defaultdict[str, set[str]] = defaultdict(set)
        self._spoken: defaultdict[str, set[str]] = defaultdict(set)
        self._voices: defaultdict[str, set[str]] = defaultdict(set)

    def at(self, place: int) -> Touched:
        """Return what the event at *place* in the log may have changed; ask in order."""
        recorded = self._streams.events[place]
        kind, _, id = recorded.stream.partition(":")
        event = recorded.event
        if isinstance(event, Unreadable):  # any answer may have become a damaged one
            return {each: self._everyone(each) for each in self._voices}
        if kind == "claim":
            return self._by_claim(id, recorded, place)
        return self._by_actor(id, recorded, place)

    def _by_claim(self, claim: str, recorded: Recorded, place: int) -> Touched:
        match recorded.event:
            case StatementRecorded(statement=statement) | StatementAmended(statement=statement):
                self._voices[claim] |= {statement.by, statement.principal}
                for voice in (statement.by, statement.principal):
                    self._spoken[voice].add(claim)
                return self._by_statement(statement.ref, place)
            case (
                StatementVoided(statement=id)
                | ReportAdded(statement=id)
                | ReportVoided(statement=id)
            ):
                return self._by_statement(StatementRef(claim, id), place)
            case ClaimOpened() | ClaimAmended():
                return {claim: self._everyone(claim)}
            case _:
                return {}  # relations bear on no position but by inference

    def _by_statement(self, ref: StatementRef, place: int) -> Touched:
        """Return whose positions rest on a statement, or on what the known order ties to it."""
        touched: Touched = defaultdict(set)
        for end in (place, place + 1):
            for statement in self._tied(ref, end):
                voices = {statement.by, statement.principal}
                touched[statement.claim] |= self._reached(voices, self._above)
        return dict(touched)

    def _tied(self, ref: StatementRef, end: int) -> Iterable[Statement]:
        """Return a statement as it reads before *end*, and all that may be ordered with it."""
        entry = self._streams.entry(ref, end)
        if entry is None or entry.now is None:
            return ()
        now = entry.now
        if not now.earlier and now.utterance is None and not self._streams.followers(ref):
            return (now,)
        roster = Record(self._streams, end).roster
        return linked_statements(self._streams, roster, [now], end)

    def _by_actor(self, actor: str, recorded: Recorded, place: int) -> Touched:
        event = recorded.event
        if isinstance(event, IdentityJudged | IdentityWithdrawn):
            one = set(self._same(actor, place))
            for each in one:
                self._above[each] |= one - {each}
                self._below[each] |= one - {each}
            return self._by_identity(one, place)
        if isinstance(event, MandateGiven | MandateAmended):
            self._above[event.mandate.by].add(event.mandate.body)
            self._below[event.mandate.body].add(event.mandate.by)
        granted = self._streams.actor(actor, place + 1).grants.values()
        voices = {actor, *(grant.first.by for grant in granted)}
        moved = self._reached(voices, self._above)
        return {
            claim: set(moved)
            for voice in self._reached(voices, self._below)
            for claim in self._spoken.get(voice, ())
        }

    def _same(self, actor: str, place: int) -> Iterator[str]:
        yield actor
        states = (self._streams.actor(actor, end) for end in (place, place + 1))
        for state in states:
            for judgement in state.judgements.values():
                if judgement is not None:
                    yield from judgement.actors

    def _by_identity(self, actors: set[str], place: int) -> Touched:
        """Return all who stand on the claims on which these spoke, or that are tied to those."""
        spoken = {
            claim
            for voice in self._reached(actors, self._below)
            for claim in self._spoken.get(voice, ())
        }
        tied = {
            each
            for end in (place, place + 1)
            for claim in spoken
            for each in Record(self._streams, end).dossier(claim).claims
        }
        return {claim: self._everyone(claim) for claim in spoken | tied}

    def _everyone(self, claim: str) -> set[str]:
        return self._reached(self._voices.get(claim, ()), self._above)

    @staticmethod
    def _reached(actors: Iterable[str], links: Mapping[str, set[str]]) -> set[str]:
        """Return *actors* and all that links ever led to from them."""
        reached = set(actors)
        waiting = list(reached)
        while waiting:
            for each in links.get(waiting.pop(), ()):
                if each not in reached:
                    reached.add(each)
                    waiting.append(each)
        return reached
