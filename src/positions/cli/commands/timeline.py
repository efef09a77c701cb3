"""`positions timeline`: how a position changed, and on whose words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.cli.answer import Answer, Cell, Table
from positions.cli.command import CASE, Command
from positions.cli.headings import by_claim, of_claim
from positions.cli.options import HEARING, NARROWING, SOURCE
from positions.cli.sources import asking
from positions.cli.words import colour, in_words, stands, time_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from positions.cli.asked import Asked
    from positions.replay.answers import Shift
    from positions.replay.listed import Timeline

__all__ = ["TIMELINE"]


def answer(asked: Asked) -> Answer:
    """Answer how each position changed."""
    timelines = [each for each in _timelines(asked) if each]
    return Answer(
        found=bool(timelines),
        title=f"How positions changed, {asked.clocks}",
        parts=tuple(_tables(asked, timelines)),
        nothing="No commitment is on record.",
        data=[
            {
                "actor": each.actor,
                "claim": each.claim,
                "shifts": [shift.to_dict() for shift in each],
            }
            for each in timelines
        ],
        columns=(
            "actor",
            "claim",
            "said",
            "shift",
            "old",
            "new",
            "speaker",
            "speaker_changed",
            "certain",
            "statement",
        ),
        records=tuple(record for each in timelines for record in _records(each)),
    )


def _timelines(asked: Asked) -> Iterator[Timeline]:
    for each in asked.positions():
        yield asked.view.timeline(each.actor, each.claim, policy=asked.policy, include=asked.heard)


def _tables(asked: Asked, timelines: list[Timeline]) -> Iterator[Table]:
    columns = ("said", "shift", "position", "on the words of", "note")
    for claim, group in by_claim(asked.view, timelines):
        for each in group:
            rows = (_row(asked, claim, shift) for shift in each)
            yield Table.of(f"{each.actor} on {of_claim(asked.view, claim)}", columns, rows)


def _row(asked: Asked, claim: str, shift: Shift) -> tuple[str | Cell, ...]:
    notes = {"another speaker": shift.speaker_changed, "order uncertain": not shift.certain}
    return (
        time_in_words(shift.said),
        "not clear" if shift.kind is None else in_words(shift.kind),
        Cell(stands(shift.new, asked.view.claim(claim).kind), colour(shift.new)),
        shift.statement.by,
        ", ".join(note for note, holds in notes.items() if holds),
    )


def _records(timeline: Timeline) -> Iterator[tuple[str, ...]]:
    for shift in timeline:
        yield (
            timeline.actor,
            timeline.claim,
            str(shift.said),
            str(shift.kind or ""),
            str(shift.old),
            str(shift.new),
            shift.statement.by,
            str(shift.speaker_changed).lower(),
            str(shift.certain).lower(),
            shift.statement.id,
        )


TIMELINE = Command(
    name="timeline",
    summary="how positions changed: hardening, walk back, reversal …",
    about="""\
List the commitments of each actor on each claim in their order, and the shift that each made. It
ends with 1 where there is none.""",
    examples=(
        (
            "How did the position of the United States change, and who changed it?",
            f"{CASE} --actor united-states --claim visit",
        ),
        (
            "And of everyone else, for a program?",
            f"{CASE} --format json",
        ),
    ),
    options=(*SOURCE, *NARROWING, *HEARING),
    run=asking(answer),
)
