"""The commands that a case file has no section for: what is corrected or taken back one by one."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import evolve, fields

from positions.errors import InvalidStatement, near
from positions.exchange import RelationEntry
from positions.ledger import recording
from positions.model.actors import decide as actors
from positions.model.actors.actor import Name
from positions.model.actors.identity import Judgement
from positions.model.claims import decide as claims
from positions.model.claims.claim import Claim, ClaimRelation
from positions.model.claims.report import Report
from positions.model.vocabulary import ClaimKind, Relation, Rendering, Stance, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from positions.ledger.draft import Draft
    from positions.model.actors.state import ActorState

__all__ = [
    "add_name",
    "add_report",
    "amend_claim",
    "amend_mandate",
    "judge_identity",
    "relate",
    "unrelate",
    "void_mandate",
    "void_name",
    "void_report",
    "withdraw_identity",
]


def amend_claim(
    draft: Draft, id: str, amendment: str | None, given: Mapping[str, Any], why: str | None
) -> None:
    """Correct how a claim is worded or described."""
    draft.open_claim(id)
    values = {name: value for name, value in given.items() if name != "zone"}
    read = _read(_checked(Claim, values, ("id",)))
    name = recording.content_id("amend", amendment, id, id, read)
    state = draft.claim(id, (), name)
    known = state.corrections.get(name)
    if recording.applied(name, known, read, to=isinstance(known, Claim)):
        return
    changed = evolve(cast("Claim", state.now), **read)
    draft.on_claim(id, claims.amend_claim(state, name, changed, why))


def add_report(draft: Draft, statement: str, claim: str | None, given: Mapping[str, Any]) -> None:
    """Put another report of a recorded statement on record."""
    ref = draft.resolved(statement, claim)
    values = {name: value for name, value in given.items() if name != "zone"}
    if "stance" in values:
        values["stances"] = values.pop("stance")
    report = Report(**_read(_checked(Report, values, ())))
    state = draft.claim(ref.claim, (ref.statement,))
    draft.on_claim(ref.claim, claims.add_report(state, ref.statement, report))


def void_report(
    draft: Draft, statement: str, claim: str | None, report: str, why: str | None
) -> None:
    """Find that there was no such report of a statement."""
    ref = draft.resolved(statement, claim)
    state = draft.claim(ref.claim, (ref.statement,))
    draft.on_claim(ref.claim, claims.void_report(state, ref.statement, report, why))


def relate(draft: Draft, claim: str, relation: str, other: str, why: str | None) -> None:
    """Find that a relation holds from one claim to another."""
    related = ClaimRelation(claim=claim, relation=_member(Relation, relation), other=other)
    recording.relate(draft, RelationEntry(relation=related, why=why))


def unrelate(draft: Draft, claim: str, relation: str, other: str, why: str | None) -> None:
    """Find that a recorded relation does not hold after all."""
    state = draft.open_claim(claim)
    related = ClaimRelation(claim=claim, relation=_member(Relation, relation), other=other)
    standing = [id for id, each in state.relations.items() if each == related]
    for id in standing or [related.id]:
        draft.on_claim(claim, claims.unrelate(draft.claim(claim), id, why))


def add_name(draft: Draft, actor: str, given: Mapping[str, Any], text: str) -> None:
    """Put a name of an actor on record."""
    draft.check_actors([actor])
    values = {name: value for name, value in given.items() if name != "zone"}
    name = Name(text=text, **_checked(Name, values, ("text",)))
    draft.on_actor(actor, actors.add_name(draft.actor(actor), name))


def void_name(draft: Draft, actor: str, text: str, lang: str | None, why: str | None) -> None:
    """Find that an actor does not go by a name."""
    draft.check_actors([actor])
    state = draft.actor(actor)
    meant = [each for each in state.names if each.text == text and lang in (None, each.lang)]
    for name in meant or [Name(text=text, lang=lang)]:
        draft.on_actor(actor, actors.void_name(draft.actor(actor), name, why))


def amend_mandate(
    draft: Draft, mandate: str, id: str | None, given: Mapping[str, Any], why: str | None
) -> None:
    """Correct a recorded mandate."""
    holder = _holder(draft, mandate, lambda state: state.grants)
    state = draft.actor(holder)
    now = state.grants[mandate].now or state.grants[mandate].first
    values = {name: value for name, value in given.items() if name != "zone"}
    changes = _checked(type(now), values, ())
    draft.check_actors([changes.get("body")])
    name = recording.content_id("amend", id, holder, mandate, changes)
    target, known = state.corrections.get(name, (mandate, None))
    if recording.applied(name, known, changes, to=target == mandate):
        return
    changed = evolve(now, **changes)
    draft.on_actor(holder, actors.amend_mandate(state, name, mandate, changed, why))


def void_mandate(draft: Draft, mandate: str, why: str | None) -> None:
    """Find that there was no such mandate."""
    holder = _holder(draft, mandate, lambda state: state.grants)
    draft.on_actor(holder, actors.void_mandate(draft.actor(holder), mandate, why))


def judge_identity(
    draft: Draft,
    verdict: str,
    members: list[str] | tuple[str, ...],
    id: str | None,
    **more: str | None,
) -> None:
    """Put a judgement of identity on record: *more* is who judged, and why."""
    judgement = Judgement(verdict=_member(Verdict, verdict), actors=members, **more)
    recording.judge_identity(draft, judgement, id)


def withdraw_identity(draft: Draft, judgement: str, why: str | None) -> None:
    """Withdraw one judgement of identity."""
    holder = _holder(draft, judgement, lambda state: state.judgements)
    draft.on_actor(holder, actors.withdraw_identity(draft.actor(holder), judgement, why))


def _holder(draft: Draft, id: str, held: Callable[[ActorState], Mapping[str, object]]) -> str:
    """Return the actor in whose stream the mandate or judgement *id* stands."""
    states = draft.actors()
    for actor, state in states.items():
        if id in held(state):
            return actor
    known = [each for state in states.values() for each in held(state)]
    meant = " or ".join(map(repr, near(id, known)))
    why = f"there is none of the id {id!r} on record" + (
        f"; did you mean {meant}?" if meant else ""
    )
    raise InvalidStatement(why)


def _checked(kind: type, changes: Mapping[str, Any], fixed: tuple[str, ...]) -> dict[str, Any]:
    """Return *changes* if they are of fields that *kind* has and that may change."""
    names = [each.name for each in fields(kind) if each.name not in fixed]
    for name in changes:
        if name not in names:
            meant = " or ".join(map(repr, near(name, names)))
            why = (
                f"there is no such field; did you mean {meant}?"
                if meant
                else (f"there is no such field; there are {', '.join(names)}")
            )
            raise InvalidStatement(why, name)
    return dict(changes)


_LISTS = ("stances", "via", "about", "tags")  # one text does for a list of one
_ENUMS: dict[str, type[StrEnum]] = {"kind": ClaimKind, "rendering": Rendering}


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return *values* with their lists and enumerations read."""
    found = dict(values)
    for name, enum in _ENUMS.items():
        if name in found:
            found[name] = _member(enum, found[name])
    for name in _LISTS:
        if name in found:
            given: object = found[name]
            found[name] = (given,) if isinstance(given, str) else tuple(found[name] or ())
    if "stances" in found:
        found["stances"] = tuple(_member(Stance, each) for each in found["stances"])
    return found


T = TypeVar("T", bound=StrEnum)


def _member(enum: type[T], value: str) -> T:
    """Return the member of *enum* of that name."""
    try:
        return enum(value)
    except ValueError:
        where = enum.__name__.removeprefix("Claim").lower()
        names = [str(member) for member in enum]
        meant = " or ".join(map(repr, near(str(value), names)))
        known = f"did you mean {meant}?" if meant else f"it is one of {', '.join(names)}"
        why = f"there is no {where} {value!r}; {known}"
        raise InvalidStatement(why, where) from None
