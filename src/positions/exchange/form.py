"""A mapping with fields: how one is declared, read, judged as a whole, and its JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from positions.errors import InvalidStatement, near
from positions.exchange.reading import is_mapping, shown
from positions.exchange.shapes import or_nothing
from positions.exchange.times import Zone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from positions.exchange.places import Place
    from positions.exchange.reading import Reading
    from positions.exchange.shapes import Shape

__all__ = ["Field", "Form"]

_ZONE = Zone()


@frozen(kw_only=True)
class Field:
    """One field of a mapping.

    Attributes:
        key: Its name in a case file.
        shape: The kind of its value.
        about: What it says, for the schema and for the reference.
        attribute: Its name in the model.
        required: Whether it may not be left out.
        emptied: Whether it may be given as nothing (`null`), which is leaving it out.
    """

    key: str
    shape: Shape
    about: str
    attribute: str = ""
    required: bool = False
    emptied: bool = True

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "attribute", self.attribute or self.key)
        object.__setattr__(self, "emptied", self.emptied and not self.required)


@frozen(kw_only=True)
class Form:
    """A mapping with the fields that are listed, and no others.

    Attributes:
        name: What such a mapping is called in the schema.
        noun: What it is called in a message.
        about: What it is, for the schema.
        fields: Its fields, in the order in which they are read.
        one_of: Fields of which exactly one must be there.
        declined: Fields that one might look for, each with what to do instead.
        tells_emptied: Whether the values have, as `emptied`, the attributes that were given as
            nothing; elsewhere that is the same as leaving them out.
        make: From the values by attribute, what the form stands for. It may raise
            `InvalidStatement`.
    """

    name: str
    noun: str
    about: str
    fields: tuple[Field, ...]
    one_of: tuple[str, ...] = ()
    declined: Mapping[str, str] = field(factory=dict[str, str])
    tells_emptied: bool = False
    make: Callable[..., object] = dict
    _plan: tuple[tuple[str, str, Callable[..., Any], bool, bool], ...] = field(init=False)
    _keys: frozenset[object] = field(init=False)
    _zoned: bool = field(init=False)

    def __attrs_post_init__(self) -> None:
        plan = tuple(
            (each.key, each.attribute, each.shape.read, each.required, each.emptied)
            for each in self.fields
            if each.key != "zone"
        )
        object.__setattr__(self, "_plan", plan)
        object.__setattr__(self, "_keys", frozenset(each.key for each in self.fields))
        object.__setattr__(self, "_zoned", "zone" in self._keys)

    def read(self, value: object, place: Place, reading: Reading) -> object:
        """Return what *value* stands for."""
        before = len(reading.faults)
        values = self.values(value, place, reading)
        return None if values is None else self.build(values, place, reading, before)

    def values(self, value: object, place: Place, reading: Reading) -> dict[str, Any] | None:
        """Return the values of the fields of *value* that can be read, by attribute."""
        if not is_mapping(value):
            reading.refuse(place, f"expected {self.noun} (a mapping), found {shown(value)}")
            return None
        if not value.keys() <= self._keys:
            self._refuse_strangers(value, place, reading)
        values: dict[str, Any] = {}
        if self._zoned and value.get("zone") is not None:
            zone = _ZONE.read(value["zone"], (place, "zone"), reading)
            if zone is not None:
                values["zone"] = zone
                reading = reading.within(zone)
        self._fill(values, value, place, reading)
        if self.tells_emptied:
            emptied = (each.attribute for each in self.fields if each.key in value)
            values["emptied"] = frozenset(emptied) - values.keys()
        if self.one_of and sum(value.get(key) is not None for key in self.one_of) != 1:
            choice = " or ".join(f"`{key}`" for key in self.one_of)
            reading.refuse(place, f"{self.noun} has either {choice}")
        return values

    def _fill(
        self,
        values: dict[str, Any],
        value: Mapping[object, object],
        place: Place,
        reading: Reading,
    ) -> None:
        for key, attribute, read, required, emptied in self._plan:
            given = value.get(key)
            if given is not None:
                found = read(given, (place, key), reading)
                if found is not None:
                    values[attribute] = found
            elif required:
                reading.refuse(place, f"{self.noun} needs `{key}`")
            elif not emptied and key in value:
                reading.refuse((place, key), f"`{key}` cannot be taken away; say what it should be")

    def _refuse_strangers(
        self, value: Mapping[object, object], place: Place, reading: Reading
    ) -> None:
        for key in value:
            if key in self._keys:
                continue
            if not isinstance(key, str):
                reading.refuse(place, f"the key {shown(key)} is no field of {self.noun}")
                continue
            meant = near(key, (each.key for each in self.fields))
            if key in self.declined:
                hint = self.declined[key]
            elif meant:
                hint = f"did you mean {' or '.join(f'`{each}`' for each in meant)}?"
            else:
                hint = f"its fields are {', '.join(each.key for each in self.fields)}"
            reading.refuse((place, key), f"{key!r} is no field of {self.noun}; {hint}")

    def build(self, values: dict[str, Any], place: Place, reading: Reading, before: int) -> object:
        """Return what *values* stand for, or `None` where something is wrong.

        A form is judged as a whole only once each of its fields can be read. What the whole then
        lacks is found one thing after the other, each time without the field that was wrong.

        Args:
            values: The values of the fields, by attribute.
            place: Where the form stands.
            reading: The reading of the document.
            before: How many faults there were before the form was read.
        """
        if len(reading.faults) > before:
            return None
        # The zone has done its work when the times beside it were read.
        values, wrong = {key: each for key, each in values.items() if key != "zone"}, set[str]()
        while True:
            try:
                made = self.make(**values)
            except InvalidStatement as error:
                each = self.named(error.where)
                if each is None:
                    reading.refuse(place, error.why, structural=False)
                    return None
                if each.key in wrong:
                    return None
                reading.refuse((place, each.key), error.why, structural=False)
                wrong.add(each.key)
                known = values.pop(each.attribute, None)
                if known is None or each.required or each.key in self.one_of:
                    return None
            else:
                return None if wrong else made

    def named(self, where: str | None) -> Field | None:
        """Return the field that the model calls *where*, by its key or its attribute."""
        for each in self.fields:
            if where in {each.key, each.attribute}:
                return each
        return None

    def schema(self) -> dict[str, Any]:
        """Return a reference to the JSON Schema, which `definition` returns."""
        return {"$ref": f"#/$defs/{self.name}"}

    def definition(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        schema: dict[str, Any] = {
            "description": self.about,
            "type": "object",
            "properties": {each.key: _described(each) for each in self.fields},
            "additionalProperties": False,
        }
        required = [each.key for each in self.fields if each.required]
        if required:
            schema["required"] = required
        if self.one_of:
            schema["oneOf"] = [
                {"required": [key], "properties": {key: {"type": "array"}}} for key in self.one_of
            ]
        return schema


def _described(each: Field) -> dict[str, Any]:
    schema = each.shape.schema()
    return {"description": each.about} | (or_nothing(schema) if each.emptied else schema)
