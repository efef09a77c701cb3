"""The stored form of every event: its name, its version, and its bytes.

Names, versions and bytes are the format. They outlive this code: renaming a class or moving it
changes nothing here but the registry's right-hand side, and `tests/store/golden` holds the bytes of
every version. A stored name is looked up, never imported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from attrs import field, frozen
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
from positions.model.recorded import LedgerBegun
from positions.store.canonical import dumps, loads
from positions.store.converter import CAREFUL, QUICK

__all__ = ["REGISTRY", "STORED", "Registry", "Storable", "Stored", "Upcast"]

Storable = ClaimEvent | ActorEvent | LedgerBegun
"""Whatever is stored; what was found unreadable is not stored again."""

Upcast = Callable[[dict[str, Any]], dict[str, Any]]
"""From the plain data of one version of an event to that of the next."""


@frozen
class Stored:
    """How events of one class are stored: the class, and the version of what is written now."""

    event: type[Storable]
    version: int


STORED: Mapping[str, Stored] = {
    "LedgerBegun": Stored(LedgerBegun, 1),
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


@frozen
class Registry:
    """The events that can be stored and read: an allow-list, in which a stored name is looked up.

    Attributes:
        stored: The class and the version of what is written now, by stored name.
        steps: What leads from each older version of an event to the next, by name and version.
    """

    stored: Mapping[str, Stored]
    steps: Mapping[tuple[str, int], Upcast]
    _names: dict[type[Storable], tuple[str, int]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        names = {each.event: (name, each.version) for name, each in self.stored.items()}
        object.__setattr__(self, "_names", names)

    def stored_as(self, event: Storable) -> tuple[str, int]:
        """Return the name and the schema version under which *event* is stored."""
        return self._names[type(event)]

    def to_plain(self, event: Storable) -> dict[str, Any]:
        """Return the plain data of *event*, without its name.

        What is absent is left out. What has a value is written even where it is the default, so
        that another default tomorrow does not change what was said today.
        """
        plain: dict[str, Any] = QUICK.unstructure(event)
        return plain

    def to_json(self, event: Storable) -> bytes:
        """Return the stored bytes of *event*: its plain data as canonical JSON."""
        return dumps(self.to_plain(event))

    def from_plain(self, name: str, version: int, plain: object) -> Storable:
        """Return the event whose plain data was stored, by whatever release.

        Args:
            name: Its stored name.
            version: The version of its schema.
            plain: Its plain data in that version; it is not changed.

        Raises:
            UnknownEvent: There is no such name, or no such version of it.
            CorruptRecord: The data is not what such an event is stored as.
        """
        stored = self.stored.get(name)
        if stored is None or not 1 <= version <= stored.version:
            known = () if stored is None else tuple(range(1, stored.version + 1))
            raise UnknownEvent(name, version, known)
        for older in range(version, stored.version):
            plain = self._newer(name, older, plain)
        try:
            return QUICK.structure(plain, stored.event)
        except Exception:  # noqa: BLE001 - whatever the damage trips over, it is damage
            return _explained(name, plain, stored.event)

    def from_json(self, name: str, version: int, data: bytes) -> Storable:
        """Return the event whose bytes were stored; see `from_plain`."""
        try:
            plain = loads(data)
        except ValueError as error:
            raise CorruptRecord(name, str(error)) from None
        return self.from_plain(name, version, plain)

    def _newer(self, name: str, version: int, plain: object) -> object:
        if not isinstance(plain, dict):
            raise CorruptRecord(name, f"expected an object, found {plain!r}")
        try:
            return self.steps[name, version](cast("dict[str, Any]", plain))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            why = f"it is not what version {version} of it was: {error!r}"
            raise CorruptRecord(name, why) from None


def _explained(name: str, plain: object, event: type[Storable]) -> Storable:
    """Read it once more with the converter that minds where it is, to say what is wrong."""
    try:
        return CAREFUL.structure(plain, event)
    except Exception as error:  # noqa: BLE001 - likewise
        whys = transform_error(error, path=name, format_exception=lambda each, _: str(each))
        raise CorruptRecord(name, "; ".join(whys)) from None


REGISTRY = Registry(STORED, {})
"""What this release stores and reads. Each event has had one version, so there is no step yet."""
