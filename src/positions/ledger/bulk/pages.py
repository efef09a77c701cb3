"""A page of a table as events: plain rows by stencils, column by column; the rest row by row."""

from __future__ import annotations

from collections import Counter
from itertools import repeat
from operator import is_
from typing import TYPE_CHECKING, Any, cast

from positions.exchange.tables.bound import BoundCell, cells
from positions.ledger.bulk.holes import PARTS, ExtraHole, Hole
from positions.ledger.bulk.prepared import Prepared
from positions.ledger.bulk.stencils import AFTER, derived, stencil

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from positions.exchange.tables.page import Page
    from positions.exchange.tables.rows import Entries, RowReader
    from positions.ledger.bulk.prepared import Row
    from positions.ledger.bulk.stencils import Stencil

__all__ = ["PageReader"]

_HOLES = {
    each: each for each in ("by", "claim", "id", "on_behalf_of", "said", "seq", "to", "utterance")
} | {"as": "role", "wording": "wording", "note": "note"}
_REPORT_HOLES = frozenset(
    ("archive", "lang", "note", "outlet", "published", "quote", "removed", "title", "url")
)
_NEEDED = frozenset(("by", "claim", "said"))
_WORTH_IT = 8
"""So many rows of one form are worth a stencil; of fewer, each is read by itself."""
_FORMS_AT_MOST = 5_000


class PageReader:
    """Reads the pages of one table: all rows at once where they are plain."""

    def __init__(self, reader: RowReader) -> None:
        self.reader = reader
        tree = reader.statement
        zone = tree.get("zone")
        reports = cast("list[dict[str, Any]]", tree.get("reports", []))
        self._quick = len(reports) <= 1 and not (
            _differs(zone) or any(_differs(each.get("zone")) for each in reports)
        )
        said_in = _constant(zone) or reader.zone
        self._holes: list[Hole] = []
        self._report_holes: list[Hole] = []
        for key, name in _HOLES.items():
            if _differs(tree.get(key)):
                needed = key in _NEEDED
                self._holes.append(
                    Hole(name, tree[key], said_in, required=needed, comma_after=False)
                )
        extra = cast("dict[str, BoundCell]", tree.get("extra", {}))
        if any(map(_differs, extra.values())):
            self._holes.append(ExtraHole(extra))
        for report in reports[:1]:
            published_in = _constant(report.get("zone")) or said_in
            for key in sorted(_REPORT_HOLES & report.keys()):
                if _differs(report[key]):
                    hole = Hole(key, report[key], published_in, comma_after=key < AFTER)
                    self._report_holes.append(hole)
        self._named = {hole.name: hole for hole in self._holes}
        self._names = sorted(
            self._named.keys() | ({"id"} if not _is_fixed(tree.get("id")) else set[str]())
        )
        cut = {id(hole_cell) for hole_cell in self._cut_out(tree, reports, extra)}
        self._keys = tuple(
            dict.fromkeys(
                place for cell in cells(tree) if id(cell) not in cut for place in cell.places
            )
        )
        self._columns = {place for cell in cells(tree) for place in cell.places}
        self._forms: dict[tuple[Any, ...], Stencil | None] = {}

    def _cut_out(
        self,
        tree: Mapping[str, Any],
        reports: Sequence[Mapping[str, Any]],
        extra: Mapping[str, BoundCell],
    ) -> Iterator[BoundCell]:
        """Yield the cells of the holes."""
        for key, name in _HOLES.items():
            if name in self._named:
                yield tree[key]
        if "extra" in self._named:
            yield from extra.values()
        for hole in self._report_holes:
            yield reports[0][hole.name]

    def prepared(self, page: Page) -> Prepared:
        """Read a page."""
        rows = self.reader.kept(page)
        columns: dict[int, Sequence[Any]] = {place: page.columns[place] for place in self._columns}
        if len(rows) < page.count:
            columns = {place: [column[row] for row in rows] for place, column in columns.items()}
        if not self._quick or not rows:
            return _by_themselves(page, rows)
        return self._at_once(page, rows, columns)

    def _at_once(
        self, page: Page, rows: list[Row], columns: Mapping[int, Sequence[Any]]
    ) -> Prepared:
        count = len(rows)
        found = {hole.name: hole.found(columns) for hole in self._holes if hole.name != "extra"}
        pieces = {hole.name: hole.pieces(columns) for hole in self._holes}
        told = [hole.found(columns) for hole in self._report_holes]
        report_pieces = [hole.pieces(columns) for hole in self._report_holes]
        wrong = _wrong([*pieces.values(), *report_pieces])
        wrong.update(at for at, row in enumerate(rows) if row in page.broken)
        wrong.update(self._odd(found, told, count))
        forms = self._forms_of(
            page, rows, self._form_keys(columns, pieces, report_pieces, count), wrong
        )
        ids = self._ids(found, pieces, forms, wrong, count)
        arguments = [*report_pieces, *(pieces[name] for name in self._names)]
        bodies: list[bytes | None]
        filled = zip(*arguments, strict=True) if arguments else repeat((), count)
        if wrong:
            bodies = [
                None if form is None or at in wrong else form.event % each
                for at, (form, each) in enumerate(zip(forms, filled, strict=True))
            ]
        else:
            bodies = [
                form.event % each  # type: ignore[union-attr]  # a form that is none is wrong
                for form, each in zip(forms, filled, strict=True)
            ]
        prepared = Prepared(
            page=page,
            rows=rows,
            bodies=bodies,
            claims=self._read("claim", found, count),
            ids=ids,
            actors={
                name: self._read(name, found, count)
                for name in ("by", "on_behalf_of")
                if name in found
            },
            named={each for form in set(forms) if form is not None for each in form.actors},
            utterances=self._utterances(found, count),
            speakers=self._read("by", found, count),
        )
        for hole in (*self._holes, *self._report_holes):
            hole.forget()
        return prepared

    def _form_keys(
        self,
        columns: Mapping[int, Sequence[Any]],
        pieces: Mapping[str, list[bytes | None]],
        report_pieces: Sequence[list[bytes | None]],
        count: int,
    ) -> list[tuple[Any, ...]]:
        """Return what tells the form of each row: its words, and which of some fields are there."""
        keys: list[Sequence[Any]] = [columns[place] for place in self._keys]
        keys += [list(map(bool, pieces[name])) for name in ("utterance", "seq") if name in pieces]
        if report_pieces:
            there = zip(*report_pieces, strict=True)
            keys.append([any(each) for each in there])
        return list(zip(*keys, strict=True)) if keys else [()] * count

    def _forms_of(
        self, page: Page, rows: Sequence[Row], keys: list[tuple[Any, ...]], wrong: set[int]
    ) -> list[Stencil | None]:
        """Return the form of each row; of one that has none, its place is among the *wrong*."""
        if len(self._forms) > _FORMS_AT_MOST:
            self._forms.clear()
        for key, times in Counter(keys).items():
            if key not in self._forms and times >= _WORTH_IT:
                sample = next(
                    (at for at, each in enumerate(keys) if each == key and at not in wrong), None
                )
                if sample is not None:
                    self._forms[key] = self._form(self.reader.read(page, rows[sample]))
        forms = list(map(self._forms.get, keys))
        if None in forms:
            wrong.update(at for at, form in enumerate(forms) if form is None)
        return forms

    def _form(self, entries: Entries) -> Stencil | None:
        if len(entries.statements) != 1:
            return None
        reported = [hole.name for hole in self._report_holes]
        return stencil(entries.statements[0], self._names, reported)

    def _ids(
        self,
        found: Mapping[str, Sequence[Any]],
        pieces: dict[str, list[bytes | None]],
        forms: Sequence[Stencil | None],
        wrong: set[int],
        count: int,
    ) -> list[str | None]:
        """Return the ids of the statements, and have the pieces hold those that are derived."""
        ids = self._read("id", found, count)
        given = pieces.get("id")
        if "id" not in self._names or (given is not None and b"" not in given):
            return ids
        parts = [
            list(map(self._named[name].ascii.get, found[name])) for name in PARTS if name in found
        ]
        speakers = self._read("by", found, count)
        told = zip(*parts, strict=True) if parts else repeat((), count)
        made: list[bytes | None] = []
        for at, (form, each) in enumerate(zip(forms, told, strict=True)):
            if form is None or at in wrong:
                made.append(None)
            elif ids[at] is None:
                by = cast("str", speakers[at])
                ids[at] = derived(form, by, cast("tuple[str, ...]", each))
                made.append(b',"id":"%b"' % cast("str", ids[at]).encode())
            else:
                made.append(cast("list[bytes]", given)[at])
        pieces["id"] = made
        return ids

    def _read(self, name: str, found: Mapping[str, Sequence[Any]], count: int) -> list[Any]:
        """Return the values of a field in the model, whether it differs or not."""
        if name in found:
            return list(map(self._named[name].read.get, found[name]))
        cell = self.reader.statement.get(name)
        return [None if cell is None else _constant(cell)] * count

    def _utterances(
        self, found: Mapping[str, Sequence[Any]], count: int
    ) -> list[tuple[str | None, bool]] | None:
        if "utterance" not in self.reader.statement:
            return None
        places = self._read("seq", found, count)
        return [
            (utterance, place is not None)
            for utterance, place in zip(self._read("utterance", found, count), places, strict=True)
        ]

    def _odd(
        self, found: Mapping[str, Sequence[Any]], told: Sequence[Sequence[Any]], count: int
    ) -> set[int]:
        """Return the rows whose report was published before the words were said, or removed then.

        They are read by themselves, and warned of.
        """
        times = {
            hole.name: list(map(hole.read.get, each))
            for hole, each in zip(self._report_holes, told, strict=True)
            if hole.name in {"published", "removed"}
        }
        if not times:
            return set()
        return (
            set(range(count))
            if "said" not in found
            else _odd(
                list(map(self._named["said"].read.get, found["said"])),
                times.get("published"),
                times.get("removed"),
            )
        )


def _odd(said: list[Any], published: list[Any] | None, removed: list[Any] | None) -> set[int]:
    if published is None:
        return set()
    found = {
        at
        for at, (words, page) in enumerate(zip(said, published, strict=True))
        if words is not None and page is not None and page.stop <= words.start
    }
    for at, gone in enumerate(removed or ()):
        if gone is not None and published[at] is not None and gone.stop <= published[at].start:
            found.add(at)
    return found


def _wrong(pieces: Sequence[list[bytes | None]]) -> set[int]:
    """Return the rows in which a piece is wrong."""
    return {
        at
        for column in pieces
        if None in column
        for at, piece in enumerate(column)
        if is_(piece, None)
    }


def _by_themselves(page: Page, rows: list[Row]) -> Prepared:
    nothing: list[Any] = [None] * len(rows)
    return Prepared(
        page=page,
        rows=rows,
        bodies=nothing,
        claims=list(nothing),
        ids=list(nothing),
        actors={},
        named=set(),
        utterances=None,
        speakers=list(nothing),
    )


def _differs(cell: object) -> bool:
    """Return whether a field is made of columns."""
    return isinstance(cell, BoundCell) and bool(cell.places)


def _is_fixed(cell: object) -> bool:
    """Return whether a field is the same in every row."""
    return isinstance(cell, BoundCell) and not cell.places


def _constant(cell: object) -> Any:  # noqa: ANN401 - whatever somebody has written
    """Return what a field is in every row, if it is that."""
    if isinstance(cell, BoundCell) and not cell.places:
        value = cell.cell.constant
        return getattr(value, "text", value)
    return None
