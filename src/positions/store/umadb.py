"""A ledger in UmaDB: eventsourcing's adapter of it, for streams that have names.

UmaDB keeps one sequence of events with tags, numbered from 1 without a gap, and appends any number
of them in one step, unless what a condition names is there. The adapter makes streams of that: each
event is tagged with its stream, and with its stream and its version in it.
"""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from eventsourcing.persistence import (
    DatabaseError,
    DataError,
    IntegrityError,
    Notification,
    OperationalError,
    StoredEvent,
)

from positions.store.locations import UnsupportedLocation

_interrupted = signal.getsignal(signal.SIGINT)
try:
    import umadb
    from eventsourcing_umadb import Factory
    from eventsourcing_umadb.recorders import UmaDBApplicationRecorder, UmaDBSubscription
except ValueError as error:
    why = "umadb handles Ctrl-C, which only the main thread may: `import umadb` there first"
    raise UnsupportedLocation("UmaDB", why) from error
if _interrupted not in (None, signal.getsignal(signal.SIGINT)):
    signal.signal(signal.SIGINT, _interrupted)  # umadb has put its own in the place of anybody's

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eventsourcing.persistence import ApplicationRecorder, Subscription
    from eventsourcing.utils import Environment

__all__ = ["LedgerUmaDBFactory", "LedgerUmaDBRecorder"]

_TOO_LARGE = "message length too large"
_STREAM = "originator:"
T = TypeVar("T")


class LedgerUmaDBRecorder(UmaDBApplicationRecorder):
    """The events of a ledger on a server of UmaDB.

    The adapter's own reads ids of streams as UUIDs, and lets the errors of `umadb` through.
    """

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Insert events, all or none, and return their positions.

        What is given beside them is not for this recorder. That the first of a stream's versions is
        free says as much of the next, so that the condition names it alone: a write takes 4 MiB,
        its condition included.
        """
        del kwargs
        if not stored_events:
            return None
        expected: dict[str, int] = {}
        first: list[umadb.QueryItem] = []
        events: list[umadb.Event] = []
        for each in stored_events:
            stream, version = str(each.originator_id), each.originator_version
            tags = _tags(stream, version)
            if stream not in expected:
                first.append(umadb.QueryItem(tags=tags))
            elif version != expected[stream]:
                skipped = f"version {expected[stream]} of {stream!r} is missing before {version}"
                raise IntegrityError(skipped)
            expected[stream] = version + 1
            events.append(
                umadb.Event(event_type=each.topic, data=each.state, tags=tags, uuid=uuid4())
            )
        last = self._appended(events, umadb.Query(items=first))
        return list(range(last - len(events) + 1, last + 1))

    def _appended(self, events: list[umadb.Event], first: umadb.Query) -> int:
        """Append events unless some that are in their way are there; return the last position.

        The server tells of a conflict in the headers of its answer, with all that is in the way:
        where that is more than a kilobyte or so, what comes is a broken connection. So look.
        """
        condition = umadb.AppendCondition(fail_if_events_match=first)
        try:
            return _told(lambda: self.umadb.append(events, condition))
        except OperationalError as error:
            if self._read(query=first, limit=1):
                raise IntegrityError(str(error)) from error
            raise

    def _read(
        self,
        *,
        query: umadb.Query,
        start: int | None = None,
        limit: int | None = None,
        backwards: bool = False,
    ) -> list[umadb.SequencedEvent]:
        """Read events; once more, where the connection was broken by a conflict of somebody's."""

        def ask() -> list[umadb.SequencedEvent]:
            return list(self.umadb.read(query=query, start=start, limit=limit, backwards=backwards))

        try:
            return _told(ask)
        except OperationalError:
            return _told(ask)

    def select_events(
        self,
        originator_id: object,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,  # noqa: FBT001, FBT002 - as eventsourcing has it
        limit: int | None = None,
    ) -> list[StoredEvent]:
        """Return the events of a stream; where one version is asked for, without the others."""
        tags = [f"{_STREAM}{originator_id}"]
        if gt is not None and lte == gt + 1:
            tags = _tags(str(originator_id), gt + 1)
        found = self._read(
            query=umadb.Query(items=[umadb.QueryItem(tags=tags)]),
            backwards=desc,
            limit=limit if gt is None and lte is None else None,
        )
        events = [
            StoredEvent(*_place(each), each.event.event_type, each.event.data) for each in found
        ]
        return [
            each
            for each in events
            if (gt is None or each.originator_version > gt)
            and (lte is None or each.originator_version <= lte)
        ][:limit]

    def max_notification_id(self) -> int | None:
        """Return the position of the last event; `None` where there is none."""
        try:
            return _told(self.umadb.head)
        except OperationalError:  # as `_read`
            return _told(self.umadb.head)

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Return events from a position on; up to another, and of these topics, where given."""
        first = 1 if start is None else max(1, start if inclusive_of_start else start + 1)
        if stop is not None:
            limit = min(limit, stop - first + 1)  # there are no more positions than these
        if limit <= 0:
            return []
        query = umadb.Query(items=[umadb.QueryItem(types=topics)])
        found = self._read(query=query, start=first, limit=limit)
        return [
            self.construct_notification(each)
            for each in found
            if stop is None or each.position <= stop
        ]

    def construct_notification(self, ue: umadb.SequencedEvent) -> Notification:
        """Return an event in its place; what nobody has tagged so is of no stream."""
        return Notification(*_place(ue), ue.event.event_type, ue.event.data, ue.position)

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[UmaDBApplicationRecorder]:
        """Return the events after a position, as they come, until it is stopped."""
        return _Subscribed(recorder=self, gt=gt, topics=topics)


class _Subscribed(UmaDBSubscription):
    """A subscription that ends when it is stopped, also while nothing comes."""

    def stop(self) -> None:
        super().stop()
        self._read_response.cancel()

    def __next__(self) -> Notification:
        try:
            return _told(super().__next__)
        except umadb.CancelledByUserError:
            raise StopIteration from None


class LedgerUmaDBFactory(Factory):
    """Makes the recorder of a ledger on the server that UMADB_URI names."""

    def __init__(self, env: Environment) -> None:
        _told(lambda: super(LedgerUmaDBFactory, self).__init__(env))

    def application_recorder(self) -> ApplicationRecorder:
        """Return the recorder of the events, whatever APPLICATION_RECORDER_TOPIC says."""
        return LedgerUmaDBRecorder(self.umadb)


def _tags(stream: str, version: int) -> list[str]:
    """Return the tags of an event, as the adapter has them."""
    return [f"{_STREAM}{stream}", f"originator-{stream}-version:{version}"]


def _place(found: umadb.SequencedEvent) -> tuple[str, int]:
    """Return the stream and version that the tags of an event say; "" and 0 where they do not."""
    tags = found.event.tags
    stream = next((each.removeprefix(_STREAM) for each in tags if each.startswith(_STREAM)), "")
    begins = f"originator-{stream}-version:"
    versions = (each.removeprefix(begins) for each in tags if each.startswith(begins))
    return stream, next((int(each) for each in versions if each.isdecimal()), 0)


def _told(ask: Callable[[], T]) -> T:
    """Return what the server answers, or say in the words of eventsourcing why it does not."""
    try:
        return ask()
    except umadb.IntegrityError as error:
        raise IntegrityError(str(error)) from error
    except umadb.CorruptionError as error:
        raise DatabaseError(str(error)) from error
    except (umadb.AuthenticationError, umadb.TransportError) as error:
        if "invalid URL" in str(error):
            raise ValueError(str(error)) from error
        raise OperationalError(str(error)) from error
    except Exception as error:
        if type(error) is not Exception:  # umadb has no class for the rest
            raise
        if _TOO_LARGE in str(error):
            much = "UmaDB takes 4 MiB in one write, with what guards it; record less at a time"
            raise DataError(much) from error
        raise OperationalError(str(error)) from error
