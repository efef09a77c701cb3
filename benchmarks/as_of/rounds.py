"""The measurements of one record: engines are asked by turns, so that all meet the same load."""

import statistics
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.as_of.checks import Checks
from benchmarks.as_of.engine import Unavailable
from benchmarks.as_of.questions import Cuts, Oracle, Questions, cuts, cuts_on, drawn
from benchmarks.as_of.record import Record
from benchmarks.as_of.sides import OURS, STOCK, Side

__all__ = ["LOOKUPS", "PATIENCE", "POINTS", "Figures", "Measured", "measured"]

POINTS, LOOKUPS, PARTS = 10_000, 1_000, 5
PATIENCE = 15.0
"""The seconds that an engine has for a part of the points, and for one answer to be asked again."""
QUESTIONS = ("lookups", "claim", "matrix", "diff")


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What was measured of a question.

    Attributes:
        each: The seconds of each run; of single lookups the median of each part.
        first: The seconds that the first answer took, which is not among them unless it is all.
        every: Of single lookups, the seconds of each.
        wrong: An example of what was wrong, where something was.
        missing: Why there are no figures, where there are none.
    """

    each: list[float] = field(default_factory=list)
    first: float = 0.0
    every: list[float] = field(default_factory=list)
    wrong: str | None = None
    missing: str | None = None


@dataclass(kw_only=True)
class Measured:
    """What was measured of an engine.

    Attributes:
        side: The engine.
        figures: By question.
        peak: The most memory that its process held.
        grown: Of positions, by how much its memory grew, by the questions that made it grow.
        whole: Of stock eventsourcing, the seconds that reading all takes, and the part it read.
    """

    side: Side
    figures: dict[str, Figures] = field(default_factory=dict)
    peak: float = 0.0
    grown: dict[str, int] = field(default_factory=dict)
    whole: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of all engines, how often, and what checks the answers."""

    questions: Questions
    days: tuple[Cuts, Cuts]
    claim: int
    claim_days: Cuts
    runs: int
    checks: Checks


def measured(
    record: Record, folder: Path, names: list[str], runs: int, ledger: Path | None
) -> Iterator[Measured]:
    """Load a record into engines, ask all questions, and yield what each came to."""
    oracle = Oracle(record)
    questions, others, _ = drawn(record, oracle, POINTS)
    claim = int(np.argmax(np.bincount(record.claim)))
    every = Asked(
        questions=questions,
        days=cuts(record),
        claim=claim,
        claim_days=cuts_on(record, claim),
        runs=runs,
        checks=Checks(record, oracle),
    )
    with ExitStack() as stack:
        found: list[Measured] = []
        for name in names:
            _tell(f"{name} is loaded")
            side = Side(name)
            stack.callback(side.close)
            side.load(folder, *([ledger] if ledger is not None and name == OURS else []))
            found.append(Measured(side=side))
        there = [each for each in found if each.side.missing is None]
        ours = [each for each in there if each.side.name == OURS]
        before = [each.side.resident() for each in ours]
        _points(there, every)
        for each, held in zip(ours, before, strict=True):
            each.grown["lookups one by one"] = each.side.resident() - held
            taken, _ = each.side.points(others, PATIENCE)
            each.figures["others"] = Figures(each=taken[:1], every=taken)
        for what in QUESTIONS:
            _rounds(there, what, every)
        for each, held in zip(ours, before, strict=True):
            each.grown["all"] = each.side.resident() - held
            _value(each, every.days[0], runs)
        for each in there:
            if each.side.name == STOCK:
                each.whole = each.side.once("whole", told=True)[1]
            each.peak = each.side.peak()
        yield from found


def _tell(what: str) -> None:
    """Tell whoever waits at a terminal what is being done."""
    if sys.stderr.isatty():
        print(f"\r{what:60}", end="\r", file=sys.stderr, flush=True)


def _points(sides: list[Measured], asked: Asked) -> None:
    """Ask single questions, a part of them each in turn; the first touch of a pair is included."""
    size = len(asked.questions) // PARTS
    medians: defaultdict[str, list[float]] = defaultdict(list)
    every: defaultdict[str, list[float]] = defaultdict(list)
    wrong: dict[str, str] = {}
    for part in range(PARTS):
        _tell(f"single lookups, part {part + 1} of {PARTS}")
        for each in sides:
            some = asked.questions.chosen(slice(part * size, (part + 1) * size))
            some = each.side.asked(some)
            if not len(some):
                continue
            taken, codes = each.side.points(some, PATIENCE)
            medians[each.side.name].append(statistics.median(taken))
            every[each.side.name] += taken
            example = asked.checks.codes(codes, some)
            if example is not None:
                wrong.setdefault(each.side.name, example)
    for each in sides:
        name = each.side.name
        each.figures["point"] = Figures(
            each=medians[name],
            first=next(iter(every[name]), 0.0),
            every=every[name],
            wrong=wrong.get(name),
        )


def _rounds(sides: list[Measured], what: str, asked: Asked) -> None:
    """Ask a question of many by turns, each time at other cuts; the first answers are checked."""
    for number in range(asked.runs + 1):
        _tell(f"{what}, run {number} of {asked.runs}")
        arguments = _arguments(what, asked, number)
        for each in sides:
            figures = each.figures.get(what, Figures())
            if figures.missing is not None or figures.first > PATIENCE:
                continue
            try:
                taken, answer = each.side.once(what, *arguments, told=number == 0)
            except Unavailable as why:
                each.figures[what] = Figures(missing=str(why))
                continue
            if number:
                figures.each.append(taken)
                continue
            wrong = _checked(what, asked, arguments, answer)
            alone = [taken] if taken > PATIENCE else []
            each.figures[what] = Figures(first=taken, each=alone, wrong=wrong)


def _arguments(what: str, asked: Asked, number: int) -> tuple[Any, ...]:
    """Return what is asked in a run."""
    day, end = asked.days[0].day[number], asked.days[0].end[number]
    match what:
        case "lookups":
            start = number * LOOKUPS
            return (asked.questions.chosen(slice(start, start + LOOKUPS)),)
        case "claim":
            return asked.claim, asked.claim_days.day[number], asked.claim_days.end[number]
        case "matrix":
            return day, end
        case _:
            return (day, asked.days[1].day[number]), (end, asked.days[1].end[number])


def _checked(what: str, asked: Asked, arguments: Any, answer: Any) -> str | None:  # noqa: ANN401 - of any question
    """Return an example of what is wrong with an answer, if anything is."""
    match what:
        case "lookups":
            return asked.checks.codes(answer, *arguments)
        case "claim":
            claim, day, end = arguments
            return asked.checks.at(answer, day, end, claim)
        case "matrix":
            return asked.checks.at(answer, *arguments)
        case _:
            return asked.checks.between(answer, *arguments)


def _value(ours: Measured, days: Cuts, runs: int) -> None:
    """Ask positions for matrices at which nobody looks."""
    if ours.figures["matrix"].first > PATIENCE:
        return
    for what in ("value", "arrow"):
        taken = [ours.side.once(what, days.day[number])[0] for number in range(1, runs + 1)]
        ours.figures[what] = Figures(each=taken)
