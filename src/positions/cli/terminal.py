"""Tables on a terminal: coloured, and folded to its width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Drawn
from rich.text import Text

from positions.cli.answer import Table
from positions.cli.words import on_one_line, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from positions.cli.answer import Answer

__all__ = ["draw"]

_GAP = 2


def draw(answer: Answer, stream: TextIO) -> None:
    """Draw an answer on a terminal.

    Colours are left out where `NO_COLOR` is set or the terminal has none. No word is broken: a
    table whose words do not fit side by side is drawn in several, each with the first column.
    """
    console = Console(file=stream, force_terminal=True, highlight=False, emoji=False, markup=False)
    console.print(Text(on_one_line(answer.title), style="bold"))
    for part in answer.told:
        console.print()
        if isinstance(part, Table):
            _draw_table(part, console)
        else:
            _draw_text(part, console)


def _draw_table(table: Table, console: Console) -> None:
    if table.heading:
        console.print(Text(on_one_line(table.heading), style="bold"))
    columns = [_Column(table, place) for place in range(len(table.columns))]
    for number, band in enumerate(_bands(columns, console.width)):
        if number:
            console.print()
        console.print(_drawn(band, console.width))


def _draw_text(text: str, console: Console) -> None:
    """Draw lines of text; what is folded keeps the indent of its line."""
    for line in shown(text).split("\n"):
        words = line.lstrip(" ")
        console.print(Padding(Text(words), (0, 0, 0, len(line) - len(words))))


class _Column:
    """A column with its texts made safe, the width of its longest word, and of its longest text."""

    def __init__(self, table: Table, place: int) -> None:
        self.name = table.columns[place]
        self.cells = [Text(on_one_line(row[place].text), row[place].style) for row in table.rows]
        texts = [self.name, *(cell.plain for cell in self.cells)]
        self.least = max(cell_len(word) for text in texts for word in text.split(" "))
        self.most = max(map(cell_len, texts))


def _bands(columns: list[_Column], width: int) -> Iterator[list[_Column]]:
    """Yield the columns that fit beside each other, the first one always among them."""
    first, *others = columns
    band = [first]
    for column in others:
        if len(band) > 1 and _least([*band, column]) > width:
            yield band
            band = [first]
        band.append(column)
    yield band


def _least(band: list[_Column]) -> int:
    return sum(column.least for column in band) + _GAP * (len(band) - 1)


def _drawn(band: list[_Column], width: int) -> Drawn:
    drawn = Drawn(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="dim")
    for column, share in zip(band, _shares(band, width), strict=True):
        drawn.add_column(column.name, width=share, overflow="fold")
    for row in zip(*(column.cells for column in band), strict=True):
        drawn.add_row(*row)
    return drawn


def _shares(band: list[_Column], width: int) -> list[int]:
    """Return the width of each column: what it cannot do without, and more where it most lacks."""
    shares = [column.least for column in band]
    for _ in range(width - _least(band)):
        lacking = [column.most - share for column, share in zip(band, shares, strict=True)]
        if any(lacking):
            shares[lacking.index(max(lacking))] += 1
    return shares
