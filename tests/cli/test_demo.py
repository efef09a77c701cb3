"""`make demo` shows the answers of the founding case."""

import os
import subprocess
import sys

import pytest

from tests.cli.conftest import ROOT


@pytest.fixture(scope="module")
def told():
    """Return the lines that the demonstration prints in 80 columns."""
    ran = subprocess.run(
        [sys.executable, "examples/demo.py"],
        check=True,
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "80", "PYTHONIOENCODING": "utf-8"},
        encoding="utf-8",
        stdout=subprocess.PIPE,
    )
    return [line.rstrip() for line in ran.stdout.splitlines()]


@pytest.mark.parametrize(
    "line",
    [
        "United States     uncommitted affirmed    affirmed    uncommitted uncommitted",
        "White House       no record   no record   deferred or deferred or deferred",
        "Russia, in public no record   no record   denied      denied      denied",
        "Russia, private   denied or   denied      denied      denied      denied",
        "Iran              no record   no record   no record   dismissed   dismissed",
        "the Kremlin       no record   no record   no record   no record   no record",
        "2015-08-17     walk back      uncommitted  kirby                   certain",
        "united-states on visit: uncommitted",
        "19 August 2015    uncommitted affirmed    affirmed    affirmed    uncommitted",
        "30 September 2015 uncommitted probable    uncommitted uncommitted uncommitted",
    ],
)
def test_demo_shows(told, line):
    """The rows of the notes' tables stand there, readable in 80 columns."""
    assert line in told
    assert 80 >= max(map(len, told))
