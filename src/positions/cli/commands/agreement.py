"""`positions agreement`: on what two actors agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.cli.answer import Answer, Table
from positions.cli.command import CASE, Command
from positions.cli.commands.replay import standing
from positions.cli.options import BETWEEN, CLAIM, HEARING, SOURCE
from positions.cli.sources import asking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.cli.answer import Cell
    from positions.cli.asked import Asked
    from positions.replay.answers import Agreement

__all__ = ["AGREEMENT"]


def answer(asked: Asked) -> Answer:
    """Answer on what two actors agree."""
    one, other = asked.between
    claims = None if asked.claim is None else (asked.claim,)
    found = asked.view.agreement(one, other, claims, policy=asked.policy, include=asked.heard)
    rows = list(_rows(asked, found))
    return Answer(
        found=bool(found.same),
        title=f"On what {one} and {other} agree, {asked.clocks}",
        parts=(Table.of("", ("claim", one, other, "same"), rows),) if rows else (),
        nothing="There is no claim on which both have a stance.",
        data=found.to_dict(),
        columns=("claim", one, other, "same"),
        records=tuple(
            (
                claim,
                *(str(asked.holding(actor, claim).kind) for actor in asked.between),
                str(claim in found.same).lower(),
            )
            for claim in found.shared
        ),
    )


def _rows(asked: Asked, found: Agreement) -> Iterator[tuple[str | Cell, ...]]:
    for claim in found.shared:
        kind = asked.view.claim(claim).kind
        held = (standing(asked.holding(actor, claim), kind) for actor in asked.between)
        yield (claim, *held, "yes" if claim in found.same else "no")


AGREEMENT = Command(
    name="agreement",
    summary="on what two actors agree",
    about="""\
Show the claims on which both actors have a stance, and whether it is the same. It ends with 1 where
they agree on none.""",
    examples=(
        (
            "On what do Washington and the mission in New York agree?",
            f"{CASE} --between united-states us-mission-un",
        ),
        (
            "And Moscow and Washington, on the visit, on the 14th?",
            f"{CASE} --between russia united-states --claim visit --as-of 2015-08-14",
        ),
    ),
    options=(*SOURCE, BETWEEN, CLAIM, *HEARING),
    run=asking(answer),
)
