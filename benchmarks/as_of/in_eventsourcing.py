"""eventsourcing as it comes: an aggregate of each claim, read whole by `repository.get`.

Of a large record a part is written, always with the largest claim; what is asked of all claims is
read for some seconds and scaled to all events.
"""

from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import numpy as np
from benchmarks.as_of.engine import Stances
from benchmarks.as_of.questions import NOBODY, Questions
from benchmarks.as_of.record import Record, place_of
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, datetime_now_with_tzinfo
from eventsourcing.utils import get_topic

__all__ = ["EventSourcing"]

WHOLE = 1_200_000
"""Of more events than these a part is written; single lookups are then mostly of the largest."""
_AT_ONCE, _SECONDS = 20_000, 10.0
_EVERY = 100


class Claimed(Aggregate):
    """A claim as eventsourcing would have it: what was said on it, by actor."""

    said: dict[int, dict[int, int]]

    class Opened(Aggregate.Created):
        """It was put on record."""

    class Said(Aggregate.Event):
        """An actor said something."""

        actor: int
        packed: int
        stop: int

        def apply(self, aggregate: Any) -> None:  # noqa: ANN401 - as eventsourcing has it
            """Keep it."""
            aggregate.said.setdefault(self.actor, {})[self.packed] = self.stop

    class Ended(Aggregate.Event):
        """What an actor said was voided, or amended by what follows."""

        actor: int
        packed: int

        def apply(self, aggregate: Any) -> None:  # noqa: ANN401 - as eventsourcing has it
            """Forget it."""
            del aggregate.said[self.actor][self.packed]

    def __init__(self) -> None:
        self.said = {}


_EVENTS: Any = Claimed  # its metaclass makes the constructors


class EventSourcing:
    """Its SQLite recorder, mapper and transcoder, without snapshots or cache."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory()
        path = Path(self._folder.name) / "stock.db"
        env = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)}
        self._application = Application[UUID](env=env)
        self.written: list[int] = []
        self._counts = np.empty(0, np.int64)

    @property
    def version(self) -> str:
        """Which release."""
        return f"eventsourcing {version('eventsourcing')}"

    def load(self, record: Record) -> None:
        """Write the events, of all claims or of some."""
        claims = len(record.meta.claims)
        table = record.commitments
        ends = table.ended >= 0
        self._counts = np.bincount(table.claim, minlength=claims) + np.bincount(
            table.claim[ends], minlength=claims
        )
        written = np.ones(claims, dtype=np.bool_)
        if self._counts.sum() > WHOLE:
            written = np.arange(claims) % _EVERY == 0
        written[np.argmax(self._counts)] = True
        written &= self._counts > 0
        self.written = np.flatnonzero(written).tolist()
        some = np.flatnonzero(written[table.claim])
        ended = some[ends[some]]
        places = np.concatenate((place_of(table.packed[some]), table.ended[ended]))
        rows = np.concatenate((some, ended))[np.argsort(places, kind="stable")]
        again = np.zeros(len(table.claim), dtype=np.bool_)
        versions: dict[int, int] = {}
        events: list[Any] = []
        for row in rows.tolist():
            claim, actor = int(table.claim[row]), int(table.actor[row])
            common: dict[str, Any] = {"originator_id": _id(claim)}
            if claim not in versions:
                versions[claim] = 1
                opened = _EVENTS.Opened(
                    **common,
                    originator_version=1,
                    originator_topic=get_topic(Claimed),
                    timestamp=datetime_now_with_tzinfo(),
                )
                events.append(opened)
            versions[claim] += 1
            common["originator_version"] = versions[claim]
            common["timestamp"] = datetime_now_with_tzinfo()
            common |= {"actor": actor, "packed": int(table.packed[row])}
            if again[row]:
                events.append(_EVENTS.Ended(**common))
            else:
                events.append(_EVENTS.Said(**common, stop=int(table.stop[row])))
                again[row] = True
            if len(events) >= _AT_ONCE:
                self._application.events.put(events)
                events = []
        self._application.events.put(events)

    def prepared(self, questions: Questions) -> list[tuple[Any, ...]]:
        """Return questions as numbers, on claims that were written."""
        asked = np.flatnonzero(np.isin(questions.claim, self.written))
        columns = (questions.actor, questions.claim, questions.end)
        return list(zip(*(each[asked].tolist() for each in columns), strict=True))

    def point(self, actor: int, claim: int, end: int) -> int | None:
        """Return the stance of an actor on a claim."""
        found: Any = self._application.repository.get(_id(claim))
        return _last(found.said.get(actor, {}), end)

    def claim(self, claim: int, day: int, end: int) -> dict[int, int | None]:  # noqa: ARG002 - the end says it
        """Return the stances of all actors on a claim."""
        found: Any = self._application.repository.get(_id(claim))
        stances = {actor: _last(said, end) for actor, said in found.said.items()}
        return {actor: stance for actor, stance in stances.items() if stance is not None}

    def whole(self) -> tuple[float, float]:
        """Read claims for some seconds; return the seconds that all take, and the part read."""
        read, started = 0, perf_counter()
        chance = np.random.default_rng(1)
        for claim in chance.permutation(self.written).tolist():
            self._application.repository.get(_id(claim))
            read += int(self._counts[claim])
            if perf_counter() - started > _SECONDS:
                break
        share = read / int(self._counts.sum())
        return (perf_counter() - started) / share, share

    def code(self, answer: int | None) -> int:
        """Return the code of a stance."""
        return NOBODY if answer is None else answer

    def stances(self, answer: dict[int, int]) -> Stances:
        """Return the columns."""
        actor = np.array(list(answer), dtype=np.int64)
        stance = np.array(list(answer.values()), dtype=np.int64)
        return Stances(actor=actor, claim=np.zeros_like(actor), stance=stance)

    def close(self) -> None:
        """Close and remove the file."""
        self._application.close()
        self._folder.cleanup()


def _id(claim: int) -> UUID:
    return uuid5(NAMESPACE_URL, str(claim))


def _last(said: dict[int, int], end: int) -> int | None:
    """Return the stance of what was said last by an end."""
    packed = max((each for each, stop in said.items() if stop <= end), default=None)
    return None if packed is None else packed & 15
