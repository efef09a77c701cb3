"""A column of few values that come again and again, as numbers; and tables made of such columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from positions.columns.schema import Schema

__all__ = ["Chosen", "table"]


@frozen(eq=False)
class Chosen:
    """A column: which of some values stands in each row.

    Attributes:
        values: The values, each of them once.
        places: For each row, the place of its value among them; whole numbers.
    """

    values: Sequence[Any]
    places: NDArray[np.integer[Any]]


def table(schema: Schema, columns: Sequence[Chosen], requested_schema: object | None) -> object:
    """Return a capsule that holds an `ArrowArrayStream` of *columns*, as `Stream` gives it of rows.

    No value is looked at more than once, however many rows there are.

    Raises:
        ImportError: `positions[arrow]` is not installed.
    """
    from positions.columns.arrow import exported  # noqa: PLC0415 - only who asks needs it

    return exported(schema, columns, requested_schema)
