"""Every name in a case's statements that stands for nothing, of unread statements too.

A decision ends at the first name that is unknown, and what cannot be read is never decided on; but
somebody who mends a file wants to see all that is wrong with it at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, assert_never, cast

from positions.errors import UnknownActor, UnknownClaim, UnknownStatement, near

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.errors import CaseProblem
    from positions.exchange.case import Case
    from positions.ledger.draft import Draft

__all__ = ["told", "unknown_names"]

_ACTORS = ("by", "on_behalf_of", "refers_to")


def unknown_names(draft: Draft, case: Case) -> Iterator[CaseProblem]:
    """Yield the names in statements that stand for nothing, neither here nor on record.

    *draft* has what could be recorded of the case.
    """
    for index, row in enumerate(_listed(case.document.root, "statements")):
        for field in (*_ACTORS, "claim", "follows"):
            for name in _listed(row, field):
                problem = _unknown(draft, case, field, str(getattr(name, "text", name)))
                if problem is not None:
                    yield case.problem(f"statements[{index}].{field}", problem)


def told(case: Case, unknown: UnknownActor | UnknownClaim | UnknownStatement) -> str:
    """Return what is unknown, and what in the case, mistaken itself perhaps, was probably meant."""
    match unknown:
        case UnknownActor():
            declared = case.declared.actors
        case UnknownClaim():
            declared = case.declared.claims
        case UnknownStatement():
            declared = case.declared.statements
        case _:
            assert_never(unknown)
    meant = unknown.near or near(unknown.id, declared)
    return str(type(unknown)(unknown.id, meant, unknown.detail))


def _listed(holder: Any, field: str) -> Sequence[Any]:  # noqa: ANN401 - whatever stands in a file
    value = cast("Mapping[str, Any]", holder).get(field) if isinstance(holder, Mapping) else None
    if isinstance(value, list | tuple):
        return cast("Sequence[Any]", value)
    return () if value is None else (value,)


def _unknown(draft: Draft, case: Case, field: str, name: str) -> str | None:
    try:
        if field == "claim":
            draft.open_claim(name)
        elif field == "follows":
            claim, _, statement = name.rpartition("/")
            draft.resolved(statement, claim or None)
        else:
            draft.check_actors([name])
    except UnknownActor as unknown:
        return None if name in case.declared.actors else told(case, unknown)
    except UnknownClaim as unknown:
        return None if unknown.id in case.declared.claims else told(case, unknown)
    except UnknownStatement as unknown:
        return None if unknown.id in case.declared.statements else told(case, unknown)
    return None
