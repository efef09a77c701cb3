"""A page of a table that was read, before anything is asked of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define

if TYPE_CHECKING:
    from collections.abc import Sequence

    from positions.exchange.tables.page import Page

__all__ = ["Prepared", "Row"]

Row = int
"""The place of a row within its page."""


@define
class Prepared:
    """A page that was read, before anything is asked of the ledger.

    The lists have an item for each row of which something is to be made.

    Attributes:
        page: The page.
        rows: The places of these rows in the page.
        bodies: Their events as canonical JSON; `None` of a row that is to be read by itself.
        claims: The ids of their claims; `None` where there is none to be had.
        ids: The ids of the statements, likewise.
        actors: The ids of the actors that they name, by field.
        named: Actors that rows of these forms name beside.
        utterances: The ids of their utterances, and whether they have a place in it; or `None`
            where no row has one.
        speakers: The ids of the speakers.
    """

    page: Page
    rows: list[Row]
    bodies: list[bytes | None]
    claims: list[str | None]
    ids: list[str | None]
    actors: dict[str, list[str | None]]
    named: set[str]
    utterances: list[tuple[str | None, bool]] | None
    speakers: list[str | None]

    def column(self, place: int) -> Sequence[Any]:
        """Return what stands in a column, for each row of which something is to be made."""
        column = self.page.columns[place]
        if len(self.rows) == len(column):
            return column
        return [column[row] for row in self.rows]
