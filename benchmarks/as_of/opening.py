"""Opening a ledger in a fresh process, and the ledger that is opened."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import perf_counter

from benchmarks.as_of.events import events, ledger_begun
from benchmarks.as_of.record import Record
from benchmarks.as_of.sides import held_at_most

import positions
from positions.store import recorded_to_json

__all__ = ["opened", "written"]


def written(folder: Path, path: Path) -> float:
    """Write the record that lies in a folder into a new ledger; return the seconds that it took."""
    record = Record.read(folder)
    lines = path.with_suffix(".jsonl")
    with lines.open("wb") as file:
        file.writelines(_lines(record))
    started = perf_counter()
    with positions.open(path, zone=record.meta.zone) as ledger:
        ledger.import_from(lines)
    lines.unlink()
    return perf_counter() - started


def _lines(record: Record) -> Iterator[bytes]:
    yield recorded_to_json(ledger_begun(record)) + b"\n"
    for each in events(record):
        yield recorded_to_json(each) + b"\n"


def opened(path: Path, actor: str, claim: str, day: int) -> tuple[float, float, str]:
    """Open a ledger and answer once; return the seconds, the peak of memory, and the answer."""
    started = perf_counter()
    with positions.open(path) as ledger:
        found = ledger.as_of(date.fromordinal(day)).position(actor, claim).kind
        return perf_counter() - started, held_at_most(), str(found)
