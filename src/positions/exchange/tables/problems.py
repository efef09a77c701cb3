"""What is wrong with a table, row by row."""

from __future__ import annotations

from positions.errors import CaseProblem, InvalidCase

__all__ = ["InvalidTable", "RowProblem"]


class RowProblem(CaseProblem):
    """One thing that is wrong with one row of a table.

    Attributes:
        why: What is wrong and what would be right.
        row: The number of the row, counted from 1 without the heading; `None` where it is the table
            as a whole.
        line: The line of the file on which the row begins, or `None` where it has no lines.
        file: The file's name as it was given, or `None`.
        column: The column to blame, or several with `, ` between; `None` where it is none.
        value: What stands there.
    """

    def __init__(  # noqa: PLR0917 - as it is pickled
        self,
        why: str,
        row: int | None = None,
        line: int | None = None,
        file: str | None = None,
        column: str | None = None,
        value: object = None,
    ) -> None:
        self.row = row
        self.column = column
        self.value = value
        where = [] if row is None else [f"row {row}"]
        if column is not None:
            where.append(f"column {column!r}")
        super().__init__(why, ", ".join(where), line, file)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by what the problem carries."""
        given = (self.why, self.row, self.line, self.file, self.column, self.value)
        return type(self), given


class InvalidTable(InvalidCase):
    """Rows of a table cannot be loaded; nothing of their batch was recorded.

    Attributes:
        problems: All that is wrong with the batch, in the order of its rows.
        recorded: How many events the batches before it have recorded; they stay.
        rows: How many rows these were.
    """

    problems: tuple[RowProblem, ...]

    def __init__(self, problems: list[RowProblem], recorded: int = 0, rows: int = 0) -> None:
        self.recorded = recorded
        self.rows = rows
        super().__init__(problems)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by what the error carries."""
        return type(self), (list(self.problems), self.recorded, self.rows)
