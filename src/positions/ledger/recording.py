"""From the entries of a case to decisions: what a case file and a command have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from positions.errors import Conflict, InvalidStatement
from positions.model.actors import decide as actors
from positions.model.claims import decide as claims
from positions.model.claims.statement import Statement
from positions.model.ids import checked_id, derived_id, digest
from positions.model.when import When

if TYPE_CHECKING:
    from collections.abc import Mapping

    from positions.exchange.case import (
        ActorEntry,
        AmendmentEntry,
        RelationEntry,
        StatementEntry,
        VoidEntry,
    )
    from positions.ledger.draft import Draft
    from positions.model.actors.identity import Judgement
    from positions.model.actors.mandate import Mandate
    from positions.model.claims.claim import Claim

__all__ = [
    "add_actor",
    "amend",
    "applied",
    "content_id",
    "give_mandate",
    "judge_identity",
    "open_claim",
    "record",
    "relate",
    "void",
]


def add_actor(draft: Draft, entry: ActorEntry) -> None:
    """Put an actor on record, with its names."""
    id = entry.actor.id
    draft.on_actor(id, actors.add_actor(draft.actor(id), entry.actor, entry.names))


def give_mandate(draft: Draft, mandate: Mandate, id: str | None = None) -> None:
    """Put a mandate on record, in the stream of its holder."""
    draft.check_actors((mandate.by, mandate.body))
    name = mandate.id if id is None else checked_id(id, "id")
    if id is not None and any(
        name in state.grants for by, state in draft.actors().items() if by != mandate.by
    ):
        raise Conflict("mandate", name, ["by"])
    draft.on_actor(mandate.by, actors.give_mandate(draft.actor(mandate.by), name, mandate))


def judge_identity(draft: Draft, judgement: Judgement, id: str | None = None) -> None:
    """Put a judgement of identity on record, in the stream of the first of its actors."""
    draft.check_actors(judgement.actors)
    first = judgement.actors[0]
    name = judgement.id if id is None else checked_id(id, "id")
    if id is not None and any(
        name in state.judgements for by, state in draft.actors().items() if by != first
    ):
        raise Conflict("judgement", name, ["actors"])
    draft.on_actor(first, actors.judge_identity(draft.actor(first), name, judgement))


def open_claim(draft: Draft, claim: Claim) -> None:
    """Put a claim on record."""
    draft.on_claim(claim.id, claims.open_claim(draft.claim(claim.id), claim))


def relate(draft: Draft, entry: RelationEntry) -> None:
    """Put a relation between two claims on record, in the stream of the first."""
    relation = entry.relation
    state = draft.open_claim(relation.claim)
    draft.open_claim(relation.other)
    draft.on_claim(relation.claim, claims.relate(state, relation.id, relation, entry.why))


def record(draft: Draft, entry: StatementEntry) -> None:
    """Put a statement on record, with its reports."""
    statement = entry.statement
    state = draft.open_claim(statement.claim, (statement.id,))
    draft.check_actors((statement.by, statement.on_behalf_of, statement.refers_to))
    if entry.follows:
        statement = statement.evolve(follows=tuple(map(draft.resolved, entry.follows)))
    if statement.retracts is not None:
        draft.resolved(statement.retracts, statement.claim)
        state = draft.claim(statement.claim, (statement.id, statement.retracts))
    draft.on_claim(statement.claim, claims.record(state, statement, entry.reports))


def amend(draft: Draft, entry: AmendmentEntry) -> None:
    """Correct a statement.

    Raises:
        UnknownStatement: there is no such statement, or several claims have one of that id.
        Conflict: an amendment of that id was recorded with other content.
        InvalidStatement: what it would read makes no sense.
    """
    ref = draft.resolved(entry.statement, entry.claim)
    changes = dict(entry.changes)
    if "follows" in changes:
        changes["follows"] = tuple(map(draft.resolved, changes["follows"]))
    draft.check_actors(changes.get(name) for name in ("by", "on_behalf_of", "refers_to"))
    name = content_id("amend", entry.id, ref.claim, ref.statement, changes)
    needed = [ref.statement]
    if changes.get("retracts") is not None:
        needed.append(draft.resolved(changes["retracts"], ref.claim).statement)
    state = draft.claim(ref.claim, needed, name)
    known = state.corrections.get(name)
    if applied(name, known, changes, to=isinstance(known, Statement) and known.ref == ref):
        return
    now = state.entries[ref.statement].now or state.entries[ref.statement].first
    draft.on_claim(ref.claim, claims.amend(state, name, now.evolve(**changes), entry.why))


def void(draft: Draft, entry: VoidEntry) -> None:
    """Find that a statement was never made.

    Raises:
        UnknownStatement: there is no such statement, or several claims have one of that id.
    """
    ref = draft.resolved(entry.statement, entry.claim)
    draft.on_claim(
        ref.claim, claims.void(draft.claim(ref.claim, (ref.statement,)), ref.statement, entry.why)
    )


def applied(name: str, known: object, changes: Mapping[str, Any], *, to: bool) -> bool:
    """Return whether the correction of that *name* is on record, having made *known* of its target.

    Args:
        name: The id of the correction.
        known: What it made of its target; `None` where it is not on record.
        changes: What it is to change now.
        to: Whether it is to change that same target.

    Raises:
        Conflict: it is on record with other content.
    """
    if known is None:
        return False
    differs = [each for each, new in changes.items() if to and getattr(known, each) != new]
    if differs or not to:
        raise Conflict("amendment", name, differs or ["target"])
    return True


def content_id(
    prefix: str, given: str | None, claim: str, target: str, changes: Mapping[str, Any]
) -> str:
    """Return the id of a correction: as *given*, else made of its target and content."""
    if given is not None:
        return checked_id(given, "id")
    if not changes:
        why = f"it changes nothing of {target!r}; name the fields and what they should read"
        raise InvalidStatement(why)
    plain = [(name, _plain(value)) for name, value in sorted(changes.items())]
    return derived_id(f"{prefix}-{target}", claim, target, digest(plain))


def _plain(value: object) -> object:
    """Return what stands for *value* in a digest: instants for a time, text for the rest."""
    if isinstance(value, When):
        return [value.start, value.stop]
    if isinstance(value, tuple):
        return [_plain(each) for each in cast("tuple[object, ...]", value)]
    return value if value is None or isinstance(value, int) else str(value)
