"""A real server of UmaDB, from its wheel: started on a free port of the loopback, and ended."""

import os
import socket
import subprocess
import sysconfig
import time
from pathlib import Path

import pytest

__all__ = ["Server", "needed"]

PROGRAM = Path(sysconfig.get_path("scripts")) / "umadb"
PATIENCE = 20.0
"""Seconds within which it is to answer, or to end."""
_ATTEMPTS = 5


def needed():
    """Skip a test where there is no server of UmaDB; with POSITIONS_TEST_UMADB set, fail."""
    if PROGRAM.exists():
        return
    why = "the wheel of umadb, with its server, is not installed here"
    if os.environ.get("POSITIONS_TEST_UMADB"):
        pytest.fail(f"POSITIONS_TEST_UMADB is set, and {why}")
    pytest.skip(why)


class Server:
    """A server of UmaDB with one file, and whatever other options.

    Attributes:
        port: Where it listens, the same however often it is started.
    """

    def __init__(self, folder, *options):
        self._options = options
        self._file = Path(folder) / "uma.db"
        self._printed = Path(folder) / "printed"
        self._process = None
        self.port = 0

    def __enter__(self):
        """Start it, on another port where somebody has taken the one that was free."""
        needed()
        for attempt in range(_ATTEMPTS):
            self.port = _free_port()
            try:
                self.start()
            except ConnectionError:
                if attempt == _ATTEMPTS - 1:
                    raise
            else:
                break
        return self

    def __exit__(self, *_):
        """End it."""
        self.kill()

    @property
    def env(self):
        """The environment variables by which a ledger is opened on it."""
        return {
            "PERSISTENCE_MODULE": "eventsourcing_umadb",
            "UMADB_URI": f"http://127.0.0.1:{self.port}",
        }

    def start(self):
        """Start it, and return when it answers.

        Raises:
            ConnectionError: it has ended instead.
        """
        with self._printed.open("ab") as printed:
            listen = ("--listen", f"127.0.0.1:{self.port}", "--db-path", str(self._file))
            self._process = subprocess.Popen(
                [PROGRAM, *listen, *self._options], stdout=printed, stderr=printed
            )
        until = time.monotonic() + PATIENCE
        while self._process.poll() is None and time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.002)
            else:
                return
        self.kill()
        raise ConnectionError(self._printed.read_text("utf-8", "replace"))

    def kill(self):
        """End it as nothing can prevent (SIGKILL), and wait until it is gone."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(PATIENCE)
            self._process = None


def _free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
