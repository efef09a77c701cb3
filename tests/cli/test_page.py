"""The page on the command line shows what the commands print, also where they need a ledger."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from positions.cli.commands import COMMANDS
from tests.cli.conftest import ROOT

PAGE = (ROOT / "docs/how-to/command-line.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^```shell-session\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_page_shows_what_is_printed(tmp_path):
    """Each line is typed after those before it, in a clone of its own, and prints what is shown."""
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    programs = Path(sys.executable).parent
    sessions = "".join(SHOWN).removeprefix("$ ").split("\n$ ")
    told = []
    for line in (session.partition("\n")[0] for session in sessions):
        ran = subprocess.run(
            ["/bin/sh", "-c", line],
            check=False,
            cwd=tmp_path,
            env=os.environ | {"PATH": f"{programs}:{os.environ['PATH']}", "LC_ALL": "C"},
            encoding="utf-8",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        told.append(f"{line}\n{ran.stdout}".removesuffix("\n"))

    assert "\n$ ".join(sessions).removesuffix("\n") == "\n$ ".join(told)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_page_names_every_command(command):
    """Each stands in one of its tables."""
    assert re.search(rf"^\| `{command}[ `]", PAGE, re.MULTILINE)
