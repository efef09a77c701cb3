"""Which claims have to be replayed together: a forest of the ties that any event may make."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.model.claims.events import ClaimsRelated, StatementAmended, StatementRecorded

if TYPE_CHECKING:
    from positions.model.recorded import Event

__all__ = ["Ties"]


class Ties:
    """Claims that are tied to each other, transitively, by whatever was ever recorded of them.

    The known order (R3) reaches over claims by `follows`, and by a `seq` within an utterance; a
    relation carries positions from claim to claim (R10). A tie is for ever: at an older
    `recorded_by` it may still hold, though an amendment or a void has undone it since. Of an
    utterance every speaker is taken for one, as a judgement of identity may make them one.
    """

    __slots__ = ("_parents", "_uttered")

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}
        self._uttered: dict[str, str] = {}

    def take(self, claim: str, event: Event) -> None:
        """Take what an event in the stream of *claim* ties it to."""
        match event:
            case StatementRecorded(statement=statement) | StatementAmended(statement=statement):
                for earlier in statement.follows:
                    self._join(claim, earlier.claim)
                if statement.utterance is not None and statement.seq is not None:
                    self._join(claim, self._uttered.setdefault(statement.utterance, claim))
            case ClaimsRelated(relation=relation):
                self._join(claim, relation.other)
            case _:
                pass

    def root(self, claim: str) -> str:
        """Return the first, in order of ids, of the claims that *claim* is tied to, itself too."""
        parents = self._parents
        root = claim
        while (above := parents.get(root, root)) != root:
            root = above
        while (above := parents.get(claim, root)) != root:  # so that the way is short next time
            parents[claim] = root
            claim = above
        return root

    def _join(self, one: str, other: str) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        if low != high:
            self._parents[high] = low
