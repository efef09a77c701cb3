"""The events up to a place in a log, looked up in it when they are asked for."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from positions.model.claims.events import ClaimAmended, StatementAmended
from positions.model.recorded import LEDGER, Recorded, Unreadable, claim_stream
from positions.model.when.zones import aware
from positions.store.catalogue import Catalogue
from positions.store.checkpoint import Unusable
from positions.store.keys import HEAD, correction_key, statement_key
from positions.store.log import PAGE, told

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from positions.model.ids import StatementRef
    from positions.replay.streams import Setting
    from positions.store.application import Logged
    from positions.store.contents import Contents
    from positions.store.keyed import KeyedRecorder
    from positions.store.log import Log
    from positions.store.pages import Entry

__all__ = ["KeptPast", "keyed_of"]


class KeptPast:
    """The events of a log up to a checkpoint, or all that there were: see `replay.past.Past`.

    What it needs of every event is in the table of contents: where it stands, when it was recorded,
    of which stream. The events themselves stay in the log, which is opened again for each question
    once the ledger has let go of it.

    Attributes:
        contents: The table of contents.
    """

    def __init__(self, log: Log, contents: Contents) -> None:
        self.contents = contents
        self._log = log
        self._is_open = True
        self._using = threading.RLock()
        self._position = contents.positions.data
        self._bounds = contents.bounds.data
        self._places = contents.places.data
        self._numbers = {name: number for number, name in enumerate(contents.streams)}
        self.count = len(self._position)
        self.times: Sequence[int] = contents.times.data
        self.actor_places: Sequence[int] = contents.actor_places.data
        self.actors: Sequence[str] = [
            name.partition(":")[2] for name in contents.streams if name.startswith("actor:")
        ]
        self.opened = contents.opened
        self.early = contents.early
        self.reusing = contents.reusing
        self.related = contents.related

    def let_go(self) -> None:
        """Use the log no more that the ledger has opened."""
        with self._using:
            self._is_open = False

    @contextmanager
    def _opened(self) -> Generator[tuple[Log, KeyedRecorder]]:
        """Give the log, and its recorder."""
        with self._using:
            log = self._log if self._is_open else self._log.again()
            try:
                yield log, keyed_of(log)
            finally:
                if log is not self._log:
                    log.close()

    def recorded(self, low: int, high: int) -> list[Recorded]:
        """Return the events from a place up to another."""
        wanted = self._position[low:high]
        found: dict[int, Entry] = {}
        after = wanted[0] - 1 if low < high else 0
        with self._opened() as (log, _):
            while low < high and after < wanted[-1]:
                page = log.read(after, min(PAGE, wanted[-1] - after))
                found |= {each.position: each for each in page}
                after = page[-1].position if page else wanted[-1]
        return [
            self._recorded(low + number, found.get(position))
            for number, position in enumerate(wanted)
        ]

    def _recorded(self, place: int, entry: Entry | None) -> Recorded:
        if entry is not None and not isinstance(entry.found, Exception):
            return entry.found
        why = "it is no longer there" if entry is None else str(entry.found)
        return Recorded(
            stream="?" if entry is None else entry.stream,
            event=Unreadable(why=why, tying=True),
            recorded_at=aware(self.times[place]),
        )

    def version(self, stream: str) -> int:
        """Return how far a stream goes."""
        if stream == LEDGER:
            return 1
        return len(self.places(stream))

    def places(self, stream: str) -> Sequence[int]:
        """Return where the events of a stream stand, in order."""
        number = self._numbers.get(stream)
        if number is None:
            return ()
        return self._places[self._bounds[number] : self._bounds[number + 1]]

    def stream(self, name: str) -> list[object]:
        """Return the events of a stream, in order."""
        count = len(self.places(name))
        with self._opened() as (log, recorder):
            stored = told(lambda: recorder.select_events(name, lte=count))
            found = {each.originator_version: log.opened(each) for each in stored}
        return [_event(found.get(version)) for version in range(1, count + 1)]

    def head(self, claim: str) -> list[tuple[int, object]]:
        """Return what was recorded of a claim itself and its relations, each with its place."""
        stream = claim_stream(claim)
        places = self.places(stream)
        filed = self._filed(HEAD, stream) if len(places) else []
        return [(places[version - 1], event) for version, event in filed]

    def spoken_of(self, ref: StatementRef) -> list[int]:
        """Return where a statement is spoken of, in order."""
        stream = claim_stream(ref.claim)
        places = self.places(stream)
        filed = self._filed(statement_key(ref.statement), stream) if len(places) else []
        return [places[version - 1] for version, _ in filed]

    def amended(self, claim: str, amendment: str) -> list[str | None]:
        """Return what amendments of that id were made of: statements, or `None` for the claim."""
        found = self._filed(correction_key(amendment), claim_stream(claim))
        return [
            event.statement.id if isinstance(event, StatementAmended) else None
            for _, event in found
            if isinstance(event, StatementAmended | ClaimAmended)
        ]

    def _filed(self, key: bytes, stream: str) -> list[tuple[int, object]]:
        """Return what is filed under a key in a stream: each event with its version."""
        count = len(self.places(stream))
        with self._opened() as (log, recorder):
            stored = told(lambda: recorder.select_by_key(key, stream))
            return [
                (each.originator_version, _event(log.opened(each)))
                for each in stored
                if each.originator_version <= count
            ]

    def followers(self, ref: StatementRef) -> list[StatementRef]:
        """Return the statements that, in some version of theirs, name *ref* as earlier."""
        with self._opened() as opened:
            return Catalogue(*opened).followers(ref)

    def in_setting(self, setting: Setting) -> list[StatementRef]:
        """Return the statements that, in some version of theirs, were made in *setting*."""
        with self._opened() as opened:
            return Catalogue(*opened).in_setting(setting)


def _event(found: Logged | Exception | None) -> object:
    if found is None:
        return Unreadable(why="it is no longer there", tying=True)
    return Unreadable(why=str(found), tying=True) if isinstance(found, Exception) else found.event


def keyed_of(log: Log) -> KeyedRecorder:
    """Return the recorder of a log that keeps an index of keys.

    Raises:
        Unusable: it keeps none.
    """
    if log.keyed is None:
        why = "its store keeps no index of keys"
        raise Unusable(why)
    return log.keyed
