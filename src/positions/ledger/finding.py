"""Finding actors and claims by what they are called, in any script."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Literal, get_args

from attrs import frozen
from rapidfuzz import fuzz

from positions.errors import InvalidQuestion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.replay.view import View

__all__ = ["Found", "Kind", "found"]

Kind = Literal["actor", "claim"]

_LIKE_ENOUGH = 80
_EXACT, _WITHIN = 200, 150


@frozen
class Found:
    """An actor or a claim that was found, and the name by which it was.

    Attributes:
        kind: `actor` or `claim`.
        id: Its id.
        name: The id, name or text that is like what was looked for.
    """

    kind: Kind
    id: str
    name: str


def found(text: str, view: View, kind: Kind | None = None) -> tuple[Found, ...]:
    """Return the actors and claims of *view* that go by *text*, the likeliest first.

    Case, accents and compatibility forms make no difference, a misspelling little. With *kind* only
    those are looked at.

    Raises:
        InvalidQuestion: there is no such kind.
    """
    if kind is not None and kind not in get_args(Kind):
        raise InvalidQuestion("kind", kind, get_args(Kind))
    sought = _folded(text)
    best: dict[tuple[str, str], tuple[float, Found]] = {}
    for each in _named(view, kind):
        score = _likeness(sought, _folded(each.name))
        key = each.kind, each.id
        if score >= _LIKE_ENOUGH and (key not in best or score > best[key][0]):
            best[key] = score, each
    ranked = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].kind, pair[1].id))
    return tuple(each for _, each in ranked)


def _named(view: View, kind: Kind | None) -> Iterator[Found]:
    for actor in view.actors if kind != "claim" else ():
        yield Found("actor", actor, actor)
        for name in view.names(actor):
            yield Found("actor", actor, name.text)
    for claim in view.claims if kind != "actor" else ():
        yield Found("claim", claim, claim)
        yield Found("claim", claim, view.claim(claim).text)


def _likeness(sought: str, name: str) -> float:
    if not sought or not name:
        return 0
    if sought == name:
        return _EXACT
    if sought in name:
        return _WITHIN
    return max(fuzz.ratio(sought, name), *(fuzz.ratio(sought, word) for word in name.split()))


def _folded(text: str) -> str:
    """Return *text* without what case, accents and compatibility forms add."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(each for each in plain if not unicodedata.combining(each)).strip()
