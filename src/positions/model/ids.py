"""The names of recorded things: slugs, references, and ids derived from content."""

from __future__ import annotations

import hashlib
import json
import re

from attrs import field, frozen

from positions.errors import InvalidStatement

__all__ = [
    "MAX_ID",
    "StatementRef",
    "checked_id",
    "derived_id",
    "digest",
    "digest_of",
    "id_with",
]

MAX_ID = 200
_SLUG = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{MAX_ID - 1}}}", re.ASCII)


def checked_id(id: object, what: str) -> str:
    """Return *id* if it is a slug.

    Raises:
        InvalidStatement: it is not; *what* names the field in the message.
    """
    if not isinstance(id, str) or not _SLUG.fullmatch(id):
        why = (
            f"{id!r} is not an id: use 1 to {MAX_ID} of the letters a-z and A-Z, the digits, "
            "'.', '_' and '-', beginning with a letter or a digit"
        )
        raise InvalidStatement(why, what)
    return id


def digest(*parts: object) -> str:
    """Return sixteen hexadecimal digits that stand for *parts*, which are plain JSON data."""
    return digest_of(json.dumps(parts, ensure_ascii=True, separators=(",", ":")))


def digest_of(text: str) -> str:
    """Return what `digest` does of parts that are written as JSON already."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def derived_id(prefix: str, *parts: object) -> str:
    """Return an id made of a readable *prefix* and the digest of *parts*."""
    return id_with(prefix, digest(*parts))


def id_with(prefix: str, digits: str) -> str:
    """Return an id made of a readable *prefix* and the *digits* of a digest."""
    return f"{prefix[: MAX_ID - 17]}-{digits}"


@frozen(order=True, cache_hash=True)
class StatementRef:
    """The full name of a statement: its claim, and its id within that claim."""

    claim: str = field()
    statement: str = field()

    def __str__(self) -> str:
        return f"{self.claim}/{self.statement}"
