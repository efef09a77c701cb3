"""Where fields come from, as a mapping of columns says it: how each is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from positions.errors import near
from positions.exchange.composer import Plain
from positions.exchange.form import Field, Form
from positions.exchange.free import Free
from positions.exchange.reading import Reading, is_mapping, shown
from positions.exchange.scalars import Text
from positions.exchange.sections import Borrowing
from positions.exchange.shapes import Either, ListOf, Texts, or_nothing
from positions.exchange.tables.cells import Cell, parts_of

if TYPE_CHECKING:
    from positions.exchange.places import Place
    from positions.exchange.shapes import Shape

__all__ = ["ACTORS_IN", "ActorSources", "Skipped", "sources_of"]

ACTORS_IN = ("by", "on_behalf_of", "refers_to")
"""The fields of a statement that name actors, in the order in which these are put on record."""


@frozen
class _Switch:
    """`true` or `false`."""

    def read(self, value: object, place: Place, reading: Reading) -> bool | None:
        """Return which of the two *value* is."""
        text = value.text if isinstance(value, Plain) else value
        if text in {True, "true"}:
            return True
        if text in {False, "false"}:
            return False
        reading.refuse(place, f"expected true or false, found {shown(value)}")
        return None

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        return {"type": "boolean"}


@frozen
class _Anything:
    """Whatever the field takes: it is judged with the rows."""

    def read(self, value: object, place: Place, reading: Reading) -> object:
        """Return *value* as it is."""
        del place, reading
        return value

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        return {}


@frozen
class _Lookup:
    """What each text of a column stands for."""

    def read(self, value: object, place: Place, reading: Reading) -> dict[str, object] | None:
        """Return the table, with texts for keys."""
        if not is_mapping(value):
            why = f"expected a mapping such as {{yes: affirmed}}, found {shown(value)}"
            reading.refuse(place, why)
            return None
        return {_key(key): each for key, each in value.items()}

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        return {"type": "object"}


def _key(key: object) -> str:
    return str(key).lower() if isinstance(key, bool) else str(key)


def _cell(**given: Any) -> Cell:  # noqa: ANN401 - attributes, as they were read
    column, text = given.pop("column", None), given.pop("text", None)
    if column is not None:
        return Cell(columns=(column,), **given)
    if text is not None:
        columns, parts = text
        return Cell(columns=columns, parts=parts, **given)
    return Cell(**given)


@frozen
class _Template:
    """A text with columns in it."""

    def read(
        self, value: object, place: Place, reading: Reading
    ) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """Return the columns, and the texts around them."""
        text = Text().read(value, place, reading)
        if text is None:
            return None
        try:
            columns, parts = parts_of(text)
        except ValueError as error:
            reading.refuse(place, str(error), structural=False)
            return None
        if not columns:
            why = f"names no column within braces; write {{constant: {text!r}}}"
            reading.refuse(place, why, structural=False)
            return None
        return columns, parts

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        return Text().schema()


_CELL = Form(
    name="cell",
    noun="where a field comes from",
    about="A column, a text made of columns, or the same for every row.",
    make=_cell,
    one_of=("column", "text", "constant"),
    fields=(
        Field(key="column", shape=Text(), about="The name of the column."),
        Field(key="text", shape=_Template(), about="A text with names of columns within braces."),
        Field(key="constant", shape=_Anything(), about="What it is in every row."),
        Field(key="values", shape=_Lookup(), about="What each text in the column stands for."),
        Field(key="split", shape=Text(), about="What stands between the items of a list."),
        Field(key="slug", shape=_Switch(), about="Whether an id is to be made of it."),
        Field(key="number", shape=_Switch(), about="Whether a text is to be read as a number."),
    ),
)


@frozen
class _Source:
    """Where one field comes from: the name of a column, or a mapping that says more."""

    def read(self, value: object, place: Place, reading: Reading) -> object:
        """Return the cell."""
        if is_mapping(value):
            return _CELL.read(value, place, reading)
        column = Text().read(value, place, reading)
        return None if column is None else Cell(columns=(column,))

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        parts = {each.key: each.shape.schema() for each in _CELL.fields}
        choice = [{"required": [key]} for key in _CELL.one_of]
        said = {
            "type": "object",
            "properties": parts,
            "additionalProperties": False,
            "oneOf": choice,
        }
        return {"anyOf": [Text().schema(), said]}


@frozen
class _Named:
    """Any names, each with where it comes from."""

    def read(self, value: object, place: Place, reading: Reading) -> dict[str, Any] | None:
        """Return the cells by name."""
        if not is_mapping(value):
            reading.refuse(place, f"expected a mapping (`name: column`), found {shown(value)}")
            return None
        found = {
            _key(key): _Source().read(each, (place, _key(key)), reading)
            for key, each in value.items()
        }
        return {key: each for key, each in found.items() if each is not None}

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        return {"type": "object", "additionalProperties": _Source().schema()}


@frozen
class ActorSources:
    """Which of the actors that are named are put on record, and as what."""

    form: _Fields

    def read(self, value: object, place: Place, reading: Reading) -> dict[str, Any] | None:
        """Return the forms by the field that names the actor."""
        if not is_mapping(value):
            why = f"expected a mapping such as {{by: {{kind: …}}}}, found {shown(value)}"
            reading.refuse(place, why)
            return None
        found: dict[str, Any] = {}
        for key, each in value.items():
            if key in ACTORS_IN:
                found[_key(key)] = self.form.read(
                    {} if each is None else each, (place, key), reading
                )
            else:
                why = f"no field {key!r} names actors; those are {', '.join(ACTORS_IN)}"
                reading.refuse((place, _key(key)), why)
        return found

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        return {
            "type": "object",
            "properties": {each: or_nothing(self.form.schema()) for each in ACTORS_IN},
            "additionalProperties": False,
        }


@frozen
class Skipped:
    """Columns, each with the texts that mean that there is no statement."""

    def read(self, value: object, place: Place, reading: Reading) -> dict[str, Any] | None:
        """Return the texts by column."""
        if not is_mapping(value):
            reading.refuse(place, f"expected a mapping (`column: [texts]`), found {shown(value)}")
            return None
        texts = ListOf(_Anything())
        found: dict[str, Any] = {}
        for key, each in value.items():
            given = texts.read(each, (place, _key(key)), reading) or ()
            found[_key(key)] = tuple(
                _key(text.text if isinstance(text, Plain) else text) for text in given
            )
        return found

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        return {"type": "object", "additionalProperties": {"type": "array"}}


@frozen
class _Fields:
    """The fields of a form, each with where it comes from."""

    form: Form
    sources: Mapping[str, Shape]

    def read(self, value: object, place: Place, reading: Reading) -> dict[str, Any] | None:
        """Return where each of the fields comes from, by key."""
        if not is_mapping(value):
            why = (
                f"expected the fields of {self.form.noun}, each with a column, found {shown(value)}"
            )
            reading.refuse(place, why)
            return None
        found: dict[str, Any] = {}
        for key, each in value.items():
            if key not in self.sources:
                meant = near(_key(key), self.sources)
                hint = f"did you mean {' or '.join(meant)}?" if meant else f"use {[*self.sources]}"
                reading.refuse(place, f"{key!r} is no field of {self.form.noun} here; {hint}")
            elif each is not None:
                read = self.sources[_key(key)].read(each, (place, _key(key)), reading)
                if read is not None:
                    found[_key(key)] = read
        for each in self.form.fields:
            if each.required and value.get(each.key) is None:
                reading.refuse(place, f"{self.form.noun} needs `{each.key}`")
        return found

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema."""
        return {
            "type": "object",
            "properties": {key: or_nothing(each.schema()) for key, each in self.sources.items()},
            "additionalProperties": False,
            "required": [each.key for each in self.form.fields if each.required],
        }


def sources_of(form: Form, *without: str) -> _Fields:
    """Return what says where each field of *form* comes from."""
    sources = {each.key: _source(each.shape) for each in form.fields if each.key not in without}
    return _Fields(form, sources)


def _source(shape: Shape) -> Shape:
    match shape:
        case Form():
            return sources_of(shape)
        case ListOf(item=Borrowing(form=form)):
            return ListOf(sources_of(form, "source"))
        case ListOf(item=Either(compound=Form())):
            return ListOf(_Source())
        case Free() | Texts():
            return _Named()
        case _:
            return _Source()
