"""Whose words count for whom (R8): attribution through chains of dated mandates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from positions.model.vocabulary import Capacity, GroundRule
from positions.model.when import OPEN_FUTURE, OPEN_PAST, Truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from positions.model.claims.statement import Statement
    from positions.replay.roster import Link, Roster

__all__ = ["Speech", "attribution", "counts_for_speaker_alone"]


@frozen
class Speech:
    """What attribution asks of a statement: who spoke, as what, for whom, and when."""

    speaker: str
    principal: str
    role: str | None
    start: int
    stop: int


def counts_for_speaker_alone(statement: Statement) -> bool:
    """Return whether the words bind nobody but their speaker."""
    return statement.capacity is Capacity.PERSONAL or statement.ground_rule in (
        GroundRule.OFF_RECORD,
        GroundRule.DEEP_BACKGROUND,
    )


def attribution(
    roster: Roster, speech: Speech, body: str, through: str | None = None
) -> Truth:
    """Return whether *speech* counts for *body*, read when the words were said.

    `YES` if at every instant of the speech some chain certainly joins the principal to the body (or
    the principal is the body), `NO` if at none a chain can, else `MAYBE`. With *through*, only
    chains count whose last link is of that actor.
    """
    if speech.principal == body and through is None:
        return Truth.YES
    if speech.principal not in roster.voices(body):
        return Truth.NO
    found = {
        truth
        for start, stop, truth in _periods(roster, speech, body, through)
        if start < speech.stop and speech.start < stop
    }
    return found.pop() if len(found) == 1 else Truth.MAYBE


def _periods(
    roster: Roster, speech: Speech, body: str, through: str | None
) -> list[tuple[int, int, Truth]]:
    """Return the periods of time, with whether a chain joins the principal to *body* in each.

    They depend on the mandates alone, so that they are worked out once for each way of speaking.
    """
    key = (speech.principal, speech.speaker, speech.role, body, through)
    known = roster.attributions.get(key)
    if known is None:
        links = [link for each in roster.voices(body) for link in roster.links.get(each, ())]
        edges = sorted(
            {OPEN_PAST, OPEN_FUTURE}.union(
                *(
                    (link.may_begin, link.must_begin, link.must_end, link.may_end)
                    for link in links
                )
            )
        )
        known = roster.attributions[key] = [
            (start, stop, _joined_at(roster, speech, body, through, start))
            for start, stop in zip(edges, edges[1:], strict=False)
        ]
    return known


def _joined_at(
    roster: Roster, speech: Speech, body: str, through: str | None, instant: int
) -> Truth:
    def must(link: Link) -> bool:
        return link.must_hold(instant, speech.speaker, speech.role)

    def may(link: Link) -> bool:
        return link.may_hold(instant)

    if _chain(roster, speech.principal, body, through, must):
        return Truth.YES
    return Truth.of(_chain(roster, speech.principal, body, through, may)) & Truth.MAYBE


def _chain(
    roster: Roster,
    principal: str,
    body: str,
    through: str | None,
    holds: Callable[[Link], bool],
) -> bool:
    """Return whether a chain of mandates that hold leads from *principal* to *body*."""
    if principal == body:
        return False
    reached = {
        link.by
        for link in roster.links.get(body, ())
        if (through is None or link.by == through) and holds(link)
    }
    waiting = list(reached)
    while waiting:
        for link in roster.links.get(waiting.pop(), ()):
            if link.by not in reached and link.by != body and holds(link):
                reached.add(link.by)
                waiting.append(link.by)
    return principal in reached
