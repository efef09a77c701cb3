"""Loading a table: batch by batch, each whole or not at all, and again without harm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from positions.exchange.tables.mapping import read_mapping
from positions.exchange.tables.problems import InvalidTable
from positions.exchange.tables.rows import RowReader
from positions.exchange.tables.table import opened_table
from positions.ledger.bulk.deciding import Deciding
from positions.ledger.bulk.known import Judged, OnRecord
from positions.ledger.bulk.pages import PageReader
from positions.ledger.bulk.writing import Written, written
from positions.ledger.draft import Draft
from positions.pausing import collection_paused

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping

    from positions.exchange.tables.mapping import TableMapping
    from positions.exchange.tables.problems import RowProblem
    from positions.exchange.tables.table import Table, TableSource
    from positions.ledger.bulk.decided import Decided
    from positions.ledger.bulk.prepared import Prepared
    from positions.ledger.journal import Journal
    from positions.ledger.writer import Writer
    from positions.store.keyed import KeyedRecorder

__all__ = ["BATCH", "TableLoaded", "TableLoading"]

BATCH = 20_000
_WARNINGS_AT_MOST = 100


@frozen(kw_only=True)
class TableLoaded:
    """What became of a table.

    Attributes:
        rows: How many rows it has.
        recorded: How many events were recorded.
        known: How many rows were on record already.
        skipped: How many rows were passed over, as the mapping says.
        refused: How many rows were refused.
        odd: How many things are odd but were accepted.
        warnings: The first hundred of these, a sentence each.
    """

    rows: int = 0
    recorded: int = 0
    known: int = 0
    skipped: int = 0
    refused: int = 0
    odd: int = 0
    warnings: tuple[str, ...] = ()


class _OtherZone(Exception):
    """The first write was another's meanwhile, and has fixed another zone."""


class TableLoading:
    """One table on its way into a ledger."""

    def __init__(self, journal: Journal, writer: Writer, batch: int) -> None:
        self._journal = journal
        self._writer = writer
        self._batch = batch
        self._judged = Judged(journal.log)
        self._counts = dict.fromkeys(("rows", "recorded", "known", "skipped", "refused", "odd"), 0)
        self._warnings: list[str] = []

    @property
    def loaded(self) -> TableLoaded:
        """What has become of it so far."""
        return TableLoaded(**self._counts, warnings=tuple(self._warnings))

    def load(
        self,
        source: TableSource,
        mapping: str | os.PathLike[str] | Mapping[str, Any],
        turn: Callable[[Callable[[], None]], None],
        progress: Callable[[int], object] | None,
        refused: Callable[[RowProblem], object] | None,
    ) -> TableLoaded:
        """Load a table; see `Ledger.load_table`.

        Args:
            source: The table.
            mapping: Which field comes from which column.
            turn: Does something while no other thread writes to the ledger.
            progress: Is told how many rows were dealt with.
            refused: Is told of each row that is refused; without it, one ends the load.
        """
        read = read_mapping(mapping)
        with opened_table(source, self._batch, delimiter=read.delimiter) as table:
            self._load(read, table, turn, progress, refused)
        return self.loaded

    def _load(
        self,
        mapping: TableMapping,
        table: Table,
        turn: Callable[[Callable[[], None]], None],
        progress: Callable[[int], object] | None,
        refused: Callable[[RowProblem], object] | None,
    ) -> None:
        pages, deciding = self._readers(mapping, table)
        waiting = iter(table.pages)
        while True:
            with collection_paused():  # of rows no cycle is made
                page = next(waiting, None)
                if page is None:
                    return
                prepared = pages.prepared(page)
            while True:
                try:
                    turn(lambda: self._take(prepared, deciding, stop=refused is None))  # noqa: B023 - at once
                except _OtherZone:
                    pages, deciding = self._readers(mapping, table)
                    prepared = pages.prepared(page)
                else:
                    break
            self._counts["rows"] += page.count
            self._counts["skipped"] += page.count - len(prepared.rows)
            if refused is not None:
                for problem in self._problems:
                    refused(problem)
            if progress is not None:
                progress(self._counts["rows"])

    def _readers(self, mapping: TableMapping, table: Table) -> tuple[PageReader, Deciding]:
        """Return what reads the table, in the zone of the ledger as far as that is known."""
        self._zone = self._writer.zone or mapping.zone or "UTC"
        reader = RowReader(mapping, table, mapping.zone or self._zone)
        return PageReader(reader), Deciding(reader)

    def _take(self, prepared: Prepared, deciding: Deciding, *, stop: bool) -> None:
        """Record a page, as soon as no other writer comes first."""

        def attempt() -> tuple[Decided, int]:
            with collection_paused():
                return self._attempt(prepared, deciding, stop=stop)

        decided, recorded = self._writer.until_first(attempt)
        deciding.settle(decided)
        self._problems = decided.problems
        self._counts["recorded"] += recorded
        self._counts["known"] += decided.known
        self._counts["refused"] += decided.refused
        self._counts["odd"] += len(decided.odd)
        room = _WARNINGS_AT_MOST - len(self._warnings)
        self._warnings += map(str, decided.odd[:room])

    def _attempt(
        self, prepared: Prepared, deciding: Deciding, *, stop: bool
    ) -> tuple[Decided, int]:
        self._writer.check_turn()
        keyed = self._journal.log.keyed
        if keyed is None:
            return self._in_a_draft(prepared, deciding, stop=stop)
        return self._looked_up(prepared, deciding, keyed, stop=stop)

    def _in_a_draft(
        self, prepared: Prepared, deciding: Deciding, *, stop: bool
    ) -> tuple[Decided, int]:
        """Record a page in a store that keeps no index: each row is decided on by itself."""
        known, draft = self._writer.begun(self._zone)
        self._check_zone(draft.zone)
        decided = deciding.on(prepared, lambda: draft, None)
        self._stop_at_problems(decided, stop=stop)
        if not draft.events:
            return decided, 0
        return decided, len(self._journal.record(draft, known, self._writer.stamp()))

    def _looked_up(
        self, prepared: Prepared, deciding: Deciding, keyed: KeyedRecorder, *, stop: bool
    ) -> tuple[Decided, int]:
        journal = self._journal
        catalogue = journal.looked_up(keyed)
        zone = self._writer.checked_zone()
        self._check_zone(zone)
        on_record = OnRecord(journal.log, keyed, catalogue, self._judged)
        decided = deciding.on(prepared, lambda: Draft(catalogue, self._zone), on_record)
        self._stop_at_problems(decided, stop=stop)
        begins = self._zone if zone is None else None
        made = Written(journal.log, self._writer.stamp(), catalogue.version)
        written(made, prepared, decided, begins)
        if made.stored:
            journal.append_stored(made.stored, made.filed, made.logged)
        return decided, len(made.stored) - (begins is not None and bool(made.stored))

    def _check_zone(self, zone: str | None) -> None:
        """Have the page read again where the first write was another's, in another zone."""
        if zone is not None and zone != self._zone:
            raise _OtherZone

    def _stop_at_problems(self, decided: Decided, *, stop: bool) -> None:
        if stop and decided.problems:
            loaded = self._counts
            raise InvalidTable(decided.problems, loaded["recorded"], loaded["rows"])
