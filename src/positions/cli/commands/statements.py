"""`positions statements`: what was said, and how it reached us."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from positions.cli.answer import Answer, Table
from positions.cli.command import CASE, Command
from positions.cli.headings import of_claim
from positions.cli.options import CLOCKS, FORMAT, INCLUDE, NARROWING, SOURCE
from positions.cli.sources import asking
from positions.cli.words import doing, in_words, listed, time_in_words
from positions.model.vocabulary import Authenticity, Capacity, GroundRule, Mode, Visibility

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.cli.asked import Asked
    from positions.model.claims.statement import Statement
    from positions.replay.plain import Spoken

__all__ = ["STATEMENTS"]

_USUAL = frozenset(
    {
        Mode.EXPLICIT,
        Visibility.PUBLIC,
        GroundRule.ON_RECORD,
        GroundRule.UNKNOWN,
        Capacity.OFFICIAL,
        Authenticity.GENUINE,
    }
)


def answer(asked: Asked) -> Answer:
    """Answer what was said."""
    include = tuple(Visibility) if asked.include is None else asked.include
    spoken = asked.view.statements(claim=asked.claim, actor=asked.actor, include=include)
    return Answer(
        found=bool(spoken),
        title=f"What was said, {asked.clocks}",
        parts=tuple(_tables(asked, spoken)),
        nothing="Nothing is on record.",
        data=[each.to_dict() for each in spoken],
        columns=(
            "id",
            "claim",
            "said",
            "by",
            "role",
            "on_behalf_of",
            "to",
            "act",
            "stances",
            "mode",
            "visibility",
            "ground_rule",
            "capacity",
            "authenticity",
            "wording",
            "outlets",
            "quotes",
        ),
        records=tuple(map(_record, spoken)),
    )


def _tables(asked: Asked, spoken: tuple[Spoken, ...]) -> Iterator[Table]:
    columns = ("said", "by", "what", "reported by", "note")
    for claim, group in groupby(spoken, key=lambda each: each.statement.claim):
        yield Table.of(of_claim(asked.view, claim), columns, map(_row, group))


def _row(spoken: Spoken) -> tuple[str, ...]:
    said = spoken.statement
    quotes = (report.quote for report in spoken.reports)
    words = [each for each in (said.wording, *quotes) if each is not None]
    return (
        time_in_words(said.said),
        said.by,
        f"{doing(said)} “{words[0]}”" if words else doing(said),
        listed(report.outlet for report in spoken.reports if report.outlet is not None),
        ", ".join(_unusual(said)),
    )


def _unusual(said: Statement) -> Iterator[str]:
    """Yield what a reader must know of the circumstances."""
    circumstances = said.mode, said.visibility, said.ground_rule, said.capacity, said.authenticity
    yield from (in_words(each) for each in circumstances if each not in _USUAL)
    if said.condition is not None:
        yield f"if {said.condition}"
    if said.on_behalf_of is not None:
        yield f"for {said.on_behalf_of}"


def _record(spoken: Spoken) -> tuple[str, ...]:
    said = spoken.statement
    return (
        said.id,
        said.claim,
        str(said.said),
        said.by,
        said.role or "",
        said.on_behalf_of or "",
        said.to or "",
        str(said.act),
        "; ".join(said.stances),
        str(said.mode),
        str(said.visibility),
        str(said.ground_rule),
        str(said.capacity),
        str(said.authenticity),
        said.wording or "",
        "; ".join(report.outlet for report in spoken.reports if report.outlet is not None),
        "; ".join(report.quote for report in spoken.reports if report.quote is not None),
    )


STATEMENTS = Command(
    name="statements",
    summary="what was said, and how it reached us",
    about="""\
List the statements on each claim in their order, with the outlets that reported them; of an actor,
those that may count for it. Private and leaked words are among them unless --include names others.
It ends with 1 where there is none.""",
    examples=(
        (
            "What was said on the visit by 14 August?",
            f"{CASE} --claim visit --as-of 2015-08-14",
        ),
        (
            "What had Russia said in public?",
            f"{CASE} --actor russia --include public",
        ),
    ),
    options=(*SOURCE, *NARROWING, *CLOCKS, INCLUDE, FORMAT),
    run=asking(answer),
)
