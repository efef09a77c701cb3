"""A delivery: the shifts of a watch, each delivered at least once, from a checkpoint on."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from positions.delivering.checkpoints import Checkpoint, UnusableCheckpoint, held
from positions.delivering.courier import Attempt, Courier, Interrupted
from positions.delivering.dead_letters import DeadLetter, DeadLetters
from positions.delivering.letters import Letter
from positions.following import Watch
from positions.store import LedgerBusy, Log, StoreFailed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from positions.delivering.letters import Target
    from positions.following import Wanted
    from positions.replay.recorded_shifts import RecordedShift

__all__ = ["RETRIES", "Delivery"]

RETRIES = 8
"""How often a letter is tried again, where nothing else was asked for."""
_PATIENCE = 60.0
_PAUSE = 1.0


class Delivery:
    """Delivers shifts as they are recorded, in their order, each at least once.

    After each one the checkpoint is written: where the process is killed between the two, that
    shift is delivered once more, with the same key. What cannot be delivered, however often it is
    tried, is put aside with the reason, and the next is delivered.

    Attributes:
        delivered: How many were delivered by this object.
        put_aside: How many could not be.
        dead_letter_file: Where those are.

    Args:
        log: The log of the ledger.
        wanted: Which shifts.
        target: To whom: a `Webhook`, a `Program`, or any function that takes a `Letter` and raises
            where it was not delivered.
        checkpoint: The file of the checkpoint, made where there is none; the letters that were put
            aside are beside it, in a file whose name ends with `.dead-letters.jsonl`.
        clock: Returns the time of each attempt that was the last, as an aware datetime.
        after: Where to begin where there is no checkpoint yet; `None` for now, 0 for all there
            ever was.
        retries: How often each is tried again: after half a second, then twice as long each time,
            up to five minutes, or for as long as whoever should receive it asks, up to an hour.
        told: Is told of every attempt.
    """

    def __init__(
        self,
        log: Log,
        wanted: Wanted,
        target: Target,
        checkpoint: str | os.PathLike[str],
        *,
        clock: Callable[[], dt.datetime],
        after: int | None = None,
        retries: int = RETRIES,
        told: Callable[[Attempt], object] | None = None,
    ) -> None:
        self._log = log
        self._wanted = wanted
        self._path = Path(checkpoint)
        name = f"{self._path.name}.dead-letters.jsonl"
        self.dead_letter_file = self._path.with_name(name)
        self._dead = DeadLetters(self.dead_letter_file)
        self._clock = clock
        self._after = after
        self._told = told or _nobody
        self._stop = threading.Event()
        self._courier = Courier(target, retries, self._stop)
        self._watch: Watch | None = None
        self._checkpoint = Checkpoint(place=0)
        self.delivered = 0
        self.put_aside = 0

    def __repr__(self) -> str:
        return f"<Delivery from {str(self._path)!r}>"

    @property
    def dead_letters(self) -> tuple[DeadLetter, ...]:
        """The letters that were put aside, in order."""
        return self._dead.all()

    def catch_up(self) -> None:
        """Deliver what is recorded until now.

        Raises:
            UnusableCheckpoint: the checkpoint is another's, or cannot be read or written.
        """
        self._deliver(lambda watch: watch.new())

    def run(self) -> None:
        """Deliver what is recorded, and wait for more, until `stop` is called.

        Where the store of the ledger fails, it is tried again, for a minute.

        Raises:
            LedgerBusy: the store was locked for a minute.
            StoreFailed: the store could not be read for a minute.
            UnusableCheckpoint: the checkpoint is another's, or cannot be read or written.
        """
        self._deliver(self._patiently)

    def _patiently(self, watch: Watch) -> Iterator[RecordedShift]:
        """Yield shifts until it is stopped; a store that fails is waited for."""
        began = last = -_PATIENCE
        while not self._stop.is_set():
            try:
                yield from watch
            except (LedgerBusy, StoreFailed):
                now = time.monotonic()
                if now - last > _PATIENCE:  # it was well in the meantime
                    began = now
                last = now
                if now - began >= _PATIENCE:
                    raise
                self._stop.wait(_PAUSE)

    def stop(self) -> None:
        """End it, after the attempt at which it is; it may be called from any thread."""
        self._stop.set()
        watch = self._watch
        if watch is not None:
            watch.stop()

    def redeliver(self) -> None:
        """Try again what was put aside; what was delivered is put aside no more.

        Another process may deliver from the same checkpoint meanwhile.

        Raises:
            UnusableCheckpoint: the file of the dead letters cannot be read or written.
        """
        for dead in self._dead.all():
            try:
                last = self._courier.carry(dead.letter, self._told)
            except Interrupted:
                return
            again = None if last.why is None else self._put_aside(last, dead.attempts)
            self._dead.settle(dead.letter.key, again)
            self._count(last)

    def _deliver(self, shifts: Callable[[Watch], Iterable[RecordedShift]]) -> None:
        with held(self._path, seconds=0):
            watch = self._begun()
            given_up = {each.letter.key for each in self._dead.all()}
            try:
                for shift in shifts(watch):
                    self._settle(shift, given_up)
                    if self._stop.is_set():
                        return
            except Interrupted:
                return
            finally:
                watch.close()
            if watch.place > self._checkpoint.place:
                self._reach(Checkpoint(place=watch.place))

    def _begun(self) -> Watch:
        """Return the watch after the checkpoint; where there is none, make it."""
        found = Checkpoint.read(self._path)
        if found is not None and found.place > self._log.head():
            why = f"it is past event {found.place}, and this ledger has fewer: it is of another"
            raise UnusableCheckpoint(str(self._path), why)
        after = self._after if found is None else found.place
        watch = self._watch = Watch(self._log, self._wanted, after)
        if self._stop.is_set():
            watch.stop()
        if found is None:
            self._reach(Checkpoint(place=watch.place))
        else:
            self._checkpoint = found
        return watch

    def _settle(self, shift: RecordedShift, given_up: set[str]) -> None:
        """Deliver a shift, or put it aside, unless that was done already; and remember it."""
        if shift.place - 1 > self._checkpoint.place:
            self._checkpoint = Checkpoint(place=shift.place - 1)
        if shift.key in self._checkpoint.delivered:
            return
        if shift.key not in given_up:
            last = self._courier.carry(Letter.of(shift), self._told)
            if last.why is not None:
                self._dead.add(self._put_aside(last))
            self._count(last)
        delivered = (*self._checkpoint.delivered, shift.key)
        self._reach(evolve(self._checkpoint, delivered=delivered))

    def _put_aside(self, last: Attempt, before: int = 0) -> DeadLetter:
        return DeadLetter(
            letter=last.letter,
            why=last.why or "",
            attempts=before + last.number,
            at=self._clock(),
        )

    def _count(self, last: Attempt) -> None:
        if last.why is None:
            self.delivered += 1
        else:
            self.put_aside += 1
        self._told(last)

    def _reach(self, checkpoint: Checkpoint) -> None:
        checkpoint.write(self._path)
        self._checkpoint = checkpoint


def _nobody(attempt: Attempt) -> None:
    """Nobody wants to know."""
