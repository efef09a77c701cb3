"""The door: open a ledger, write to it, ask it."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

from positions.errors import PositionsError
from positions.exchange import read_case
from positions.history import History, Moment
from positions.ledger.commands import Commands
from positions.ledger.draft import Draft
from positions.ledger.finding import Found, found
from positions.ledger.loading import Loaded, apply
from positions.model.recorded import Recorded
from positions.model.when import When
from positions.replay.streams import Streams

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Generator, Mapping
    from types import TracebackType

    from positions.model.recorded import Event
    from positions.replay.view import View

    Clock = Callable[[], dt.datetime]

__all__ = ["Batch", "Ledger", "OutOfTurn", "UnsupportedLocation", "open"]

_SALT_BYTES = 16


class UnsupportedLocation(PositionsError, ValueError):
    """No ledger can be kept there.

    Attributes:
        location: The location that was asked for.
    """

    def __init__(self, location: object) -> None:
        self.location = location
        super().__init__(location)

    def __str__(self) -> str:
        return (
            f"no ledger can be kept at {self.location!r}: this version keeps it in memory; "
            "open ':memory:' and load your cases into it"
        )


class OutOfTurn(PositionsError, RuntimeError):
    """Something was to be written past an open batch, or to a batch that is over.

    Nothing of it is recorded.
    """


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Batch(Commands):
    """Commands that are recorded together, or not at all."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._over = False

    def end(self) -> None:
        """Take no more commands."""
        self._over = True

    def _decide(self, decision: Callable[[Draft], None]) -> tuple[Event, ...]:
        if self._over:
            why = "this batch is over; write to the ledger, or to a new batch"
            raise OutOfTurn(why)
        before = len(self._draft.events)
        with self._draft.whole():
            decision(self._draft)
        return tuple(event for _, event in self._draft.events[before:])


class Ledger(Commands):
    """The store of a history: what is written enters it in order, and nothing is ever rewritten.

    It may be used from several threads; each view and history that it gives is pinned to the place
    in the log at which it was made.
    """

    def __init__(self, *, zone: str | None, clock: Clock, curator: str | None) -> None:
        if zone is not None:
            When.parse("2000", zone=zone)
        self._zone = zone
        self._clock = clock
        self._curator = curator
        self._streams = Streams()
        self._history = History(self._streams, 0, self.zone)
        self._lock = threading.RLock()
        self._in_batch = False

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
        return f"<Ledger in memory: {len(self._streams.events)} events>"

    @property
    def zone(self) -> str:
        """The IANA name of the zone in which bare dates are read.

        The one given when the ledger was made, else that of the first case loaded, else UTC; the
        first write fixes it.
        """
        return self._zone or "UTC"

    def close(self) -> None:
        """Close the ledger; views and histories taken from it stay as they are."""

    def load(self, source: str | os.PathLike[str] | Mapping[str, Any]) -> Loaded:
        """Record all of a case, a path or a mapping of the case format; or nothing of it.

        Raises:
            InvalidCase: something is wrong with it: every problem at once, each with file, line
                and path.
        """
        with self._lock:
            case = read_case(source, zone=self._zone)
            draft = self._new_draft(case.zone or self.zone)
            known = apply(draft, case)
            recorded = self._commit(draft, self._zone or draft.zone)
        return Loaded(recorded=recorded, known=known, warnings=case.warnings)

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
            draft = self._new_draft(self.zone)
            batch = Batch(draft)
            self._in_batch = True
            try:
                yield batch
            finally:
                self._in_batch = False
                batch.end()
            self._commit(draft, self.zone)

    def _decide(self, decision: Callable[[Draft], None]) -> tuple[Event, ...]:
        with self._lock:
            draft = self._new_draft(self.zone)
            decision(draft)
            self._commit(draft, self.zone)
        return tuple(event for _, event in draft.events)

    def _new_draft(self, zone: str) -> Draft:
        if self._in_batch:
            why = "a batch of this ledger is open; write to the batch until it ends"
            raise OutOfTurn(why)
        return Draft(self._streams, zone)

    def _commit(self, draft: Draft, zone: str) -> tuple[Recorded, ...]:
        if not draft.events:
            return ()
        moment = self._clock()
        recorded = tuple(
            Recorded(
                stream=stream,
                event=event,
                recorded_at=moment,
                curator=self._curator,
                salt=secrets.token_hex(_SALT_BYTES),
            )
            for stream, event in draft.events
        )
        self._zone = zone
        for each in recorded:
            self._streams.append(each)
        draft.hand_over()
        return recorded

    def history(self) -> History:
        """Return what is recorded until now, as an immutable sequence of events."""
        with self._lock:
            end = len(self._streams.events)
            if len(self._history) != end:  # what one history has worked out serves all that ask
                self._history = History(self._streams, end, self.zone)
            return self._history

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

    def find(self, text: str) -> tuple[Found, ...]:
        """Return the actors and claims that go by *text*, in any script, the likeliest first."""
        return found(text, self.as_of())


def open(
    location: str,
    *,
    zone: str | None = None,
    clock: Clock = _now,
    curator: str | None = None,
) -> Ledger:
    """Open a ledger.

    Args:
        location: Where it is kept: `":memory:"`.
        zone: The IANA name of the zone in which its bare dates are read.
        clock: Returns the time at which something is recorded, as an aware datetime.
        curator: Who records, to be kept with every event.

    Raises:
        UnsupportedLocation: no ledger can be kept there.
        InvalidWhen: there is no such zone.
    """
    if location != ":memory:":
        raise UnsupportedLocation(location)
    return Ledger(zone=zone, clock=clock, curator=curator)
