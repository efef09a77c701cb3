"""What it costs to read a log anew, stage by stage, beside `sqlite3` alone and `eventsourcing`.

Into one SQLite file go made-up statements, on 50,000 claims by Zipf's law and by 5,000 actors, some
voided and some amended; with `--reports` statements with reports and utterances instead. What a
stage costs is what it takes longer than the one before. Beside the ledger stand, in the same run,
`sqlite3` alone reading the very same rows, the reader by cattrs that the quick one is held to, and
`eventsourcing` as it comes, reading events with the same fields, of its own file, with its own
mapper. A log that is opened is read through: that stands apart, as no events are made of what is
simple, and it leaves behind what a checkpoint would hold. Each measurement runs in a fresh process,
in turns, `--repeat` times, and is told in time of the processor.
"""

import argparse
import sqlite3
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any, cast
from uuid import NAMESPACE_URL, uuid5

from eventsourcing.application import Application
from eventsourcing.domain import DomainEvent

import positions
from positions import Recorded
from positions.replay.streams import Streams
from positions.store import Entry, Log, Logged, opened
from positions.store.canonical import loads
from positions.store.envelope import from_own_line
from positions.store.keyed import KeyedRecorder
from positions.store.pending import Pending
from positions.store.reading import read_through
from positions.store.reading.through import skimmed
from positions.store.sealed import unsealed

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.as_of.events import events, ledger_begun
from benchmarks.as_of.made_up import made_up
from benchmarks.as_of.record import Record
from benchmarks.figures import in_fresh_process, row
from benchmarks.replay import World

PAGE, STOCK_PAGE, AT_ONCE = 2_000, 500, 20_000
NAMES, WIDTH = 58, 24
Row = tuple[Any, ...]
Measured = tuple[int, float]
"""How many events, and how many seconds of the processor they took."""
RAW = (
    "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events "
    "WHERE rowid>? ORDER BY rowid LIMIT ?"
)


class Stored(DomainEvent):
    """The same event as `eventsourcing` would have it: the fields of the line beside its own."""

    event: dict[str, Any]
    name: str
    version: int
    curator: str | None
    salt: str


def fill(path: Path, stock: Path, statements: int, *, reports: bool) -> int:
    """Write events into a ledger, and as many into a file of `eventsourcing`; return how many."""
    if reports:
        world = World(2015)
        rows = world.statements(statements, max(1, statements // 20))
        with positions.open(path) as ledger:
            for start in range(0, statements, AT_ONCE):
                ledger.load(world.case(rows[start : start + AT_ONCE]))
    else:
        _append(path, made_up(statements))
    return _as_stock(path, stock)


def _append(path: Path, record: Record) -> None:
    log, versions = opened(path), dict[str, int]()
    said = iter([ledger_begun(record)])
    for some in (said, events(record)):
        while batch := [_logged(each, versions) for each in islice(some, AT_ONCE)]:
            log.append(batch)
    log.close()


def _logged(recorded: Recorded, versions: dict[str, int]) -> Logged:
    version = versions[recorded.stream] = versions.get(recorded.stream, 0) + 1
    return Logged.of(recorded, version)


def _as_stock(path: Path, stock: Path) -> int:
    application = Application[Any](env=_stock_environment(stock))
    log, count = opened(path), 0
    some: list[Any] = []
    for entry in log.all():
        some.append(_stock_event(entry, loads(cast("bytes", entry.line))))
        count += 1
        if len(some) == AT_ONCE:
            application.events.put(some)
            some.clear()
    application.events.put(some)
    application.close()
    log.close()
    return count


def _stock_event(entry: Entry, line: dict[str, Any]) -> Stored:
    told: dict[str, Any] = {
        "originator_id": uuid5(NAMESPACE_URL, entry.stream),
        "originator_version": entry.version,
        "timestamp": datetime.fromisoformat(line["recorded_at"]),
        "event": line["event"],
        "name": line["name"],
        "version": line["version"],
        "curator": line.get("curator"),
        "salt": line.get("salt", ""),
    }
    return Stored(**told)


def _stock_environment(path: Path) -> dict[str, str]:
    return {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)}


def raw(path: Path) -> Measured:
    """Read the rows with `sqlite3` alone."""
    with closing(sqlite3.connect(path)) as connection:
        started, count, after = process_time(), 0, 0
        while rows := connection.execute(RAW, (after, PAGE)).fetchall():
            count, after = count + len(rows), rows[-1][0]
        return count, process_time() - started


def stock(path: Path) -> Measured:
    """Read the events with `eventsourcing`'s own recorder, mapper and transcoder."""
    application = Application[Any](env=_stock_environment(path.with_name("stock.db")))
    recorder, mapper = application.recorder, application.mapper
    started, count, after = process_time(), 0, 0
    while page := recorder.select_notifications(after, STOCK_PAGE, inclusive_of_start=False):
        read = [mapper.to_domain_event(each) for each in page]
        count, after = count + len(read), page[-1].id
    seconds = process_time() - started
    application.close()
    return count, seconds


def _by_page(path: Path, take: Callable[[Log, Sequence[Row]], object]) -> Measured:
    """Do something with each page of rows, as our recorder gives them."""
    log = opened(path)
    recorder = cast("KeyedRecorder", log.keyed)
    started, count, after = process_time(), 0, 0
    while page := recorder.select_rows(after, PAGE):
        take(log, page)
        count, after = count + len(page), page[-1][0]
    seconds = process_time() - started
    log.close()
    return count, seconds


def rows(path: Path) -> Measured:
    """Read the rows as the log does."""
    return _by_page(path, lambda _, __: None)


def checked(path: Path) -> Measured:
    """Verify the checksums too."""
    return _by_page(path, _check)


def _check(_: Log, page: Sequence[Row]) -> None:
    for _, _, version, _, state in page:
        unsealed(state, version)


def decoded(path: Path) -> Measured:
    """Make every event too."""
    return _by_page(path, _decode)


def _decode(log: Log, page: Sequence[Row]) -> None:
    readers, pending = log.mapper.decoder.readers, Pending()
    for _, stream, version, name, state in page:
        readers[name](stream, unsealed(state, version), pending)
    pending.holds()


def paged(path: Path) -> Measured:
    """Read the log in pages."""
    log = opened(path)
    started, count, after = process_time(), 0, 0
    while page := log.read(after):
        count, after = count + len(page), page[-1].position
    seconds = process_time() - started
    log.close()
    return count, seconds


def replayed(path: Path) -> Measured:
    """Add the events to the streams that views share, too."""
    log, streams = opened(path), Streams()
    started, count, after = process_time(), 0, 0
    while page := log.read(after):
        _append_to(streams, page)
        count, after = count + len(page), page[-1].position
    seconds = process_time() - started
    log.close()
    return count, seconds


def _append_to(streams: Streams, page: Sequence[Entry]) -> None:
    for each in page:
        streams.append(cast("Recorded", each.found))  # nothing in it is damaged


def noted(path: Path) -> Measured:
    """Read the log through, as opening does: of what is simple no event is made."""
    return _at_once(path, lambda log: len(skimmed(log, _nobody).positions))


def ready(path: Path) -> Measured:
    """Make the roster and the index of it too."""
    return _at_once(path, lambda log: read_through(log, _nobody).past.count)


def _at_once(path: Path, read: Callable[[Log], int]) -> Measured:
    """Read the whole log in one go; *read* returns how many events there are."""
    log = opened(path)
    started = process_time()
    count = read(log)
    seconds = process_time() - started
    log.close()
    return count, seconds


def _nobody(_: int) -> None:
    """Take no notice of how far it has come."""


def by_cattrs(path: Path) -> Measured:
    """Do the same with the careful reader, as every release before did."""
    log, streams = opened(path), Streams()
    recorder, mapper = log.application.recorder, log.mapper
    started, count, after = process_time(), 0, 0
    while found := recorder.select_notifications(after, PAGE, inclusive_of_start=False):
        page = [
            Entry(
                each.id,
                str(each.originator_id),
                each.originator_version,
                from_own_line(line := mapper.line(each)),
                line,
            )
            for each in found
        ]
        _append_to(streams, page)
        count, after = count + len(page), page[-1].position
    seconds = process_time() - started
    log.close()
    return count, seconds


WAYS: dict[str, Callable[[Path], Measured]] = {
    "sqlite3 alone: rows": raw,
    "ours: rows": rows,
    "  and checksums verified": checked,
    "  and events made of them": decoded,
    "  in pages of the log": paged,
    "  and appended to the streams: replay": replayed,
    "ours, read through: checked, who, on what, when": noted,
    "  and ready to answer: roster and index": ready,
    "by cattrs, as before: replay": by_cattrs,
    "eventsourcing: select_notifications, mapper, JSONTranscoder": stock,
}


def table(path: Path, repeat: int) -> Iterator[str]:
    """Yield the rows of the table."""
    found: dict[str, list[float]] = {name: [] for name in WAYS}
    for _ in range(repeat):
        for name, way in WAYS.items():
            count, seconds = in_fresh_process(way, path)
            found[name].append(seconds / count)
    heads = ("microseconds an event", "times sqlite3 alone", "stock is so many times this")
    yield row(("", *(f"{each:>{WIDTH}}" for each in heads)), NAMES)
    base, last = found["sqlite3 alone: rows"], list(found.values())[-1]
    for name, each in found.items():
        shown = (
            told([1e6 * seconds for seconds in each]),
            told([ours / its for ours, its in zip(each, base, strict=True)]),
            told([its / ours for ours, its in zip(each, last, strict=True)]),
        )
        yield row((name, *(f"{cell:>{WIDTH}}" for cell in shown)), NAMES)


def told(figures: list[float]) -> str:
    """Return the median, the least and the most."""
    return f"{statistics.median(figures):.2f} ({min(figures):.2f}-{max(figures):.2f})"


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--statements", type=int, default=200_000, help="made up")
    asked.add_argument("--reports", action="store_true", help="with reports and utterances")
    asked.add_argument("--repeat", type=int, default=5, help="runs of each measurement")
    given = asked.parse_args()
    with TemporaryDirectory() as folder:
        path, beside = Path(folder) / "ledger.db", Path(folder) / "stock.db"
        count = in_fresh_process(_filled, path, beside, given.statements, given.reports)
        size = path.stat().st_size / count
        print(
            f"{given.statements:,} statements, {count:,} events; {size:.0f} bytes each in the file"
        )
        for line in table(path, given.repeat):
            print(line, flush=True)


def _filled(path: Path, stock: Path, statements: int, reports: bool) -> int:  # noqa: FBT001 - by position only
    return fill(path, stock, statements, reports=reports)


if __name__ == "__main__":
    main()
