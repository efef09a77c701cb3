"""What stands above and beside the tables: claims in words, actors in order."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol, TypeVar

from positions.model.vocabulary import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from positions.replay.view import View

__all__ = ["by_claim", "of_claim", "weight"]

_ORDER = (
    ActorKind.STATE,
    ActorKind.GOVERNMENT,
    ActorKind.PARTY,
    ActorKind.BODY,
    ActorKind.POST,
    ActorKind.PERSON,
    ActorKind.UNIDENTIFIED,
    None,
)


class _OnAClaim(Protocol):
    @property
    def actor(self) -> str: ...
    @property
    def claim(self) -> str: ...


T = TypeVar("T", bound=_OnAClaim)


def of_claim(view: View, claim: str) -> str:
    """Return a claim's id and its text."""
    return f"{claim}: {view.claim(claim).text}"


def weight(view: View, actor: str) -> tuple[int, str]:
    """Return what actors are ordered by: states and governments first, then by id."""
    return _ORDER.index(view.actor(actor).kind), actor


def by_claim(view: View, found: Iterable[T]) -> Iterator[tuple[str, list[T]]]:
    """Yield what was found by claim, on each with the weightiest actor first."""
    ordered = sorted(found, key=lambda each: (each.claim, weight(view, each.actor)))
    for claim, group in groupby(ordered, key=attrgetter("claim")):
        yield claim, list(group)
