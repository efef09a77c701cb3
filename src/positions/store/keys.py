"""By what an event is found again without reading its whole stream.

A decision asks for little: how a claim reads, one statement and what was done to it, what follows
it, what was said beside it. Each of these is a key, and the stores that keep an index file every
event under its keys. A key is stored as a digest, so that an index holds no words; its first byte
says of what kind it is, so that those events can be listed that tie claims to each other.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from positions.model.claims.events import (
    ClaimAmended,
    ClaimOpened,
    ClaimsRelated,
    RelationWithdrawn,
    ReportAdded,
    ReportVoided,
    StatementAmended,
    StatementRecorded,
    StatementVoided,
)
from positions.replay.streams import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.model.ids import StatementRef
    from positions.model.recorded import Event
    from positions.replay.streams import Setting

__all__ = [
    "HEAD",
    "TYING",
    "UNREAD",
    "StatementKeys",
    "about",
    "correction_key",
    "follows_key",
    "setting_key",
    "statement_key",
]

_BYTES = 11
_FOLLOWS, _PLACED = b"f", b"p"

UNREAD = (b"?",)
"""The keys of what could not be read when it was filed."""

TYING = (_FOLLOWS, _PLACED, *UNREAD)
"""How the keys begin of what may say something of the order of statements on other claims."""


def _key(kind: bytes, *words: str) -> bytes:
    return kind + blake2b(" ".join(words).encode(), digest_size=_BYTES).digest()


HEAD = b"h"
"""How a claim reads, and its relations: within its stream."""


def statement_key(statement: str) -> bytes:
    """Return the key of all that was recorded of a statement, within the stream of its claim."""
    return _key(b"s", statement)


class StatementKeys(dict[str, bytes]):
    """The keys of many statements: the same id may be that of one on each of many claims."""

    def __missing__(self, id: str) -> bytes:
        made = self[id] = statement_key(id)
        return made


def correction_key(amendment: str) -> bytes:
    """Return the key of an amendment, within the stream of its claim."""
    return _key(b"c", amendment)


def follows_key(ref: StatementRef) -> bytes:
    """Return the key of the statements that, in some version of theirs, name one as earlier."""
    return _key(_FOLLOWS, ref.claim, ref.statement)


def setting_key(setting: Setting) -> bytes:
    """Return the key of the statements that, in some version of theirs, were made in a setting."""
    utterance, speaker, claim = setting
    if claim is None:
        return _key(_PLACED, utterance, speaker)
    return _key(b"u", utterance, speaker, claim)


def about(event: Event) -> Iterator[bytes]:
    """Yield the keys under which *event* is filed; none for what is read by its whole stream."""
    match event:
        case ClaimOpened() | ClaimsRelated() | RelationWithdrawn():
            yield HEAD
        case ClaimAmended(id=amendment):
            yield HEAD
            yield correction_key(amendment)
        case StatementRecorded(statement=statement):
            yield statement_key(statement.id)
        case StatementAmended(id=amendment, statement=statement):
            yield statement_key(statement.id)
            yield correction_key(amendment)
        case StatementVoided(statement=id) | ReportAdded(statement=id) | ReportVoided(statement=id):
            yield statement_key(id)
        case _:
            return
    if isinstance(event, StatementRecorded | StatementAmended):
        yield from map(follows_key, event.statement.earlier)
        yield from map(setting_key, settings(event.statement))
