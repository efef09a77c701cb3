"""What a command answers: for people as tables, for programs as data and as records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Answer", "Cell", "Printed", "Table"]


@frozen
class Cell:
    """One cell of a table: its text, and its style on a terminal."""

    text: str
    style: str = ""


@frozen(kw_only=True)
class Table:
    """A table for people.

    Attributes:
        heading: What it is about, in one line; empty where the title of the answer says it.
        columns: The names of its columns.
        rows: As many cells as there are columns, each.
    """

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @classmethod
    def of(
        cls, heading: str, columns: Sequence[str], rows: Iterable[Sequence[str | Cell]]
    ) -> Table:
        """Return a table, without the columns in which no row says anything."""
        cells = [[cell if isinstance(cell, Cell) else Cell(cell) for cell in row] for row in rows]
        used = [place for place in range(len(columns)) if any(row[place].text for row in cells)]
        return cls(
            heading=heading,
            columns=tuple(columns[place] for place in used),
            rows=tuple(tuple(row[place] for place in used) for row in cells),
        )


@frozen(kw_only=True)
class Printed:
    """What was printed already, as it came.

    Attributes:
        found: Whether it is more than no or nothing; where not, the command ends with 1.
    """

    found: bool


@frozen(kw_only=True)
class Answer:
    """The answer to one command.

    Attributes:
        found: Whether the answer is more than no or nothing; where not, the command ends with 1.
        title: What was asked, in one line, for people.
        parts: The tables, or texts, in which people read it.
        nothing: The sentence for people where there are no parts; empty where the title says all.
        data: The same for programs: plain data, complete.
        columns: The names of the fields of its records.
        records: The same for spreadsheets: as many texts as there are columns, each.
        context: What stands beside the data in JSON: what was asked, and at which cut.
    """

    found: bool
    title: str
    parts: tuple[Table | str, ...] = ()
    nothing: str = ""
    data: Any
    columns: tuple[str, ...] = ()
    records: tuple[tuple[str, ...], ...] = ()
    context: Mapping[str, Any] = field(factory=dict[str, Any])

    @property
    def told(self) -> tuple[Table | str, ...]:
        """What people read below the title."""
        return self.parts or ((self.nothing,) if self.nothing else ())
