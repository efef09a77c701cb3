"""The user's own fields: any JSON object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from positions.errors import InvalidStatement
from positions.exchange.composer import Plain
from positions.exchange.numbers import core_scalar, inexact
from positions.exchange.reading import is_list, is_mapping, shown
from positions.model.extra import Extra
from positions.model.text import kept

if TYPE_CHECKING:
    from positions.exchange.places import Place
    from positions.exchange.reading import Reading

__all__ = ["Free"]

_DEEPEST = 32


@frozen
class Free:
    """The user's own fields: any JSON object, kept as it is."""

    def read(self, value: object, place: Place, reading: Reading) -> Extra | None:
        """Return *value*, frozen."""
        if isinstance(value, Extra):
            return value
        if not is_mapping(value):
            reading.refuse(place, f"expected a mapping, found {shown(value)}")
            return None
        before = len(reading.faults)
        plain = _plain_mapping(value, place, reading, _DEEPEST)
        return None if len(reading.faults) > before else Extra.of(plain)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        return {"type": "object"}


def _plain(value: object, place: Place, reading: Reading, depth: int) -> object:
    """Return *value* as JSON holds it; what cannot be held is noted."""
    if isinstance(value, Plain):
        try:
            value = core_scalar(value.text)
        except ValueError as error:
            reading.refuse(place, str(error), structural=False)
            return None
    if is_mapping(value) or is_list(value):
        if depth == 1:
            reading.refuse(place, f"is nested deeper than {_DEEPEST}", structural=False)
            return None
        if is_mapping(value):
            return _plain_mapping(value, place, reading, depth)
        below = depth - 1
        return [_plain(each, (place, index), reading, below) for index, each in enumerate(value)]
    return _plain_scalar(value, place, reading)


def _plain_scalar(value: object, place: Place, reading: Reading) -> object:
    if isinstance(value, str):
        return _kept(value, place, reading)
    why: str | None = None
    if isinstance(value, int | float):
        why = inexact(value)
    elif value is not None:
        why = f"{shown(value)} cannot be kept; use text, numbers, lists and mappings"
    if why is not None:
        reading.refuse(place, why, structural=False)
    return value


def _plain_mapping(
    value: Mapping[object, object], place: Place, reading: Reading, depth: int
) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, each in value.items():
        if isinstance(key, str):
            name = _kept(key, (place, key), reading)
            found[name] = _plain(each, (place, key), reading, depth - 1)
        else:
            why = f"the key {shown(key)} is no text; write it in quotes"
            reading.refuse(place, why, structural=False)
    return found


def _kept(value: str, place: Place, reading: Reading) -> str:
    text = str.__str__(value)
    try:
        return kept(text, "extra")
    except InvalidStatement as error:
        reading.refuse(place, error.why, structural=False)
        return text
