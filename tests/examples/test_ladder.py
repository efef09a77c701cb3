"""Every step of the ladder in `examples/` runs anywhere, and prints what it says it prints."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LADDER = ROOT / "examples"
STEPS = sorted(LADDER.glob("[0-9][0-9]_*"))
SCRIPTS = [step for step in STEPS if step.suffix == ".py"]
FOLDERS = [step for step in STEPS if step.is_dir()]
INDENT = "    "

each_script = pytest.mark.parametrize("step", SCRIPTS, ids=lambda step: step.stem)


def docstring(step):
    """Return what a step says of itself."""
    return ast.get_docstring(ast.parse(step.read_text(encoding="utf-8"))) or ""


def promised(step):
    """Return what a step says it prints: the last part of its docstring, without the indent."""
    _, found, block = docstring(step).partition("\nIt prints:\n\n")
    lines = block.splitlines()
    assert found, "The docstring has no `It prints:`"
    assert all(line.startswith(INDENT) for line in lines if line), "`It prints:` is the last part"
    return "".join(f"{line.removeprefix(INDENT)}\n" for line in lines)


@pytest.fixture
def elsewhere(tmp_path):
    """Return an empty folder to run a step in."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


@pytest.fixture
def temporary(tmp_path):
    """Return an empty folder for what a step needs for a while."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    ("seed", "zone"),
    [("0", "Pacific/Kiritimati"), ("1", "Pacific/Pago_Pago")],
    ids=["once", "again"],
)
@each_script
def test_step_prints_what_it_says(step, seed, zone, elsewhere, temporary):
    """A step prints its promise and nothing else, in any folder, zone and order of sets.

    Nor does it leave anything behind. A warning that is an error where none can be raised, as of
    a file never closed, is told on stderr.
    """
    done = subprocess.run(
        [sys.executable, "-W", "error", step],
        capture_output=True,
        check=False,
        cwd=elsewhere,
        encoding="utf-8",
        env=os.environ
        | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
        | {"TMPDIR": str(temporary), "TZ": zone},
    )

    assert (0, "") == (done.returncode, done.stderr)
    assert promised(step) == done.stdout
    assert [] == [*elsewhere.iterdir(), *temporary.iterdir()]


@each_script
def test_step_begins_with_a_sentence(step):
    """The first line of a docstring says, as a sentence, what the idea is."""
    first, _, rest = docstring(step).partition("\n")

    assert re.fullmatch(r"[A-Z].*[^.]\.", first)
    assert rest.startswith("\n")


def test_step_that_is_a_folder_has_a_page_and_tests():
    """A step of several files says how to run it, and a test module of its name does."""
    tests = Path(__file__).parent
    owed = [(step / "README.md", tests / f"test_{step.name}.py") for step in FOLDERS]

    assert [] == [path for pair in owed for path in pair if not path.is_file()]


def test_there_is_a_ladder():
    """There are steps, one a number: none is overlooked because a name has changed."""
    numbers = [step.name[:2] for step in STEPS]

    assert "01" == numbers[0]
    assert len(set(numbers)) == len(numbers)
    assert STEPS == sorted([*SCRIPTS, *FOLDERS])


def test_readme_lists_every_step():
    """The table has a line for each step, in order, and none for what is not there."""
    listed = (LADDER / "README.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"(?m)^\| step \|.*\n(?:\|.*\n)+", listed)
    rows = re.findall(r"(?m)^\| \[(\d\d)\]\(([^)/]+)/?\) \|", table)

    assert [(step.name[:2], step.name) for step in STEPS] == rows
    for step in SCRIPTS:
        assert f" `python examples/{step.name}` |" in table


def test_documentation_includes_every_step():
    """The page in the documentation shows each step, in order, from the file itself."""
    page = (ROOT / "docs" / "tutorial" / "examples.md").read_text(encoding="utf-8")
    shown = re.findall(r"(?m)^```\{literalinclude\} \.\./\.\./examples/(\d\d_[^/\n]+)", page)

    assert [step.name for step in STEPS] == list(dict.fromkeys(shown))
