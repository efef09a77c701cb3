"""The file that says what was delivered, and that one process at a time goes on from."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING, Any

from attrs import asdict, field, frozen
from attrs.validators import deep_iterable, ge, instance_of

from positions.errors import PositionsError, told_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

__all__ = ["Checkpoint", "UnusableCheckpoint", "held", "put", "unusable"]

_FORMAT = 1


class UnusableCheckpoint(PositionsError, OSError):
    """A checkpoint, or what is kept beside it, cannot be read, written, or had for oneself.

    Attributes:
        path: The file.
        why: What is wrong with it and what would be right.
    """

    def __init__(self, path: str, why: str) -> None:
        self.path = path
        self.why = why
        super().__init__(path, why)

    def __str__(self) -> str:
        return f"the checkpoint cannot be used: {self.path}: {self.why}"


@frozen(kw_only=True)
class Checkpoint:
    """What was delivered, or put aside.

    Attributes:
        place: All shifts of the events up to this place of the history.
        delivered: The keys of those of the next event that were, too.
    """

    place: int = field(validator=[instance_of(int), ge(0)])
    delivered: tuple[str, ...] = field(
        default=(), converter=tuple[str, ...], validator=deep_iterable(instance_of(str))
    )

    @classmethod
    def read(cls, path: Path) -> Checkpoint | None:
        """Return the checkpoint in a file; `None` where there is no file.

        Raises:
            UnusableCheckpoint: it holds something else, or cannot be read.
        """
        with unusable(path):
            if not path.exists():
                return None
            text = path.read_text(encoding="utf-8")
        try:
            found: dict[str, Any] = json.loads(text)
            if found.pop("format") == _FORMAT:
                return cls(**found)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            pass
        why = "it is no checkpoint; name another file, or take this one away"
        raise UnusableCheckpoint(str(path), why)

    def write(self, path: Path) -> None:
        """Put it in the place of the one before, whole or not at all.

        Raises:
            UnusableCheckpoint: it cannot be written.
        """
        put(path, [json.dumps({"format": _FORMAT, **asdict(self)})])


@contextmanager
def unusable(path: Path) -> Generator[None]:
    """Say of a file that the system refuses that it is the one."""
    try:
        yield
    except (OSError, ValueError) as error:
        if isinstance(error, PositionsError):
            raise
        raise UnusableCheckpoint(str(path), told_of(error)) from error


def put(path: Path, lines: Iterable[str]) -> None:
    """Write lines to a file that only its owner may read, whole or not at all.

    Raises:
        UnusableCheckpoint: it cannot be written.
    """
    with unusable(path):
        descriptor, name = mkstemp(dir=path.parent, prefix=f".{path.name}.")
        beside = Path(name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in lines)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


@contextmanager
def held(path: Path, *, seconds: float) -> Generator[None]:
    """Hold a file against other processes, which hold it likewise, however this one ends.

    An SQLite file beside it is locked: that is a lock on every system, and gone with the process.

    Args:
        path: The file.
        seconds: For how long to wait for the others.

    Raises:
        UnusableCheckpoint: another holds it, or there is no folder.
    """
    beside = path.with_name(f"{path.name}.lock")
    with unusable(path):
        if not path.parent.is_dir():
            why = f"there is no folder {path.parent}; make it first"
            raise UnusableCheckpoint(str(path), why)
        try:
            connection = sqlite3.connect(
                beside, timeout=seconds, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise UnusableCheckpoint(str(beside), str(error)) from error
    try:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            why = "another process delivers from it; give each a checkpoint of its own"
            if "locked" not in str(error):
                why = str(error)
            raise UnusableCheckpoint(str(path), why) from error
        yield
    finally:
        connection.close()
