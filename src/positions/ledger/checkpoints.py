"""The checkpoint of a ledger: gone on from, and left behind."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from positions.errors import PositionsError
from positions.store import StoreFailed, checkpoint
from positions.store.checkpoint import Unusable
from positions.store.memory import Memory
from positions.store.resuming import resumed

if TYPE_CHECKING:
    from pathlib import Path

    from positions.store import Log

__all__ = ["Checkpoints", "NoCheckpoint"]

AFTER = 20_000
"""After how many events that were read one by one it is worth to leave a checkpoint behind."""


class NoCheckpoint(PositionsError, ValueError):
    """There can be no checkpoint of a ledger, or not there.

    Attributes:
        ledger: The ledger.
        why: Why not, and what would be right.
    """

    def __init__(self, ledger: str, why: str) -> None:
        self.ledger = ledger
        self.why = why
        super().__init__(ledger, why)

    def __str__(self) -> str:
        return f"there can be no checkpoint of the ledger at {self.ledger!r}: {self.why}"


class Checkpoints:
    """Reads and writes the checkpoint of a log: beside its file, or where it was said to be.

    It holds no words, but ids, times and stances; so a ledger under a key has none.

    Raises:
        NoCheckpoint: there can be none where it was said to be.
    """

    def __init__(self, log: Log, path: Path | None = None) -> None:
        self._log = log
        self._asked = False
        if path is None and log.file is not None:
            path = log.file.with_name(f"{log.file.name}.checkpoint")
        elif path is not None:
            self._check(path)
        self._path = path if _why_not(log) is None else None

    def _check(self, path: Path) -> None:
        why = _why_not(self._log)
        if why is None and not path.parent.is_dir():
            why = f"there is no folder {str(path.parent)!r}"
        if why is not None:
            raise NoCheckpoint(self._log.where, why)

    def resumed(self) -> Memory | None:
        """Return what the checkpoint says was read, if it is to be trusted; asked once."""
        path = self._path
        if self._asked or path is None:
            return None
        self._asked = True
        try:
            return Memory(self._log, resumed(self._log, checkpoint.read(path)))
        except Unusable:
            return None

    def write(self, memory: Memory) -> Path:
        """Write a checkpoint of what was read, and return where it is.

        Raises:
            NoCheckpoint: there can be none.
            StoreFailed: it cannot be written.
        """
        path = self._path
        if path is None:
            why = "it is in no file that one could stand beside; open it with `checkpoint=` a path"
            raise NoCheckpoint(self._log.where, _why_not(self._log) or why)
        try:
            checkpoint.write(path, memory.packed())
        except (OSError, Unusable) as error:
            why = f"no checkpoint was written: {error}"
            raise StoreFailed(why) from error
        return path

    def leave_behind(self, memory: Memory) -> None:
        """Let go of the log; write a checkpoint where much was read and where that can be done."""
        if self._path is not None and memory.read_itself >= AFTER:
            with suppress(PositionsError):
                self.write(memory)
        memory.let_go()


def _why_not(log: Log) -> str | None:
    """Return why a log can have no checkpoint anywhere, if it cannot."""
    if log.is_encrypted:
        return "it is under a key, and a checkpoint would tell in the clear who stands where"
    if log.keyed is None:
        return "its store keeps no index of keys, by which a checkpoint finds the events"
    return None
