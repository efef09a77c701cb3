"""positions, through its public names alone: a history of real events, asked as anybody asks it."""

import gc
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from benchmarks.as_of.engine import Stances, Unavailable
from benchmarks.as_of.events import events
from benchmarks.as_of.questions import NOBODY, STANCE_CODES, Questions
from benchmarks.as_of.record import Integers, Record
from numpy.typing import NDArray

import positions
from positions.replay.index import Cells, standing_of

__all__ = ["Ours", "OursFromLedger"]

_EPOCH = date(1970, 1, 1).toordinal()
BYTES_AN_EVENT = 1_750
"""What an event of a statement takes as objects in memory, roughly."""


class Ours:
    """A history of events in memory."""

    def __init__(self) -> None:
        self._history = positions.History.of(())
        self._actors: list[str] = []
        self._claims: list[str] = []

    @property
    def version(self) -> str:
        """Which release."""
        return f"positions {positions.__version__}"

    def load(self, record: Record) -> None:
        """Make the events, and a history of them; Python's housekeeping then leaves them alone."""
        needed = BYTES_AN_EVENT * len(record.claim)
        if needed > available():
            why = f"needs {needed / 2**30:.0f} GiB for so many events; try --from-ledger"
            raise Unavailable(why)
        gc.disable()
        self._history = positions.History.of(events(record), zone=record.meta.zone)
        self._ready(record)

    def _ready(self, record: Record) -> None:
        gc.enable()
        gc.collect()
        gc.freeze()
        self._actors, self._claims = record.meta.actors, record.meta.claims

    @cached_property
    def _of_actor(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self._actors)}

    @cached_property
    def _of_claim(self) -> dict[str, int]:
        return {name: number for number, name in enumerate(self._claims)}

    def prepared(self, questions: Questions) -> Iterator[tuple[positions.View, str, str]]:
        """Yield questions as views and ids: peers are given ends of days, and no dates either."""
        return ((self._history.as_of(day), a, c) for day, a, c in self.dated_arranged(questions))

    def point(self, view: positions.View, actor: str, claim: str) -> positions.PositionKind:
        """Return where an actor stands on a claim."""
        return view.position(actor, claim).kind

    def dated(self, day: date, actor: str, claim: str) -> positions.PositionKind:
        """Return the same, with the view made of its date."""
        return self._history.as_of(day).position(actor, claim).kind

    def dated_arranged(self, questions: Questions) -> list[tuple[date, str, str]]:
        """Return questions as dates and ids."""
        rows = zip(questions.actor, questions.claim, questions.day, strict=True)
        return [(date.fromordinal(int(d)), self._actors[a], self._claims[c]) for a, c, d in rows]

    def lookups_arranged(
        self, questions: Questions
    ) -> tuple[list[str], list[str], NDArray[np.datetime64]]:
        """Return questions as the columns that `lookups` takes: ids, and days."""
        _, actors, claims = zip(*self.dated_arranged(questions), strict=True)
        days = (questions.day - _EPOCH).astype("datetime64[D]")
        return list(actors), list(claims), days

    def lookups(self, actors: list[str], claims: list[str], days: NDArray[np.datetime64]) -> Any:  # noqa: ANN401 - an array of kinds
        """Return where actors stand on claims, each as of its own day."""
        lookup: Any = getattr(self._history, "lookup", None)
        if lookup is None:
            why = "not there"
            raise Unavailable(why)
        return lookup(actors, claims, days).kinds

    def claim(self, claim: int, day: int, end: int) -> positions.Positions:  # noqa: ARG002 - the day says it
        """Return the positions of all actors on a claim."""
        view = self._history.as_of(date.fromordinal(day))
        return view.positions(claim=self._claims[claim])

    def matrix(self, day: int, end: int) -> tuple[Cells, Integers, Integers]:  # noqa: ARG002 - the day says it
        """Return where all actors stand on all claims, as columns of numbers, as all sides do."""
        columns = self.value(day).columns
        return columns, columns.actor, columns.claim

    def arrow(self, day: int) -> pa.Table:
        """Return the same with ids and words, as a table of Arrow."""
        return pa.table(self.value(day))

    def value(self, day: int) -> positions.Matrix:
        """Return the matrix as a value, at which nobody has looked."""
        return self._history.as_of(date.fromordinal(day)).matrix()

    def unanswered(self, day: int) -> positions.OpenQuestions:
        """Return who was asked and has not answered, at whose words nobody has looked."""
        return self._history.as_of(date.fromordinal(day)).open_questions()

    def diff(
        self,
        days: tuple[int, int],
        ends: tuple[int, int],  # noqa: ARG002 - the days say it
    ) -> Any:  # noqa: ANN401 - changes by cell
        """Return what is other on the second of two days."""
        first, second = (self._history.as_of(date.fromordinal(day)) for day in days)
        return first.diff(second)

    def code(self, answer: positions.PositionKind) -> int:
        """Return the code of a stance; of every other kind it is that of none."""
        return STANCE_CODES.get(answer, NOBODY)

    def codes(self, answer: Any) -> Integers:  # noqa: ANN401 - an array of kinds
        """Return the codes of many, in the order of the questions."""
        return np.array([STANCE_CODES.get(each, NOBODY) for each in answer], dtype=np.int64)

    def stances(self, answer: Any) -> Stances:  # noqa: ANN401 - positions, a table, or changes by cell
        """Return the columns; what is no stance on either side is no difference."""
        if isinstance(answer, positions.Positions):
            return self._columns((each.actor, each.claim, None, each.kind) for each in answer)
        if isinstance(answer, tuple):
            return self._numbered(*answer)
        changes = answer.items()
        found = self._columns((a, c, each.old.kind, each.new.kind) for (a, c), each in changes)
        other = found.old != found.stance
        columns = (found.actor, found.claim, found.stance, found.old)
        actor, claim, stance, old = (np.asarray(each)[other] for each in columns)
        return Stances(actor=actor, claim=claim, stance=stance, old=old)

    def _numbered(self, cells: Cells, actor: Integers, claim: Integers) -> Stances:
        """Return columns of numbers by the record's own numbers, which are in another order."""
        of_actor = np.array([self._of_actor[each] for each in cells.actors.ids])
        of_claim = np.array([self._of_claim[each] for each in cells.claims.ids])
        kinds = (standing_of(each).kind for each in cells.outcomes.tolist())
        stance = np.array([STANCE_CODES.get(each, NOBODY) for each in kinds], dtype=np.int64)
        nobody = np.full(len(stance), NOBODY)
        return Stances(actor=of_actor[actor], claim=of_claim[claim], stance=stance, old=nobody)

    def _columns(self, cells: Iterable[tuple[str, str, str | None, str | None]]) -> Stances:
        rows = [
            (
                self._of_actor[actor],
                self._of_claim[claim],
                STANCE_CODES.get(old, NOBODY),
                STANCE_CODES.get(new, NOBODY),
            )
            for actor, claim, old, new in cells
        ]
        actor, claim, old, stance = np.array(rows, dtype=np.int64).reshape(-1, 4).T
        return Stances(actor=actor, claim=claim, stance=stance, old=old)

    def held(self) -> tuple[int, int]:
        """Return how many bytes the index takes: its rows, and with bodies and chains of cells."""
        record: Any = self._history.as_of()._record  # noqa: SLF001 - what a user does not ask
        generation = record.generation
        return generation.merged.nbytes, generation.sheet(record.roster).nbytes

    def close(self) -> None:
        """Leave nothing behind."""


class OursFromLedger(Ours):
    """The history of a ledger in a file, which was written before."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._ledger = positions.open(path)

    def load(self, record: Record) -> None:
        """Open it, and take its history."""
        self._history = self._ledger.history()
        self._ready(record)

    def close(self) -> None:
        """Close the ledger."""
        self._ledger.close()


def available() -> int:
    """Return how many bytes of memory are free for use; where nobody tells, as many as any."""
    told = Path("/proc/meminfo")
    if not told.exists():
        return 1 << 62
    lines = dict(line.split(":") for line in told.read_text(encoding="ascii").splitlines())
    return int(lines["MemAvailable"].split()[0]) * 1024
