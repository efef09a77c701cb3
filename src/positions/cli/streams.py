"""Standard output and standard error: in UTF-8, whatever the locale, and wherever they lead."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

from positions.cli.words import on_one_line

if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["let_go_of", "prepare", "say"]


def prepare() -> None:
    """Make the streams write UTF-8, and line ends as they are, whatever the locale."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # it was closed before Python began
            setattr(sys, name, io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")


def say(sentence: str) -> None:
    """Print a sentence on standard error, in one line."""
    print(on_one_line(sentence), file=sys.stderr)


def let_go_of(stream: TextIO) -> None:
    """Point a stream whose reader has gone at nothing, so that Python can end in peace."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, stream.fileno())
    os.close(nothing)
