"""The door: open a ledger, write to it, ask it."""

from __future__ import annotations

import datetime as dt
import os
import random
import threading
import time
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, Self

from positions.errors import PositionsError
from positions.exchange import read_case
from positions.history import History, Moment
from positions.ledger.batch import Batch, OutOfTurn
from positions.ledger.commands import Commands
from positions.ledger.draft import Draft
from positions.ledger.exporting import Imported, export_lines, import_lines
from positions.ledger.finding import Found, found
from positions.ledger.journal import Journal, Stamp
from positions.ledger.loading import Loaded, apply
from positions.model.when import When
from positions.store import LedgerBusy, Log, Overtaken, Verification, opened, verify

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from types import TracebackType

    from positions.exchange import Case
    from positions.ledger.known import Known
    from positions.model.recorded import Event, Recorded
    from positions.replay.view import View
    from positions.store import LedgerApplication, Location

    Clock = Callable[[], dt.datetime]

__all__ = ["Ledger", "OtherZone", "open"]

_TRIES = 200
_LONGEST_PAUSE = 0.1


class OtherZone(PositionsError, ValueError):
    """A ledger was opened with another zone than its own, which its first write fixed.

    Attributes:
        zone: The zone it was opened with.
        own: The zone of the ledger.
    """

    def __init__(self, zone: str, own: str) -> None:
        self.zone = zone
        self.own = own
        super().__init__(zone, own)

    def __str__(self) -> str:
        return (
            f"the bare dates of this ledger are read in {self.own}, which its first write fixed, "
            f"and not in {self.zone}; leave the zone out, or give as_of(…, zone=) one of its own"
        )


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Ledger(Commands):
    """The store of a history: what is written enters it in order, and nothing is ever rewritten.

    It may be used from several threads, and beside other processes that write to the same store:
    each question sees what was recorded until then, each command is decided on it, and decided
    again where another writer came first. Each view and history is pinned to the place in the log
    at which it was made.
    """

    def __init__(self, log: Log, *, zone: str | None, clock: Clock, curator: str | None) -> None:
        self._journal = Journal(log)
        self._given = zone
        self._clock = clock
        self._curator = curator
        self._lock = threading.RLock()
        self._in_batch = False
        self._closed = False
        self._retried = 0
        self._check_zone(self._journal.read_zone())

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
        return self._journal.zone or self._given or "UTC"

    @property
    def retried(self) -> int:
        """How often a decision was taken anew because another writer had come first."""
        return self._retried

    def close(self) -> None:
        """Let go of the store; views and histories taken from it stay as they are."""
        with self._lock:
            self._closed = True
            self._journal.log.close()

    def load(self, source: str | os.PathLike[str] | Mapping[str, Any]) -> Loaded:
        """Record all of a case, a path or a mapping of the case format; or nothing of it.

        Raises:
            InvalidCase: something is wrong with it: every problem at once, each with file, line
                and path.
        """
        case = self._read(source)
        zone = self._zone_for(case)
        known = 0

        def decide(draft: Draft) -> None:
            nonlocal case, zone, known
            if draft.zone != zone:  # another's first write has fixed it meanwhile
                case, zone = self._read(source), draft.zone
            known = apply(draft, case)

        with self._lock:
            recorded = self._record(decide, zone=zone)
        return Loaded(recorded=recorded, known=known, warnings=case.warnings)

    def _read(self, source: str | os.PathLike[str] | Mapping[str, Any]) -> Case:
        return read_case(source, zone=self._journal.zone or self._given)

    def _zone_for(self, case: Case) -> str:
        return self._journal.zone or self._given or case.zone or "UTC"

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
            known, draft = self._new_draft(self.zone)
            batch = Batch(draft)
            self._in_batch = True
            try:
                yield batch
            finally:
                self._in_batch = False
                batch.end()
            self._record(batch.decide_on, begun=(known, draft))

    def _decide(self, decision: Callable[[Draft], None]) -> tuple[Event, ...]:
        with self._lock:
            return tuple(each.event for each in self._record(decision))

    def _record(
        self,
        decide: Callable[[Draft], None],
        *,
        zone: str | None = None,
        begun: tuple[Known, Draft] | None = None,
    ) -> tuple[Recorded, ...]:
        """Decide, and record what comes of it; anew as often as another writer comes first.

        Where the decision was taken already, *begun* is on what, and the draft of it.
        """
        for tries in range(_TRIES):
            if begun is None:
                begun = self._new_draft(zone or self.zone)
                decide(begun[1])
            known, draft = begun
            if not draft.events:
                return ()
            stamp = Stamp(self._clock(), self._curator)
            try:
                return self._journal.record(draft, known, stamp)
            except Overtaken:
                self._retried += 1
                begun = None
                if tries:  # who was overtaken once tries again at once
                    pause = min(_LONGEST_PAUSE, 0.001 * 2**tries)
                    time.sleep(random.random() * pause)  # noqa: S311 - no secret
        why = f"other writers came first {_TRIES} times"
        raise LedgerBusy(why)

    def _new_draft(self, zone: str) -> tuple[Known, Draft]:
        if self._in_batch:
            why = "a batch of this ledger is open; write to the batch until it ends"
            raise OutOfTurn(why)
        self._check_open()
        known = self._journal.known()
        self._check_zone(self._journal.zone)  # another's first write may have fixed it
        return known, Draft(known, self._journal.zone or zone)

    def _check_open(self) -> None:
        if self._closed:
            why = "this ledger is closed; open it again"
            raise OutOfTurn(why)

    def _check_zone(self, own: str | None) -> None:
        if self._given is not None and own is not None and own != self._given:
            raise OtherZone(self._given, own)

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
            return self._journal.history(self._given or "UTC")

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

    def export(self, target: str | os.PathLike[str] | IO[bytes], *, damaged: bool = True) -> int:
        """Write every event as a line of canonical JSON, and return how many there were.

        Args:
            target: A path, or a file that takes bytes.
            damaged: Whether what cannot be read is an error; else it is left out.

        Raises:
            CorruptRecord: an event cannot be read, so that the export would not be whole.
        """
        self._check_open()
        count = 0
        with _opened(target, "wb") as file:
            for line in export_lines(self._journal.log, damaged=damaged):
                file.write(line + b"\n")
                count += 1
        return count

    def import_from(
        self,
        source: str | os.PathLike[str] | IO[bytes],
        progress: Callable[[int], None] | None = None,
    ) -> Imported:
        """Record the events of an export as they were, in whole batches.

        The ledger must be empty, or hold the first events of the same export: importing twice is
        importing once, and an import that was interrupted goes on.

        Args:
            source: A path, or a file that gives bytes.
            progress: Is told how many lines were dealt with.

        Raises:
            InvalidImport: a line is no event, or the ledger holds another in its place.
        """
        with self._lock, _opened(source, "rb") as file:
            self._check_open()
            zone = self._journal.read_zone() or self._given
            return import_lines(self._journal.log, file, zone, progress)

    def verify(self, progress: Callable[[int], None] | None = None) -> Verification:
        """Read every event strictly, and return what is wrong; *progress* is told how many."""
        self._check_open()
        return verify(self._journal.log, progress)

    def find(self, text: str) -> tuple[Found, ...]:
        """Return the actors and claims that go by *text*, in any script, the likeliest first."""
        return found(text, self.as_of())


def _opened(
    file: str | os.PathLike[str] | IO[bytes], mode: Literal["rb", "wb"]
) -> AbstractContextManager[IO[bytes]]:
    return Path(file).open(mode) if isinstance(file, str | os.PathLike) else nullcontext(file)


def open(
    location: Location,
    *,
    zone: str | None = None,
    clock: Clock = _now,
    curator: str | None = None,
) -> Ledger:
    """Open a ledger; where there is none, make it.

    Args:
        location: Where it is kept: the path of an SQLite file; `":memory:"`; `postgresql://…`; or a
            mapping of eventsourcing's environment variables, for any recorder there is.
        zone: The IANA name of the zone in which its bare dates are read.
        clock: Returns the time at which something is recorded, as an aware datetime.
        curator: Who records, to be kept with every event.

    Raises:
        UnsupportedLocation: no ledger can be kept there.
        StoreFailed: the store cannot be reached, or is something else than a ledger.
        OtherZone: the ledger has another zone than *zone*.
        InvalidWhen: there is no such zone.
    """
    if zone is not None:
        When.parse("2000", zone=zone)  # before anything is made
    log = opened(location)
    try:
        return Ledger(log, zone=zone, clock=clock, curator=curator)
    except BaseException:
        log.close()
        raise
