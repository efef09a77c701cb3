"""While much is made that stays, and no cycle among it, collecting cycles is work for nothing.

What is read of a log is kept, so that each collection goes through all of it, again and again, and
finds nothing: a third of the time that it takes to read a long one. The collector is stopped for
some pages of the log, or one of a table, and goes on where it stood: for no more than about half a
second, as it belongs to the whole process. Whoever has stopped it themselves finds it stopped; that
other threads are reading too does not start it early.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

__all__ = ["collection_paused", "to_the_end"]

STEPS = 20
"""How many pages are read while no cycles are collected."""

_lock = Lock()
_pausing = 0
_was_on = False


@contextmanager
def collection_paused() -> Generator[None]:
    """Collect no cycles meanwhile; afterwards as before."""
    global _pausing, _was_on  # noqa: PLW0603 - of the whole process, as the collector is
    with _lock:
        if _pausing == 0:
            _was_on = gc.isenabled()
            gc.disable()
        _pausing += 1
    try:
        yield
    finally:
        with _lock:
            _pausing -= 1
            if _pausing == 0 and _was_on:
                gc.enable()


def to_the_end(step: Callable[[], bool]) -> None:
    """Take one step after the other until one says that it was the last; some between collections.

    Args:
        step: Reads a page, say; returns whether that was the end.
    """
    at_end = False
    while not at_end:
        with collection_paused():
            for _ in range(STEPS):
                at_end = step()
                if at_end:
                    break
