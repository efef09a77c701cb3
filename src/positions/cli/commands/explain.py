"""`positions explain`: why an actor stands where it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.cli.answer import Answer
from positions.cli.command import CASE, Command
from positions.cli.commands.replay import RECORD, REPLAY, record
from positions.cli.sources import asking
from positions.replay.answers import NOTHING

if TYPE_CHECKING:
    from positions.cli.asked import Asked

__all__ = ["EXPLAIN"]


def answer(asked: Asked) -> Answer:
    """Answer why each actor stands where it does."""
    positions = asked.positions()
    told = [each.explain() for each in positions]
    explained = list(zip(positions, told, strict=True))
    return Answer(
        found=any(each.standing != NOTHING for each in positions),
        title=f"Why, {asked.clocks}",
        parts=tuple(told),
        nothing="Nobody is on record.",
        data=[each.to_dict() | {"explanation": words} for each, words in explained],
        columns=(*RECORD, "explanation"),
        records=tuple((*record(each), words) for each, words in explained),
    )


EXPLAIN = Command(
    name="explain",
    summary="why: which rule decided, on which words, and what was left out",
    about="""\
Explain positions: which rules of replay decided, the words that each rests on, who dissents, and
what was left out, each with the reason. It ends with 1 where nobody is on record.""",
    examples=(
        (
            "Why is the United States uncommitted on 17 August?",
            f"{CASE} --actor united-states --claim visit --as-of 2015-08-17",
        ),
        (
            "Why does nobody know where the Kremlin stands?",
            f"{CASE} --actor kremlin --claim visit",
        ),
    ),
    options=REPLAY.options,
    run=asking(answer),
)
