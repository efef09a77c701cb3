"""What is known, and what was found wrong, while one document is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard

from attrs import define, evolve, field, frozen

from positions.exchange.composer import Plain
from positions.exchange.places import Place

__all__ = ["Fault", "Reading", "is_list", "is_mapping", "shown"]

_SHOWN = 40


@frozen
class Fault:
    """One thing that is wrong.

    Attributes:
        place: Where.
        why: What is wrong and what would be right.
        structural: Whether the JSON Schema of the format finds it too; if not, it lies in what the
            values mean, alone or together.
    """

    place: Place
    why: str
    structural: bool


@define
class Reading:
    """What the parts of one document share while they are read.

    Attributes:
        zone: The zone of the bare dates of the part being read.
        faults: All that was found wrong so far.
        warnings: What was found odd so far, each with its path.
        sources: The parts of reports that the document declares, by name; with its zone, if any.
    """

    zone: str
    faults: list[Fault] = field(factory=list[Fault])
    warnings: list[tuple[str, str]] = field(factory=list[tuple[str, str]])
    sources: dict[str, dict[str, Any]] = field(factory=dict[str, dict[str, Any]])

    def within(self, zone: str | None) -> Reading:
        """Return this reading where the bare dates are of *zone*; `None` changes nothing."""
        return self if zone is None else evolve(self, zone=zone)

    def refuse(self, place: Place, why: str, *, structural: bool = True) -> None:
        """Note that something is wrong."""
        self.faults.append(Fault(place, why, structural))

    def warn(self, path: str, why: str) -> None:
        """Note that something is odd."""
        self.warnings.append((path, why))


def is_mapping(value: object) -> TypeGuard[Mapping[object, object]]:
    """Say whether *value* has keys."""
    return isinstance(value, Mapping)


def is_list(value: object) -> TypeGuard[list[object] | tuple[object, ...]]:
    """Say whether *value* is a list or a tuple."""
    return isinstance(value, list | tuple)


def shown(value: object) -> str:
    """Return how a message names a value that was found where another was expected."""
    match value:
        case Plain(text=str() as text) | (str() as text):
            name = f"the text {text if len(text) <= _SHOWN else text[:_SHOWN] + '…'!r}"
        case None:
            name = "nothing"
        case bool():
            name = str(value).lower()
        case int() | float() if abs(value) < 10**_SHOWN:
            name = f"the number {value}"
        case Mapping():
            name = "a mapping"
        case list() | tuple():
            name = "a list"
        case _:
            name = f"a value of type {type(value).__name__}"
    return name
