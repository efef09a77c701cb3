"""The stored form of every event: its name, its version, and its bytes.

Names, versions and bytes are the format. They outlive this code: renaming a class or moving it
changes nothing here but the registry's right-hand side, and `tests/store/golden` holds the bytes of
every version. A stored name is looked up, never imported.
"""

from __future__ import annotations

from attrs import frozen
from cattrs import transform_error

from positions.errors import CorruptRecord, UnknownEvent
from positions.model.actors.events import (
    ActorEvent,
    ActorRegistered,
    IdentityJudged,
    IdentityWithdrawn,
    MandateAmended,
    MandateGiven,
    MandateVoided,
    NameAdded,
    NameVoided,
)
from positions.model.claims.events import (
    ClaimAmended,
    ClaimEvent,
    ClaimOpened,
    ClaimsRelated,
    RelationWithdrawn,
    ReportAdded,
    ReportVoided,
    StatementAmended,
    StatementRecorded,
    StatementVoided,
)
from positions.store.canonical import dumps, loads
from positions.store.converter import CAREFUL, QUICK

__all__ = ["STORED", "Stored", "StoredEvent", "from_json", "stored_as", "to_json"]

StoredEvent = ClaimEvent | ActorEvent
"""Whatever is stored; what was found unreadable is not stored again."""


@frozen
class Stored:
    """How events of one class are stored: the class, and the version of what is written now."""

    event: type[StoredEvent]
    version: int


STORED: dict[str, Stored] = {
    "ClaimOpened": Stored(ClaimOpened, 1),
    "ClaimAmended": Stored(ClaimAmended, 1),
    "StatementRecorded": Stored(StatementRecorded, 1),
    "ReportAdded": Stored(ReportAdded, 1),
    "ReportVoided": Stored(ReportVoided, 1),
    "StatementAmended": Stored(StatementAmended, 1),
    "StatementVoided": Stored(StatementVoided, 1),
    "ClaimsRelated": Stored(ClaimsRelated, 1),
    "RelationWithdrawn": Stored(RelationWithdrawn, 1),
    "ActorRegistered": Stored(ActorRegistered, 1),
    "NameAdded": Stored(NameAdded, 1),
    "NameVoided": Stored(NameVoided, 1),
    "MandateGiven": Stored(MandateGiven, 1),
    "MandateAmended": Stored(MandateAmended, 1),
    "MandateVoided": Stored(MandateVoided, 1),
    "IdentityJudged": Stored(IdentityJudged, 1),
    "IdentityWithdrawn": Stored(IdentityWithdrawn, 1),
}
"""Every event that can be stored, by its name in the store. A name is for ever."""

_NAMES = {stored.event: (name, stored.version) for name, stored in STORED.items()}


def stored_as(event: StoredEvent) -> tuple[str, int]:
    """Return the name and the schema version under which *event* is stored."""
    return _NAMES[type(event)]


def to_json(event: StoredEvent) -> bytes:
    """Return the stored bytes of *event*: canonical JSON, without its name.

    What is absent is left out. What has a value is written even where it is the default, so that
    another default tomorrow does not change what was said today.
    """
    return dumps(QUICK.unstructure(event))


def from_json(name: str, version: int, data: bytes) -> StoredEvent:
    """Return the event that was stored.

    Args:
        name: Its stored name.
        version: The version of its schema.
        data: Its bytes.

    Raises:
        UnknownEvent: There is no such name, or no such version of it.
        CorruptRecord: The bytes are not what such an event is stored as.
    """
    stored = STORED.get(name)
    if stored is None or version != stored.version:
        raise UnknownEvent(name, version, () if stored is None else (stored.version,))
    try:
        plain = loads(data)
    except ValueError as error:
        raise CorruptRecord(name, str(error)) from None
    try:
        return QUICK.structure(plain, stored.event)
    except Exception:  # noqa: BLE001 - whatever the damage trips over, it is damage
        return _explained(name, plain, stored.event)


def _explained(name: str, plain: object, event: type[StoredEvent]) -> StoredEvent:
    """Read it once more with the converter that minds where it is, to say what is wrong."""
    try:
        return CAREFUL.structure(plain, event)
    except Exception as error:  # noqa: BLE001 - likewise
        whys = transform_error(error, path=name, format_exception=lambda each, _: str(each))
        raise CorruptRecord(name, "; ".join(whys)) from None
