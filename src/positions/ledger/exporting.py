"""The events of a ledger as canonical JSON Lines, out and in again, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from positions.errors import CorruptRecord, PositionsError, UnknownEvent
from positions.model.recorded import LedgerBegun
from positions.store import Logged, Overtaken, recorded_from_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from positions.store import Log

__all__ = ["Imported", "InvalidImport", "export_lines", "import_lines"]

BATCH = 5_000
"""How many lines are imported together, at most."""
_TOGETHER = 2 << 20
"""How many bytes are: a server may not take more than some in one write."""


class InvalidImport(PositionsError, ValueError):
    """A line of an export cannot be imported; what came before it in whole batches is recorded.

    Attributes:
        line: The number of the line, counted from 1.
        why: What is wrong with it and what would be right.
    """

    def __init__(self, line: int, why: str) -> None:
        self.line = line
        self.why = why
        super().__init__(line, why)

    def __str__(self) -> str:
        return f"line {self.line}: {self.why}"


@frozen(kw_only=True)
class Imported:
    """What became of an import.

    Attributes:
        recorded: How many events were recorded.
        known: How many of its events were there already, in the same order.
    """

    recorded: int
    known: int


def export_lines(
    log: Log,
    write: Callable[[bytes], object],
    progress: Callable[[int], None] | None = None,
    *,
    damaged: bool = True,
) -> int:
    """Write each event of *log* as a line, and return how many there were.

    Args:
        log: The log.
        write: Takes a line, with its newline.
        progress: Is told how many events were written.
        damaged: Whether what cannot be read is an error; else it is left out.

    Raises:
        CorruptRecord: an event cannot be read, so that the export would not be whole.
    """
    count = 0
    for entry in log.all():
        if entry.line is not None:
            write(entry.line + b"\n")
            count += 1
            if progress is not None and count % BATCH == 0:
                progress(count)
        elif damaged:
            where = f"event {entry.version} of {entry.stream!r}"
            why = f"{entry.found}; `verify` lists all such events"
            raise CorruptRecord(where, why)
    return count


def import_lines(
    log: Log,
    lines: Iterable[bytes],
    zone: str | None,
    append: Callable[[list[Logged]], object],
    progress: Callable[[int], None] | None = None,
) -> Imported:
    """Record the events of an export in *log*, which must hold none, or the first of the same.

    Args:
        log: The log.
        lines: The lines, each with its newline or without.
        zone: The zone that the ledger has, or was opened with; any where `None`.
        append: Records events at the end of the log, all or none.
        progress: Is told how many lines were dealt with.

    Raises:
        InvalidImport: a line is no event, or the log holds another in its place.
    """
    importing = _Importing(log, zone, append)
    for batch in _batches(line.removesuffix(b"\n") for line in lines):
        importing.take(batch)
        if progress is not None:
            progress(batch[-1][0])
    return Imported(recorded=importing.recorded, known=importing.known)


def _batches(lines: Iterable[bytes]) -> Iterator[list[tuple[int, bytes]]]:
    """Yield what is imported together: lines with their numbers."""
    batch: list[tuple[int, bytes]] = []
    size = 0
    for number, line in enumerate(lines, start=1):
        size += len(line)
        if batch and (len(batch) == BATCH or size > _TOGETHER):
            yield batch
            batch, size = [], len(line)
        batch.append((number, line))
    if batch:
        yield batch


class _Importing:
    """One import under way: past what is there already, then on."""

    def __init__(
        self, log: Log, zone: str | None, append: Callable[[list[Logged]], object]
    ) -> None:
        self._append_to_log = append
        self._zone = zone
        self._there = log.all()
        self._versions: dict[str, int] = {}
        self.known = 0
        self.recorded = 0

    def take(self, batch: list[tuple[int, bytes]]) -> None:
        """Deal with some lines, each with its number; record those that are new together."""
        new: list[Logged] = []
        for number, line in batch:
            logged = self._read(number, line)
            there = None if new else next(self._there, None)
            if there is None:
                new.append(logged)
            elif there.line == line:
                self.known += 1
            else:
                why = (
                    "the ledger holds another event in its place; import into an empty ledger, or "
                    "into one that holds the first events of the same export"
                )
                raise InvalidImport(number, why)
        if new:
            self._append(new, batch[-1][0] - len(new) + 1)

    def _read(self, number: int, line: bytes) -> Logged:
        try:
            recorded = recorded_from_json(line)
        except (CorruptRecord, UnknownEvent) as error:
            raise InvalidImport(number, str(error)) from None
        begun = recorded.event
        if isinstance(begun, LedgerBegun) and self._zone not in {None, begun.zone}:
            why = (
                f"its bare dates are read in {begun.zone}, and those of the ledger in {self._zone}"
            )
            raise InvalidImport(number, why)
        version = self._versions[recorded.stream] = self._versions.get(recorded.stream, 0) + 1
        return Logged(recorded.stream, version, recorded, line)

    def _append(self, new: list[Logged], first: int) -> None:
        try:
            self._append_to_log(new)
        except Overtaken:
            why = "another writer has recorded something in the ledger meanwhile"
            raise InvalidImport(first, why) from None
        self.recorded += len(new)
