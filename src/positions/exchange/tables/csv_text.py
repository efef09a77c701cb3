"""CSV files as tables: UTF-8, with a heading; what is wrong is told by line."""

from __future__ import annotations

import csv
import re
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, NoReturn

from positions.exchange.tables.page import Page
from positions.exchange.tables.problems import InvalidTable, RowProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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
    heading: tuple[str, ...] = ()
    try:
        for each in reader:  # blank lines may stand before it
            if each:
                heading = tuple(each)
                break
    except csv.Error as error:
        _wrong(f"is no CSV: {error}", reader.line_num, name)
    if not heading:
        _wrong("is empty; its first line names the columns", 1, name)
    twice = sorted({each for each in heading if heading.count(each) > 1})
    if twice:
        why = f"names the column {twice[0]!r} twice; which of the two is meant?"
        _wrong(why, reader.line_num, name)
    return heading, _pages(reader, name, size, len(heading))


def _wrong(why: str, line: int, name: str) -> NoReturn:
    raise InvalidTable([RowProblem(why, line=line, file=name)]) from None


def _pages(reader: Any, name: str, size: int, width: int) -> Iterator[Page]:  # noqa: ANN401 - the type of csv's readers has no public name
    first = 1
    while True:
        before, rows = reader.line_num, list[list[str]]()
        try:
            rows.extend(islice(reader, size))
        except csv.Error as error:
            _wrong(f"is no CSV: {error}", reader.line_num, name)
        if not rows:
            return
        line = _lines(rows, before, reader.line_num - before)
        kept: Sequence[Sequence[str | None]]
        kept = rows if all(rows) else [each for each in rows if each]
        broken: dict[int, str] = {}
        if set(map(len, kept)) - {width}:
            broken = {
                place: f"has {len(each)} cells, and the heading names {width} columns"
                for place, each in enumerate(kept)
                if len(each) != width
            }
            kept = [each if len(each) == width else [None] * width for each in kept]
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
