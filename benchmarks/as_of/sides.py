"""The engines, each in a process of its own, and what is measured in there."""

import gc
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from ctypes import CDLL
from importlib import import_module
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

import numpy as np
from benchmarks.as_of.engine import Stances, Unavailable
from benchmarks.as_of.questions import Questions
from benchmarks.as_of.record import Integers, Record
from benchmarks.figures import peak

__all__ = ["ENGINES", "OURS", "STOCK", "Side", "held_at_most"]

T = TypeVar("T")

OURS, STOCK = "ours", "eventsourcing"
ENGINES = {
    OURS: "ours:Ours",
    "duckdb": "in_duckdb:DuckDB",
    "polars": "in_polars:PolarsByGroups",
    "polars-sorted": "in_polars:PolarsSorted",
    "sqlite": "in_sqlite:SQLite",
    "postgres": "in_postgres:PostgreSQL",
    "mariadb": "in_mariadb:MariaDB",
    STOCK: "in_eventsourcing:EventSourcing",
}
"""Each engine by its name: its module and class."""

_held: dict[str, Any] = {}
"""In the process of an engine, that engine."""


class Side:
    """An engine in a process of its own, that takes turns with the others.

    Attributes:
        name: Its name.
        version: What it calls itself.
        missing: Why it is not there; `None` where it is.
        loading: The seconds that loading took.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.version = name
        self.missing: str | None = None
        self.loading = 0.0
        self._process = ProcessPoolExecutor(1, get_context("spawn"))

    def _do(self, act: Callable[..., T], *arguments: object) -> T:
        return self._process.submit(act, *arguments).result()

    def load(self, folder: Path, *arguments: object) -> None:
        """Let it take the record that lies in a folder."""
        try:
            self.version, self.loading = self._do(_load, self.name, folder, *arguments)
        except Unavailable as why:
            self.missing = str(why)

    def points(
        self, questions: Questions, seconds: float, what: str = "point"
    ) -> tuple[list[float], Integers]:
        """Ask questions one by one, for so long; return what each took, and the codes answered."""
        return self._do(_points, questions, seconds, what)

    def asked(self, questions: Questions) -> Questions:
        """Return those of some questions that it can be asked."""
        return self._do(_asked, questions)

    def once(self, what: str, *arguments: object) -> tuple[float, Any]:
        """Ask one question of many; return the seconds, and the answer.

        Raises:
            Unavailable: It cannot be asked that.
        """
        return self._do(_once, what, arguments)

    def in_a_row(
        self, what: str, asked: Sequence[tuple[object, ...]], seconds: float
    ) -> list[float]:
        """Ask such questions round and round for so long, two at least; return what each took."""
        return self._do(_in_a_row, what, asked, seconds)

    def resident(self) -> int:
        """Return the memory that it holds now, in bytes."""
        return self._do(_resident)

    def peak(self) -> int:
        """Return the most memory that it has held, in bytes."""
        return self._do(held_at_most)

    def close(self) -> None:
        """End its process."""
        if self.missing is None:
            self._do(_close)
        self._process.shutdown()


def _load(name: str, folder: Path, *arguments: object) -> tuple[str, float]:
    module, _, kind = ENGINES[name].partition(":")
    if name == OURS and arguments:
        kind += "FromLedger"
    try:
        found = getattr(import_module(f"benchmarks.as_of.{module}"), kind)
    except ImportError as error:
        why = f"{error.name} is not installed"
        raise Unavailable(why) from None
    record = Record.read(folder)
    engine = found(*arguments)
    started = perf_counter()
    engine.load(record)
    _held["engine"] = engine
    return engine.version, perf_counter() - started


def _points(questions: Questions, seconds: float, what: str) -> tuple[list[float], Integers]:
    engine = _held["engine"]
    point, clock = getattr(engine, what), perf_counter
    taken, answers = [], []
    ends = None
    for asked in getattr(engine, f"{what}_arranged", engine.prepared)(questions):
        started = clock()
        answer = point(*asked)
        stopped = clock()
        taken.append(stopped - started)
        answers.append(answer)
        ends = ends or stopped + seconds  # the first may have to make ready
        if stopped > ends:
            break
    return taken, np.array([engine.code(each) for each in answers], dtype=np.int64)


def _asked(questions: Questions) -> Questions:
    written = getattr(_held["engine"], "written", None)
    return questions if written is None else questions.chosen(np.isin(questions.claim, written))


def _once(what: str, arguments: tuple[object, ...]) -> tuple[float, Any]:
    engine = _held["engine"]
    if getattr(engine, what, None) is None:
        why = "–"
        raise Unavailable(why)
    taken, answer = _timed(what, arguments)
    if what in ("whole", "held"):
        return taken, answer
    if what == "lookups":
        codes: Integers = engine.codes(answer)
        return taken, codes
    stances: Stances = engine.stances(answer)
    return taken, stances


def _timed(what: str, arguments: tuple[object, ...]) -> tuple[float, Any]:
    engine = _held["engine"]
    act = getattr(engine, what)
    arranged = getattr(engine, f"{what}_arranged", None)
    if arranged is not None:
        arguments = arranged(*arguments)
    started = perf_counter()
    answer = act(*arguments)
    return perf_counter() - started, answer


def _in_a_row(what: str, asked: Sequence[tuple[object, ...]], seconds: float) -> list[float]:
    taken: list[float] = []
    ends = perf_counter() + seconds
    for each in cycle(asked):
        taken.append(_timed(what, each)[0])
        if len(taken) > 1 and perf_counter() > ends:
            break
    return taken


def _resident() -> int:
    gc.collect()
    trim = getattr(CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)  # what was freed is not held
    return _status("VmRSS")


def held_at_most() -> int:
    """Return the most memory that this process has held, in bytes.

    What `getrusage` tells counts what its parent held before it was spawned.
    """
    return _status("VmHWM")


def _status(name: str) -> int:
    told = Path("/proc/self/status")
    if not told.exists():
        return int(peak())
    lines = dict(line.split(":", 1) for line in told.read_text(encoding="utf-8").splitlines())
    return int(lines[name].split()[0]) * 1024


def _close() -> None:
    engine = _held.pop("engine", None)
    if engine is not None:
        engine.close()
