"""Serving an example on the loopback, as its page says, for as long as a test asks it."""

import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager

import httpx

_ADDRESS = re.compile(r"http://127\.0\.0\.1:[1-9]\d*")


@contextmanager
def served(*command, cwd, **environment):
    """Run a program of Python that serves, and give a client of it.

    It is ended as a person would end it, and has to end by itself; a warning is an error in it.
    """
    with subprocess.Popen(
        [sys.executable, "-W", "error", *command],
        cwd=cwd,
        encoding="utf-8",
        env=os.environ | {"PYTHONUNBUFFERED": "1", "NO_COLOR": "1"} | environment,
        stderr=subprocess.STDOUT,
        stdout=subprocess.PIPE,
    ) as process:
        lines = process.stdout
        assert lines is not None
        said: list[str] = []
        listener = threading.Thread(target=said.extend, args=[lines], daemon=True)
        try:
            address = _address(lines, said)
            listener.start()
            # Whatever proxy the machine has is not asked for what it serves itself.
            with httpx.Client(base_url=address, timeout=20, trust_env=False) as client:
                yield client
                process.send_signal(signal.SIGINT)  # with whatever the client has still open
                process.wait(timeout=20)
            listener.join()
            assert "Traceback" not in "".join(said), "".join(said)
        finally:
            process.kill()


def _address(lines, said):
    """Return where it is served, as it says itself."""
    for line in lines:
        said.append(line)
        found = _ADDRESS.search(line)
        if found:
            return found[0]
    raise AssertionError("".join(said))
