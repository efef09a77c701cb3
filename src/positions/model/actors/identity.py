"""A judgement of identity: that actors are the same, or that they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from positions.errors import InvalidStatement
from positions.model.ids import checked_id, derived_id
from positions.model.showing import shown
from positions.model.text import is_optional_text
from positions.model.vocabulary import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Judgement"]

_FEWEST = 2


def _members(actors: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(actors)))


@frozen(kw_only=True)
class Judgement:
    """Somebody's finding that actors are the same, or are different; it can be withdrawn.

    Attributes:
        verdict: What it finds.
        actors: Of whom: two or more actors, in the order of their ids.
        by: Who judged.
        why: On what ground.
    """

    __repr__ = shown

    verdict: Verdict = field(converter=Verdict)
    actors: tuple[str, ...] = field(converter=_members)
    by: str | None = field(default=None, validator=is_optional_text)
    why: str | None = field(default=None, validator=is_optional_text)

    def __attrs_post_init__(self) -> None:
        for actor in self.actors:
            checked_id(actor, self.verdict)
        if len(self.actors) < _FEWEST:
            why = "a judgement of identity is of two or more different actors"
            raise InvalidStatement(why, self.verdict)

    @property
    def id(self) -> str:
        """The id that its content gives it."""
        return derived_id(self.verdict, self.verdict, self.actors, self.by, self.why)
