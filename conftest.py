"""Run what README, documentation and docstrings show, and hold them to it."""

import doctest
import os
import shlex
import subprocess
import sys
from pathlib import Path

from sybil import Example, Sybil
from sybil.parsers.myst import ClearNamespaceParser, PythonCodeBlockParser, SkipParser
from sybil.parsers.myst import CodeBlockParser as FencedBlockParser
from sybil.parsers.rest import DocTestParser

HERE = Path(__file__).parent

pytest_plugins = ["tests.firing", "tests.profiles"]


def run_console(example: Example) -> str | None:
    """Run each `$ positions …` of a console block; complain where it prints something else.

    Other commands (`$ make demo`) are for the reader and are not run.
    """
    sessions = ("\n" + example.parsed).split("\n$ ")[1:]
    for session in sessions:
        command, _, shown = session.partition("\n")
        program, *arguments = shlex.split(command)
        if program != "positions":
            continue
        ran = subprocess.run(
            [sys.executable, "-m", "positions", *arguments],
            check=False,
            cwd=HERE,
            env=os.environ | {"COLUMNS": "80", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
            encoding="utf-8",
            stderr=subprocess.STDOUT,
            stdout=subprocess.PIPE,
        )
        told, said = without_trailing_space(shown), without_trailing_space(ran.stdout)
        if not doctest.OutputChecker().check_output(told, said, doctest.ELLIPSIS):
            return f"$ {command}\nshould print:\n{told}\nbut prints:\n{said}"
    return None


def without_trailing_space(text: str) -> str:
    """Return *text* as a page shows it: no space at the ends of lines or of the whole."""
    return "\n".join(line.rstrip() for line in text.rstrip().splitlines()) + "\n"


pages = Sybil(
    name="pages",
    parsers=[
        ClearNamespaceParser(),
        FencedBlockParser(language="console", evaluator=run_console),
        PythonCodeBlockParser(doctest_optionflags=doctest.ELLIPSIS),
        SkipParser(),
    ],
    patterns=["README.md", "docs/*.md", "docs/**/*.md"],
    excludes=["docs/_build/**"],
)

# Up to Python 3.12 `**` in a pattern is one folder: a name alone matches at any depth.
docstrings = Sybil(
    name="docstrings",
    path="src",
    parsers=[DocTestParser(optionflags=doctest.ELLIPSIS)],
    patterns=["*.py"],
)

pytest_collect_file = (pages + docstrings).pytest()
