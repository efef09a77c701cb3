"""How the benchmarks of a ledger measure, and how they write what they found."""

import resource
import statistics
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import perf_counter, process_time
from typing import TypeVar

T = TypeVar("T")


class Taken:
    """The time that acts take: on the clock, and of the processor.

    Attributes:
        each: The seconds of each act, by the clock.
        busy: The seconds of each act, of the processor.
    """

    def __init__(self) -> None:
        self.each: list[float] = []
        self.busy: list[float] = []

    def by(self, act: Callable[[], T]) -> T:
        """Add the time that an act takes, and return what comes of it."""
        clock, busy = perf_counter(), process_time()
        result = act()
        self.each.append(perf_counter() - clock)
        self.busy.append(process_time() - busy)
        return result

    def rate(self, count: int) -> str:
        """Return how many a second these were."""
        seconds, busy = sum(self.each), sum(self.busy)
        by_clock, by_processor = count / seconds, count / busy
        return f"{by_clock:,.0f}/s ({by_processor:,.0f} of processor time; {seconds:.1f} s)"

    def length(self) -> str:
        """Return how long these took."""
        return f"{sum(self.each):.2f} s ({sum(self.busy):.2f} of processor time)"

    def spread(self) -> str:
        """Return the median, the 99th percentile and the longest."""
        ordered = sorted(self.each) or [0.0]
        told = (statistics.median(ordered), ordered[int(len(ordered) * 0.99)], ordered[-1])
        return "{:.3f} ms, p99 {:.3f}, longest {:.1f}".format(*(each * 1e3 for each in told))


def peak() -> float:
    """Return the most memory that this process has held, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def gigabytes(size: float) -> str:
    """Return a size as people read it."""
    return f"{size / 2**30:.2f} GiB"


def in_fresh_process(measure: Callable[..., T], *arguments: object) -> T:
    """Return what a measurement gives in a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(measure, *arguments).result()


def row(cells: Sequence[str], *widths: int) -> str:
    """Return a row of a table; the last cell is as long as it is."""
    padded = [f"{cell:{width}}" for cell, width in zip(cells, widths, strict=False)]
    return " ".join([*padded, *cells[len(widths) :]])
