"""Read models opened in Datasette: what it shows is what the ledger says, in our own words."""

import re
import shlex
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import positions
from positions.projections import OpenQuestions, Shifts, Standings, Timelines
from tests.examples.served import served

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "08_datasette"
MODELS: list[Any] = [Standings(), Timelines(), Shifts(), OpenQuestions()]


def commands():
    """Return the commands that the page of the example gives first, each as arguments."""
    blocks = re.findall(r"(?s)```console\n(.*?)```", (FOLDER / "README.md").read_text("utf-8"))
    return [shlex.split(line.removeprefix("$ ")) for line in blocks[0].splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Do as the page of the example says, up to the last command, in a folder of its own."""
    folder = tmp_path_factory.mktemp("datasette")
    (folder / "seeds").symlink_to(ROOT / "seeds")
    (folder / "examples").symlink_to(ROOT / "examples")
    pip, load, run, describe, serve = commands()
    assert ["pip", "positions", "positions", "python", "datasette"] == [
        each[0] for each in (pip, load, run, describe, serve)
    ]
    for command in (load, run):
        python(folder, "-m", *command)
    *describe, arrow, target = describe[1:]
    assert ">" == arrow
    (folder / target).write_text(python(folder, *describe), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def client(folder):
    """Serve what was built, and return a client."""
    with served("-m", *commands()[-1], "--port", "0", cwd=folder) as client:
        yield client


@pytest.fixture
def ledger(folder):
    """Open the ledger that the read models are of."""
    with positions.open(folder / "visit.db") as ledger:
        yield ledger


def python(folder, *arguments):
    """Run Python, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", *arguments],
        capture_output=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
    )
    assert not done.returncode, done.stderr
    return done.stdout


def asked(client, path, **query):
    """Return the rows that Datasette gives as JSON."""
    found = client.get(f"/views/{path}.json", params={"_shape": "array", "_size": "max"} | query)
    assert 200 == found.status_code, found.text
    return found.json()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_tables_are_those_of_a_replay(client, ledger, model):
    """Every row of a read model is there, whole, for whoever asks over HTTP."""
    rows = ledger.replay(model).tables[model.name]
    found = asked(client, model.name)
    key = model.tables[0].key

    assert list(model.tables[0].names) == list(found[0])
    assert [[row[name] for name in key] for row in rows] == sorted(
        [row[name] for name in key] for row in found
    )


def test_standing_is_the_position(client, ledger):
    """A row, by its key, is the position as the ledger gives it."""
    (row,) = asked(client, "standing", actor="russia", claim="visit")
    position = ledger.as_of().position("russia", "visit")

    assert (position.kind, position.since.edtf) == (row["kind"], row["since"])


@pytest.mark.parametrize(
    ("instant", "given"),
    [
        ("2015-08-14T00:00:00-04:00", "2015-08-14T00:00:00-04:00"),
        ("2015-08-15T00:00:00+00:00", "2015-08-15"),
        ("2015-08-19T12:00:00+00:00", "2015-08-19 12:00"),
    ],
)
def test_query_as_of_is_the_view(client, ledger, instant, given):
    """Positions as of an instant are a query, in whatever form SQLite reads the instant."""
    view = ledger.as_of(datetime.fromisoformat(instant))

    assert {(each.actor, each.claim): each.kind for each in view.positions()} == {
        (row["actor"], row["claim"]): row["kind"] for row in asked(client, "as_of", as_of=given)
    }


def test_query_of_dissent_is_that_of_positions(client, ledger):
    """Who dissents from whom stands in a column as JSON, and is a row each in the query."""
    expected = [
        (each.claim, each.actor, other.actor, str(other.kind), other.opposed)
        for each in ledger.as_of().positions()
        for other in each.dissent
    ]

    assert expected
    assert sorted(expected) == [
        (row["claim"], row["actor"], row["dissenter"], row["dissents"], bool(row["opposed"]))
        for row in asked(client, "dissent")
    ]


def test_page_tells_what_a_column_says(client):
    """A person finds the tables under their names, and a sentence for each column."""
    pages = {each.name: client.get(f"/views/{each.name}").text for each in MODELS}
    front = client.get("/views").text

    assert all(f'href="/views/{name}"' in front for name in pages)
    assert "the ids of all that it rests on, in order" in pages["standing"]
    assert "Where an actor stands on a claim." in pages["standing"]
    hidden = {each["name"]: each["hidden"] for each in client.get("/views.json").json()["tables"]}
    assert {"standing__1", "tracking", "positions_projections"} < hidden.keys()
    assert all(hidden.values())


def test_late_fact_is_shown_while_served(folder, client, ledger):
    """What is recorded later is there at the next request; a walk-back is told where it now is."""
    before = {(row["actor"], row["said"]) for row in asked(client, "turns")}
    ledger.load(ROOT / "seeds" / "soleimani-moscow-2015-later.yaml")
    python(folder, "-m", *commands()[2])
    after = {(row["actor"], row["said"]) for row in asked(client, "turns")}

    assert ("united-states", "2015-08-17") in before
    assert ("united-states", "2015-08-13") in after
    assert ("united-states", "2015-08-17") not in after
