"""From the rows of a table to entries, as if each were an entry of a case file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from attrs import frozen

from positions.errors import InvalidCase, near
from positions.exchange.actor_forms import ACTOR
from positions.exchange.claim_forms import CLAIM
from positions.exchange.entries import oddities_of_statement
from positions.exchange.form import Form
from positions.exchange.free import Free
from positions.exchange.places import ROOT, path_of, steps_of
from positions.exchange.reading import Reading
from positions.exchange.scalars import Id, Text
from positions.exchange.sections import Borrowing
from positions.exchange.shapes import ListOf
from positions.exchange.statement_forms import STATEMENT
from positions.exchange.tables.bound import BoundCell
from positions.exchange.tables.cells import Cell, Unfit, texted
from positions.exchange.tables.problems import RowProblem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from positions.exchange.case import ActorEntry, StatementEntry
    from positions.exchange.places import Place
    from positions.exchange.shapes import Shape
    from positions.exchange.tables.mapping import TableMapping, Tree
    from positions.exchange.tables.page import Page
    from positions.exchange.tables.table import Table
    from positions.model.claims.claim import Claim

__all__ = ["Entries", "RowReader"]


@frozen(kw_only=True)
class Entries:
    """What a row is: the actors and the claim that it puts on record, and its statement.

    Attributes:
        actors: The actors, in the order in which they are put on record.
        claim: The claim, or `None`.
        statements: The statement, or as many as a joint one has speakers.
        odd: What is odd about it, a sentence each.
        problems: What is wrong with it; then the rest is empty.
    """

    actors: tuple[ActorEntry, ...] = ()
    claim: Claim | None = None
    statements: tuple[StatementEntry, ...] = ()
    odd: tuple[RowProblem, ...] = ()
    problems: tuple[RowProblem, ...] = ()


class RowReader:
    """Reads the rows of one table by one mapping.

    Attributes:
        statement: The fields of the statement, each as a `BoundCell`.
        actors: The same of the actors that are put on record, by the field that names them.
        claims: The same of the claims that are; `None` where none are.
        skip: The places of columns, with the texts for which there is no statement.
        zone: The zone of bare dates.
    """

    def __init__(self, mapping: TableMapping, table: Table, zone: str) -> None:
        """Find the columns.

        Raises:
            InvalidCase: A column is not there, or holds no plain values.
        """
        self._file = table.file
        self._mapping = mapping
        self._places = {name: place for place, name in enumerate(table.columns)}
        self._closed = table.closed
        self.zone = zone
        self._problems: list[tuple[str, str]] = []
        self.statement = self._bound_fields(mapping.statement, STATEMENT, "statement")
        self.actors = {
            key: self._bound_fields(tree, ACTOR, f"actors.{key}")
            for key, tree in mapping.actors.items()
        }
        self.claims = (
            None if mapping.claims is None else self._bound_fields(mapping.claims, CLAIM, "claims")
        )
        self.skip = {
            self._place(name, f"skip.{name}"): frozenset(texts)
            for name, texts in mapping.skip.items()
        }
        if self._problems:
            document = mapping.document
            raise InvalidCase([document.problem(path, why) for path, why in self._problems])

    def _bound_fields(self, tree: Tree, form: Form, path: str) -> dict[str, Any]:
        shapes = {each.key: each.shape for each in form.fields}
        return {key: self._bound(each, shapes[key], f"{path}.{key}") for key, each in tree.items()}

    def _bound(self, source: object, shape: Shape, path: str) -> object:
        match source, shape:
            case Cell(), _:
                places = tuple(self._place(name, path) for name in source.columns)
                nothing = self._mapping.nothing
                where = path.partition(".")[2] if path.startswith("statement") else path
                return BoundCell(
                    cell=source, places=places, path=where, shape=shape, nothing=nothing
                )
            case list() | tuple(), ListOf(item=item):
                inner = item.form if isinstance(item, Borrowing) else item
                return [
                    self._bound(each, inner, f"{path}[{index}]")
                    for index, each in enumerate(cast("list[object]", source))
                ]
            case dict(), Form():
                return self._bound_fields(cast("Tree", source), shape, path)
            case _:  # free fields, or ids in other registers
                inside = shape if isinstance(shape, Free) else Text()
                return {
                    key: self._bound(each, inside, f"{path}.{key}")
                    for key, each in cast("Mapping[str, object]", source).items()
                }

    def _place(self, name: str, path: str) -> int:
        if name in self._places and name not in self._closed:
            return self._places[name]
        if name in self._closed:
            held = self._closed[name]
            why = f"the column {name!r} holds {held}; make columns of plain values of it"
        else:
            meant = near(name, self._places)
            hint = f"did you mean {' or '.join(map(repr, meant))}?" if meant else ""
            hint = hint or f"there are {', '.join(map(repr, self._places))}"
            why = f"the table has no column {name!r}; {hint}"
        self._problems.append((path, why))
        return 0

    def kept(self, page: Page) -> list[int]:
        """Return the places of the rows of which something is to be made."""
        rows = range(page.count)
        if not self.skip:
            return list(rows)
        out: set[int] = set()
        for place, texts in self.skip.items():
            skipped = {each for each in set(page.columns[place]) if _is_one(each, texts)}
            if skipped:
                column = page.columns[place]
                out.update(row for row in rows if column[row] in skipped)
        return [row for row in rows if row not in out]

    def read(self, page: Page, row: int) -> Entries:
        """Return what the row at a place of a page is."""
        if row in page.broken:
            return Entries(problems=(self._problem(page, row, ROOT, page.broken[row]),))
        reader = _Row(page, row)
        plain = reader.filled(self.statement, (ROOT, "statement"))
        reading = Reading(zone=self.zone)
        statements = STATEMENT.read(plain, (ROOT, "statement"), reading)
        actors = [
            each
            for key, tree in self.actors.items()
            for each in self._actors(key, tree, plain, reader, reading)
        ]
        claim = self._claim(plain, reader, reading)
        faults = [*reader.faults, *((each.place, each.why) for each in reading.faults)]
        if faults:
            seen = {place for place, _ in reader.faults}
            # What could not be made is missing too: once is enough.
            told = [(place, why) for place, why in faults if (place, why) in reader.faults] + [
                (place, why)
                for place, why in faults
                if (place, why) not in reader.faults and not _follows(place, why, seen)
            ]
            problems = tuple(self._problem(page, row, place, why) for place, why in told)
            return Entries(problems=problems)
        entries = cast("tuple[StatementEntry, ...]", statements)
        odd = tuple(
            self._problem(page, row, (ROOT, "statement"), f"`{where.strip('.')}`: {why}")
            for where, why in oddities_of_statement(entries[0])
        )
        return Entries(actors=tuple(actors), claim=claim, statements=entries, odd=odd)

    def _actors(
        self, key: str, tree: Tree, plain: Mapping[str, Any], row: _Row, reading: Reading
    ) -> Iterator[ActorEntry]:
        id, place = plain.get(key), ((ROOT, "actors"), key)
        if id is None:
            return
        if isinstance(id, list):
            why = f"`{key}` holds several, of which only one could be named here"
            reading.refuse((ROOT, "statement"), why)
            return
        before = len(reading.faults)
        values = ACTOR.values(row.filled(tree, place), place, reading)
        values = {} if values is None else values
        values["id"] = Id().read(id, (ROOT, key), Reading(zone=self.zone))  # faults told already
        made = ACTOR.build(values, place, reading, before) if values["id"] is not None else None
        if made is not None:
            yield cast("ActorEntry", made)

    def _claim(self, plain: Mapping[str, Any], row: _Row, reading: Reading) -> Claim | None:
        id, place = plain.get("claim"), (ROOT, "claims")
        if self.claims is None or id is None:
            return None
        before = len(reading.faults)
        values = CLAIM.values(row.filled(self.claims, place), place, reading) or {}
        values["id"] = Id().read(id, (ROOT, "claim"), Reading(zone=self.zone))  # likewise
        if values["id"] is None:
            return None
        return cast("Claim | None", CLAIM.build(values, place, reading, before))

    def problem(self, page: Page, row: int, name: str | None, why: str) -> RowProblem:
        """Return what is wrong with a field of the statement, or with the row."""
        place: Place = (ROOT, "statement")
        return self._problem(page, row, place if name is None else (place, name), why)

    def _problem(self, page: Page, row: int, place: Place, why: str) -> RowProblem:
        cell, name = self._blamed(place)
        column, value = None, None
        if cell is not None and cell.places:
            column = ", ".join(cell.cell.columns)
            found = [page.columns[each][row] for each in cell.places]
            value = found[0] if len(found) == 1 else tuple(found)
        if name:
            why = f"`{name}`: {why}"
        return RowProblem(why, page.first + row, page.line(row), page.file, column, value)

    def _blamed(self, place: Place) -> tuple[BoundCell | None, str]:
        """Return the cell that gave what stands at *place*, and the name of its field."""
        steps = list(steps_of(path_of(place)))
        if not steps:
            return None, ""
        first, *rest = steps
        held: Any = self.statement if first == "statement" else self.claims
        if first == "actors":
            held = self.actors
        name = "" if first == "statement" else str(first)
        for step in rest:
            held = _inside(held, step)
            name += f"[{step}]" if isinstance(step, int) else f".{step}" if name else str(step)
            if isinstance(held, BoundCell) or held is None:
                break
        return (held if isinstance(held, BoundCell) else None), name


def _inside(held: Any, step: str | int) -> Any:  # noqa: ANN401 - a tree
    if isinstance(step, int):
        return held[step] if step < len(held) else None
    return held.get(step)


def _is_one(value: object, texts: frozenset[str]) -> bool:
    text = "" if value is None else texted(value)
    return isinstance(text, str) and text in texts


def _follows(place: Place, why: str, seen: set[Place]) -> bool:
    """Return whether a fault only says that something is missing that could not be made."""
    return any(each == place or (each[:1] == (place,) and "needs" in why) for each in seen)


class _Row:
    """One row, filled into trees of cells; takes note of what cannot be made of it."""

    def __init__(self, page: Page, row: int) -> None:
        self._page = page
        self._row = row
        self.faults: list[tuple[Place, str]] = []

    def filled(self, tree: Tree, place: Place) -> dict[str, Any]:
        """Return what an entry of a case file would hold."""
        found = {key: self._filled(each, (place, key)) for key, each in tree.items()}
        return {key: each for key, each in found.items() if each is not None}

    def _filled(self, source: object, place: Place) -> object:
        match source:
            case BoundCell():
                return self._value(source, place)
            case dict():
                tree = cast("dict[str, object]", source)
                filled = self.filled(tree, place)
                return filled if filled and self._is_there(tree) else None
            case _:
                listed = cast("list[object]", source)
                items = [self._filled(each, (place, at)) for at, each in enumerate(listed)]
                flat: list[object] = []
                for each in items:
                    flat += cast("list[object]", each) if isinstance(each, list) else [each]
                return [each for each in flat if each is not None] or None

    def _is_there(self, tree: Mapping[str, object]) -> bool:
        """Return whether a part of an entry is there: it is, unless all its columns are empty."""
        cells = [each for each in tree.values() if isinstance(each, BoundCell) and each.places]
        return not cells or any(self._value(each, None) is not None for each in cells)

    def _value(self, cell: BoundCell, place: Place | None) -> object:
        found = [self._page.columns[each][self._row] for each in cell.places]
        try:
            return cell.value(found)
        except Unfit as error:
            if place is not None:
                self.faults.append((place, str(error)))
            return None
