"""What was decided on a page of a table, and what of that holds for the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

if TYPE_CHECKING:
    from positions.exchange.tables.problems import RowProblem
    from positions.model.recorded import Event

__all__ = ["Decided", "Settled"]

_SETTLED_AT_MOST = 100_000


class Settled:
    """What a load has put on record, or found there, and so need not ask for again.

    An actor once registered stays so, and so does a claim once opened; the same entry, decided on
    again, yields nothing. Hence this holds whatever other writers do meanwhile.
    """

    def __init__(self) -> None:
        self.entries: set[tuple[Any, ...]] = set()
        self.actors: set[str] = set()
        self.claims: set[str] = set()

    def add(self, decided: Decided) -> None:
        """Take what was decided on a page, now that it is recorded."""
        for held, new in (
            (self.entries, decided.entries),
            (self.actors, decided.actors),
            (self.claims, decided.claims),
        ):
            if len(held) > _SETTLED_AT_MOST:
                held.clear()
            held.update(new)  # type: ignore[arg-type]  # each of its own kind


@define
class Decided:
    """What is to be recorded of a page.

    Attributes:
        events: The events that come just before the plain statement at a place of the page, or
            instead of it.
        plain: The places of the plain statements that are to be recorded.
        known: How many rows were on record already.
        problems: What is wrong.
        refused: How many rows that concerns.
        odd: What is odd.
        entries: What was put on record of actors and claims, or was there: see `Settled`.
        actors: Actors that are on record.
        claims: Claims that are.
    """

    events: dict[int, list[tuple[str, Event]]] = field(factory=dict[int, "list[tuple[str, Event]]"])
    plain: list[int] = field(factory=list[int])
    known: int = 0
    problems: list[RowProblem] = field(factory=list["RowProblem"])
    refused: int = 0
    odd: list[RowProblem] = field(factory=list["RowProblem"])
    entries: set[tuple[Any, ...]] = field(factory=set["tuple[Any, ...]"])
    actors: set[str] = field(factory=set[str])
    claims: set[str] = field(factory=set[str])
