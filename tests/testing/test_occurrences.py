"""What the strategies draw makes every kind of answer occur, and often."""

from collections import Counter

from hypothesis import strategies as st

from positions.model.vocabulary import PositionKind, Reason, ShiftKind
from positions.testing import cuts, histories
from tests.strategies import askings, drawn

EXAMPLES = 300


def answered():
    """Return in how many examples each kind of position, of shift, and each reason occurs."""
    occurs: Counter[object] = Counter()
    for history, cut, asking in drawn(st.tuples(histories(), cuts(), askings()), EXAMPLES):
        view = history.as_of(**cut)
        told = {"policy": asking["policy"], "include": asking["include"]}
        found: set[object] = set()
        for actor in view.actors:
            for claim in view.claims:
                position = view.position(actor, claim, **asking)
                found |= {position.kind, *position.possible}
                found |= {each.reason for each in position.excluded}
                found |= {("shift", shift.kind) for shift in view.timeline(actor, claim, **told)}
                found |= {name for name in ("inferred", "dissent") if getattr(position, name)}
                found |= {"contested"} if position.contested else set()
                found |= {"opposed"} if any(each.opposed for each in position.dissent) else set()
        occurs.update(found)
    return occurs


def test_every_kind_of_answer_occurs_often():
    """Each kind of position, of shift, and each reason occurs in one example of a hundred or so."""
    occurs = answered()
    expected = {
        *PositionKind,
        *Reason,
        *(("shift", kind) for kind in ShiftKind),
        *("inferred", "dissent", "contested", "opposed"),
    }

    rare = {what: occurs[what] for what in expected if occurs[what] < EXAMPLES / 150}
    assert {} == rare
