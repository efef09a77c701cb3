"""CSV files as tables: UTF-8, with a heading; what is wrong is told by line."""

from __future__ import annotations

import csv
import re
from itertools import islice
from typing import IO, TYPE_CHECKING

from positions.exchange.tables_page import Page
from positions.exchange.tables_problems import InvalidTable, RowProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["csv_pages"]

_NEWLINE = re.compile(r"\r\n|\r|\n")


def csv_pages(
    file: IO[str], name: str, size: int, delimiter: str
) -> tuple[tuple[str, ...], Iterator[Page]]:
    """Return the heading of a CSV file, and its rows in pages.

    Raises:
        InvalidTable: It has no heading, or names a column twice; and of a page, that a cell does
            not end.
    """
    reader = csv.reader(file, delimiter=delimiter, strict=True)
    try:
        heading = tuple(next(filter(None, reader), ()))
    except csv.Error as error:
        raise _refused(str(error), reader.line_num, name) from None
    if not heading:
        raise _refused("is empty; its first line names the columns", 1, name)
    twice = sorted({each for each in heading if heading.count(each) > 1})
    if twice:
        why = f"names the column {twice[0]!r} twice; which of the two is meant?"
        raise _refused(why, reader.line_num, name)
    return heading, _pages(reader, name, size, len(heading))


def _refused(why: str, line: int, name: str) -> InvalidTable:
    return InvalidTable([RowProblem(why, line=line, file=name)])


def _pages(reader: _Reader, name: str, size: int, width: int) -> Iterator[Page]:
    first = 1
    while True:
        before, rows = reader.line_num, list[list[str]]()
        try:
            rows.extend(islice(reader, size))
        except csv.Error as error:
            raise _refused(f"is no CSV: {error}", reader.line_num, name) from None
        if not rows:
            return
        line = _lines(rows, before, reader.line_num - before)
        kept: list[list[str | None]]
        kept = [each for each in rows if each]  # type: ignore[misc]  # texts, until one is broken
        broken: dict[int, str] = {}
        if any(len(each) != width for each in kept):
            for place, each in enumerate(kept):
                if len(each) != width:
                    broken[place] = f"has {len(each)} cells, and the heading names {width} columns"
                    kept[place] = [None] * width
        if kept:
            columns = tuple(zip(*kept, strict=True))
            yield Page(file=name, first=first, columns=columns, broken=broken, line=line)
        first += len(kept)


def _lines(rows: list[list[str]], before: int, spanned: int) -> Callable[[int], int]:
    """Return what says on which line a row begins, blank lines left out.

    It is worked out when somebody asks; most rows have a line each.
    """
    if len(rows) == spanned and all(rows):
        return lambda place: before + 1 + place
    found: list[int] = []

    def line(place: int) -> int:
        if not found:
            reached = before + 1
            for row in rows:
                if row:
                    found.append(reached)
                reached += 1 + sum(len(_NEWLINE.findall(cell)) for cell in row)
        return found[place]

    return line


if TYPE_CHECKING:
    from _csv import _reader as _Reader  # noqa: N812 - the stubs hide its name
