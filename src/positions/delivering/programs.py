"""Delivering to a program: the shift on its standard input, its key in the environment."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

from positions.delivering.letters import InvalidTarget, Undelivered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from positions.delivering.letters import Letter

__all__ = ["Program"]

_KEY = "POSITIONS_KEY"


class Program:
    """Runs a program for each letter, which is delivered where it ends with 0.

    The shift stands as a line of JSON on its standard input, the key in the environment variable
    POSITIONS_KEY. There is no shell between: where one is wanted it is named, `sh -c '…'`. Whatever
    it was told besides goes where it went before.

    Args:
        command: The program and its arguments: in one text, with quotes as in a shell, or each.
        timeout: After how many seconds it is killed, with all that it has started.

    Raises:
        InvalidTarget: there is no such program.
    """

    def __init__(self, command: str | Sequence[str], *, timeout: float = 30.0) -> None:
        whole = command if isinstance(command, str) else shlex.join(command)
        try:
            words = shlex.split(whole)
        except ValueError as error:
            raise InvalidTarget(whole, f"{error}") from None
        if not words:
            raise InvalidTarget(whole, "name a program, such as 'python alert.py'")
        if shutil.which(words[0]) is None:
            why = f"there is no program {words[0]!r} to run"
            raise InvalidTarget(whole, why)
        self._words = words
        self._timeout = timeout

    def __repr__(self) -> str:
        return f"<Program {self._words[0]!r}>"

    def __call__(self, letter: Letter) -> None:
        """Run it for a letter.

        Raises:
            Undelivered: it has not ended with 0, or not in time.
            OSError: it cannot be run.
        """
        process = subprocess.Popen(  # noqa: S603 - to run what was named is its purpose
            self._words,
            stdin=subprocess.PIPE,
            env=os.environ | {_KEY: letter.key},
            start_new_session=True,  # who ends us from a keyboard does not end it halfway
        )
        try:
            process.communicate(letter.body + b"\n", timeout=self._timeout)
        except subprocess.TimeoutExpired:
            _kill(process)
            why = f"it was not done in {self._timeout:g} s, and was killed"
            raise Undelivered(why) from None
        except BaseException:
            _kill(process)
            raise
        if process.returncode:
            raise Undelivered(_ended(process.returncode))


def _ended(code: int) -> str:
    return f"it ended with {code}" if code > 0 else f"it was ended by signal {-code}"


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a program and all that it has started, where the system can."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL) if hasattr(os, "killpg") else process.kill()
    process.communicate()
