"""A claim: a proposition, worded without polarity."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import instance_of, optional

from positions.model.ids import checked_id, derived_id
from positions.model.showing import shown
from positions.model.text import is_optional_text, is_text, kept, words
from positions.model.vocabulary import ClaimKind, Relation
from positions.model.when import When

__all__ = ["Claim", "ClaimRelation"]


@frozen(kw_only=True)
class Claim:
    """A proposition on which actors take positions.

    Attributes:
        id: Its slug.
        text: The proposition, worded without polarity.
        kind: What sort of proposition it is.
        event: When that of which it speaks is said to have happened.
        about: Actors or free words that it concerns.
        tags: Free words to find it by.
        note: The curator's remark.
    """

    __repr__ = shown

    id: str = field()
    text: str = field(validator=is_text)
    kind: ClaimKind = field(default=ClaimKind.FACT, converter=ClaimKind)
    event: When | None = field(default=None, validator=optional(instance_of(When)))
    about: tuple[str, ...] = field(default=(), converter=words)
    tags: tuple[str, ...] = field(default=(), converter=words)
    note: str | None = field(default=None, validator=is_optional_text)

    def __attrs_post_init__(self) -> None:
        checked_id(self.id, "id")
        for word in (*self.about, *self.tags):
            kept(word, "about")


@frozen(kw_only=True)
class ClaimRelation:
    """A directed relation from one claim to another."""

    __repr__ = shown

    claim: str
    relation: Relation = field(converter=Relation)
    other: str

    @property
    def id(self) -> str:
        """The id that its content gives it."""
        return derived_id(f"{self.relation}-{self.other}", self.claim, self.relation, self.other)
