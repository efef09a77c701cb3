"""Texts, ids, words and numbers in a case file: how each is read, and its JSON Schema.

Each `read` returns `None` where it has noted that something is wrong.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import field, frozen

from positions.errors import InvalidStatement, near
from positions.exchange.composer import Plain
from positions.exchange.reading import shown
from positions.model.actors.actor import Name
from positions.model.ids import MAX_ID, StatementRef, checked_id
from positions.model.text import kept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from positions.exchange.places import Place
    from positions.exchange.reading import Reading

__all__ = [
    "Id",
    "NameText",
    "StatementName",
    "Text",
    "Version",
    "Whole",
    "Word",
    "text_of",
    "whole_of",
]

W = TypeVar("W", bound=StrEnum)

_TEXT = "^[^\\u0000]*$"
_ID = f"[A-Za-z0-9][A-Za-z0-9._-]{{0,{MAX_ID - 1}}}"
_UNSEEN = "\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069"
_LARGEST = 2**53 - 1  # what a number is exactly in every JSON reader (RFC 7493)


def text_of(value: object, place: Place, reading: Reading, expected: str) -> str | None:
    """Return the text that *value* is; else note that *expected* was expected."""
    if type(value) is Plain:
        value = value.text
    if not isinstance(value, str):
        hint = "; write it in quotes" if isinstance(value, int | float) else ""
        reading.refuse(place, f"expected {expected}, found {shown(value)}{hint}")
        return None
    try:
        # Without the call a string enumeration, or any other kind of text, would stay one.
        return kept(str.__str__(value), "text")
    except InvalidStatement as error:
        reading.refuse(place, error.why)
        return None


def whole_of(value: object) -> int | None:
    """Return the whole number that *value* is; `1.0` is one, as in JSON Schema; `true` is none."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


@frozen
class Text:
    """Any text without NUL."""

    def read(self, value: object, place: Place, reading: Reading) -> str | None:
        """Return the text that *value* is."""
        return text_of(value, place, reading, "a text")

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        return {"type": "string", "pattern": _TEXT}


@frozen
class NameText:
    """A name: one visible line that shows as what it is."""

    def read(self, value: object, place: Place, reading: Reading) -> str | None:
        """Return the name that *value* is."""
        text = text_of(value, place, reading, "a name")
        if text is None:
            return None
        try:
            return Name(text=text).text
        except InvalidStatement as error:
            reading.refuse(place, error.why)
            return None

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        return {"type": "string", "pattern": f"^(?=[\\s\\S]*\\S)[^{_UNSEEN}]+$"}


@frozen
class Id:
    """The slug by which something is named."""

    def read(self, value: object, place: Place, reading: Reading) -> str | None:
        """Return the id that *value* is."""
        text = text_of(value, place, reading, "an id")
        if text is None:
            return None
        try:
            return checked_id(text, "id")
        except InvalidStatement as error:
            reading.refuse(place, error.why)
            return None

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        # Python's `$` also matches before a last newline; the look-ahead is for it.
        return {"type": "string", "pattern": f"^{_ID}(?!\\n)$"}


@frozen
class StatementName:
    """A statement's id, or `<claim>/<id>` where several claims have a statement of that id."""

    def read(self, value: object, place: Place, reading: Reading) -> str | StatementRef | None:
        """Return the name that *value* is."""
        if isinstance(value, StatementRef):
            return value
        text = text_of(value, place, reading, "the id of a statement")
        if text is None:
            return None
        parts = text.split("/")
        if not all(re.fullmatch(_ID, part) for part in parts) or len(parts) > 2:  # noqa: PLR2004 - of two
            why = f"{shown(text)} names no statement: write its id, or `<claim>/<id>`"
            reading.refuse(place, why)
            return None
        return text if len(parts) == 1 else StatementRef(*parts)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        return {"type": "string", "pattern": f"^{_ID}(?:/{_ID})?(?!\\n)$"}


@frozen
class Word(Generic[W]):
    """A word of one of the vocabularies."""

    vocabulary: type[W]
    noun: str
    members: Mapping[str, W] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        words = {member.value: member for member in self.vocabulary}
        object.__setattr__(self, "members", words)

    def read(self, value: object, place: Place, reading: Reading) -> W | None:
        """Return the member of the vocabulary that *value* names."""
        text = text_of(value, place, reading, self.noun)
        if text is None or text in self.members:
            return None if text is None else self.members[text]
        meant = near(text, self.members)
        if meant:
            hint = f"did you mean {' or '.join(f'`{word}`' for word in meant)}?"
        else:
            hint = f"use one of {', '.join(self.members)}"
        reading.refuse(place, f"{shown(text)} is not {self.noun}; {hint}")
        return None

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        return {"enum": list(self.members)}


@frozen
class Whole:
    """A whole number."""

    fewest: int | None = None

    def read(self, value: object, place: Place, reading: Reading) -> int | None:
        """Return the number that *value* is."""
        if type(value) is Plain and re.fullmatch(r"[-+]?[0-9]{1,20}", value.text):
            value = int(value.text)
        number, fewest = whole_of(value), self._fewest
        if number is not None and fewest <= number <= _LARGEST:
            return number
        expected = "a whole number" if number is None else f"a number from {fewest} to {_LARGEST}"
        reading.refuse(place, f"expected {expected}, found {shown(value)}")
        return None

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        return {"type": "integer", "minimum": self._fewest, "maximum": _LARGEST}

    @property
    def _fewest(self) -> int:
        return -_LARGEST if self.fewest is None else self.fewest


@frozen
class Version:
    """The version of the format; there is one."""

    def read(self, value: object, place: Place, reading: Reading) -> int | None:
        """Return 1."""
        if (type(value) is Plain and value.text == "1") or whole_of(value) == 1:
            return 1
        why = f"expected version 1 of the format (`positions: 1`), found {shown(value)}"
        reading.refuse(place, why)
        return None

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        return {"const": 1}
