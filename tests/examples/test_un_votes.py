"""The example on votes in the General Assembly runs, and what it prints is so."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

import positions

ROOT = Path(__file__).parents[2]
DATA = ROOT / "examples" / "data"


def ran(*arguments, **environment):
    """Run the example, and return what came of it."""
    return subprocess.run(
        [sys.executable, "examples/un_votes.py", *arguments],
        capture_output=True,
        check=False,
        cwd=ROOT,
        encoding="utf-8",
        env=os.environ | {"COLUMNS": "80", "PYTHONIOENCODING": "utf-8"} | environment,
    )


def printed(text):
    """Return the lines of a text, without what stands at their ends."""
    return [line.rstrip() for line in text.splitlines()]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Return the path of a ledger."""
    return str(tmp_path_factory.mktemp("votes") / "votes.db")


@pytest.fixture(scope="module")
def told(path):
    """Return the lines that the example prints, having kept the votes in a ledger."""
    done = ran("--ledger", path)
    assert not done.returncode, done.stderr
    return printed(done.stdout)


@pytest.fixture(scope="module")
def votes():
    """Return the votes of the sample, by country and roll call."""
    with (DATA / "un-session-70-votes.csv").open(encoding="utf-8", newline="") as file:
        return {(row["country"], row["roll_call"]): row["vote"] for row in csv.DictReader(file)}


@pytest.mark.parametrize(
    "line",
    [
        "                   france    russia     china      iran    israel",
        "united-states         58%       29%       17%       14%       88%",
        "china                                               81%       15%",
        " 100%     73 of    73  thailand, uruguay",
        "   7%      5 of    67  north-korea, united-states",
        "The motion of roll call 5394, on A/RES/70/5, should be carried",
        "  191 affirmed",
        "    2 denied",
        "united-states on roll-call-5394: denied",
        "    vote-united-states: 2015-10-27, united-states, oppose (denied)",
    ],
)
def test_example_shows(told, line):
    """Who agreed with whom stands there, and a position with its reasons, in 80 columns."""
    assert line in told
    assert 80 >= max(map(len, told))


def test_every_vote_is_a_statement(told, path, votes):
    """One statement a vote, by a state on a proposal; one claim a roll call, one actor a state."""
    events = len(votes) + len({call for _, call in votes}) + 2 * len({name for name, _ in votes})

    assert f"{events:,} events recorded; 0 entries were there already" in told
    with positions.open(path) as ledger:
        view = ledger.as_of()
        spoken = view.statements(claim="roll-call-5394")

        assert "America/New_York" == ledger.zone
        assert {"yes": 191, "no": 2} == {
            name: sum(vote == name for (_, call), vote in votes.items() if call == "5394")
            for name in ("yes", "no")
        }
        assert 193 == len(spoken)
        assert {"proposal"} == {view.claim(each).kind for each in view.claims}


def test_agreement_is_that_of_the_votes_and_of_the_view(told, path, votes):
    """What the example counts from the matrix is what `agreement` and plain counting give."""
    pair = {
        call: (votes["North Korea", call], votes["United States", call])
        for name, call in votes
        if name == "North Korea" and ("United States", call) in votes
    }
    same = sum(one == other for one, other in pair.values())

    assert f"{same / len(pair):5.0%}  {same:5} of {len(pair):5}  north-korea, united-states" in told
    with positions.open(path) as ledger:
        found = ledger.as_of().agreement("north-korea", "united-states")

        assert (same, len(pair)) == (len(found.same), len(found.shared))


def test_once_more_is_once(told, path):
    """Law 9: loading the sample into the same ledger again records nothing."""
    again = printed(ran("--ledger", path).stdout)

    assert again[0].startswith("0 events recorded; 13,353 entries")
    assert told[1:] == again[1:]


def test_whole_data_without_pyarrow(tmp_path):
    """Where pyarrow is missing, a sentence says what to install."""
    (tmp_path / "pyarrow.py").write_text("raise ImportError", encoding="utf-8")
    done = ran("--data", str(tmp_path), PYTHONPATH=str(tmp_path))

    assert 1 == done.returncode
    assert "pip install pyarrow" in done.stderr
    assert "Traceback" not in done.stderr
