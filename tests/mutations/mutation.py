"""A mutation: a change that somebody could make by mistake, and the laws that forbid it."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from attrs import frozen
from hatch_build import NAMES, compiled

ROOT = Path(__file__).parents[2]
PYTEST = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly"]


@frozen
class Mutation:
    """A change of the library that somebody could make by mistake.

    Attributes:
        part: What it breaks: a rule of replay, or a part of the library.
        name: What it does, in words.
        file: Where, below `src/positions`.
        old: The text that is replaced, once.
        new: By what.
        laws: Which tests to run, as `-k` of pytest has it; the first that fails ends the run.
    """

    part: str
    name: str
    file: str
    old: str
    new: str
    laws: str = "law_33 or (law_07 and test_index)"

    def source(self, root: Path) -> Path:
        """Return the file that it changes, of the sources below *root*."""
        return root / "src" / "positions" / self.file

    def changed(self, text: str) -> str:
        """Return *text* of that file as it changes it.

        Raises:
            ValueError: what is replaced is not there, or more than once.
        """
        if (times := text.count(self.old)) != 1:
            message = f"{self.file} has {times} times what {self.name!r} replaces once: {self.old}"
            raise ValueError(message)
        return text.replace(self.old, self.new)

    @property
    def is_in_c(self) -> bool:
        """Whether what it changes has to be compiled."""
        return Path(self.file).suffix in {".c", ".h"}


def outcome(mutation: Mutation) -> tuple[str, float]:
    """Apply *mutation* to a copy of the source, and return what became of it, and how soon."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(ROOT / "src", copy / "src")
        source = mutation.source(copy)
        text = mutation.changed(source.read_text(encoding="utf-8"))
        source.write_text(text, encoding="utf-8")
        if mutation.is_in_c and not all(compiled(copy, name) for name in NAMES):
            return "could not be compiled", time.monotonic() - started
        ran = subprocess.run(
            [*PYTEST, "-k", mutation.laws, "tests/laws"],
            check=False,
            cwd=ROOT,
            env=os.environ
            | {
                "HYPOTHESIS_PROFILE": "quick",
                "PYTHONPATH": str(copy / "src"),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            capture_output=True,
            encoding="utf-8",
        )
    seconds = time.monotonic() - started
    match ran.returncode:
        case 0:
            return "SURVIVED", seconds
        case 1:
            return "killed", seconds
        case _:
            return f"could not be tried: {ran.stdout[-300:]}{ran.stderr[-300:]}", seconds
