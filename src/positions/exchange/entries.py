"""From the fields of an entry, as they were read, to the values of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import NOTHING, fields

from positions.errors import InvalidStatement
from positions.exchange.case import (
    ActorEntry,
    AmendmentEntry,
    RelationEntry,
    StatementEntry,
    VoidEntry,
)
from positions.model.actors.actor import Actor, Name
from positions.model.actors.identity import Judgement
from positions.model.actors.mandate import Mandate
from positions.model.claims.claim import Claim, ClaimRelation
from positions.model.claims.report import Report
from positions.model.claims.statement import Statement
from positions.model.ids import StatementRef, derived_id
from positions.model.vocabulary import Relation, Stance, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "actor",
    "amendment",
    "claim",
    "identity",
    "mandate",
    "oddities_of_amendment",
    "oddities_of_statement",
    "relation",
    "report",
    "statements",
    "void",
]

_DEFAULTS = {
    each.name: each.default
    for each in fields(Statement)
    if each.default is not NOTHING and each.name != "id"
}


def actor(id: str, names: tuple[Name | str, ...] = (), **more: Any) -> ActorEntry:  # noqa: ANN401 - attributes that the model checks
    """Return an actor with its names."""
    given = (Name(text=name) if isinstance(name, str) else name for name in names)
    return ActorEntry(actor=Actor(id=id, **more), names=tuple(given))


def mandate(**values: Any) -> tuple[Mandate]:  # noqa: ANN401 - attributes that the model checks
    """Return a mandate."""
    return (Mandate(**values),)


def claim(id: str, text: str | None = None, **more: Any) -> Claim:  # noqa: ANN401 - attributes that the model checks
    """Return a claim; one of which no text is given is worded by its id."""
    return Claim(id=id, text=id if text is None else text, **more)


def relation(
    claim: str, relation: Relation, other: str, why: str | None = None
) -> tuple[RelationEntry]:
    """Return a relation between two claims."""
    related = ClaimRelation(claim=claim, relation=relation, other=other)
    return (RelationEntry(relation=related, why=why),)


def identity(
    same: tuple[str, ...] | None = None,
    different: tuple[str, ...] | None = None,
    by: str | None = None,
    why: str | None = None,
) -> tuple[Judgement]:
    """Return a judgement of identity; either *same* or *different* is there."""
    if same is not None:
        return (Judgement(verdict=Verdict.SAME, actors=same, by=by, why=why),)
    return (Judgement(verdict=Verdict.DIFFERENT, actors=different or (), by=by, why=why),)


def report(
    source: str | None = None,  # noqa: ARG001 - it was borrowed from when the report was read
    stances: Stance | tuple[Stance, ...] = (),
    **more: Any,  # noqa: ANN401 - attributes that the model checks
) -> Report:
    """Return a report."""
    return Report(stances=_stances(stances), **more)


def statements(
    by: str | tuple[str, ...],
    id: str = "",
    stances: Stance | tuple[Stance, ...] = (),
    follows: tuple[str | StatementRef, ...] = (),
    reports: tuple[Report, ...] = (),
    **more: Any,  # noqa: ANN401 - attributes that the model checks
) -> tuple[StatementEntry, ...]:
    """Return a statement, or as many as a joint one has speakers.

    Raises:
        InvalidStatement: It contradicts the vocabulary or itself.
    """
    each = _stances(stances)
    if isinstance(by, str):
        spoken = [Statement(id=id, by=by, stances=each, **more)]
    else:
        if "utterance" not in more:
            if "seq" in more:
                why = "a place within an utterance needs the `utterance`"
                raise InvalidStatement(why, "seq")
            more["utterance"] = _shared_utterance(by, each, more)
        spoken = [
            Statement(id=id and f"{id}.{speaker}", by=speaker, stances=each, **more)
            for speaker in by
        ]
    return tuple(
        StatementEntry(statement=statement, follows=follows, reports=reports)
        for statement in spoken
    )


def _stances(stances: Stance | tuple[Stance, ...]) -> tuple[Stance, ...]:
    return (stances,) if isinstance(stances, Stance) else stances


def _shared_utterance(
    by: tuple[str, ...], stances: tuple[Stance, ...], more: Mapping[str, Any]
) -> str:
    """Return the id, made of their content, of the utterance that joint statements share."""
    said, question = more["said"], more.get("question")
    return derived_id(
        "joint",
        more["claim"],
        sorted(by),
        more.get("on_behalf_of"),
        more.get("to"),
        more["act"],
        stances,
        more.get("mode"),
        (said.start, said.stop),
        more.get("condition"),
        more.get("refers_to"),
        more.get("retracts"),
        None if question is None else question.text,
    )


def oddities_of_statement(entry: StatementEntry) -> Iterator[tuple[str, str]]:
    """Yield what is odd about a statement: the path of a field within it, and why."""
    said = entry.statement.said
    for index, report in enumerate(entry.reports):
        published = report.published
        if published is None:
            continue
        if published.stop <= said.start:
            why = f"it was published ({published}) before the words were said ({said})"
            yield f".reports[{index}].published", why
        if report.removed is not None and report.removed.stop <= published.start:
            why = f"it was removed ({report.removed}) before it was published ({published})"
            yield f".reports[{index}].removed", why


def amendment(
    statement: str,
    claim: str | None = None,
    id: str | None = None,
    why: str | None = None,
    emptied: frozenset[str] = frozenset(),
    **changes: Any,  # noqa: ANN401 - attributes that the model checks
) -> tuple[AmendmentEntry]:
    """Return a correction; what it empties reads as if it had never been given."""
    if "stances" in changes:
        changes["stances"] = _stances(changes["stances"])
    changes |= {name: _DEFAULTS[name] for name in emptied if name in _DEFAULTS}
    return (AmendmentEntry(statement=statement, claim=claim, id=id, changes=changes, why=why),)


def oddities_of_amendment(entry: AmendmentEntry) -> Iterator[tuple[str, str]]:
    """Yield what is odd about an amendment: the path of a field within it, and why."""
    if not entry.changes:
        yield "", f"it changes nothing of {entry.statement!r}"


def void(**values: Any) -> tuple[VoidEntry]:  # noqa: ANN401 - attributes that the model checks
    """Return the finding that a statement was never made."""
    return (VoidEntry(**values),)
