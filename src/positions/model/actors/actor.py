"""An actor and its names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen
from attrs.validators import instance_of, optional

from positions.model.ids import checked_id
from positions.model.showing import shown
from positions.model.text import is_name, is_optional_text, kept
from positions.model.vocabulary import ActorKind
from positions.model.when import When

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Actor", "Name"]


@frozen(kw_only=True)
class Name:
    """A name that an actor goes, or went, by.

    Attributes:
        text: The name, in any script.
        lang: Its language, as a BCP 47 tag.
        begins: From when it was used.
        ends: Until when, exclusive.
    """

    __repr__ = shown

    text: str = field(validator=is_name)
    lang: str | None = field(default=None, validator=is_optional_text)
    begins: When | None = field(default=None, validator=optional(instance_of(When)))
    ends: When | None = field(default=None, validator=optional(instance_of(When)))


def _kind(value: ActorKind | str | None) -> ActorKind | None:
    return None if value is None else ActorKind(value)


def _pairs(
    value: Mapping[str, str] | Iterable[tuple[str, str]],
) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(dict(value).items()))


@frozen(kw_only=True)
class Actor:
    """Somebody or something that can take a position.

    Attributes:
        id: Its slug.
        kind: What it is; `None` where nobody has said.
        ids: Its names in other registers, as (register, id) pairs, such as `("wikidata", "Q…")`.
        note: The curator's remark.
    """

    __repr__ = shown

    id: str
    kind: ActorKind | None = field(default=None, converter=_kind)
    ids: tuple[tuple[str, str], ...] = field(default=(), converter=_pairs)
    note: str | None = field(default=None, validator=is_optional_text)

    def __attrs_post_init__(self) -> None:
        checked_id(self.id, "id")
        for register, external in self.ids:
            kept(register, "ids")
            kept(external, "ids")
