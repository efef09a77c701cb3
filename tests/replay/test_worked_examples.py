"""The worked examples of the rules of replay, asked of the fold through the public door."""

from pathlib import Path

import pytest
import yaml

import positions

DATA = Path(__file__).parent.parent / "data" / "worked-examples.yaml"
# All scalars are texts: a date stays what was written.
RULES = yaml.load(DATA.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
ACTORS = ("p1", "p2", "post", "body", "gov", "other")
ALWAYS = [
    {"by": "p1", "for": "post"},
    {"by": "p2", "for": "post"},
    {"by": "post", "for": "body"},
    {"by": "body", "for": "gov"},
]


def whole(rule):
    """Return a rule's example as a case."""
    statements = [
        statement | ({"seq": int(statement["seq"])} if "seq" in statement else {})
        for statement in rule["statements"]
    ]
    return {
        "positions": 1,
        "zone": "UTC",
        "actors": dict.fromkeys(ACTORS),
        "claims": {statement["claim"]: {} for statement in statements},
        "mandates": rule.get("mandates", ALWAYS),
        "statements": statements,
    }


QUESTIONS = [
    pytest.param(rule, ask, id=f"{rule['rule']}: {place} {' '.join(map(str, ask[:3]))}")
    for rule in RULES
    for place, ask in enumerate(rule["ask"])
]


@pytest.mark.parametrize(("rule", "ask"), QUESTIONS)
def test_worked_example(rule, ask):
    """Each answer of the contract's worked examples comes out."""
    actor, claim, as_of, answer, *rest = ask
    more = rest[0] if rest else {}
    with positions.open(":memory:") as ledger:
        ledger.load(whole(rule))
        view = ledger.as_of(as_of, known_by=more.get("known_by"))

    position = view.position(actor, claim, include=more.get("include", ()))

    expected = {answer} if isinstance(answer, str) else set(answer)
    assert (position.possible or {position.kind}) == expected
