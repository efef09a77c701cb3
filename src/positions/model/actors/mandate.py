"""A mandate: one actor's dated right to speak for another."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import instance_of, optional

from positions.errors import InvalidStatement
from positions.model.ids import checked_id, derived_id
from positions.model.showing import shown
from positions.model.text import is_optional_text
from positions.model.when import When

__all__ = ["Mandate"]


@frozen(kw_only=True)
class Mandate:
    """One actor's dated right to speak for another.

    It is in force from the start of `begins` to the start of `ends`; where either is coarser than a
    day, or an interval, its true instant lies somewhere inside.

    Attributes:
        by: The actor that may speak.
        body: The actor for which it may (`for` in a case file).
        role: As what (`as` in a case file), such as `spokesperson`.
        begins: From when (`from` in a case file); `None` for always.
        ends: Until when, exclusive (`until` in a case file); `None` for ever.
        rank: Its seniority among those who speak for the body; 1 is highest.
        source: Where this is written.
    """

    __repr__ = shown

    by: str
    body: str
    role: str | None = field(default=None, validator=is_optional_text)
    begins: When | None = field(default=None, validator=optional(instance_of(When)))
    ends: When | None = field(default=None, validator=optional(instance_of(When)))
    rank: int | None = None
    source: str | None = field(default=None, validator=is_optional_text)

    def __attrs_post_init__(self) -> None:
        checked_id(self.by, "by")
        checked_id(self.body, "for")
        if self.by == self.body:
            _refuse("for", f"{self.by!r} needs no mandate to speak for itself")
        if self.rank is not None and (type(self.rank) is not int or self.rank < 1):
            _refuse("rank", f"expected a whole number from 1 (highest), found {self.rank!r}")
        if self.begins and self.ends and self.ends.stop - 1 <= self.begins.start:
            _refuse("until", f"ends ({self.ends}) before it begins ({self.begins})")

    @property
    def id(self) -> str:
        """The id that its content gives it, its source aside."""
        return derived_id(
            f"{self.by}-for-{self.body}",
            self.by,
            self.body,
            self.role,
            None if self.begins is None else (self.begins.start, self.begins.stop),
            None if self.ends is None else (self.ends.start, self.ends.stop),
            self.rank,
        )


def _refuse(where: str, why: str) -> None:
    raise InvalidStatement(why, where)
