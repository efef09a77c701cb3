"""A small record that the tests of the ledger begin with."""

from datetime import UTC, datetime, timedelta
from typing import Any

import positions
from positions import StatementRecorded

__all__ = ["CASE", "kirby_speaks", "statement", "statement_ids", "ticking"]

CASE: dict[str, Any] = {
    "positions": 1,
    "zone": "America/New_York",
    "actors": {
        "kirby": {"kind": "person", "names": ["John Kirby", {"text": "Джон Кирби", "lang": "ru"}]},
        "us-state": {"kind": "body", "names": ["State Department"]},
        "russia": {"kind": "government"},
    },
    "mandates": [{"by": "kirby", "for": "us-state", "from": "2015-05"}],
    "claims": {
        "visit": {"text": "Qassem Soleimani visited Moscow"},
        "ban": {"text": "The visit violated his travel ban", "kind": "legal"},
    },
    "relations": [["ban", "presupposes", "visit"]],
    "statements": [
        {"id": "a", "by": "kirby", "claim": "visit", "act": "deny", "said": "2015-08-14"},
        {"id": "b", "by": "russia", "claim": "visit", "act": "deny", "said": "2015-08-15"},
    ],
}


def kirby_speaks(**how):
    """Return a ledger in memory into which the small record was loaded."""
    ledger = positions.open(":memory:", **how)
    ledger.load(CASE)
    return ledger


def ticking(start=datetime(2016, 1, 1, 12, tzinfo=UTC)):
    """Return a clock that is a day later each time that it is asked."""
    days = iter(range(10_000))
    return lambda: start + timedelta(days=next(days))


def statement(ledger, id, **question):
    """Return the statement of that id, as it reads in a view of *ledger*."""
    found = [each for each in ledger.as_of(**question).statements() if each.statement.id == id]
    return found[0].statement


def statement_ids(recorded):
    """Return the ids of the statements that were recorded, in their order."""
    events = [each.event for each in recorded]
    return [each.statement.id for each in events if isinstance(each, StatementRecorded)]
