"""Rows under a schema, which readers of Arrow take as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from positions.columns.schema import Row, Schema

__all__ = ["Stream"]


class Stream:
    """Rows under a schema, as a table for whatever speaks the Arrow PyCapsule interface.

    It may be read any number of times: the memory of each reading is built anew, as one batch, and
    belongs to the reader, who copies nothing.

    Args:
        schema: What the columns hold.
        rows: The values of each row, in the order of the columns.
    """

    __slots__ = ("rows", "schema")

    def __init__(self, schema: Schema, rows: Iterable[Row]) -> None:
        self.schema = schema
        self.rows = tuple(rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"<Stream of {len(self)} rows: {', '.join(self.schema.names)}>"

    def __arrow_c_schema__(self) -> object:
        """Return a capsule that holds the `ArrowSchema` of the rows.

        Raises:
            ImportError: `positions[arrow]` is not installed.
        """
        return self.schema.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return a capsule that holds an `ArrowArrayStream` of the rows.

        Args:
            requested_schema: A capsule that holds the `ArrowSchema` that the reader would like. A
                text is given in the encoding that is asked for: with a dictionary, or offsets of 32
                or 64 bits, or as a view. What else is asked for is left to the reader to convert.

        Raises:
            ImportError: `positions[arrow]` is not installed.
            InvalidColumn: A value is not what its column holds.
            ValueError: Another number of columns is asked for than there are.
        """
        from positions.columns.arrow import exported  # noqa: PLC0415 - only who asks needs it

        rows = self.rows
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(self.schema.columns)
        return exported(self.schema, columns, requested_schema)
