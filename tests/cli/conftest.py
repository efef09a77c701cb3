"""A small case in which every command finds something, and a way to type."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from attrs import frozen

import positions
from positions.cli import main

ROOT = Path(__file__).parents[2]

CASE = """\
positions: 1
zone: Europe/Moscow
actors:
  land: {kind: government, names: [The Land, Земля]}
  office: {kind: body, names: [Office, Desk]}
  agency: {kind: body, names: [Agency, Desk]}
  aide: {kind: person}
  guest: {kind: person}
  clerk: {}
mandates:
  - {by: office, for: land, rank: 1}
  - {by: agency, for: land, rank: 2}
  - {by: aide, for: office}
claims:
  deal: {text: There is a deal}
  signed: {text: The deal was signed}
  sanctions: {text: There should be sanctions, kind: proposal}
  talks: {text: There are talks}
relations:
  - [signed, entails, deal]
statements:
  - {id: yes, by: office, claim: deal, act: confirm, said: 2020-01-02, wording: a deal,
     reports: [{outlet: Wire, published: 2020-01-02, quote: a done deal}]}
  - {id: no, by: agency, claim: deal, act: deny, said: 2020-01-03}
  - {id: asked, by: aide, claim: deal, act: refer, refers_to: agency, said: 2020-01-04}
  - {id: ink, by: guest, claim: signed, act: confirm, said: 2020-01-02/2020-01-05}
  - {id: inked, by: clerk, claim: signed, act: confirm, said: 2020-01-03}
  - {id: nay, by: guest, claim: deal, act: deny, said: 2020-01-05}
  - {id: for, by: guest, claim: sanctions, act: support, said: 2020-01-05}
  - {id: if, by: aide, on_behalf_of: land, claim: sanctions, act: support, mode: conditional,
     condition: they cheat, said: 2020-01-05}
  - {id: either, by: agency, claim: talks, act: hedge, stance: [possible, probable],
     said: ../2020-01-05}
  - {id: whisper, by: office, claim: talks, act: inform, stance: affirmed, visibility: private,
     said: 2020-01-05/.., to: guest}
  - {id: gone, by: aide, claim: talks, act: assert, said: 2020-01-06}
  - {id: undone, by: aide, claim: talks, act: retract, retracts: gone, said: 2020-01-07}
"""


@frozen
class Typed:
    """What came of typing a command."""

    code: int
    out: str
    err: str

    @property
    def answer(self):
        """The answer in JSON."""
        return json.loads(self.out)["answer"]


@pytest.fixture
def case(tmp_path):
    """Return the path of the small case."""
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return str(path)


@pytest.fixture
def ledger(case, tmp_path):
    """Return the path of a ledger that holds the small case."""
    path = str(tmp_path / "small.db")
    with positions.open(path) as opened:
        opened.load(case)
    return path


def events(ledger):
    """Return how many events stand in the file of a ledger."""
    with closing(sqlite3.connect(ledger)) as connection:
        ((count,),) = connection.execute("SELECT count(*) FROM stored_events")
    return count


def damage(ledger, stream, version):
    """Flip a byte of a stored event, past the trigger that forbids it."""
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("DROP TRIGGER stored_events_updated")
        ((row, state),) = connection.execute(
            "SELECT rowid, state FROM stored_events WHERE originator_id=? AND originator_version=?",
            (stream, version),
        )
        flipped = bytes([*state[:-1], state[-1] ^ 1])
        connection.execute("UPDATE stored_events SET state=? WHERE rowid=?", (flipped, row))
        connection.commit()


def run(*argv, **options):
    """Run the command as a user does, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "positions", *argv],
        check=False,
        capture_output=True,
        cwd=ROOT,
        **options,
    )


@pytest.fixture
def type_(capsys):
    """Return a function that types a command, and says what came of it."""

    def typed(*argv):
        code = main(argv)
        told = capsys.readouterr()
        return Typed(code, told.out, told.err)

    return typed
