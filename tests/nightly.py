"""Try each law on 10,000 examples, or for as many as five minutes allow.

    python -m tests.nightly            every law
    python -m tests.nightly 2 4 33     some of them

Each test runs in a pytest process of its own. This module is the program and also the
pytest plugin in that process: there, when the time of a test is up, it tells Hypothesis that
enough examples were tried. A failure found by then is still shrunk and shown.
"""

import argparse
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from hypothesis import settings
from hypothesis.internal.conjecture.engine import ConjectureRunner
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
LAWS = "tests/laws"
PYTEST = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
ENVIRONMENT = os.environ | {"HYPOTHESIS_PROFILE": "nightly"}

# Hypothesis shrinks a failure for up to five minutes; after that something hangs.
GRACE = 360

# How much of a failing test's output goes into the report.
LAST_LINES = 40


@frozen(kw_only=True)
class Outcome:
    """What became of one test."""

    law: int
    test: str
    examples: int
    seconds: float
    result: str
    output: str = ""

    @property
    def failed(self) -> bool:
        """Whether somebody must look at it."""
        return self.result == "FAILED"


# --- the program -------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the laws named in *arguments*, all of them if none is; return 1 if any failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.nightly", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("laws", nargs="*", type=int, metavar="LAW", help="numbers of laws")
    parser.add_argument("--seconds", type=float, default=300, help="limit of a law (300)")
    parser.add_argument("--jobs", type=int, default=2, help="laws at the same time (2)")
    options = parser.parse_args(arguments)

    tests = collect()
    missing = sorted(set(options.laws) - set(tests))
    if missing or not tests:
        print(f"No test under {LAWS} is named test_law_NN_… for {missing or 'any law'}.")
        return 1

    chosen = sorted(set(options.laws) or tests)
    with ThreadPoolExecutor(max_workers=options.jobs) as pool:
        runs = pool.map(lambda law: list(run_law(law, tests[law], options.seconds)), chosen)
        outcomes = [outcome for law in runs for outcome in law]
    report(outcomes)
    return int(any(outcome.failed for outcome in outcomes))


def collect() -> dict[int, list[str]]:
    """Return the pytest ids of the tests of each law.

    A test belongs to the law whose number its name, or that of its class, holds:
    `test_law_02_no_answer_from_the_future`, `TestLaw04Machine::runTest`.
    """
    command = [*PYTEST, "--collect-only", "-q", LAWS]
    listing = subprocess.run(
        command, check=True, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, encoding="utf-8"
    ).stdout
    tests = defaultdict(list)
    for line in listing.splitlines():
        _, _, name = line.partition("::")
        if found := re.search(r"law_?(\d+)", name.partition("[")[0], re.IGNORECASE):
            tests[int(found[1])].append(line)
    return dict(tests)


def run_law(law: int, tests: Sequence[str], seconds: float) -> Iterator[Outcome]:
    """Run the *tests* of one law after another; each gets its share of the *seconds* left."""
    left = seconds
    for done, test in enumerate(tests):
        outcome = run_test(law, test, left / (len(tests) - done))
        left = max(left - outcome.seconds, 1)
        print(f"law {law}: {outcome.result} after {outcome.examples:,}", file=sys.stderr)
        yield outcome


def run_test(law: int, test: str, seconds: float) -> Outcome:
    """Run one test in a process of its own for about *seconds*."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        reached = Path(folder) / "reached.json"
        plugin = ["-p", "tests.nightly", f"--seconds={seconds}", f"--reached={reached}"]
        try:
            ran = subprocess.run(
                [*PYTEST, *plugin, "-q", test],
                check=False,
                cwd=ROOT,
                env=ENVIRONMENT,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                timeout=seconds + GRACE,
            )
            status, output = ran.returncode, ran.stdout
        except subprocess.TimeoutExpired as hung:
            status, output = 1, f"{hung.output or ''}\nstopped: still busy {GRACE} s after its time"
        tried = json.loads(reached.read_text()) if reached.exists() else {}

    examples = tried.get("examples", 0)
    if status == 0 and tried["property"] and examples == 0:
        status, output = 1, "Not one example was counted: has Hypothesis changed inside?"
    return Outcome(
        law=law,
        test=test.removeprefix(f"{LAWS}/"),
        examples=examples,
        seconds=time.monotonic() - started,
        result="FAILED" if status else "reached the limit" if tried["limit"] else "passed",
        output="\n".join(output.splitlines()[-LAST_LINES:]) if status else "",
    )


def report(outcomes: Sequence[Outcome]) -> None:
    """Print a row for each test, then the last words of those that failed."""
    table = Table("law", "test", "examples", "seconds", "outcome", box=None)
    for outcome in outcomes:
        table.add_row(
            str(outcome.law),
            outcome.test,
            f"{outcome.examples:,}",
            f"{outcome.seconds:.0f}",
            outcome.result,
            style="red" if outcome.failed else None,
        )
    console = Console(width=None if sys.stdout.isatty() else 160, markup=False, highlight=False)
    console.print(table)
    for outcome in filter(lambda outcome: outcome.failed, outcomes):
        console.print(f"\n--- law {outcome.law}: {outcome.test}\n{outcome.output}")


# --- the pytest plugin -------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the limit, and where to write how far it led."""
    parser.addoption("--seconds", type=float, default=300.0)
    parser.addoption("--reached", type=Path)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Limit the test by time and note how many examples it tried."""
    is_property = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    tried = {"examples": 0, "limit": False, "property": is_property}
    seconds, reached = item.config.option.seconds, item.config.option.reached
    with limited(seconds, tried):
        try:
            yield
        finally:
            reached.write_text(json.dumps(tried))


@contextlib.contextmanager
def limited(seconds: float, tried: dict[str, Any]) -> Iterator[None]:
    """End Hypothesis's search for a counter-example after *seconds*.

    Hypothesis has a limit of examples but none of time, and returning early from the test
    would make a failure found in time look flaky. So this asks the engine itself to stop where
    it would stop having tried enough, which holds for `@given` and state machines alike. The
    names it patches are Hypothesis's own business: constraints.txt pins it, and a property of
    which no example was counted has failed.
    """
    end = time.monotonic() + seconds
    run, should_generate_more = ConjectureRunner.run, ConjectureRunner.should_generate_more
    asked = set()

    def limited_run(runner: ConjectureRunner) -> None:
        # A test may ask for few examples because it is slow; at night time is the limit.
        most = max(runner.settings.max_examples, settings().max_examples)
        runner.settings = settings(runner.settings, max_examples=most)
        try:
            run(runner)
        finally:
            tried["examples"] += runner.valid_test_cases

    def limited_should_generate_more(runner: ConjectureRunner) -> bool:
        # The engine relies on a first yes.
        if id(runner) in asked and time.monotonic() > end:
            tried["limit"] = True
            return False
        asked.add(id(runner))
        return should_generate_more(runner)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ConjectureRunner, "run", limited_run)
        patch.setattr(ConjectureRunner, "should_generate_more", limited_should_generate_more)
        yield


if __name__ == "__main__":
    sys.exit(main())
