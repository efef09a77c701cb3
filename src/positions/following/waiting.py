"""Waiting for the next event: told by the store where it can tell, else by looking now and then."""

from __future__ import annotations

import time
from threading import Event
from typing import TYPE_CHECKING, Any, Protocol

from eventsourcing.popo import POPOApplicationRecorder

if TYPE_CHECKING:
    from positions.store import Log

__all__ = ["Waiting", "waiting_for"]

_LONGEST = 0.25
_SHORTEST_LOOK = 0.001
_LONGEST_LOOK = 0.05


class Waiting(Protocol):
    """Waits for the next event of a log."""

    def wait(self, after: int, stop: Event) -> None:
        """Return once something stands behind a position, or when told to stop, or in a while.

        However it is told, it waits for no longer than a quarter of a second; whoever calls this
        looks anyway.
        """
        ...

    def close(self) -> None:
        """Let go of what was opened."""
        ...


def waiting_for(log: Log) -> Waiting:
    """Return how to wait for the next event of a log, in whatever store."""
    recorder: Any = log.application.recorder
    if isinstance(recorder, POPOApplicationRecorder):
        return _Told(recorder)
    if hasattr(recorder, "channel_name"):  # of PostgreSQL, which may not be installed
        from positions.following.postgres_waiting import Listening  # noqa: PLC0415

        return Listening(recorder, _LONGEST)
    return _Looking(log)


class _Looking:
    """Looks at the log: often at first, and the longer nothing comes, the more rarely."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._pause = _SHORTEST_LOOK

    def wait(self, after: int, stop: Event) -> None:
        until = time.monotonic() + _LONGEST
        while self._log.head() <= after:
            if time.monotonic() > until or stop.wait(self._pause):
                return
            self._pause = min(self._pause * 1.5, _LONGEST_LOOK)
        self._pause = _SHORTEST_LOOK

    def close(self) -> None:
        """There is nothing to let go of."""


class _Told:
    """Is told by the recorder, which is in the same process."""

    def __init__(self, recorder: POPOApplicationRecorder) -> None:
        self._recorder = recorder
        self._recorded = Event()

    def wait(self, after: int, stop: Event) -> None:
        until = time.monotonic() + _LONGEST
        self._recorder.listen(self._recorded)
        while not stop.is_set() and time.monotonic() < until:
            if (self._recorder.max_notification_id() or 0) > after:
                return
            self._recorded.wait(_LONGEST_LOOK)
            self._recorded.clear()

    def close(self) -> None:
        self._recorder.unlisten(self._recorded)
