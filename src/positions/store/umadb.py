"""A ledger in UmaDB: eventsourcing's adapter of it, for streams that have names.

UmaDB keeps one sequence of events with tags, numbered from 1 without a gap, and appends any number
of them in one step, unless what a condition names is there. The adapter makes streams of that: each
event is tagged with its stream, and with its stream and its version in it.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
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
if _interrupted is not None:
    signal.signal(signal.SIGINT, _interrupted)  # umadb has put its own in the place of anybody's

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from eventsourcing.persistence import ApplicationRecorder, Subscription
    from eventsourcing.utils import Environment

__all__ = ["LedgerUmaDBFactory", "LedgerUmaDBRecorder"]

_TOO_LARGE = "message length too large"
_STREAM = "originator:"


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
            tags = self._tags(stream, version)
            if stream not in expected:
                first.append(umadb.QueryItem(tags=tags))
            elif version != expected[stream]:
                skipped = f"version {expected[stream]} of {stream!r} is missing before {version}"
                raise IntegrityError(skipped)
            expected[stream] = version + 1
            events.append(
                umadb.Event(event_type=each.topic, data=each.state, tags=tags, uuid=uuid4())
            )
        condition = umadb.AppendCondition(fail_if_events_match=umadb.Query(items=first))
        with _told():
            last = self.umadb.append(events, condition)
        return list(range(last - len(events) + 1, last + 1))

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
            tags = self._tags(str(originator_id), gt + 1)
        query = umadb.Query(items=[umadb.QueryItem(tags=tags)])
        found: list[StoredEvent] = []
        with _told():
            for each in self.umadb.read(query=query, backwards=desc):
                stream, version = _place(each)
                if len(found) == limit:
                    break
                if (gt is None or version > gt) and (lte is None or version <= lte):
                    found.append(
                        StoredEvent(stream, version, each.event.event_type, each.event.data)
                    )
        return found

    def max_notification_id(self) -> int | None:
        """Return the position of the last event; `None` where there is none."""
        with _told():
            return self.umadb.head()

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
        with _told():
            found = self.umadb.read(query=query, start=first, limit=limit)
            return [
                self.construct_notification(each)
                for each in found
                if stop is None or each.position <= stop
            ]

    def construct_notification(self, ue: umadb.SequencedEvent) -> Notification:
        """Return an event in its place; what nobody has tagged so is of no stream."""
        return Notification(
            originator_id=(place := _place(ue))[0],
            originator_version=place[1],
            topic=ue.event.event_type,
            state=ue.event.data,
            id=ue.position,
        )

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[UmaDBApplicationRecorder]:
        """Return the events after a position, as they come, until it is stopped."""
        return _Subscribed(recorder=self, gt=gt, topics=topics)

    def _tags(self, stream: str, version: int) -> list[str]:
        return [f"{_STREAM}{stream}", self._tag_originator_version(stream, version)]


class _Subscribed(UmaDBSubscription):
    """A subscription that ends when it is stopped, also while nothing comes."""

    def stop(self) -> None:
        super().stop()
        self._read_response.cancel()

    def __next__(self) -> Notification:
        try:
            with _told():
                return super().__next__()
        except umadb.CancelledByUserError:
            raise StopIteration from None


class LedgerUmaDBFactory(Factory):
    """Makes the recorder of a ledger on the server that UMADB_URI names."""

    def __init__(self, env: Environment) -> None:
        with _told():
            super().__init__(env)

    def application_recorder(self) -> ApplicationRecorder:
        """Return the recorder of the events, whatever APPLICATION_RECORDER_TOPIC says."""
        return LedgerUmaDBRecorder(self.umadb)


def _place(found: umadb.SequencedEvent) -> tuple[str, int]:
    """Return the stream and version that the tags of an event say; "" and 0 where they do not."""
    tags = found.event.tags
    stream = next((each.removeprefix(_STREAM) for each in tags if each.startswith(_STREAM)), "")
    begins = f"originator-{stream}-version:"
    versions = (each.removeprefix(begins) for each in tags if each.startswith(begins))
    return stream, next((int(each) for each in versions if each.isdecimal()), 0)


@contextmanager
def _told() -> Generator[None]:
    """Say what `umadb` says in the words of eventsourcing."""
    try:
        yield
    except umadb.IntegrityError as error:
        raise IntegrityError(str(error)) from error
    except umadb.CorruptionError as error:
        raise DatabaseError(str(error)) from error
    except (umadb.AuthenticationError, umadb.TransportError) as error:
        if "invalid URL" in str(error):
            raise ValueError(str(error)) from error
        raise OperationalError(str(error)) from error
    except (umadb.CancelledByUserError, OSError, StopIteration):
        raise
    except Exception as error:  # umadb has no class for the rest
        if type(error) is not Exception:
            raise
        if _TOO_LARGE in str(error):
            much = "UmaDB takes 4 MiB in one write, with what guards it; record less at a time"
            raise DataError(much) from error
        raise OperationalError(str(error)) from error
