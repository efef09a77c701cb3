"""What the laws saw: how often each kind, shift, reason and rule fired, law by law."""

import os
from collections import Counter, defaultdict
from typing import Any

from positions import Policy, PositionKind, Reason, ShiftKind, View
from positions.replay.explain import rules_applied

__all__ = ["EXPECTED", "SEEN", "answers", "rows", "witness"]

RULES = [f"R{number}" for number in range(1, 16)]

EXPECTED = {
    "kind": [str(kind) for kind in PositionKind],
    "shift": [str(kind) for kind in ShiftKind],
    "excluded": [str(reason) for reason in Reason],
    "rule": RULES,
}
"""All that has to fire under every law."""

SEEN: defaultdict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
"""By law, how often each item of each sort was seen."""

EVERYTHING = ("private", "leaked")


def witness(law: int, *views: View) -> None:
    """Ask *views* about everything, and note what fires; at night, examples count for more."""
    for view in () if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else views:
        _witness(SEEN[law], view)


def _witness(seen: Counter[tuple[str, str]], view: View) -> None:
    for actor in view.actors:
        for claim in view.claims:
            for policy in Policy:
                position = view.position(actor, claim, policy=policy, infer=policy == "latest")
                seen["kind", str(position.kind)] += 1
                for exclusion in position.excluded:
                    seen["excluded", str(exclusion.reason)] += 1
                for rule in rules_applied(position, position._basis):
                    seen["rule", rule] += 1
                assert position.explain()
                seen["rule", "R15"] += 1
            for shift in view.timeline(actor, claim):
                seen["rule", "R11"] += 1
                if shift.kind is not None:
                    seen["shift", str(shift.kind)] += 1


def answers(view: View) -> dict[Any, Any]:
    """Return all that *view* answers, as plain data that can be compared."""
    found: dict[Any, Any] = {}
    for actor in view.actors:
        for claim in view.claims:
            for policy, include, infer in (
                ("latest", (), True),
                ("latest", EVERYTHING, False),
                ("most_senior", (), False),
                ("unanimous", (), False),
            ):
                position = view.position(actor, claim, policy=policy, include=include, infer=infer)
                found[actor, claim, policy, include, infer] = position.to_dict()
                shifts = view.timeline(actor, claim, policy=policy, include=include)
                found[actor, claim, policy, include] = [shift.to_dict() for shift in shifts]
        found[actor] = [each.to_dict() for each in view.contradictions(actor)]
    found["open"] = [each.to_dict() for each in view.open_questions()]
    return found


def rows(seen: dict[int, Counter[tuple[str, str]]]) -> list[str]:
    """Return the table of what fired, a line for each item, a column for each law."""
    laws = sorted(seen)
    lines = [" " * 32 + "".join(f"{law:>8}" for law in laws)]
    for sort, items in EXPECTED.items():
        for item in items:
            counts = "".join(f"{seen[law][sort, item]:>8}" for law in laws)
            lines.append(f"{sort:<9}{item:<23}{counts}")
    return lines
