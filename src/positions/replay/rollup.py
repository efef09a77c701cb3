"""Whose words count for whom (R8): attribution through chains of dated mandates."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import chain
from typing import TYPE_CHECKING

from attrs import frozen

from positions.model.vocabulary import Capacity, GroundRule
from positions.model.when import OPEN_FUTURE, OPEN_PAST, Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from positions.replay.roster import Link, Roster

    Links = Mapping[str, Sequence[Link]]

__all__ = ["Speech", "attribution", "counts_for_speaker_alone", "periods"]


@frozen
class Speech:
    """What attribution asks of a statement: who spoke, as what, for whom, and when."""

    speaker: str
    principal: str
    role: str | None
    start: int
    stop: int


def counts_for_speaker_alone(capacity: Capacity, ground_rule: GroundRule) -> bool:
    """Return whether words spoken so bind nobody but their speaker."""
    return capacity is Capacity.PERSONAL or ground_rule in (
        GroundRule.OFF_RECORD,
        GroundRule.DEEP_BACKGROUND,
    )


def attribution(roster: Roster, speech: Speech, body: str, through: str | None = None) -> Truth:
    """Return whether *speech* counts for *body*, read when the words were said.

    `YES` if at every instant of the speech some chain certainly joins the principal to the body (or
    the principal is the body), `NO` if at none a chain can, else `MAYBE`. With *through*, only
    chains count whose last link is of that actor.
    """
    if speech.principal == body and through is None:
        return Truth.YES
    if speech.principal not in roster.voices(body):
        return Truth.NO
    starts, truths = periods(roster, speech, body, through)
    first, last = bisect_right(starts, speech.start) - 1, bisect_left(starts, speech.stop)
    found = set(truths[first:last])
    return found.pop() if len(found) == 1 else Truth.MAYBE


def periods(
    roster: Roster, speech: Speech, body: str, through: str | None = None
) -> tuple[list[int], list[Truth]]:
    """Return where periods start, and whether a chain joins the principal to *body* in each.

    The first starts before all times, the last has no end. They depend on the
    mandates alone, so that they are worked out once for each way of speaking.
    """
    key = (speech.principal, speech.speaker, speech.role, body, through)
    known = roster.attributions.get(key)
    if known is None:
        links = _links_between(roster, speech.principal, body)
        starts = {OPEN_PAST}
        for link in chain.from_iterable(links.values()):
            starts |= {link.may_begin, link.must_begin, link.must_end, link.may_end}
        edges = sorted(starts - {OPEN_FUTURE})
        truths = [_joined_at(links, speech, body, through, start) for start in edges]
        known = roster.attributions[key] = edges, truths
    return known


def _links_between(roster: Roster, principal: str, body: str) -> Links:
    """Return the mandates that a chain from *principal* to *body* may use, by their body."""
    above = roster.bodies(principal)
    return {
        each: [link for link in roster.links.get(each, ()) if link.by in above]
        for each in roster.voices(body) & above
    }


def _joined_at(links: Links, speech: Speech, body: str, through: str | None, instant: int) -> Truth:
    def must(link: Link) -> bool:
        return link.must_hold(instant, speech.speaker, speech.role)

    def may(link: Link) -> bool:
        return link.may_hold(instant)

    if _chain(links, speech.principal, body, through, must):
        return Truth.YES
    return Truth.of(_chain(links, speech.principal, body, through, may)) & Truth.MAYBE


def _chain(
    links: Links,
    principal: str,
    body: str,
    through: str | None,
    holds: Callable[[Link], bool],
) -> bool:
    """Return whether a chain of mandates that hold leads from *principal* to *body*."""
    if principal == body:
        return False
    reached = {
        link.by for link in links[body] if (through is None or link.by == through) and holds(link)
    }
    waiting = list(reached)
    while waiting:
        for link in links[waiting.pop()]:
            if link.by not in reached and link.by != body and holds(link):
                reached.add(link.by)
                waiting.append(link.by)
    return principal in reached
