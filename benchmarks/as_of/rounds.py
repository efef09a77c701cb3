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
IN_A_ROW, SECONDS = 24, 0.5
"""How many questions of many an engine is asked in a turn, round and round, and for how long."""
PATIENCE = 15.0
"""The seconds that an engine has for a part of the points, and for one answer to be asked again."""
QUESTIONS = ("lookups", "claim", "matrix", "diff")


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What was measured of a question.

    Attributes:
        each: The seconds of each turn: of single lookups the median of a part, of others that of
            what was asked in a row after the first of the turn.
        afresh: The seconds of the first of each turn, when the caches hold what the others read.
        first: The seconds of the very first answer, which is not among them unless it is all.
        every: Of single lookups, the seconds of each.
        wrong: An example of what was wrong, where something was.
        missing: Why there are no figures, where there are none.
    """

    each: list[float] = field(default_factory=list)
    afresh: list[float] = field(default_factory=list)
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
        index: Of positions, the bytes of its index: its rows, and with bodies and chains of cells.
        whole: Of stock eventsourcing, the seconds that reading all takes, and the part it read.
    """

    side: Side
    figures: dict[str, Figures] = field(default_factory=dict)
    peak: float = 0.0
    grown: dict[str, int] = field(default_factory=dict)
    index: tuple[int, int] = (0, 0)
    whole: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of all engines, how often, and what checks the answers."""

    questions: Questions
    more: Questions
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
    drawn_at_once, others, _ = drawn(record, oracle, POINTS + LOOKUPS * (runs * IN_A_ROW + 1))
    questions = drawn_at_once.chosen(slice(POINTS))
    claim = int(np.argmax(np.bincount(record.claim)))
    every = Asked(
        questions=questions,
        more=drawn_at_once.chosen(slice(POINTS, None)),
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
            taken, _ = each.side.points(others.chosen(slice(POINTS // 10)), PATIENCE)
            each.figures["others"] = Figures(each=taken[:1], every=taken)
            taken, _ = each.side.points(every.questions, PATIENCE, "dated")
            each.figures["dated"] = Figures(each=taken[:1], every=taken)
        for what in QUESTIONS:
            _rounds(there, what, every)
        for each, held in zip(ours, before, strict=True):
            each.grown["all"] = each.side.resident() - held
            _value(each, every.days[0], runs)
            each.index = each.side.once("held")[1]
        for each in there:
            if each.side.name == STOCK:
                each.whole = each.side.once("whole")[1]
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
    """Ask a question of many by turns, each time at other cuts; the very first are checked."""
    arguments = _arguments(what, asked, 0)
    for each in sides:
        _tell(f"{what}, the first of {each.side.name}")
        try:
            taken, answer = each.side.once(what, *arguments)
        except Unavailable as why:
            each.figures[what] = Figures(missing=str(why))
            continue
        wrong = _checked(what, asked, arguments, answer)
        alone = [taken] if taken > PATIENCE else []
        each.figures[what] = Figures(first=taken, each=alone, wrong=wrong)
    for turn in range(asked.runs):
        _tell(f"{what}, turn {turn + 1} of {asked.runs}")
        numbers = range(1 + turn * IN_A_ROW, 1 + (turn + 1) * IN_A_ROW)
        for each in sides:
            figures = each.figures[what]
            if figures.missing is not None or figures.first > PATIENCE:
                continue
            row = [_arguments(what, asked, number) for number in numbers]
            afresh, *rest = each.side.in_a_row(what, row, SECONDS)
            figures.afresh.append(afresh)
            figures.each.append(statistics.median(rest))


def _arguments(what: str, asked: Asked, number: int) -> tuple[Any, ...]:
    """Return what is asked at one time."""
    day, end = asked.days[0].day[number], asked.days[0].end[number]
    match what:
        case "lookups":
            start = number * LOOKUPS
            return (asked.more.chosen(slice(start, start + LOOKUPS)),)
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
    """Ask positions for matrices and open questions at which nobody looks."""
    if ours.figures["matrix"].first > PATIENCE:
        return
    for what in ("value", "arrow", "unanswered"):
        asked = [(days.day[number],) for number in range(runs + 1)]
        ours.figures[what] = Figures(each=ours.side.in_a_row(what, asked, SECONDS)[1:])
