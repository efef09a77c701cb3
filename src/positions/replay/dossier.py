"""All that is on record of one claim, at a place in the log, before any cut is made.

A dossier holds what every question on the claim shares: its statements as they read, the times that
the known order leaves them, when they were disclosed, and who is whom.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Protocol

from attrs import field, frozen

from positions.model.ids import StatementRef
from positions.model.vocabulary import Visibility
from positions.model.when import OPEN_FUTURE, Truth
from positions.replay.order import Order, known_order
from positions.replay.streams import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from positions.model.claims.report import Report
    from positions.model.claims.state import Entry
    from positions.model.claims.statement import Statement
    from positions.replay.roster import Roster
    from positions.replay.streams import Setting, Streams

__all__ = [
    "Dossier",
    "Item",
    "Linked",
    "compiled",
    "compiled_alone",
    "is_tied",
    "item_of",
    "linked_statements",
    "neighbours",
]


@frozen(eq=False)
class Item:
    """A statement on record, with what replay reads of it.

    Times are microseconds since 1970-01-01T00:00Z; ends are exclusive.

    Attributes:
        statement: The statement as it reads.
        reports: Its reports.
        start: From when it can have been said, as the known order leaves it.
        stop: Until when.
        dated: The first publication, as (start, stop); `None` where no report is dated.
        speaker: The class of its speaker.
        principal: The class of the actor for whom the words count first.
        amended: Whether it reads otherwise than it was first recorded.
        entry: The state it was made of, by which to see whether it is still that.
    """

    statement: Statement
    reports: tuple[Report, ...]
    start: int
    stop: int
    dated: tuple[int, int] | None
    speaker: str
    principal: str
    amended: bool
    entry: Entry = field(repr=False)

    def said(self, until: int) -> Truth:
        """Return whether the words were spoken before *until*."""
        return _by(self.start, self.stop, until)

    def disclosed(self, until: int) -> Truth:
        """Return whether the words were public before *until*.

        Words that were not spoken in public, and of which no report is dated, may have been
        disclosed at any time since.
        """
        if self.dated is not None:
            return _by(*self.dated, until)
        if self.statement.visibility is Visibility.PUBLIC:
            return self.said(until)
        return Truth.NO if self.start >= until else Truth.MAYBE


def _by(start: int, stop: int, until: int) -> Truth:
    if until >= OPEN_FUTURE or stop <= until:
        return Truth.YES
    return Truth.NO if start >= until else Truth.MAYBE


@frozen(eq=False)
class Dossier:
    """The statements on a claim.

    Attributes:
        claim: The claim.
        by_id: Its statements, ordered by id.
        by_actor: The same by the classes of speaker and principal, each ordered by id.
        order: The known order of these and of all that is linked to them.
        claims: The claims that the order reaches, or would if what is named there were on record;
            this one included.
        damaged: Whether something that cannot be read may have touched it.
    """

    claim: str
    by_id: Mapping[str, Item]
    by_actor: Mapping[str, tuple[Item, ...]]
    order: Order
    claims: frozenset[str]
    damaged: bool


def compiled(
    streams: Streams, roster: Roster, claim: str, end: int, like: Dossier | None = None
) -> Dossier:
    """Return the dossier of *claim* before *end*.

    What did not change since *like*, another of this claim with the same roster, is taken from it.
    """
    state = streams.claim(claim, end)
    linked = linked_statements(streams, roster, state.standing(), end)
    return _dossier(streams, roster, claim, end, state.entries.values(), linked, like)


def _dossier(  # noqa: PLR0917 - what `compiled` is told, and what it has found
    streams: Streams,
    roster: Roster,
    claim: str,
    end: int,
    entries: Iterable[Entry],
    linked: list[Statement],
    like: Dossier | None = None,
) -> Dossier:
    order = known_order(linked, roster.same)
    before: Mapping[str, Item] = {} if like is None else like.by_id
    standing = {entry.now.id: (entry, entry.now) for entry in entries if entry.now is not None}
    items = [
        item_of(entry, now, order, roster, before.get(id))
        for id, (entry, now) in sorted(standing.items())
    ]
    by_actor: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        for actor in {item.speaker, item.principal}:
            by_actor[actor].append(item)
    named = (earlier.claim for statement in linked for earlier in statement.follows)
    claims = frozenset({claim, *named, *(statement.claim for statement in linked)})
    return Dossier(
        claim,
        {item.statement.id: item for item in items},
        {actor: tuple(each) for actor, each in by_actor.items()},
        order,
        claims,
        streams.damaged_actor(end) or any(streams.damaged_claim(each, end) for each in claims),
    )


def compiled_alone(
    streams: Streams, roster: Roster, claim: str, end: int, refs: Iterable[StatementRef]
) -> Dossier | None:
    """Return the dossier of *claim* before *end* as far as some statements on it go.

    Besides them it holds what is tied to them. It is `None` where one of them cannot be read.
    """
    entries: dict[StatementRef, Entry] = {}
    for ref in refs:
        known = streams.alone(ref, end)
        if known is None:
            return None
        entries[ref] = known[1]
    standing = [entry.now for entry in entries.values() if entry.now is not None]
    alone = _Singly(streams)
    linked = linked_statements(alone, roster, standing, end)
    for statement in linked:
        if statement.claim == claim and statement.ref not in entries:
            entries[statement.ref] = alone.read[statement.ref]
    return _dossier(streams, roster, claim, end, entries.values(), linked)


class _Singly:
    """Statements read by themselves, and kept: see `Linked`."""

    def __init__(self, streams: Streams) -> None:
        self._streams = streams
        self.read: dict[StatementRef, Entry] = {}
        self.followers = streams.followers
        self.in_setting = streams.in_setting

    def entry(self, ref: StatementRef, end: int, /) -> Entry | None:
        """Return what is on record of a statement before *end*."""
        known = self._streams.alone(ref, end)
        if known is None:
            return None
        self.read[ref] = known[1]
        return known[1]


def item_of(
    entry: Entry, now: Statement, order: Order, roster: Roster, before: Item | None = None
) -> Item:
    """Return a statement as it reads *now*; *before* itself where that is the same still."""
    start, stop = order.times.get(now.ref) or (now.said.start, now.said.stop)
    if (
        before is not None
        and before.entry is entry
        and (before.start, before.stop) == (start, stop)
    ):
        return before
    reports = entry.standing_reports
    return Item(
        now,
        reports,
        start,
        stop,
        first_publication(reports),
        roster.same(now.by),
        roster.same(now.principal),
        now is not entry.first and now != entry.first,
        entry,
    )


def first_publication(reports: tuple[Report, ...]) -> tuple[int, int] | None:
    """Return when the first of *reports* was published, as (start, stop), if any is dated."""
    dated = [report.published for report in reports if report.published is not None]
    if not dated:
        return None
    return min(when.start for when in dated), min(when.stop for when in dated)


class Linked(Protocol):
    """What the links between statements are read from."""

    def entry(self, ref: StatementRef, end: int, /) -> Entry | None:
        """Return what is on record of a statement before *end*."""
        ...

    def followers(self, ref: StatementRef) -> list[StatementRef]:
        """Return the statements that, in some version of theirs, name *ref* as earlier."""
        ...

    def in_setting(self, setting: Setting) -> list[StatementRef]:
        """Return the statements that, in some version of theirs, were made in *setting*."""
        ...


def linked_statements(
    streams: Linked, roster: Roster, statements: Iterable[Statement], end: int
) -> list[Statement]:
    """Return *statements* and all that the known order may link to them, over all claims.

    None of them is voided; the order they are listed in says nothing.
    """
    found = {statement.ref: statement for statement in statements}
    waiting = list(found.values())
    heard: set[Setting] = set()
    while waiting:
        for ref in _named(streams, roster, waiting.pop(), heard):
            if ref not in found:
                statement = _standing(streams, ref, end)
                if statement is not None:
                    found[ref] = statement
                    waiting.append(statement)
    return list(found.values())


def neighbours(
    streams: Linked, roster: Roster, statement: Statement, end: int
) -> Iterator[Statement]:
    """Yield the statements that the known order may put right before or after a statement."""
    for ref in _named(streams, roster, statement, set()):
        found = _standing(streams, ref, end)
        if found is not None and ref != statement.ref:
            yield found


def _alone(id: str) -> tuple[str, ...]:
    return (id,)


def is_tied(
    streams: Linked,
    statement: Statement,
    members: Callable[[str], tuple[str, ...]] = _alone,
) -> bool:
    """Return whether the known order may put a statement right before or after another.

    *members* gives the ids that are one actor with an id; left out, no two are.
    """
    if statement.follows or statement.retracts is not None or streams.followers(statement.ref):
        return True
    return any(
        ref != statement.ref
        for utterance, speaker, claim in settings(statement)
        for each in members(speaker)
        for ref in streams.in_setting((utterance, each, claim))
    )


def _named(
    streams: Linked, roster: Roster, statement: Statement, heard: set[Setting]
) -> Iterator[StatementRef]:
    """Yield what links a statement to others, but for the settings that were *heard* already."""
    yield from statement.earlier
    yield from streams.followers(statement.ref)
    for utterance, speaker, claim in settings(statement):
        for each in roster.members(speaker):
            setting = utterance, each, claim
            if setting not in heard:
                heard.add(setting)
                yield from streams.in_setting(setting)


def _standing(streams: Linked, ref: StatementRef, end: int) -> Statement | None:
    entry = streams.entry(ref, end)
    return None if entry is None else entry.now
