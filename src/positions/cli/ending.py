"""Work without an end: ended in peace by Ctrl-C, or by whoever ends processes."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

__all__ = ["ended_by"]

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def ended_by(stop: Callable[[], object]) -> Generator[None]:
    """Call *stop* at the first Ctrl-C or termination meanwhile; the second is as it ever was.

    It is called in a thread of its own: whoever is interrupted may hold what it waits for.
    """
    if threading.current_thread() is not threading.main_thread():  # signals are for that one
        yield
        return
    before = {each: signal.getsignal(each) for each in _SIGNALS}

    def restore() -> None:
        for each, handler in before.items():
            signal.signal(each, handler)

    def told(number: int, frame: object) -> None:
        del number, frame
        restore()
        threading.Thread(target=stop, daemon=True).start()

    for each in _SIGNALS:
        signal.signal(each, told)
    try:
        yield
    finally:
        restore()
