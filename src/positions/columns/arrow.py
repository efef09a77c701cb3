"""Columns in Arrow's memory, built by arro3; what imports this needs `positions[arrow]`."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# The stubs of arro3 leave the items of buffers and the capsules untyped.

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from positions.columns.chosen import Chosen
from positions.columns.schema import InvalidColumn, Type

try:
    from arro3.core import Array, DataType, Field, RecordBatch, Table, list_array
    from arro3.core import Schema as ArrowSchema
except ImportError as _error:
    _why = (
        "the Arrow interface is built with arro3, which is not installed; "
        "`pip install positions[arrow]`"
    )
    raise ImportError(_why, name="arro3") from _error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from positions.columns.schema import Column, Schema

__all__ = ["arrow_schema", "exported"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_TEXT = DataType.utf8()
_ITEM = Field("item", _TEXT, nullable=False)
_TYPES = {
    Type.NAME: DataType.dictionary(DataType.int32(), _TEXT),
    Type.TEXT: _TEXT,
    Type.TEXTS: DataType.list(_ITEM),
    Type.INTEGER: DataType.int64(),
    Type.NUMBER: DataType.float64(),
    Type.BOOLEAN: DataType.bool(),
    Type.TIMESTAMP: DataType.timestamp("us", tz="UTC"),
}
_TEXTUAL = (_TYPES[Type.NAME], _TEXT, DataType.large_utf8(), DataType.string_view())


def arrow_schema(schema: Schema) -> ArrowSchema:
    """Return *schema* as one of arro3."""
    return ArrowSchema(
        [
            Field(each.name, _TYPES[each.type], nullable=each.null, metadata={"doc": each.doc})
            for each in schema.columns
        ]
    )


def exported(
    schema: Schema, columns: Sequence[Sequence[Any] | Chosen], requested: object | None
) -> object:
    """Return a capsule that holds an `ArrowArrayStream` of *columns*.

    Args:
        schema: What the columns hold.
        columns: The values of each, of one length.
        requested: A capsule that holds the `ArrowSchema` that the reader would like, or `None`.

    Raises:
        InvalidColumn: A value is not what its column holds.
        ValueError: Another number of columns is asked for than there are.
    """
    own = arrow_schema(schema)
    arrays = [_array(*each) for each in zip(schema.columns, columns, strict=True)]
    table = Table.from_batches([RecordBatch.from_arrays(arrays, schema=own)], schema=own)
    if requested is not None:
        own = _negotiated(own, ArrowSchema.from_arrow_pycapsule(requested))
    return table.__arrow_c_stream__(own.__arrow_c_schema__())


def _array(column: Column, values: Sequence[Any] | Chosen) -> Array:
    if isinstance(values, Chosen):
        return _array(column, values.values).take(Array.from_numpy(values.places))
    if not column.null and None in values:
        raise InvalidColumn(column.name, "a value is missing, and none may be")
    build, holds = _BUILT[column.type]
    try:
        return build(values)
    except (OverflowError, TypeError, UnicodeError) as error:
        raise InvalidColumn(column.name, f"it holds {holds} ({error})") from error


def _names(values: Sequence[str | None]) -> Array:
    return Array(values, _TEXT).cast(_TYPES[Type.NAME])


def _texts(values: Sequence[Any]) -> Array:
    """Return lists of texts: where each begins, and all texts in a row."""
    lists: list[Sequence[Any]] = [() if each is None else each for each in values]
    items = [item for each in lists for item in each]
    if any(isinstance(each, str) for each in lists) or None in items:
        why = "a list is needed, of texts alone"
        raise TypeError(why)
    return list_array(
        Array(list(accumulate(map(len, lists), initial=0)), DataType.int32()),
        Array(items, _ITEM),
        type=_TYPES[Type.TEXTS],
        mask=Array([each is None for each in values], DataType.bool()),
    )


def _timestamps(values: Sequence[datetime | None]) -> Array:
    instants = [None if each is None else (each - _EPOCH) // _MICROSECOND for each in values]
    return Array(instants, DataType.int64()).cast(_TYPES[Type.TIMESTAMP])


_BUILT: Mapping[Type, tuple[Callable[[Sequence[Any]], Array], str]] = {
    Type.NAME: (_names, "text"),
    Type.TEXT: (lambda values: Array(values, _TEXT), "text"),
    Type.TEXTS: (_texts, "lists of texts"),
    Type.INTEGER: (
        lambda values: Array(values, DataType.int64()),
        "whole numbers of 64 bits",
    ),
    Type.NUMBER: (lambda values: Array(values, DataType.float64()), "numbers"),
    Type.BOOLEAN: (lambda values: Array(values, DataType.bool()), "True and False"),
    Type.TIMESTAMP: (_timestamps, "aware datetimes"),
}


def _negotiated(own: ArrowSchema, requested: ArrowSchema) -> ArrowSchema:
    """Return *own* with texts in the encodings that are requested.

    The interface is for choosing between encodings of the same values; arro3 would convert to
    whatever is asked for, and leave null where that cannot be.
    """
    if len(own) != len(requested):
        why = f"{len(requested)} columns are asked for, and there are {len(own)}: {own.names}"
        raise ValueError(why)
    fields = [own.field(place) for place in range(len(own))]
    wanted = [requested.field(place).type for place in range(len(own))]
    return ArrowSchema(
        [
            field.with_type(other) if field.type in _TEXTUAL and other in _TEXTUAL else field
            for field, other in zip(fields, wanted, strict=True)
        ]
    )
