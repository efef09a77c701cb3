"""The sections of a case: rows and tables of entries, and the parts of reports they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from attrs import field, frozen

from positions.errors import near
from positions.exchange.case import Located
from positions.exchange.composer import Plain
from positions.exchange.places import path_of
from positions.exchange.reading import is_list, is_mapping, shown
from positions.exchange.scalars import Id, Text
from positions.exchange.shapes import or_nothing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from positions.exchange.form import Form
    from positions.exchange.places import Place
    from positions.exchange.reading import Reading
    from positions.exchange.shapes import Shape

__all__ = ["Borrowing", "Rows", "Sources", "Table", "Triple"]

_RELATED = 3


@frozen
class Rows:
    """A list of entries.

    Attributes:
        item: What each item is; what it reads is a tuple of entries.
        oddities: What is odd about an entry: the path of a field within it, and why.
    """

    item: Shape
    oddities: Callable[[Any], Iterator[tuple[str, str]]] | None = None

    def read(
        self, value: object, place: Place, reading: Reading
    ) -> tuple[Located[Any], ...] | None:
        """Return the entries of *value* that can be read."""
        if not is_list(value):
            reading.refuse(place, f"expected a list (`- …`), found {shown(value)}")
            return None
        located: list[Located[Any]] = []
        for index, each in enumerate(value):
            here = (place, index)
            entries = cast("tuple[Any, ...] | None", self.item.read(each, here, reading))
            if entries is None:
                continue
            path = path_of(here)
            located.extend(Located(value=entry, path=path) for entry in entries)
            if self.oddities is not None:
                for where, why in self.oddities(entries[0]):
                    reading.warn(path + where, why)
        return tuple(located)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        return {"type": "array", "items": self.item.schema()}


@frozen
class Table:
    """Entries by id; of one there may be nothing more to say (`null`)."""

    form: Form
    _key: Shape = field(factory=Id, init=False)

    def read(
        self, value: object, place: Place, reading: Reading
    ) -> tuple[Located[Any], ...] | None:
        """Return the entries of *value* that can be read."""
        if not is_mapping(value):
            reading.refuse(place, f"expected a mapping (`id: …`), found {shown(value)}")
            return None
        located: list[Located[Any]] = []
        for key, each in value.items():
            if not isinstance(key, str):
                reading.refuse(place, f"the key {shown(key)} is no text; write it in quotes")
                continue
            before, here = len(reading.faults), (place, key)
            values = self.form.values({} if each is None else each, here, reading)
            id_ = self._key.read(key, here, reading)
            if values is not None:
                values["id"] = id_
                entry = self.form.build(values, here, reading, before)
                if entry is not None:
                    located.append(Located(value=entry, path=path_of(here)))
        return tuple(located)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        return {
            "type": "object",
            "propertyNames": self._key.schema(),
            "additionalProperties": or_nothing(self.form.schema()),
        }


@frozen
class Sources:
    """Parts of reports by name; they are left with the reading, for the reports to come."""

    form: Form

    def read(self, value: object, place: Place, reading: Reading) -> None:
        """Take the sources that *value* declares."""
        if not is_mapping(value):
            reading.refuse(place, f"expected a mapping (`name: …`), found {shown(value)}")
            return
        for key, each in value.items():
            if not isinstance(key, str):
                reading.refuse(place, f"the key {shown(key)} is no text; write it in quotes")
                continue
            here = (place, key)
            name = Text().read(key, here, reading)
            values = self.form.values({} if each is None else each, here, reading)
            if name is not None:
                # Half a source is kept too: its reports are not to blame.
                reading.sources[name] = values or {}

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        return {
            "type": "object",
            "propertyNames": Text().schema(),
            "additionalProperties": or_nothing(self.form.schema()),
        }


@frozen
class Borrowing:
    """A report, which may name one of the sources and then only says where it differs.

    A date is of the zone beside it, else of the source's, else of the statement's.
    """

    form: Form

    def read(self, value: object, place: Place, reading: Reading) -> object:
        """Return the report that *value* and its source make up."""
        before = len(reading.faults)
        source: dict[str, Any] = {}
        name = _name_of_source(value)
        if name in reading.sources:
            source = reading.sources[name]
        elif name is not None:
            meant = " or ".join(f"`{each}`" for each in near(name, reading.sources))
            hint = f"did you mean {meant}?" if meant else "declare it under `sources`"
            why = f"there is no source {name!r}; {hint}"
            reading.refuse((place, "source"), why, structural=False)
        values = self.form.values(value, place, reading.within(source.get("zone")))
        if values is None:
            return None
        return self.form.build(source | values, place, reading, before)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        return self.form.schema()


def _name_of_source(value: object) -> str | None:
    name = value.get("source") if is_mapping(value) else None
    if isinstance(name, Plain):
        return name.text
    return name if isinstance(name, str) else None


@frozen
class Triple:
    """A relation, as `[claim, relation, claim]` or with a name for each."""

    form: Form

    def read(self, value: object, place: Place, reading: Reading) -> object:
        """Return the relation that *value* says."""
        if not is_list(value):
            return self.form.read(value, place, reading)
        before, fields = len(reading.faults), self.form.fields[:_RELATED]
        if len(value) != _RELATED:
            why = f"expected [claim, relation, claim], found a list of {len(value)}"
            reading.refuse(place, why)
            return None
        values = {
            each.attribute: each.shape.read(given, (place, index), reading)
            for index, (each, given) in enumerate(zip(fields, value, strict=True))
        }
        return self.form.build(values, place, reading, before)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        parts = [each.shape.schema() for each in self.form.fields[:_RELATED]]
        short = {"type": "array", "prefixItems": parts, "minItems": _RELATED, "items": False}
        return {"anyOf": [short, self.form.schema()]}
