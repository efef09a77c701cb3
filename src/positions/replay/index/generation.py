"""The rows that stand at a place in the log: a large layer, and what has changed since."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from attrs import field, frozen
from immutables import Map

from positions.replay.index.kernel import word_of
from positions.replay.index.keys import actors_of
from positions.replay.index.row import UTTERED
from positions.replay.index.sheet import Sheet
from positions.replay.index.sorting import EMPTY, replaced
from positions.replay.index.whole import whole
from positions.replay.index.window import Source, outcome_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from positions.replay.index.layer import Layer
    from positions.replay.index.window import Listening
    from positions.replay.roster import Roster

__all__ = ["Changed", "Generation"]

Changed = Map[str, "Map[str, Layer]"]
"""By claim and actor, the rows that stand in place of those of the large layer."""


@frozen(eq=False)
class Generation:
    """The rows that stand at a place in the log; immutable, whatever is recorded later.

    Attributes:
        base: A layer of many cells.
        changed: Those cells that are otherwise than in it.
    """

    base: Layer = EMPTY
    changed: Changed = Map()
    _sheet: list[Sheet] = field(factory=list["Sheet"], repr=False)

    def outcome(self, roster: Roster, actor: str, claim: str, listening: Listening) -> int:
        """Return where *actor*, the name of its class, stands on *claim*, as an outcome.

        It is `NOBODY` where only the reference fold can say.
        """
        if roster.speaks_alone(actor):
            return word_of(*self._cell(actor, claim), listening)
        return outcome_of(self._sources(roster, actor, claim), listening, roster, actor)

    def _sources(self, roster: Roster, actor: str, claim: str) -> list[Source]:
        """Return the rows on a claim of all whose words may count for a class."""
        if roster.speaks_alone(actor):
            return [Source(*self.segments(actor, claim))]
        return [
            Source(
                *self.segments(id, claim),
                special=UTTERED if len(members) > 1 else 0,
                voice=None if voice == actor else voice,
            )
            for voice in roster.voices(actor)
            for members in [roster.members(voice)]
            for id in members
        ]

    def first_places(self, roster: Roster, actor: str, claim: str) -> list[int]:
        """Return where the statements of all voices of a class on a claim were first recorded."""
        found: list[int] = []
        for each in self._sources(roster, actor, claim):
            bounds = each.layer.read.bounds
            found += each.layer.first[bounds[each.low] : bounds[each.high]].tolist()
        return found

    def speakers(self, claim: str) -> set[str]:
        """Return the ids of those who have said something on a claim, or for whom it was said."""
        changed: Mapping[str, Layer] = self.changed.get(claim) or Map()
        base = self.base
        actors: list[int] = actors_of(base.cells[base.cells_on(claim)]).tolist()
        of_base = {base.actors.ids[each] for each in actors}
        return (of_base - set(changed)) | {id for id, layer in changed.items() if len(layer)}

    def segments(self, actor: str, claim: str) -> tuple[Layer, int, int]:
        """Return where the rows of an actor on a claim are: a layer, and which of its segments."""
        layer, key = self._cell(actor, claim)
        return layer, *layer.segments(key)

    def _cell(self, actor: str, claim: str) -> tuple[Layer, int]:
        """Return the layer that has the rows of an actor on a claim, and the key of their cell."""
        changed = self.changed.get(claim)
        layer = self.base if changed is None else changed.get(actor, self.base)
        return layer, layer.key(actor, claim)

    def with_changed(self, changed: Changed) -> Generation:
        """Return this generation with other cells changed; what was made of the rest is shared."""
        return Generation(self.base, changed, self._sheet)

    def touched(self, roster: Roster) -> Iterator[tuple[str, str]]:
        """Yield each actor and claim that `sheet` may know otherwise than it is."""
        for claim, actors in self.changed.items():
            above = {body for actor in actors for body in roster.bodies(roster.same(actor))}
            for body in above:
                for id in roster.members(body):
                    if id in roster.states:
                        yield id, claim

    @cached_property
    def merged(self) -> Layer:
        """All rows as one layer."""
        cells = {
            (actor, claim): layer.rows(0, len(layer.keys))
            for claim, actors in self.changed.items()
            for actor, layer in actors.items()
        }
        return replaced(self.base, cells)

    def sheet(self, roster: Roster) -> Sheet:
        """Return the rows of the large layer under everybody for whom they count."""
        for made in tuple(self._sheet):
            if made.roster is roster:
                return made
        made = Sheet(whole(self.base, roster), roster)
        self._sheet[:] = [made]
        return made
