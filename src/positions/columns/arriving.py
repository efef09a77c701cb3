"""Tables of others, by Arrow's interface: read by arro3 in pages of columns of plain values."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false
# The stubs of arro3 leave the capsules, and the values of a column, untyped.

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from positions.columns.schema import InvalidColumn

try:
    from arro3.core import DataType, RecordBatchReader
except ImportError as _error:
    _why = "Arrow is read by arro3, which is not installed; `pip install positions[arrow]`"
    raise ImportError(_why, name="arro3") from _error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from arro3.core import RecordBatch
    from arro3.core.types import ArrowStreamExportable

__all__ = ["Arrived"]


class Arrived:
    """A table that is read once, from its first row to its last, a page at a time.

    Attributes:
        names: The names of its columns, in order.
        closed: Those of its columns that hold no plain values, but structs, say, with their types.
    """

    def __init__(self, source: ArrowStreamExportable) -> None:
        self._reader = RecordBatchReader.from_arrow(source)
        fields = [self._reader.schema.field(place) for place in range(len(self._reader.schema))]
        self.names = tuple(each.name for each in fields)
        kinds = {each.name: each.type for each in fields}
        self.closed = {name: _named(kind) for name, kind in kinds.items() if not _is_plain(kind)}

    def pages(self, size: int) -> Iterator[list[list[Any]]]:
        """Yield the columns of so many rows each, whatever the chunks in which they come.

        Raises:
            InvalidColumn: A column holds what Python has no value for.
        """
        page: list[list[Any]] = [[] for _ in self.names]
        count = 0
        for chunk in self._reader:
            start = 0
            while start < chunk.num_rows:
                taken = chunk.slice(start, min(size - count, chunk.num_rows - start))
                for place, column in enumerate(page):
                    column.extend(self._values(taken, place))
                start, count = start + taken.num_rows, count + taken.num_rows
                if count == size:
                    yield page
                    page, count = [[] for _ in self.names], 0
        if count:
            yield page

    def _values(self, chunk: RecordBatch, place: int) -> list[Any]:
        """Return the values of one column; those of a list as a tuple, which can be a key."""
        name = self.names[place]
        if name in self.closed:
            return [None] * chunk.num_rows
        array = chunk.column(place)
        try:
            values = list[Any](array.to_pylist())
        except Exception as error:  # arro3 raises what Rust gives it
            why = f"it holds what Python has no value for ({error})"
            raise InvalidColumn(name, why) from error
        if values.count(None) != array.null_count:
            raise InvalidColumn(name, "it holds a time that Python has no value for")
        if any(isinstance(each, list) for each in values):
            return [tuple(each) if isinstance(each, list) else each for each in values]
        return values


def _named(kind: DataType) -> str:
    """Return the name of a type, without what arro3 puts around it."""
    return str(kind).strip().removeprefix("arro3.core.DataType<").removesuffix(">")


def _is_plain(kind: DataType) -> bool:
    """Return whether Python has values for what is of that type: one, or a list of such."""
    lists = (DataType.is_list, DataType.is_large_list, DataType.is_fixed_size_list)
    if any(ask(kind) for ask in lists):
        return kind.value_type is not None and _is_plain(kind.value_type)
    if any(ask(kind) for ask in (DataType.is_nested, DataType.is_interval)):
        return False
    return "RunEnd" not in str(kind)  # arro3 takes every Int64 to be run-end encoded
