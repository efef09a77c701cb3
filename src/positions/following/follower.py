"""A follower: catches up with a ledger, then keeps up, and writes what projections make of it."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING, Self, TypeVar

from positions.following.batches import Batches
from positions.following.waiting import waiting_for
from positions.store.log import PAGE, LedgerBusy, StoreFailed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import AsyncIterator, Callable, Iterable
    from types import TracebackType

    from positions.following.builds import Build
    from positions.following.views import Views
    from positions.projections.projection import Runnable
    from positions.store import Log

__all__ = ["Follower"]

_PATIENCE = 60.0
_SHORTEST_PAUSE = 0.05
_LONGEST_PAUSE = 2.0
T = TypeVar("T")


class Follower(Batches):
    """Keeps projections up to date, each exactly once, in the place where their rows are kept.

    Each batch of events is read and folded, and what comes of it is written in one transaction with
    how far it reaches. Several followers of the same projection, in one process or many, do no
    harm: what one has taken the others pass over. It may be used from one thread at a time, but for
    `stop` and what only asks how things stand (`rows`, `builds`, `behind`, `running`), which any
    thread may call while it is at work.
    """

    def __init__(
        self,
        log: Log,
        views: Views,
        projections: Iterable[Runnable],
        *,
        clock: Callable[[], dt.datetime],
        skip: bool = False,
        batch: int = PAGE,
        anew: bool = False,
    ) -> None:
        super().__init__(log, views, projections, clock=clock, skip=skip, batch=batch, anew=anew)
        self._waiting = waiting_for(log)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._raised: BaseException | None = None

    def __enter__(self) -> Self:
        """Begin to follow in a thread; what it raises is raised at the end of the block."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def run(self) -> None:
        """Catch up, and keep up, until `stop` is called, be it just before.

        Where the store fails, it is tried again, for a minute.

        Raises:
            ProjectionFailed: a projection has raised; the others have caught up.
            UnreadableEvent: a projection stands before what cannot be read; the same.
            UnstorableState: a projection has come to a state that cannot be kept; the same.
            Superseded: a build is no more, as another took its place.
            LedgerBusy: the store was locked for a minute.
            StoreFailed: the store could not be read or written for a minute.
        """
        try:
            self._run()
        finally:
            self._stop.clear()
            self._waiting.close()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._patiently(self._keep_up)

    def _patiently(self, act: Callable[[], T]) -> T | None:
        """Return what comes of an act; where the store fails, try it again, for a minute."""
        until: float | None = None
        pause = _SHORTEST_PAUSE
        while not self._stop.is_set():
            try:
                return act()
            except (LedgerBusy, StoreFailed):
                until = until or time.monotonic() + _PATIENCE
                if time.monotonic() > until:
                    raise
            self._stop.wait(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        return None

    def _keep_up(self) -> None:
        """Take all there is, and wait for more."""
        while not self._stop.is_set() and self.step():
            pass
        if not self._stop.is_set():
            self.catch_up()
            self._waiting.wait(self._pages.position, self._stop)

    def start(self) -> None:
        """Follow in a thread of its own, until `stop`."""
        if self._thread is None:
            self._raised = None
            self._stop.clear()
            self._thread = threading.Thread(target=self._in_thread, name=repr(self), daemon=True)
            self._thread.start()

    def _in_thread(self) -> None:
        try:
            self._run()
        except BaseException as error:  # noqa: BLE001 - it is raised where `stop` is called
            self._raised = error

    @property
    def running(self) -> bool:
        """Whether its thread is at work."""
        return self._thread is not None and self._thread.is_alive()

    def stop(self) -> None:
        """End following, wherever it runs; raise what its thread has raised."""
        self._stop.set()
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join()
        self._waiting.close()
        raised, self._raised = self._raised, None
        if raised is not None:
            raise raised

    async def __aiter__(self) -> AsyncIterator[tuple[Build, ...]]:
        """Catch up and keep up, and yield what is known of the builds after each batch.

        It ends when `stop` is called. Where the store fails, it is tried again, for a minute.
        """
        self._stop.clear()
        try:
            while not self._stop.is_set():
                if await asyncio.to_thread(self._patiently, self.step):
                    yield self.builds
                else:
                    await asyncio.to_thread(self._patiently, self.catch_up)
                    await asyncio.to_thread(self._waiting.wait, self._pages.position, self._stop)
        finally:
            self._stop.set()
            self._waiting.close()
