"""The folder that holds a log as Parquet: written whole or not at all, and read back."""

# pyright: reportMissingTypeStubs=false, reportUnknownArgumentType=false
# pyright: reportUnknownMemberType=false, reportUnknownParameterType=false
# pyright: reportUnknownVariableType=false
# pyarrow ships no types.

from __future__ import annotations

import heapq
import json
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, TYPE_CHECKING, Any

from positions.errors import PositionsError
from positions.exchange.parquet.columns import EVENTS
from positions.exchange.parquet.parts import Parts

try:
    import pyarrow as pa
    from pyarrow import parquet
except ImportError as _error:
    _why = "Parquet is written by pyarrow, which is not installed; `pip install positions[parquet]`"
    raise ImportError(_why, name="pyarrow") from _error

from positions.exchange.parquet.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from positions.exchange.parquet.parts import Part

__all__ = ["ACTORS", "CLAIMS", "InvalidExport", "described", "read_log", "write_log"]

FORMAT = 1
ACTORS, CLAIMS = "actors", "claims"
_ABOUT, _FILE, _LINES = "log.json", "events.parquet", "lines.jsonl"
_GROUP = 20_000
_PAGE = 2_000


class InvalidExport(PositionsError, ValueError):
    """A folder holds no log as Parquet, or not the whole of one, or is in the way of a new one.

    Attributes:
        folder: The path of the folder.
        why: What is wrong with it and what would be right.
    """

    def __init__(self, folder: str, why: str) -> None:
        self.folder = folder
        self.why = why
        super().__init__(folder, why)

    def __str__(self) -> str:
        return f"{self.folder}: {self.why}"


@contextmanager
def write_log(
    folder: str | os.PathLike[str],
    *,
    buckets: int | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Generator[IO[bytes]]:
    """Open a folder for the lines of an export; as Parquet they stand there when the block ends.

    What it gives is a file, to which `Ledger.export` writes. Nothing stands there where the block
    raises. Only its owner may read it, as the file of a ledger. Until it ends the lines are kept in
    a file beside the folder, and then dealt bucket by bucket; memory holds one bucket at a time.

    Args:
        folder: Its path; nothing may stand there yet.
        buckets: Into how many buckets claims are dealt; where left out, one for each 20,000 events.
            A bucket is what one task of a cluster replays, so there should be some for each core.
        progress: Is told, while the buckets are written, how many events are and how many there
            are.

    Raises:
        InvalidExport: something stands there already.
        InvalidLine: what was written is no line of an export.
    """
    target = Path(os.path.realpath(folder))
    if target.exists():
        raise InvalidExport(str(folder), "is there already; export to a new folder")
    beside = Path(mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    try:
        with (beside / _LINES).open("w+b") as lines:
            yield lines
            parts = Parts.of(lines, buckets)
            done = 0
            for part in parts:
                _write(beside, part)
                done += len(part.rows)
                if progress is not None:
                    progress(done, parts.events)
        (beside / _LINES).unlink()
        about = {"positions": "log", "format": FORMAT, "events": parts.events}
        told = json.dumps(about | {"buckets": parts.buckets})
        (beside / _ABOUT).write_text(told + "\n", encoding="utf-8")
        beside.rename(target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def _write(folder: Path, part: Part) -> None:
    where = folder / (ACTORS if part.bucket is None else f"{CLAIMS}/bucket={part.bucket}")
    where.mkdir(parents=True)
    with parquet.ParquetWriter(where / _FILE, table(EVENTS, ()).schema, compression="zstd") as file:
        for start in range(0, len(part.rows), _GROUP):
            file.write_table(table(EVENTS, part.rows[start : start + _GROUP]))


def described(text: str, folder: str) -> dict[str, Any]:
    """Return what `log.json` says of the log in a folder.

    Raises:
        InvalidExport: it is not that of a log, or of one of another format.
    """
    try:
        about: Any = json.loads(text)
    except ValueError:
        about = None
    if not isinstance(about, dict) or about.get("positions") != "log":  # pyright: ignore[reportUnknownArgumentType]
        raise InvalidExport(folder, f"{_ABOUT} does not say that this is a log")
    if about.get("format") != FORMAT:
        why = f"it is of format {about.get('format')!r}, and this release reads {FORMAT}"
        raise InvalidExport(folder, why)
    return about


def read_log(folder: str | os.PathLike[str]) -> Iterator[bytes]:
    """Return the lines of the export that was written as Parquet, each with its newline.

    They are the same bytes, in the same order, and read as they are asked for; they can be given
    to `Ledger.import_from`.

    Raises:
        InvalidExport: the folder holds no log; or, on the way, not the whole of one, or it cannot
            be read.
    """
    path = Path(folder)
    try:
        text = (path / _ABOUT).read_text(encoding="utf-8")
    except OSError:
        why = f"is no log as Parquet: there is no {_ABOUT} in it"
        raise InvalidExport(str(folder), why) from None
    events: int = described(text, str(folder))["events"]
    return _in_order(path, str(folder), events)


def _in_order(path: Path, folder: str, events: int) -> Iterator[bytes]:
    files = [path / ACTORS / _FILE, *sorted(path.glob(f"{CLAIMS}/bucket=*/{_FILE}"))]
    found = 0
    try:
        for position, line in heapq.merge(*map(_lines, files)):
            if position != found + 1:
                break
            found += 1
            yield line.encode() + b"\n"
    except (pa.ArrowException, OSError) as error:
        raise InvalidExport(folder, f"cannot be read: {error}") from None
    if found != events:
        why = f"it is not whole: event {found + 1:,} of {events:,} is not where it was"
        raise InvalidExport(folder, why)


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    with parquet.ParquetFile(file) as opened:
        for batch in opened.iter_batches(_PAGE, columns=["position", "line"]):
            yield from zip(*(each.to_pylist() for each in batch.columns), strict=True)
