"""A mapping: which field of a statement comes from which column, declared as case files are."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from positions.errors import CaseProblem, InvalidCase, near
from positions.exchange.actor_forms import ACTOR
from positions.exchange.claim_forms import CLAIM
from positions.exchange.composer import Plain
from positions.exchange.document import Document, document_of_bytes
from positions.exchange.form import Field, Form
from positions.exchange.free import Free
from positions.exchange.places import ROOT, path_of
from positions.exchange.reading import Reading, is_mapping, shown
from positions.exchange.report_forms import REPORT
from positions.exchange.scalars import Text, Version
from positions.exchange.sections import Borrowing
from positions.exchange.shapes import Either, ListOf, Texts, or_nothing
from positions.exchange.shared_fields import ZONE
from positions.exchange.statement_forms import STATEMENT
from positions.exchange.tables_cells import Cell, parts_of

if TYPE_CHECKING:
    from positions.exchange.places import Place
    from positions.exchange.shapes import Shape

__all__ = ["ACTORS_IN", "MAPPING", "TableMapping", "Tree", "read_mapping"]

ACTORS_IN = ("by", "on_behalf_of", "refers_to")
"""The fields of a statement that name actors, in the order in which these are put on record."""

Tree = Mapping[str, Any]
"""Fields by their keys, each a `Cell`, or fields or a list of such."""


@frozen(kw_only=True)
class TableMapping:
    """How the rows of a table become statements.

    Attributes:
        document: What it was read from.
        statement: Where each field of a statement comes from.
        actors: Of actors that are put on record on the way, by the field that names them, where
            each of their own fields comes from.
        claims: The same of claims, or `None` where all must be on record.
        zone: The zone of bare dates; the ledger's where `None`.
        nothing: The texts that say that there is nothing in a cell.
        skip: Of which rows nothing is made: those that have, in one of these columns, one of these
            texts.
        delimiter: What stands between two cells of a CSV file, where it is not the usual.
    """

    document: Document = field(eq=False, repr=False)
    statement: Tree
    actors: Mapping[str, Tree] = field(factory=dict[str, Tree])
    claims: Tree | None = None
    zone: str | None = None
    nothing: frozenset[str] = frozenset([""])
    skip: Mapping[str, tuple[str, ...]] = field(factory=dict[str, "tuple[str, ...]"])
    delimiter: str | None = None


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
        return {"anyOf": [Text().schema(), _CELL.schema()]}


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
class _Actors:
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
class _Skip:
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


def _mapped(form: Form, *without: str) -> _Fields:
    """Return what says where each field of *form* comes from."""
    sources = {each.key: _source(each.shape) for each in form.fields if each.key not in without}
    return _Fields(form, sources)


def _source(shape: Shape) -> Shape:
    match shape:
        case Form():
            return _mapped(shape)
        case ListOf(item=Borrowing(form=form)):
            return ListOf(_mapped(form, "source"))
        case ListOf(item=Either(compound=Form())):
            return ListOf(_Source())
        case Free() | Texts():
            return _Named()
        case _:
            return _Source()


MAPPING = Form(
    name="mapping",
    noun="a mapping of columns",
    about="Which field of a statement comes from which column of a table.",
    fields=(
        Field(key="positions", shape=Version(), about="The version of the format: 1."),
        evolve(ZONE, about="The time zone (IANA) of the table's bare dates; else the ledger's."),
        Field(
            key="statement",
            shape=_mapped(STATEMENT),
            required=True,
            about="Where each field of a statement comes from.",
        ),
        Field(
            key="actors",
            shape=_Actors(_mapped(ACTOR)),
            about="Actors that are put on record on the way; without it, all must be there.",
        ),
        Field(
            key="claims",
            shape=_mapped(CLAIM),
            about="Claims that are put on record on the way; without it, all must be there.",
        ),
        Field(key="skip", shape=_Skip(), about="Of which rows nothing is made."),
        Field(
            key="nothing",
            shape=ListOf(Text()),
            about="Texts that mean, as an empty cell does, that there is nothing.",
        ),
        Field(key="delimiter", shape=Text(), about="What stands between the cells of a CSV file."),
    ),
)
"""The format of a mapping."""


def read_mapping(
    source: str | os.PathLike[str] | Mapping[str, Any], *, zone: str | None = None
) -> TableMapping:
    """Read a mapping.

    Args:
        source: The path of a YAML or JSON file in UTF-8, or plain data.
        zone: The zone of the table's bare dates where the mapping names none.

    Raises:
        InvalidCase: Something is wrong with it: all that is.
    """
    document = _document(source)
    reading = Reading(zone="UTC")
    values = MAPPING.values({} if document.root is None else document.root, ROOT, reading) or {}
    delimiter = values.get("delimiter")
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        reading.refuse((ROOT, "delimiter"), f"expected one character, found {shown(delimiter)}")
    problems = [
        *document.problems,
        *(document.problem(path_of(fault.place), fault.why) for fault in reading.faults),
    ]
    if problems:
        raise InvalidCase(problems)
    nothing = frozenset(["", *values.pop("nothing", ())])
    given = {"zone": zone} | values | {"nothing": nothing}
    given.pop("positions", None)
    return TableMapping(document=document, **given)


def _document(source: str | os.PathLike[str] | Mapping[str, Any]) -> Document:
    if isinstance(source, Mapping):
        return Document(root=source)
    file = os.fspath(source)
    try:
        data = Path(file).read_bytes()
    except (OSError, ValueError) as error:
        why = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise InvalidCase([CaseProblem(why, "", None, file)]) from None
    return document_of_bytes(data, file=file)
