"""The kinds of compound value in a case file: lists, texts by text, and what may be either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from attrs import frozen

from positions.exchange.reading import is_list, is_mapping, shown
from positions.exchange.scalars import Text

if TYPE_CHECKING:
    from positions.exchange.places import Place
    from positions.exchange.reading import Reading

__all__ = ["Either", "ListOf", "Shape", "Texts", "or_nothing"]


class Shape(Protocol):
    """A kind of value: how it is read, and its JSON Schema."""

    def read(self, value: object, place: Place, reading: Reading) -> object:
        """Return what *value* is, or `None` where it was noted that something is wrong."""

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what `read` accepts."""
        ...


@frozen
class ListOf:
    """A list of values of one kind, read as a tuple."""

    item: Shape
    fewest: int = 0
    unique: bool = False

    def read(self, value: object, place: Place, reading: Reading) -> tuple[Any, ...] | None:
        """Return the items of *value* that can be read."""
        if not is_list(value):
            reading.refuse(place, f"expected a list, found {shown(value)}; write it as [ … ]")
            return None
        if len(value) < self.fewest:
            reading.refuse(place, f"expected {self.fewest} or more in the list, found {len(value)}")
        read = self.item.read
        items = tuple(
            found
            for index, each in enumerate(value)
            if (found := read(each, (place, index), reading)) is not None
        )
        if self.unique and len(set(items)) < len(items):
            twice = next(each for each in items if items.count(each) > 1)
            reading.refuse(place, f"{twice!r} stands in the list twice")
        return items

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        schema: dict[str, Any] = {"type": "array", "items": self.item.schema()}
        if self.fewest:
            schema["minItems"] = self.fewest
        if self.unique:
            schema["uniqueItems"] = True
        return schema


@frozen
class Either:
    """One value, or a compound in its stead."""

    one: Shape
    compound: Shape

    def read(self, value: object, place: Place, reading: Reading) -> object:
        """Return what *value* is, read as the one or the other."""
        compound = is_list(value) or is_mapping(value)
        return (self.compound if compound else self.one).read(value, place, reading)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        return {"anyOf": [self.one.schema(), self.compound.schema()]}


@frozen
class Texts:
    """A mapping from text to text, such as ids in other registers."""

    def read(self, value: object, place: Place, reading: Reading) -> dict[str, str] | None:
        """Return what can be read of *value*."""
        if not is_mapping(value):
            reading.refuse(
                place, f"expected a mapping such as {{wikidata: Q42}}, found {shown(value)}"
            )
            return None
        text, found = Text(), dict[str, str]()
        for key, each in value.items():
            if not isinstance(key, str):
                reading.refuse(place, f"the key {shown(key)} is no text; write it in quotes")
                continue
            name = text.read(key, (place, key), reading)
            content = text.read(each, (place, key), reading)
            if name is not None and content is not None:
                found[name] = content
        return found

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        text = Text().schema()
        return {"type": "object", "propertyNames": text, "additionalProperties": text}


def or_nothing(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON Schema of what *schema* accepts, or nothing."""
    if isinstance(schema.get("type"), str):
        return schema | {"type": [schema["type"], "null"]}
    choices = schema.get("anyOf", [schema])
    return {"anyOf": [*choices, {"type": "null"}]}
