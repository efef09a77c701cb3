"""Laws 27 and 28 in the system's own words: strace makes a writer's calls fail, or kills it there.

A file and every call by which SQLite writes it: each meets an I/O error, a full disk or the end of
its process, once or from then on, and the same ledger is used again afterwards.
"""

import json
import shutil
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import evolve, frozen

from tests.faults.commands import founded
from tests.faults.found import Found, found

__all__ = ["STRACE", "Strained", "strained"]

STRACE = shutil.which("strace")
PLACES = {"pwrite64": 9, "fdatasync": 8, "ftruncate": 3, "unlink": 1}
"""The calls that write, and at how many of each, evenly spread, every fault is tried."""

FAULTS = {
    "error=EIO:when={}": "an I/O error",
    "error=ENOSPC:when={}": "a full disk",
    "error=EIO:when={}+": "errors from then on",
    "signal=KILL:when={}": "killed",
}
_PATIENCE = 60
_OURS = "positions.store.log."
"""With which the last line of a run begins that ended because the ledger said so."""


@frozen(kw_only=True)
class Strained:
    """What came of one kind of fault.

    Attributes:
        fault: What it was.
        runs: How many writers met it.
        struck: How many calls it struck.
        failed: How many commands said that they had failed.
        acknowledged: How many statements were acknowledged.
        lost: How many of these are not in the store.
        twice: How many statements are there more than once.
        partial: How many batches are there in part.
        surfaced: How many statements are there though nobody was told: where the log was written
            but not synced, SQLite says that it failed, and finds it when the file is opened again.
        problems: Whatever is not as the laws have it.
    """

    fault: str
    runs: int = 0
    struck: int = 0
    failed: int = 0
    acknowledged: int = 0
    lost: int = 0
    twice: int = 0
    partial: int = 0
    surfaced: int = 0
    problems: tuple[str, ...] = ()


def strained():
    """Return what came of each kind of fault."""
    with TemporaryDirectory() as folder:
        there = Path(folder)
        founded(str(there / "founded.db"), 2)
        calls = Counter(line.split("(")[0].split()[-1] for line in _run(there).calls if "(" in line)
        cases = [
            (fault, f"{call}:{fault.format(place)}")
            for fault in FAULTS
            for call, places in PLACES.items()
            for place in range(1, calls[call] + 1, max(1, calls[call] // places))
        ]
        outcomes = {fault: Strained(fault=named) for fault, named in FAULTS.items()}
        with ThreadPoolExecutor(2) as pool:
            for (fault, _), run in zip(
                cases, pool.map(lambda case: _run(there, case[1]), cases), strict=True
            ):
                outcomes[fault] = _with(outcomes[fault], run)
    return list(outcomes.values())


@frozen(kw_only=True)
class Run:
    """What one writer did.

    Attributes:
        inject: What it met, as strace has it.
        said: What it said: pairs of what and about what.
        calls: What strace saw.
        end: The last line of its complaints; nothing if there were none.
        found: What is in its file.
    """

    inject: str | None
    said: list[tuple[str, Any]]
    calls: list[str]
    end: str
    found: Found

    def about(self, what):
        """Return all that was said so."""
        return [about for each, about in self.said if each == what]


def _run(folder, inject=None):
    """Let a writer write to a file of its own, and look into the file."""
    location = folder / f"{inject}.db"
    shutil.copy(folder / "founded.db", location)
    calls = folder / f"{inject}.calls"
    trace = [str(STRACE), "-f", "-o", str(calls), "-e", f"trace={','.join(PLACES)}"]
    if inject is not None:
        trace += ["-e", f"inject={inject}"]
    ran = subprocess.run(
        [*trace, sys.executable, "-m", "tests.faults.strained", str(location)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=_PATIENCE,
    )
    return Run(
        inject=inject,
        said=[json.loads(line) for line in ran.stdout.splitlines()],
        calls=calls.read_text().splitlines(),
        end=ran.stderr.strip().rpartition("\n")[2],
        found=found(str(location)),
    )


def _with(outcome, run):
    """Return an outcome with that of one run more."""
    there = run.found
    acknowledged = {tuple(each) for about in run.about("acknowledged") for each in about}
    return evolve(
        outcome,
        runs=outcome.runs + 1,
        struck=outcome.struck + sum("(INJECTED)" in at or "killed by" in at for at in run.calls),
        failed=outcome.failed + len(run.about("failed")),
        acknowledged=outcome.acknowledged + len(acknowledged),
        lost=outcome.lost + sum(not there.statements[each] for each in acknowledged),
        twice=outcome.twice + sum(times > 1 for times in there.statements.values()),
        partial=outcome.partial
        + sum(
            len({min(1, there.statements[claim, id]) for claim, id in about}) > 1
            for about in run.about("tried")
        ),
        surfaced=outcome.surfaced + len(there.statements.keys() - acknowledged),
        problems=(*outcome.problems, *(f"{run.inject}: {each}" for each in _wrong(run))),
    )


def _wrong(run):
    """Yield what is wrong after one run."""
    yield from run.found.problems
    for length, digest in run.about("read"):
        if run.found.chain.get(length) != digest:
            yield "the writer had read something else"
    if run.end and not run.end.startswith(_OURS):
        yield run.end
