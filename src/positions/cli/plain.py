"""Tables as plain text: what a pipe, a file or a screen reader gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from positions.cli.answer import Table
from positions.cli.words import on_one_line, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.cli.answer import Answer

__all__ = ["plain"]

_GAP = "  "


def plain(answer: Answer) -> str:
    """Return an answer as text: columns aligned, nothing coloured, wrapped or cut off."""
    parts = [_part(part) for part in answer.told]
    return "\n\n".join([on_one_line(answer.title), *parts]) + "\n"


def _part(part: Table | str) -> str:
    return "\n".join(_lines(part)) if isinstance(part, Table) else shown(part)


def _lines(table: Table) -> Iterator[str]:
    if table.heading:
        yield on_one_line(table.heading)
    texts = [[on_one_line(cell.text) for cell in row] for row in table.rows]
    rows = [list(table.columns), *texts]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (
            text + " " * (width - cell_len(text)) for text, width in zip(row, widths, strict=True)
        )
        yield (_GAP + _GAP.join(padded)).rstrip()
