"""The notebook of the seventh example runs, and shows what it shows in the repository."""

import csv
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "07_notebook"
DATA = ROOT / "examples" / "data"


@pytest.fixture(scope="module")
def kept():
    """Return the notebook as it is kept."""
    return (FOLDER / "votes.ipynb").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def printed(kept):
    """Return what its cells show, as text."""
    found = [
        output.get("text") or output["data"]["text/plain"]
        for cell in json.loads(kept)["cells"]
        if cell["cell_type"] == "code"
        for output in cell["outputs"]
    ]
    return ["".join(each) for each in found]


@pytest.fixture(scope="module")
def tables(printed):
    """Return the tables that its cells show."""
    return [table for table in map(rows, printed) if table]


@pytest.fixture(scope="module")
def votes():
    """Return the votes of the sample, by country and roll call."""
    with (DATA / "un-session-70-votes.csv").open(encoding="utf-8", newline="") as file:
        return {(row["country"], row["roll_call"]): row["vote"] for row in csv.DictReader(file)}


def rows(table):
    """Return the cells of a table of Polars, row by row."""
    parts = (line.strip("│").split("┆") for line in table.splitlines() if line.startswith("│"))
    return [[each.strip() for each in row] for row in parts]


def test_notebook_is_what_its_script_shows(kept):
    """Run from its first cell to its last, the script gives the notebook, outputs included."""
    done = subprocess.run(
        [sys.executable, "-W", "error", ROOT / "tests" / "examples" / "notebook.py", "votes.py"],
        capture_output=True,
        check=False,
        cwd=FOLDER,
        encoding="utf-8",
        env=os.environ | {"COLUMNS": "60", "PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati"},
    )

    assert (0, "") == (done.returncode, done.stderr)
    assert kept == done.stdout


def test_agreement_is_that_of_the_votes(printed, tables, votes):
    """How often the least agreeing pair agreed is what plain counting gives, and the view."""
    pairs = [
        (vote, votes["United States", call])
        for (country, call), vote in votes.items()
        if country == "North Korea" and ("United States", call) in votes
    ]
    same, shared = sum(one == other for one, other in pairs), len(pairs)
    (first,) = [each for each in tables if "actor_other" in each[0]]
    (named,) = [each for each in printed if " of " in each]

    share = f"{same / shared:.2f}"
    assert ["north-korea", "united-states", str(same), str(shared), share] == first[1]
    assert named.startswith(f"{same} of {shared}: ")
    assert same == named.count("roll-call-")


def test_read_model_has_every_vote(tables, votes):
    """The read model counts what the file counts: an abstention is `uncommitted`."""
    cast = Counter(votes.values())
    (counted,) = [each for each in tables if ["kind", "votes"] == each[0]]

    assert [
        ["affirmed", str(cast["yes"])],
        ["uncommitted", str(cast["abstain"])],
        ["denied", str(cast["no"])],
    ] == counted[1:]


def test_share_on_a_side_is_that_of_the_votes(tables, votes):
    """At the end of the year, the part of other votes on Washington's side is that of the file."""
    sides = [
        vote == votes["United States", call]
        for (country, call), vote in votes.items()
        if country != "United States" and ("United States", call) in votes
    ]
    (by_day,) = [each for each in tables if "as_of" in each[0]]

    assert f"{sum(sides) / len(sides):.3f}" == by_day[-1][-1]
