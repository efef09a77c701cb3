"""`positions diff`: what changed between two dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from positions.cli.answer import Answer, Cell, Table
from positions.cli.command import CASE, Command
from positions.cli.headings import by_claim, of_claim
from positions.cli.options import FROM, HEARING, NARROWING, SOURCE, TO
from positions.cli.sources import asking
from positions.cli.words import colour, in_words, stands

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.cli.asked import Asked
    from positions.replay.answers import Change

__all__ = ["DIFF"]


@frozen
class _Changed:
    actor: str
    claim: str
    change: Change


def answer(asked: Asked) -> Answer:
    """Answer what changed between two dates."""
    changes = asked.earlier.diff(asked.view, policy=asked.policy, include=asked.heard)
    changed = [_Changed(*cell, change) for cell, change in changes.items() if asked.covers(*cell)]
    return Answer(
        found=bool(changed),
        title=f"What changed {asked.clocks}",
        parts=tuple(_tables(asked, changed)),
        nothing="Nothing changed.",
        data=[
            {"actor": each.actor, "claim": each.claim, **each.change.to_dict()} for each in changed
        ],
        columns=("actor", "claim", "old", "new", "shift"),
        records=tuple(
            (
                each.actor,
                each.claim,
                str(each.change.old),
                str(each.change.new),
                str(each.change.shift or ""),
            )
            for each in changed
        ),
    )


def _tables(asked: Asked, changed: list[_Changed]) -> Iterator[Table]:
    for claim, group in by_claim(asked.view, changed):
        kind = asked.view.claim(claim).kind
        rows = (
            (
                each.actor,
                Cell(stands(each.change.old, kind), colour(each.change.old)),
                Cell(stands(each.change.new, kind), colour(each.change.new)),
                in_words(each.change.shift or ""),
            )
            for each in group
        )
        yield Table.of(of_claim(asked.view, claim), ("actor", "was", "is", "shift"), rows)


DIFF = Command(
    name="diff",
    summary="what changed between two dates",
    about="""\
Show whose position on what was another at the end of the later date than at the end of the earlier,
and which kind of shift that amounts to. It ends with 1 where nothing changed.""",
    examples=(
        (
            "What changed between 12 and 18 August?",
            f"{CASE} --from 2015-08-12 --to 2015-08-18",
        ),
        (
            "Did the position of the United States change over that weekend?",
            f"{CASE} --from 2015-08-14 --to 2015-08-16 --actor united-states --claim visit",
        ),
    ),
    options=(*SOURCE, FROM, TO, *NARROWING, *HEARING[1:]),
    run=asking(answer),
)
