"""Tables, wherever they are from: a file, or whatever speaks Arrow; read once, page by page."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from attrs import field, frozen

from positions.columns import InvalidColumn
from positions.errors import told_of
from positions.exchange.tables.csv_text import csv_pages
from positions.exchange.tables.page import Page
from positions.exchange.tables.problems import InvalidTable, RowProblem

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

__all__ = ["SpeaksArrow", "Table", "TableSource", "is_table", "opened_table"]

_CSV = {".csv": ",", ".tsv": "\t"}
_PARQUET = ".parquet"
_ARROW = frozenset((_PARQUET, ".arrow", ".feather"))
_SUFFIXES = (*_CSV, _PARQUET, ".arrow", ".feather")


class SpeaksArrow(Protocol):
    """Whatever gives its rows by the Arrow PyCapsule interface.

    Such are tables of pyarrow and arro3, data frames of Polars and pandas, relations of DuckDB.
    """

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return a capsule that holds an `ArrowArrayStream`."""
        ...


TableSource = str | os.PathLike[str] | SpeaksArrow
"""The path of a CSV, TSV, Parquet or Arrow file; or a table in memory, or one made as it goes."""


@frozen(kw_only=True)
class Table:
    """A table whose rows can be read, once.

    Attributes:
        file: The name of the file, as it was given; `None` where it is none.
        columns: The names of its columns, in order.
        closed: Those of which nothing can be made, each with the type of Arrow that it holds.
        pages: Its rows, in pages.
    """

    file: str | None
    columns: tuple[str, ...]
    closed: Mapping[str, str] = field(factory=dict[str, str])
    pages: Iterator[Page] = field(eq=False, repr=False)


def is_table(path: str | os.PathLike[str]) -> bool:
    """Return whether a file of that name is a table that can be read."""
    return Path(path).suffix.lower() in _SUFFIXES


@contextmanager
def opened_table(
    source: TableSource, size: int, *, delimiter: str | None = None
) -> Generator[Table]:
    """Open a table, to be read in pages of so many rows.

    Args:
        source: Where its rows are from.
        size: How many rows a page has, at most.
        delimiter: What stands between two cells of a CSV file; else `,`, and a tabulator in TSV.

    Raises:
        InvalidTable: There is no such file, or no table in it.
        ImportError: What reads it is not installed.
    """
    if not isinstance(source, str | os.PathLike):
        yield _arrived(source, None, size)
        return
    file = os.fspath(source)
    suffix = Path(file).suffix.lower()
    if suffix not in _SUFFIXES:
        why = f"is no table that can be read; those end in {', '.join(_SUFFIXES)}"
        raise InvalidTable([RowProblem(why, file=file)])
    try:
        with Path(file).open("rb"):
            pass
    except (OSError, ValueError) as error:
        why = f"cannot be read: {told_of(error)}"
        raise InvalidTable([RowProblem(why, file=file)]) from None
    if suffix in _ARROW:
        yield _arrived(_arrow(file, suffix, size), file, size)
        return
    # Bytes that are no UTF-8 become halves of surrogate pairs, which no field takes: so that the
    # cell is named in which they stand.
    with Path(file).open(encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
        names, pages = csv_pages(text, file, size, delimiter or _CSV[suffix])
        yield Table(file=file, columns=names, pages=pages)


def _arrow(file: str, suffix: str, size: int) -> SpeaksArrow:
    from positions.exchange.tables import arrow_files  # noqa: PLC0415 - only who has one needs it

    try:
        found: SpeaksArrow
        if suffix == _PARQUET:
            found = arrow_files.parquet_stream(file, size)
        else:
            found = arrow_files.arrow_stream(file)
    except arrow_files.FAILURES as error:
        kind = "Parquet" if suffix == _PARQUET else "Arrow"
        why = f"is no {kind} file: {' '.join(str(error).split())}"
        raise InvalidTable([RowProblem(why, file=file)]) from None
    return found


def _arrived(source: SpeaksArrow, file: str | None, size: int) -> Table:
    from positions.columns.arriving import Arrived  # noqa: PLC0415 - only who has one needs it

    arrived = Arrived(source)
    return Table(
        file=file,
        columns=arrived.names,
        closed=arrived.closed,
        pages=_numbered(arrived.pages(size), file),
    )


def _numbered(pages: Iterator[list[list[Any]]], file: str | None) -> Iterator[Page]:
    first = 1
    try:
        for columns in pages:
            page = Page(file=file, first=first, columns=tuple(columns))
            yield page
            first += page.count
    except InvalidColumn as error:
        problem = RowProblem(error.why, file=file, column=error.column)
        raise InvalidTable([problem]) from error
