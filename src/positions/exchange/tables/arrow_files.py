"""Parquet and Arrow files as whatever speaks Arrow, read by pyarrow a part at a time."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownParameterType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false
# pyarrow ships no types.

from __future__ import annotations

from typing import TYPE_CHECKING, Any

try:
    import pyarrow as pa
    from pyarrow import ipc, parquet
except ImportError as _error:
    _why = (
        "Parquet and Arrow files are read by pyarrow, which is not installed; `pip install "
        "positions[arrow,parquet]`, or read them with a library of yours and pass the table"
    )
    raise ImportError(_why, name="pyarrow") from _error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.exchange.tables.table import SpeaksArrow

__all__ = ["FAILURES", "arrow_stream", "parquet_stream"]

FAILURES: tuple[type[Exception], ...] = (pa.ArrowException, OSError)
"""What is raised where a file is damaged, or is of another kind."""


def parquet_stream(path: str, size: int) -> SpeaksArrow:
    """Return the rows of a Parquet file, so many at a time."""
    file = parquet.ParquetFile(path)
    batches = file.iter_batches(size)
    found: SpeaksArrow = pa.RecordBatchReader.from_batches(file.schema_arrow, batches)
    return found


def arrow_stream(path: str) -> SpeaksArrow:
    """Return the rows of a file in Arrow's own format, which is also that of Feather."""
    file = ipc.open_file(pa.memory_map(path))
    found: SpeaksArrow = pa.RecordBatchReader.from_batches(file.schema, _batches(file))
    return found


def _batches(file: Any) -> Iterator[Any]:  # noqa: ANN401 - without types
    for place in range(file.num_record_batches):
        yield file.get_batch(place)
