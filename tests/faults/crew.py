"""Processes that do a task each, talk through a pipe, and are always taken home.

They are forked by a server that has imported everything once, so that one is there in a few
milliseconds and shares neither threads nor connections with the test.
"""

import multiprocessing
import traceback
from contextlib import contextmanager, suppress

__all__ = ["Gone", "Hand", "Silent", "crew"]

PATIENCE = 60.0
"""Seconds after which a process that says nothing has failed."""

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(
    ["tests.faults.following", "tests.faults.killing", "tests.faults.writers"]
)


class Gone(Exception):
    """A process has failed: there is its trace, or nothing but its name."""


class Silent(Exception):
    """A process has said nothing for too long."""


class Hand:
    """A process at work, and the line to it.

    Attributes:
        process: The process.
        line: Our end of the pipe; `tests.faults.crew.Hand.hear` reads it with patience.
    """

    def __init__(self, task, *arguments):
        self.line, theirs = CONTEXT.Pipe()
        self.process = CONTEXT.Process(target=_run, args=(task, theirs, arguments), daemon=True)
        try:
            self.process.start()
        finally:
            theirs.close()

    def hear(self):
        """Return what the process says next.

        Raises:
            Gone: it failed, or went away.
            Silent: it says nothing.
        """
        if not self.line.poll(PATIENCE):
            raise Silent(self.process)
        try:
            said = self.line.recv()
        except EOFError:
            raise Gone(self.process) from None
        match said:
            case Failed(trace=trace):
                raise Gone(trace)
        return said

    def say(self, what):
        """Tell the process something."""
        self.line.send(what)

    def killed(self):
        """Kill the process as nothing can prevent (SIGKILL), and return what it had still said."""
        self.process.kill()
        self.process.join()
        rest = []
        with suppress(EOFError, ConnectionResetError):
            while self.line.poll():
                rest.append(self.line.recv())
        return rest

    def dismiss(self):
        """End the process, whatever it does, and free what it held."""
        self.process.kill()
        self.process.join()
        self.process.close()
        self.line.close()


class Failed:
    """What a process says last if its task raised.

    Attributes:
        trace: Where and why.
    """

    def __init__(self, trace):
        self.trace = trace


def _run(task, line, arguments):
    try:
        task(line, *arguments)
    except BaseException:  # whatever it is, the test shows it
        line.send(Failed(traceback.format_exc()))
        raise
    finally:
        line.close()


@contextmanager
def crew(*tasks):
    """Give a process for each task, a function of its line and more with these arguments."""
    hands = []
    try:
        for task, *arguments in tasks:
            hands.append(Hand(task, *arguments))
        yield hands
    finally:
        for hand in hands:
            hand.dismiss()
