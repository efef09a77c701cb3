"""Rows under a schema, as tables of pyarrow."""

# pyright: reportMissingTypeStubs=false, reportUnknownArgumentType=false
# pyright: reportUnknownMemberType=false, reportUnknownParameterType=false
# pyright: reportUnknownVariableType=false
# pyarrow ships no types.

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from positions.columns import Type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from positions.columns import Row, Schema

__all__ = ["TYPES", "schema_of", "table"]

TYPES: Mapping[Type, pa.DataType] = {
    Type.NAME: pa.string(),
    Type.TEXT: pa.string(),
    Type.TEXTS: pa.list_(pa.string()),
    Type.INTEGER: pa.int64(),
    Type.BOOLEAN: pa.bool_(),
    Type.TIMESTAMP: pa.timestamp("us", tz="UTC"),
}
"""What each type is in Parquet, and in Spark: a name is a text there, which the file encodes."""


def schema_of(schema: Schema) -> pa.Schema:
    """Return *schema* as one of pyarrow; what a column says is the metadata `doc` of its field."""
    return pa.schema(
        [
            pa.field(each.name, TYPES[each.type], nullable=each.null, metadata={"doc": each.doc})
            for each in schema.columns
        ]
    )


def table(schema: Schema, rows: Sequence[Row]) -> pa.Table:
    """Return a table of *rows*; instants are microseconds since 1970-01-01T00:00Z."""
    own = schema_of(schema)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(own)
    arrays = [pa.array(each, type=field.type) for each, field in zip(columns, own, strict=True)]
    return pa.Table.from_arrays(arrays, schema=own)
