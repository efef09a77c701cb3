"""The reference page of events says what is stored."""

import json
import re
from pathlib import Path

import pytest
from attrs import NOTHING, fields

from positions.model.actors.actor import Actor, Name
from positions.model.actors.identity import Judgement
from positions.model.actors.mandate import Mandate
from positions.model.claims.claim import Claim, ClaimRelation
from positions.model.claims.report import Report
from positions.model.claims.statement import Question, Statement
from positions.model.extra import NO_EXTRA
from positions.model.ids import StatementRef
from positions.store import STORED, from_json, recorded_from_json
from positions.store.sealed import sealed

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "events.md").read_text(encoding="utf-8")
VALUES = {
    "claim": Claim,
    "statement": Statement,
    "question": Question,
    "one of `follows`": StatementRef,
    "report": Report,
    "relation": ClaimRelation,
    "actor": Actor,
    "name": Name,
    "mandate": Mandate,
    "judgement": Judgement,
}


def listed(of):
    """Return the fields of a value as the page lists them: `?` where they may be absent."""
    absent = (None, (), NO_EXTRA)
    return [
        each.name + ("?" if each.default is not NOTHING and each.default in absent else "")
        for each in fields(of)
    ]


def in_page(row, column):
    """Return the names in a cell of the row that begins so, its asides left out."""
    (found,) = (line for line in PAGE.splitlines() if re.match(row, line))
    cell = [each.strip() for each in found.strip("|").split("|")][column]
    return re.sub(r" \([^)]*\)", "", cell).split(", ")


@pytest.mark.parametrize("name", STORED)
def test_every_event_is_in_the_reference(name):
    """With its version and its fields."""
    stored = STORED[name]

    assert in_page(rf"\| .*\| `{name}` \|", 2) == [str(stored.version)]
    assert in_page(rf"\| .*\| `{name}` \|", 4) == listed(stored.event)


@pytest.mark.parametrize("name", VALUES)
def test_every_value_is_in_the_reference(name):
    """With its fields, and which of them may be absent."""
    assert in_page(rf"\| {name} \|", 1) == listed(VALUES[name])


def test_the_row_of_the_reference_is_a_row():
    """It is the line of the reference, sealed."""
    _, line = re.findall(r"```json\n(.*)\n```", PAGE)
    (row,) = re.findall(r"```text\n(.*)\n```", PAGE)

    assert row.encode() == sealed(line.encode(), 7)


def test_the_examples_of_the_reference_are_events():
    """Each can be read as it stands."""
    event, line = re.findall(r"```json\n(.*)\n```", PAGE)

    read = recorded_from_json(line.encode())

    assert read.event == from_json("StatementVoided", 1, event.encode())
    assert json.loads(line)["event"] == json.loads(event)
