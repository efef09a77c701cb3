"""What text may be kept: everything that every store can give back unaltered."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from positions.errors import InvalidStatement

if TYPE_CHECKING:
    from collections.abc import Iterable

    import attrs

__all__ = ["is_name", "is_optional_text", "is_text", "kept", "words"]

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def kept(value: object, what: str) -> str:
    """Return *value*, any text without NUL and lone surrogates.

    Raises:
        InvalidStatement: it has one of these; *what* names the field in the message.
    """
    if not isinstance(value, str):
        why = f"expected text, found {value!r}"
        raise InvalidStatement(why, what)
    if "\0" in value:
        why = f"has a NUL character at offset {value.index(chr(0))}, which no store can hold"
        raise InvalidStatement(why, what)
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            why = f"has half of a surrogate pair at offset {error.start}: the text was damaged"
            raise InvalidStatement(why, what) from None
    return value


def is_text(_: object, attribute: attrs.Attribute[str], value: str) -> None:
    """Validate an attrs field that holds text."""
    kept(value, attribute.name)


def is_optional_text(_: object, attribute: attrs.Attribute[str | None], value: str | None) -> None:
    """Validate an attrs field that holds text or `None`."""
    if value is not None:
        kept(value, attribute.name)


def is_name(_: object, attribute: attrs.Attribute[str], value: str) -> None:
    """Validate an attrs field that holds a name: one visible line in one direction."""
    kept(value, attribute.name)
    if not value.strip():
        why = "is empty"
        raise InvalidStatement(why, attribute.name)
    for offset, character in enumerate(value):
        if character in _BIDI or unicodedata.category(character) == "Cc":
            why = (
                f"has U+{ord(character):04X} ({unicodedata.name(character, 'a control')}) at "
                f"offset {offset}, which would make it show as something else than it is"
            )
            raise InvalidStatement(why, attribute.name)


def words(values: Iterable[str]) -> tuple[str, ...]:
    """Return *values* frozen: the converter of an attrs field that holds texts."""
    return tuple(values)
