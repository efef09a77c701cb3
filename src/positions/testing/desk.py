"""A desk at which one careful writer records events, in memory and without a clock.

What is written here was decided by the model's own pure deciders, so that a log that comes from a
desk could have come from a ledger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.errors import PositionsError
from positions.model.actors import state as actor_state
from positions.model.actors.events import ActorEvent, ActorRegistered
from positions.model.claims import state as claim_state
from positions.model.claims.events import (
    ClaimEvent,
    ClaimOpened,
    StatementAmended,
    StatementRecorded,
)
from positions.model.recorded import (
    Event,
    LedgerBegun,
    Recorded,
    Unreadable,
    actor_stream,
    claim_stream,
)
from positions.model.vocabulary import Verdict
from positions.testing.again import actor_again, claim_again, mentioned
from positions.testing.order import contested

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from positions.model.claims.statement import Statement

__all__ = ["Desk"]

_SPEECH = StatementRecorded | StatementAmended


class Desk:
    """What one writer has recorded so far, and the pen.

    Attributes:
        now: The instant at which the next event is recorded; aware.
        room: How many more statements there is room for.
        rivals: Whether others write at the same time, unseen: then a circle may be closed.
        log: What was recorded.
        claims: The folded state of each claim, by id.
        actors: The folded state of each actor, by id.
    """

    def __init__(
        self,
        now: datetime,
        log: Iterable[Recorded] = (),
        *,
        room: int = 6,
        rivals: bool = False,
    ) -> None:
        self.now = now
        self.room = room
        self.rivals = rivals
        self.log: list[Recorded] = []
        self.claims: dict[str, claim_state.ClaimState] = {}
        self.actors: dict[str, actor_state.ActorState] = {}
        for recorded in log:
            self.copy(recorded)

    def copy(self, recorded: Recorded) -> None:
        """Take over what was recorded elsewhere, unasked."""
        event, name = recorded.event, recorded.stream.partition(":")[2]
        if isinstance(event, ClaimEvent):
            before = self.claims.get(name, claim_state.INITIAL)
            self.claims[name] = claim_state.evolve(before, event)
        elif isinstance(event, ActorEvent):
            was = self.actors.get(name, actor_state.INITIAL)
            self.actors[name] = actor_state.evolve(was, event)
        self.log.append(recorded)

    def accepts(self, name: str, event: Event) -> bool:
        """Say whether *event* of the claim or actor *name* could be recorded now.

        It can be where all that it mentions is recorded, where deciding its command anew yields it
        and nothing else, and where a lone writer sees
        that it contests no order.
        """
        if isinstance(event, Unreadable | LedgerBegun):
            return True
        if not self._knows(name, event):
            return False
        try:
            decided = self._decided(name, event)
        except PositionsError:
            return False
        if decided != (event,):
            return False
        return self.rivals or not isinstance(event, _SPEECH) or self._fits(event)

    def write(self, name: str, event: ClaimEvent | ActorEvent) -> bool:
        """Record *event* of the claim or actor *name* if that is accepted; say whether it was."""
        if not self.accepts(name, event):
            return False
        place = len(self.log)
        stream = claim_stream(name) if isinstance(event, ClaimEvent) else actor_stream(name)
        self.copy(
            Recorded(
                stream=stream,
                event=event,
                recorded_at=self.now,
                curator="desk" if place % 2 else None,
                salt=f"{place:032x}",
            )
        )
        return True

    def _knows(self, name: str, event: ClaimEvent | ActorEvent) -> bool:
        if not isinstance(event, ClaimOpened | ActorRegistered):
            opened = self.claims if isinstance(event, ClaimEvent) else self.actors
            if name not in opened:
                return False
        needs = mentioned(event)
        return (
            needs.actors <= self.actors.keys()
            and needs.claims <= self.claims.keys()
            and all(
                ref.claim in self.claims and ref.statement in self.claims[ref.claim].entries
                for ref in needs.statements
            )
        )

    def _decided(self, name: str, event: ClaimEvent | ActorEvent) -> tuple[object, ...]:
        if isinstance(event, ClaimEvent):
            return claim_again(self.claims.get(name, claim_state.INITIAL), event)
        return actor_again(self.actors.get(name, actor_state.INITIAL), event)

    def _fits(self, event: StatementRecorded | StatementAmended) -> bool:
        """Say whether no order becomes contested that was not."""
        others = [each for each in self.standing() if each.ref != event.statement.ref]
        same = _same(self.actors)
        return contested([event.statement, *others], same) <= contested(others, same)

    def standing(self) -> list[Statement]:
        """Return the statements that are not voided, those recorded last first."""
        found: list[Statement] = []
        for recorded in reversed(self.log):
            if isinstance(recorded.event, StatementRecorded):
                first = recorded.event.statement
                now = self.claims[first.claim].entries[first.id].now
                if now is not None:
                    found.append(now)
        return found


def _same(actors: dict[str, actor_state.ActorState]) -> dict[str, str]:
    """Return, for each actor judged to be another, one that stands for them all."""
    same: dict[str, str] = {}
    for group in _judged_same(actors):
        joined = {same.get(actor, actor) for actor in group}
        chosen = min(joined)
        same.update({actor: chosen for actor, root in same.items() if root in joined})
        same.update(dict.fromkeys(group, chosen))
    return same


def _judged_same(actors: dict[str, actor_state.ActorState]) -> Iterator[tuple[str, ...]]:
    for state in actors.values():
        for judgement in state.judgements.values():
            if judgement is not None and judgement.verdict is Verdict.SAME:
                yield judgement.actors
