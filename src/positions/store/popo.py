"""A ledger in memory: eventsourcing's recorder, with what is to be done in the same step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eventsourcing.popo import POPOApplicationRecorder, POPOFactory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventsourcing.persistence import ApplicationRecorder, StoredEvent

__all__ = ["LedgerMemoryFactory", "LedgerMemoryRecorder"]


class LedgerMemoryRecorder(POPOApplicationRecorder):
    """The events of a ledger, in the memory of one process."""

    takes_also = True

    def _insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        also = kwargs.get("also")
        with self._database_lock:
            positions = super()._insert_events(stored_events, **kwargs)
            if also is not None:
                try:
                    also(None, positions)
                except BaseException:
                    self._take_back(stored_events)
                    raise
            return positions

    def _notify_listeners(self) -> None:
        """Wake those who wait; one may begin or cease to, in another thread, meanwhile."""
        for listener in tuple(self._listeners):
            listener.set()

    def _take_back(self, stored_events: Sequence[StoredEvent]) -> None:
        del self._stored_events[-len(stored_events) :]
        for each in stored_events:
            del self._stored_events_index[str(each.originator_id)][each.originator_version]


class LedgerMemoryFactory(POPOFactory):
    """Makes the recorders of a ledger in memory."""

    def application_recorder(self) -> ApplicationRecorder:
        """Return the recorder of the events, whatever APPLICATION_RECORDER_TOPIC says."""
        return LedgerMemoryRecorder()
