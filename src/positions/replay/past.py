"""The part of a log that is not in memory: looked up where it is kept, event by event."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeVar, overload

if TYPE_CHECKING:
    from positions.model.ids import StatementRef
    from positions.model.recorded import Recorded
    from positions.replay.streams import Setting

__all__ = ["Chained", "Past"]

T = TypeVar("T")
_PAGE = 2_000


class Past(Protocol):
    """The first events of a log, up to a place.

    What it says is what `Streams` would say that holds these events. All of them could be read when
    it was made; one that cannot be read any more is an `Unreadable` where it stands.

    Attributes:
        count: How many events there are.
        times: When each was recorded, in microseconds since 1970-01-01T00:00Z, made monotone.
        actor_places: The places of those of actors.
        actors: The ids of the actors that have any.
        opened: Where each claim was opened.
        early: The claims on which something was said before they were opened.
        reusing: The claims in which an amendment of one id was made of two things.
        related: The claims that were ever related to others.
    """

    count: int
    times: Sequence[int]
    actor_places: Sequence[int]
    actors: Sequence[str]
    opened: Mapping[str, int]
    early: frozenset[str]
    reusing: frozenset[str]
    related: frozenset[str]

    def recorded(self, low: int, high: int) -> list[Recorded]:
        """Return the events from a place up to another."""
        ...

    def places(self, stream: str) -> Sequence[int]:
        """Return where the events of a stream stand, in order."""
        ...

    def stream(self, name: str) -> list[object]:
        """Return the events of a stream, in order."""
        ...

    def head(self, claim: str) -> list[tuple[int, object]]:
        """Return what was recorded of a claim itself and its relations, each with its place."""
        ...

    def spoken_of(self, ref: StatementRef) -> list[int]:
        """Return where a statement is spoken of, in order."""
        ...

    def amended(self, claim: str, amendment: str) -> list[str | None]:
        """Return what amendments of that id were made of: statements, or `None` for the claim."""
        ...

    def followers(self, ref: StatementRef) -> list[StatementRef]:
        """Return the statements that, in some version of theirs, name *ref* as earlier."""
        ...

    def in_setting(self, setting: Setting) -> list[StatementRef]:
        """Return the statements that, in some version of theirs, were made in *setting*."""
        ...


class Chained(Sequence[T]):
    """A sequence that begins with what is read when it is asked for, and grows in memory."""

    def __init__(self, count: int, read: Callable[[int, int], Sequence[T]], kept: int = 0) -> None:
        """Begin with *count* items, as they are *read*; so many single ones are *kept* at hand."""
        self._count = count
        self._read = read
        self._added: list[T] = []

        def one(place: int) -> T:
            return read(place, place + 1)[0]

        self._one = lru_cache(kept)(one) if kept else one

    def append(self, item: T) -> None:
        """Add an item at the end."""
        self._added.append(item)

    def __len__(self) -> int:
        return self._count + len(self._added)

    @overload
    def __getitem__(self, place: int) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...

    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        if isinstance(place, slice):
            return [self[each] for each in range(len(self))[place]]
        place = range(len(self))[place]
        if place >= self._count:
            return self._added[place - self._count]
        return self._one(place)

    def __iter__(self) -> Iterator[T]:
        for low in range(0, self._count, _PAGE):
            yield from self._read(low, min(low + _PAGE, self._count))
        yield from self._added
