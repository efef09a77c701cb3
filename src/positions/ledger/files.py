"""Files that are read, and files that are there once all is written."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["File", "Lines", "reading", "writing"]

File = str | os.PathLike[str] | IO[bytes]
"""A path, or a file that is open already."""

Lines = str | os.PathLike[str] | Iterable[bytes]
"""A path, or the lines themselves, such as those of a file that is open already."""


@contextmanager
def reading(source: Lines) -> Generator[Iterable[bytes]]:
    """Open a path to read lines; lines, as of a file that is open, are taken as they are."""
    if not isinstance(source, str | os.PathLike):
        yield source
        return
    with Path(source).open("rb") as file:
        yield file


@contextmanager
def writing(target: File) -> Generator[IO[bytes]]:
    """Open a path to write bytes: the file stands there once all is written, or not at all.

    A file that is open, and what is there and no plain file, such as a pipe, is written to as it
    is.
    """
    if not isinstance(target, str | os.PathLike):
        yield target
        return
    path = Path(os.path.realpath(target))
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    descriptor, name = mkstemp(dir=path.parent, prefix=f".{path.name}.")
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
