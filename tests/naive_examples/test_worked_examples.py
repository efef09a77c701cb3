"""The worked examples of the rules of replay, asked of the naive model."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from positions.model.actors.events import MandateGiven
from positions.model.actors.mandate import Mandate
from positions.model.claims.events import StatementRecorded
from positions.model.claims.report import Report
from positions.model.claims.statement import Statement
from positions.model.ids import StatementRef
from positions.model.recorded import Event, Recorded, actor_stream, claim_stream
from positions.model.when import When
from tests.naive import NaiveRecord

DATA = Path(__file__).parent.parent / "data" / "worked-examples.yaml"
# All scalars are texts: a date stays what was written.
RULES = yaml.load(DATA.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
RECORDED_AT = datetime(2020, 1, 1, tzinfo=UTC)
ALWAYS = [
    {"by": "p1", "for": "post"},
    {"by": "p2", "for": "post"},
    {"by": "post", "for": "body"},
    {"by": "body", "for": "gov"},
]


def listed(value: str | list[str]) -> list[str]:
    """Return a list as it is, and anything else as the only member of one."""
    return value if isinstance(value, list) else [value]


def times(fields: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return *fields* with those that are times parsed."""
    return fields | {name: When.parse(fields[name]) for name in names if name in fields}


def mandate(fields: dict[str, Any]) -> Mandate:
    """Return a mandate as the case format writes it."""
    names = {"for": "body", "as": "role", "from": "begins", "until": "ends"}
    named = {names.get(name, name): value for name, value in fields.items()}
    return Mandate(**times(named, "begins", "ends"))


def report(fields: dict[str, Any]) -> Report:
    """Return a report as the case format writes it."""
    stances = listed(fields["stance"]) if "stance" in fields else []
    rest = {name: value for name, value in fields.items() if name != "stance"}
    return Report(**times(rest, "published"), stances=tuple(stances))


def statement(fields: dict[str, Any], claims: dict[str, str]) -> Statement:
    """Return a statement as the case format writes it; *claims* says on which each id is."""
    read = times(fields, "said")
    read.pop("reports", None)
    if "stance" in read:
        read["stances"] = listed(read.pop("stance"))
    if "seq" in read:
        read["seq"] = int(read["seq"])
    if "as" in read:
        read["role"] = read.pop("as")
    read["follows"] = [StatementRef(claims[ref], ref) for ref in read.get("follows", [])]
    return Statement(**read)


def recorded(case: dict[str, Any]) -> list[Recorded]:
    """Return the events that record a case of the file."""
    claims = {each["id"]: each["claim"] for each in case["statements"] if "id" in each}
    events: list[tuple[str, Event]] = []
    for fields in case.get("mandates", ALWAYS):
        given = mandate(fields)
        events.append((actor_stream(given.by), MandateGiven(id=given.id, mandate=given)))
    for fields in case["statements"]:
        reports = tuple(report(each) for each in fields.get("reports", []))
        spoken = statement(fields, claims)
        event = StatementRecorded(statement=spoken, reports=reports)
        events.append((claim_stream(spoken.claim), event))
    return [
        Recorded(stream=stream, event=event, recorded_at=RECORDED_AT) for stream, event in events
    ]


def questions() -> list[Any]:
    """Return every case with each of its questions and answers."""
    return [
        pytest.param(case, ask, id=f"{case['rule']}: {ask[0]} {ask[1]} {ask[2]} {place}")
        for case in RULES
        for place, ask in enumerate(case["ask"])
    ]


@pytest.mark.parametrize(("case", "ask"), questions())
@pytest.mark.parametrize("step", [1, -1], ids=["as written", "backwards"])
def test_worked_example(case, ask, step):
    """Each answer comes out as it was worked out, in whatever order the case was recorded."""
    actor, claim, as_of, answer, *rest = ask
    cuts = rest[0] if rest else {}
    known_by = When.parse(cuts["known_by"]).stop if "known_by" in cuts else None

    kinds = NaiveRecord(recorded(case)[::step]).outcomes(
        actor,
        claim,
        as_of=When.parse(as_of).stop,
        known_by=known_by,
        include=frozenset(cuts.get("include", [])),
    )

    assert kinds == frozenset(listed(answer))
