"""In words: which rule decided, on whose words, and what was left out (R15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.model.vocabulary import Act, Policy, PositionKind, Reason, Rendering
from positions.model.when import OPEN_FUTURE
from positions.replay.weighing import Tier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.model.claims.report import Report
    from positions.model.claims.statement import Statement
    from positions.replay.basis import Basis
    from positions.replay.position import Position

__all__ = ["explained", "rules_applied"]

_WHY = {
    Reason.NOT_PUBLIC: "was not said in public, and only public words were asked for",
    Reason.NOT_DISCLOSED: "had not been disclosed by then",
    Reason.FABRICATED: "was never said: it is judged a fabrication",
    Reason.PERSONAL: "was said in a personal capacity",
    Reason.OFF_RECORD: "was off the record",
    Reason.DEEP_BACKGROUND: "was on deep background",
    Reason.FOR_ANOTHER: "was said on another's behalf",
    Reason.NO_MANDATE: "was said without a mandate in force",
    Reason.ONE_UTTERANCE: "gives way to plainer words of the same utterance",
    Reason.NO_OUTCOME: "commits nobody",
    Reason.NOT_SENIOR: "was said by somebody less senior",
    Reason.LOWER_TIER: "weighs less than what decides",
    Reason.WITHDRAWN: "was withdrawn",
    Reason.SUPERSEDED: "was followed by later words",
}

_DECIDED = {
    Tier.FIRST: "words on the record",
    Tier.BACKGROUND: "words on background, there being none on the record",
    Tier.IMPLIED: "what was implied, there being nothing plainer",
    Tier.CONDITIONAL: "what was said under a condition, there being nothing unconditional",
    Tier.EMPTY: "how questions were met, there being no commitment",
}


def explained(position: Position, basis: Basis) -> str:
    """Return the explanation of *position*, as lines of plain text."""
    return "\n".join(_lines(position, basis))


def _lines(position: Position, basis: Basis) -> Iterator[str]:
    yield f"{position.actor} on {position.claim}: {position.standing}"
    yield from (f"  {line}" for line in _decisions(position, basis))
    if position.statements:
        yield "  It rests on"
        yield from (f"    {_named(each, basis)}" for each in position.statements)
    for condition in position.conditions:
        yield f"  under the condition: {_on_one_line(condition)}"
    for derivation in position.inferred:
        path = ", ".join(map(str, derivation.steps))
        held = f"{derivation.held} on {derivation.source}"
        yield f"  {derivation.stance} follows from {held} ({path})"
        yield from (f"    {_named(each, basis)}" for each in derivation.statements)
    if position.dissent:
        yield "  In dissent"
    for dissent in position.dissent:
        opposed = ", opposed" if dissent.opposed else ""
        yield f"    {dissent.actor}: {dissent.kind}{opposed}"
        yield from (f"      {_named(each, basis)}" for each in dissent.statements)
    if position.excluded:
        yield "  Left out"
    for excluded in position.excluded:
        yield f"    {_named(excluded.statement, basis)}: {_WHY[excluded.reason]}"
    if position.contested:
        yield "  Contested: who spoke, or what came first, is in dispute"
    if position.damaged:
        yield "  Damaged: something in the log that cannot be read may have touched this"


def _decisions(position: Position, basis: Basis) -> Iterator[str]:
    if position.inferred:
        yield "R10: inferred from other claims, there being no commitment of its own on this one"
    elif position.kind is PositionKind.NO_RECORD:
        yield "R5: nothing that counts for it is on record by then"
    else:
        yield f"R5: decided by {_DECIDED[basis.outcome.tiers[-1]]}"
        yield from _which_last(position, basis)
        rules = rules_applied(position, basis)
        yield from (f"{rule}: {why}" for rule, why in _PART.items() if rule in rules)


def _which_last(position: Position, basis: Basis) -> Iterator[str]:
    words = basis.in_effect
    if any(not word.sure for word in words):
        yield "R1: whether some of these words are in at this cut is not certain"
    if any(len(word.stances) > 1 for word in words):
        yield "R6: the last word can be read in more than one way"
    elif position.possible and len(words) > 1:
        yield "R6: more than one of these can have been the last word"
    elif len(basis.heard) > 1 and not position.possible:
        yield "R6: the last word counts"


_PART = {
    "R2": "read as the curator has amended it",
    "R3": "which words came first is known beyond their dates",
    "R4": "in one utterance, the plainer words hide the others",
    "R7": "a retraction sets words aside, and what stood before stands again",
    "R8": "said by those who spoke for it when they spoke",
    "R9": "the policy decided whose words to hear",
    "R12": "actors that were judged to be the same are heard as one",
    "R13": "read as the reports disclosed by then gave the words",
}


def rules_applied(position: Position, basis: Basis) -> frozenset[str]:
    """Return the rules of replay that had a part in the answer, by their numbers."""
    words = basis.words
    question = basis.question
    reasons = {each.reason for each in position.excluded}
    statements = [word.statement for word in words]
    parts = {
        "R1": any(not word.sure for word in words)
        or bool(reasons & {Reason.NOT_PUBLIC, Reason.NOT_DISCLOSED, Reason.FABRICATED}),
        "R2": any(word.item.amended for word in words),
        "R3": any(
            basis.order.after(statement.ref) or statement.ref in basis.order.times
            for statement in statements
        ),
        "R4": Reason.ONE_UTTERANCE in reasons,
        "R5": len(basis.outcome.tiers) > 1 or Reason.LOWER_TIER in reasons,
        "R6": len(basis.heard) > 1,
        "R7": bool(basis.outcome.retractions),
        "R8": any(word.item.speaker != question.asked.actor for word in words),
        "R9": question.policy is not Policy.LATEST,
        "R10": bool(position.inferred),
        "R12": len(question.roster.members(question.asked.actor)) > 1
        or any(
            statement.by != word.item.speaker
            for statement, word in zip(statements, words, strict=True)
        ),
        "R13": any(word.stances != word.statement.stances for word in words),
        "R14": any(
            len(word.item.reports) > 1 or word.statement.utterance is not None for word in words
        ),
    }
    return frozenset(rule for rule, part in parts.items() if part)


def _named(statement: Statement, basis: Basis) -> str:
    """Return a statement with its id, date, speaker, act, outlet and words."""
    parts = [f"{statement.id}: {statement.said}, {_speaker(statement)}, {_doing(statement)}"]
    item = basis.question.dossier.by_id.get(statement.id)
    report = _best(item.reports) if item is not None and item.statement == statement else None
    quote = None if report is None else report.quote
    if statement.wording not in (None, quote):
        parts.append(_quoted(statement.wording))
    if quote is not None:
        parts.append(_quoted(quote))
    if report is not None and report.outlet is not None:
        parts.append(f"({_on_one_line(report.outlet)})")
    return " ".join(parts)


def _quoted(words: str) -> str:
    return f"“{_on_one_line(words)}”"


def _on_one_line(text: str) -> str:
    """Return *text* so that it cannot pass for a line of the explanation."""
    return " ".join(text.split())


def _speaker(statement: Statement) -> str:
    role = f" as {_on_one_line(statement.role)}" if statement.role else ""
    behalf = f" for {statement.on_behalf_of}" if statement.on_behalf_of else ""
    return f"{statement.by}{role}{behalf}"


def _doing(statement: Statement) -> str:
    act = str(statement.act)
    if statement.act is Act.REFER:
        return f"{act} to {statement.refers_to}"
    if statement.act is Act.RETRACT:
        return f"{act} {statement.retracts}" if statement.retracts else act
    stances = " or ".join(statement.stances)
    return f"{act} ({stances})" if stances else act


def _best(reports: tuple[Report, ...]) -> Report | None:
    """Return the report that gives the words best: with a quote, faithfully, and early."""
    faithful = {rendering: place for place, rendering in enumerate(Rendering)}
    return min(
        reports,
        key=lambda report: (
            report.quote is None,
            faithful[report.rendering],
            OPEN_FUTURE if report.published is None else report.published.start,
            report.id,
        ),
        default=None,
    )
