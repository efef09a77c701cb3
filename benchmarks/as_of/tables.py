"""How the figures are written: tables in Markdown."""

import importlib.metadata
import os
import platform
import statistics
from collections.abc import Sequence
from pathlib import Path

from benchmarks.as_of.rounds import Figures, Measured
from benchmarks.figures import gigabytes

__all__ = [
    "AFRESH",
    "COLUMNS",
    "cells",
    "cells_afresh",
    "headed",
    "heading",
    "length",
    "listed",
    "spread",
]

COLUMNS = {
    "point": "one lookup: median",
    "p99": "p99",
    "lookups": "1,000 lookups",
    "claim": "largest claim",
    "matrix": "matrix",
    "diff": "diff of a year",
    "loading": "loading",
    "peak": "peak memory",
}
"""The columns of the table, a row of which is an engine."""
AFRESH = ("lookups", "claim", "matrix", "diff")
"""Those of a second table: the first question of each turn."""


def heading() -> str:
    """Return on what machine this runs, by what, and how busy it is."""
    processor = platform.processor() or platform.machine()
    told = Path("/proc/cpuinfo")
    if told.exists():
        lines = told.read_text(encoding="utf-8").splitlines()
        names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
        processor = names[0] if names else processor
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    named = ("numpy", "duckdb", "polars", "psycopg", "PyMySQL", "eventsourcing", "pyarrow")
    versions = ", ".join(f"{each} {_version(each)}" for each in named)
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"{os.cpu_count()} processors, {processor}; {gigabytes(memory)} of memory; "
        f"Python {platform.python_version()}; {versions}. Load before: {load}."
    )


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "missing"


def length(seconds: float) -> str:
    """Return a time in the unit in which people read it, in three digits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size or unit == "µs":
            number = seconds / size
            places = 0 if number >= 100 else 1 if number >= 10 else 2
            return f"{number:,.{places}f} {unit}"
    raise AssertionError(seconds)


def spread(each: Sequence[float]) -> str:
    """Return a median, and the least and the most where there are several."""
    if not each:
        return "–"
    middle = length(statistics.median(each))
    if len(each) == 1:
        return f"{middle} (once)"
    return f"{middle} ({length(min(each))} – {length(max(each))})"


def p99(every: Sequence[float]) -> str:
    """Return the 99th percentile, and of how many where these are not all that were to be asked."""
    if not every:
        return "–"
    ordered = sorted(every)
    return f"{length(ordered[int(len(ordered) * 0.99)])} of {len(ordered):,}"


def cells(measured: Measured) -> list[str]:
    """Return the row of an engine."""
    side = measured.side
    if side.missing is not None:
        return [side.version, side.missing] + [""] * (len(COLUMNS) - 1)
    found = [side.version]
    for what in COLUMNS:
        if what == "loading":
            found.append(length(side.loading))
        elif what == "peak":
            found.append(gigabytes(measured.peak))
        else:
            found.append(_cell(what, measured.figures["point" if what == "p99" else what]))
    return found


def cells_afresh(measured: Measured) -> list[str]:
    """Return the row of an engine in the second table."""
    return [measured.side.version, *(spread(measured.figures[each].afresh) for each in AFRESH)]


def _cell(what: str, figures: Figures) -> str:
    if figures.missing is not None:
        return figures.missing
    if figures.wrong is not None:
        return "wrong"
    return p99(figures.every) if what == "p99" else spread(figures.each)


def listed(row: Sequence[str]) -> str:
    """Return a row of a table."""
    return f"| {' | '.join(row)} |"


def headed(columns: Sequence[str]) -> str:
    """Return the head of a table, and the line below it."""
    return f"{listed(columns)}\n{listed(['---'] * len(columns))}"
