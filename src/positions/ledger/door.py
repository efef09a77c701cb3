"""The door: a ledger that is open, to be written to and asked."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from positions.exchange import read_case
from positions.following import views_beside
from positions.following.inline import Inline
from positions.history import History, Moment
from positions.ledger.batch import Batch, OutOfTurn
from positions.ledger.bulk import BATCH, TableLoaded, TableLoading
from positions.ledger.commands import Commands
from positions.ledger.exporting import Imported, export_lines, import_lines
from positions.ledger.files import File, Lines, reading, writing
from positions.ledger.finding import Found, found
from positions.ledger.followed import Followed
from positions.ledger.journal import Journal
from positions.ledger.loading import Loaded, apply
from positions.ledger.writer import Writer
from positions.store import Log, Verification, rebuild_index, verify

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Generator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from positions.exchange.tables import TableSource
    from positions.exchange.tables.problems import RowProblem
    from positions.ledger.draft import Draft
    from positions.ledger.finding import Kind
    from positions.ledger.writer import Clock
    from positions.model.recorded import Event
    from positions.projections import Runnable
    from positions.replay.view import View
    from positions.store import LedgerApplication

__all__ = ["Ledger"]


class Ledger(Commands, Followed):
    """The store of a history: what is written enters it in order, and nothing is ever rewritten.

    It may be used from several threads, and beside other processes that write to the same store:
    each question sees what was recorded until then, each command is decided on it, and decided
    again where another writer came first. Each view and history is pinned to the place in the log
    at which it was made.
    """

    def __init__(
        self,
        log: Log,
        *,
        zone: str | None,
        clock: Clock,
        curator: str | None,
        inline: Sequence[Runnable] = (),
        checkpoint: Path | None = None,
    ) -> None:
        beside = views_beside(log) if inline else None
        super().__init__(clock, beside)
        kept = None if beside is None else Inline(log, beside, inline, clock)
        self._journal = Journal(log, kept, checkpoint)
        self._writer = Writer(self._journal, zone=zone, clock=clock, curator=curator)
        self._lock = threading.RLock()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Ledger at {self._journal.log.where!r}, zone {self.zone}>"

    @property
    def application(self) -> LedgerApplication:
        """The `eventsourcing` application underneath: its recorder, notification log and so on."""
        return self._journal.log.application

    @property
    def zone(self) -> str:
        """The IANA name of the zone in which bare dates are read.

        The one given when the ledger was made, else that of the first case loaded, else UTC; the
        first write fixes it.
        """
        return self._writer.zone or "UTC"

    @property
    def retried(self) -> int:
        """How often a decision was taken anew because another writer had come first."""
        return self._writer.retried

    def close(self) -> None:
        """Let go of the store; views and histories taken from it stay as they are."""
        try:
            self._left_alone()
        finally:
            with self._lock:
                self._closed = True
                self._journal.close()

    def load(self, source: str | os.PathLike[str] | Mapping[str, Any]) -> Loaded:
        """Record all of a case, a path or a mapping of the case format; or nothing of it.

        Raises:
            InvalidCase: something is wrong with it: every problem at once, each with file, line
                and path.
        """
        case = read_case(source, zone=self._writer.zone)
        zone = self._writer.zone or case.zone or "UTC"
        known = 0

        def decide(draft: Draft) -> None:
            nonlocal case, zone, known
            if draft.zone != zone:  # another's first write has fixed it meanwhile
                case, zone = read_case(source, zone=draft.zone), draft.zone
            known = apply(draft, case)

        with self._lock:
            self._check_open()
            recorded = self._writer.record(decide, zone=zone)
        return Loaded(recorded=recorded, known=known, warnings=case.warnings)

    def load_table(
        self,
        source: TableSource,
        mapping: str | os.PathLike[str] | Mapping[str, Any],
        *,
        batch: int = BATCH,
        progress: Callable[[int], object] | None = None,
        refused: Callable[[RowProblem], object] | None = None,
    ) -> TableLoaded:
        """Record the rows of a table as statements, in batches, each whole or not at all.

        What is on record already is not recorded again, so that a load that was interrupted, or met
        a row that was wrong, is simply done once more: whole batches are there and stay.

        Args:
            source: The path of a CSV, TSV, Parquet or Arrow file; or whatever speaks Arrow: a table
                of pyarrow, a data frame of Polars or pandas, a relation of DuckDB.
            mapping: Which field of a statement comes from which column: the path of a YAML or JSON
                file, or plain data. `docs/how-to/load-tables.md` explains it.
            batch: How many rows are recorded together.
            progress: Is told, batch by batch, how many rows were dealt with.
            refused: Is told of each thing that is wrong with a row, which is then left out, whole.

        Raises:
            InvalidCase: the mapping makes no sense, or names columns that the table has not.
            InvalidTable: rows are wrong, and nobody is told of them by *refused*: all that is wrong
                with the first such batch, of which nothing is recorded.
            ImportError: what reads such a file is not installed.
        """

        def turn(act: Callable[[], None]) -> None:
            with self._lock:
                self._check_open()
                act()

        return TableLoading(self._journal, self._writer, batch).load(
            source, mapping, turn, progress, refused
        )

    @contextmanager
    def batch(self) -> Generator[Batch]:
        """Record many commands as one: all are recorded when the block ends, or none if it raises.

        A command that is refused leaves nothing behind in the batch. The ledger is locked meanwhile
        against other threads; within the block, write to the batch.

        Raises:
            OutOfTurn: within the block something is written to the ledger itself, or after it to
                the batch.
        """
        with self._lock:
            self._check_open()
            known, draft = self._writer.begun(self.zone)
            batch = Batch(draft)
            self._writer.in_batch = True
            try:
                yield batch
            finally:
                self._writer.in_batch = False
                batch.end()
            self._writer.record(batch.decide_on, zone=draft.zone, begun=(known, draft))

    def _decide(self, decision: Callable[[Draft], None]) -> tuple[Event, ...]:
        with self._lock:
            self._check_open()
            recorded = self._writer.record(decision, zone=self.zone)
        return tuple(each.event for each in recorded)

    def _open_log(self) -> Log:
        self._check_open()
        return self._journal.log

    def _check_open(self) -> None:
        if self._closed:
            why = "this ledger is closed; open it again"
            raise OutOfTurn(why)

    def catch_up(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Read what was recorded since the last question; each question does so by itself.

        Args:
            progress: Is told, page by page, the position that was reached and the last one.
        """
        with self._lock:
            self._check_open()
            self._journal.follow(progress)

    def history(self) -> History:
        """Return what is recorded until now, as an immutable sequence of events."""
        with self._lock:
            self._check_open()
            return self._journal.history(self.zone)

    def as_of(
        self,
        as_of: Moment | None = None,
        *,
        known_by: Moment | None = None,
        recorded_by: Moment | None = None,
        zone: str | None = None,
    ) -> View:
        """Return the past as a value; see `History.as_of`."""
        return self.history().as_of(as_of, known_by=known_by, recorded_by=recorded_by, zone=zone)

    def checkpoint(self) -> Path:
        """Write what is recorded until now as columns, beside the ledger's file or where told.

        Whoever opens the ledger next then goes on from there, instead of reading it from its
        beginning. A ledger that was read far leaves one behind when it is closed. It is derived: to
        delete it loses nothing.

        Returns:
            Where it stands.

        Raises:
            NoCheckpoint: the ledger is under a key, in a store without an index of keys, or in no
                file and was opened without saying where.
            StoreFailed: it cannot be written, or something in the ledger cannot be read.
        """
        with self._lock:
            self._check_open()
            return self._journal.checkpoint()

    def export(
        self,
        target: File,
        *,
        damaged: bool = True,
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Write every event as a line of canonical JSON, and return how many there were.

        Args:
            target: A path, where the file stands once all is written; or a file that takes bytes.
            damaged: Whether what cannot be read is an error; else it is left out.
            progress: Is told how many events were written.

        Raises:
            CorruptRecord: an event cannot be read, so that the export would not be whole.
        """
        self._check_open()
        with writing(target) as file:
            return export_lines(self._journal.log, file.write, progress, damaged=damaged)

    def import_from(
        self,
        source: Lines,
        progress: Callable[[int], None] | None = None,
    ) -> Imported:
        """Record the events of an export as they were, in whole batches.

        The ledger must be empty, or hold the first events of the same export: importing twice is
        importing once, and an import that was interrupted goes on.

        Args:
            source: A path, or the lines as bytes: a file, or what `read_log` reads of Parquet.
            progress: Is told how many lines were dealt with.

        Raises:
            InvalidImport: a line is no event, or the ledger holds another in its place.
        """
        with self._lock, reading(source) as file:
            self._check_open()
            self._journal.read_zone()
            journal = self._journal
            return import_lines(journal.log, file, self._writer.zone, journal.append, progress)

    def verify(self, progress: Callable[[int], None] | None = None) -> Verification:
        """Read every event strictly, and return what is wrong; *progress* is told how many."""
        self._check_open()
        return verify(self._journal.log, progress)

    def rebuild_index(self) -> None:
        """Make the index of keys anew, in a store that keeps one; nothing else depends on it."""
        with self._lock:
            self._check_open()
            rebuild_index(self._journal.log)

    def find(self, text: str, *, kind: Kind | None = None) -> tuple[Found, ...]:
        """Return the actors and claims that go by *text*, in any script, the likeliest first.

        Args:
            text: A name, an id, or a part of one.
            kind: `"actor"` or `"claim"`, where only those are looked for; of many claims, each of
                whose texts is read, it saves most of the time.

        Raises:
            InvalidQuestion: *kind* is neither.
        """
        return found(text, self.as_of(), kind)
