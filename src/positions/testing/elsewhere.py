"""Replays in a process of their own, in which sets are in another order than here."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, cast

from positions.testing.comparing import made

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from positions.history import History
    from positions.projections import Runnable
    from positions.testing.comparing import Made

__all__ = ["NotFoundElsewhere", "elsewhere", "serve"]

_SERVE = "from positions.testing.elsewhere import serve; serve()"


class NotFoundElsewhere(Exception):
    """A projection that another process cannot import."""


@contextmanager
def elsewhere(projection: Runnable, seed: str) -> Generator[Callable[[History], Made]]:
    """Begin a process, and give what a replay there makes of a history.

    Args:
        projection: What is replayed, each time as it is now.
        seed: By which text is hashed there, so that sets are in an order of their own.

    Raises:
        NotFoundElsewhere: the projection is not at the top of a module that can be imported there.
    """
    try:
        packed = pickle.dumps(projection)
    except (AttributeError, TypeError, pickle.PicklingError) as error:
        raise NotFoundElsewhere(_unfound(projection, error)) from error
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", _SERVE],
        env=os.environ | {"PYTHONHASHSEED": seed},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        there, back = cast("tuple[IO[bytes], IO[bytes]]", (process.stdin, process.stdout))

        def ask(question: object) -> Any:  # noqa: ANN401 - whatever it answers
            pickle.dump(question, there)
            there.flush()
            answer = pickle.load(back)  # noqa: S301 - of our own process
            if isinstance(answer, Exception):
                raise answer
            return answer

        try:
            ask((sys.path, packed))
        except (AttributeError, ImportError) as error:
            raise NotFoundElsewhere(_unfound(projection, error)) from error
        yield ask


def _unfound(projection: object, error: Exception) -> str:
    kind = type(projection).__qualname__
    return f"another process cannot import {kind}; write it at the top of a module ({error})"


def serve() -> None:
    """Answer what is asked on the standard input, until that ends."""
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a projection prints is no answer
    sys.path[:], packed = pickle.load(questions)  # noqa: S301 - of the process that began this one
    question: History | None = None
    while True:
        try:
            projection: Runnable = pickle.loads(packed)  # noqa: S301 - the same
            answer = None if question is None else made(projection, question)
            answers.write(pickle.dumps(answer))
        except Exception as error:  # noqa: BLE001 - it is raised where it was asked
            answers.write(pickle.dumps(error))
        answers.flush()
        try:
            question = pickle.load(questions)  # noqa: S301 - the same
        except EOFError:
            return
