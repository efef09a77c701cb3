"""The checkpoint beside the file of a ledger: gone on from, and left behind."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from positions.errors import PositionsError
from positions.store import StoreFailed, UnsupportedLocation, checkpoint
from positions.store.checkpoint import Unusable
from positions.store.memory import Memory
from positions.store.resuming import resumed

if TYPE_CHECKING:
    from pathlib import Path

    from positions.store import Log

__all__ = ["Checkpoints"]

AFTER = 20_000
"""After how many events that were read one by one it is worth to leave a checkpoint behind."""


class Checkpoints:
    """Reads and writes the checkpoint of a log, which stands beside its file.

    It holds no words, but ids, times and stances; so a ledger under a key has none.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._asked = False

    @property
    def path(self) -> Path | None:
        """Where the checkpoint is, if there is one; `None` where there can be none."""
        file = self._log.file
        if file is None or self._log.is_encrypted:
            return None
        return file.with_name(f"{file.name}.checkpoint")

    def resumed(self) -> Memory | None:
        """Return what the checkpoint says was read, if it is to be trusted; asked once."""
        path = self.path
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
            UnsupportedLocation: the store can have none.
            StoreFailed: it cannot be written.
        """
        path = self.path
        if path is None:
            why = "a checkpoint stands beside a file, and beside none that is under a key"
            raise UnsupportedLocation(self._log.where, why)
        try:
            checkpoint.write(path, memory.packed())
        except (OSError, Unusable) as error:
            why = f"no checkpoint was written: {error}"
            raise StoreFailed(why) from error
        return path

    def leave_behind(self, memory: Memory) -> None:
        """Let go of the log; write a checkpoint where much was read and where that can be done."""
        if self.path is not None and memory.read_itself >= AFTER:
            with suppress(PositionsError):
                self.write(memory)
        memory.let_go()
