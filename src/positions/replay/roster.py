"""Who is whom, and who may speak for whom, as recorded by a place in the log (R12, and R8's facts).

Ids are never rewritten: an identity is a class of ids, named after the first of them, that a
judgement joins and its withdrawal parts again.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from attrs import field, frozen

from positions.model.vocabulary import Verdict
from positions.model.when import OPEN_FUTURE, OPEN_PAST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from positions.model.actors.identity import Judgement
    from positions.model.actors.mandate import Mandate
    from positions.model.actors.state import ActorState
    from positions.model.when import Truth

__all__ = ["Link", "Roster"]


@frozen
class Link:
    """A mandate as replay reads it: between classes, with where it may and where it must hold.

    Instants are microseconds since 1970-01-01T00:00Z; ends are exclusive.
    """

    by: str
    body: str
    role: str | None
    rank: int | None
    may_begin: int
    must_begin: int
    must_end: int
    may_end: int

    def may_hold(self, instant: int) -> bool:
        """Return whether the mandate can be in force at *instant*."""
        return self.may_begin <= instant < self.may_end

    def must_hold(self, instant: int, speaker: str, role: str | None) -> bool:
        """Return whether it certainly is, when *speaker* speaks in *role*.

        Where its dates leave it open, the speaker's own printed role settles it.
        """
        if role is not None and role == self.role and speaker == self.by:
            return self.may_hold(instant)
        return self.must_begin <= instant < self.must_end


@frozen(eq=False)
class Roster:
    """The actors on record, joined by the judgements of identity that stand.

    Attributes:
        states: What the stream of each registered actor says, by id.
        contested: The classes between two members of which a `different` stands as well.
        links: The mandates in force at some time, by the class that they are for.
        attributions: Where `positions.replay.rollup` keeps what it has worked out.
    """

    states: Mapping[str, ActorState]
    contested: frozenset[str]
    links: Mapping[str, tuple[Link, ...]]
    _classes: Mapping[str, str]
    _members: Mapping[str, tuple[str, ...]]
    _above: Mapping[str, frozenset[str]]
    _reaching: dict[str, frozenset[str]] = field(factory=dict[str, frozenset[str]], init=False)
    _joining: dict[str, frozenset[str]] = field(factory=dict[str, frozenset[str]], init=False)
    attributions: dict[tuple[str | None, ...], tuple[list[int], list[Truth]]] = field(
        factory=dict[tuple[str | None, ...], tuple[list[int], "list[Truth]"]], init=False
    )

    @classmethod
    def of(cls, streams: Mapping[str, ActorState]) -> Roster:
        """Return the roster of these actors' streams."""
        judgements = [
            judgement
            for state in streams.values()
            for judgement in state.judgements.values()
            if judgement is not None
        ]
        classes = _joined(judgements)
        contested = {
            classes[actor]
            for judgement in judgements
            if judgement.verdict is Verdict.DIFFERENT
            for actor in judgement.actors
            if actor in classes
            and any(
                classes.get(other) == classes[actor] for other in judgement.actors if other != actor
            )
        }
        links = (
            _link(grant.now, classes)
            for state in streams.values()
            for grant in state.grants.values()
            if grant.now is not None
        )
        return cls.joined(
            {id: state for id, state in streams.items() if state.actor is not None},
            classes,
            frozenset(contested),
            [link for link in links if link.by != link.body],
        )

    @classmethod
    def joined(
        cls,
        states: Mapping[str, ActorState],
        classes: Mapping[str, str],
        contested: frozenset[str],
        links: Iterable[Link],
    ) -> Roster:
        """Return the roster of these actors, classes and mandates; *classes* names that of each."""
        members: defaultdict[str, list[str]] = defaultdict(list)
        for actor, each in classes.items():
            members[each].append(actor)
        voices: defaultdict[str, list[Link]] = defaultdict(list)
        above: defaultdict[str, set[str]] = defaultdict(set)
        for link in links:
            voices[link.body].append(link)
            above[link.by].add(link.body)
        return cls(
            states,
            contested,
            {body: tuple(each) for body, each in voices.items()},
            classes,
            {each: tuple(sorted(ids)) for each, ids in members.items()},
            {voice: frozenset(bodies) for voice, bodies in above.items()},
        )

    @property
    def classes(self) -> Mapping[str, str]:
        """The class of each actor that some standing judgement joins to another."""
        return self._classes

    def same(self, actor: str) -> str:
        """Return the class of *actor*: the first id of all that are the same."""
        return self._classes.get(actor, actor)

    def members(self, actor: str) -> tuple[str, ...]:
        """Return the ids that are the same as *actor*, its own included, in order."""
        return self._members.get(self.same(actor), (actor,))

    def speaks_alone(self, actor: str) -> bool:
        """Return whether no other words than those of this one id can count for a class."""
        return actor not in self.links and len(self._members.get(actor, (actor,))) == 1

    def is_listed_alone(self, id: str) -> bool:
        """Return whether an id is of an actor on record who speaks alone."""
        return id in self.states and self.speaks_alone(self.same(id))

    def voices(self, body: str) -> frozenset[str]:
        """Return the classes that a chain of mandates may ever join to *body*, itself included."""
        found = self._reaching.get(body)
        if found is None:
            reached = {body}
            waiting = [body]
            while waiting:
                for link in self.links.get(waiting.pop(), ()):
                    if link.by not in reached:
                        reached.add(link.by)
                        waiting.append(link.by)
            found = self._reaching[body] = frozenset(reached)
        return found

    def bodies(self, voice: str) -> frozenset[str]:
        """Return the classes that a chain of mandates may ever join *voice* to, itself included."""
        found = self._joining.get(voice)
        if found is None:
            reached = {voice}
            waiting = [voice]
            while waiting:
                for body in self._above.get(waiting.pop(), ()):
                    if body not in reached:
                        reached.add(body)
                        waiting.append(body)
            found = self._joining[voice] = frozenset(reached)
        return found

    def directly_below(self, body: str) -> list[str]:
        """Return the classes with a mandate straight for *body*, at any time, in order."""
        return sorted({link.by for link in self.links.get(body, ())})


def _joined(judgements: Iterable[Judgement]) -> dict[str, str]:
    """Return the class of each actor that some standing judgement joins to another."""
    parent: dict[str, str] = {}

    def root(actor: str) -> str:
        while parent.setdefault(actor, actor) != actor:
            actor = parent[actor]
        return actor

    for judgement in judgements:
        if judgement.verdict is Verdict.SAME:
            first, *others = (root(actor) for actor in judgement.actors)
            for other in others:
                low, high = sorted((root(first), root(other)))
                parent[high] = low
    return {actor: root(actor) for actor in list(parent)}


def _link(mandate: Mandate, classes: Mapping[str, str]) -> Link:
    begins, ends = mandate.begins, mandate.ends
    may_begin = must_begin = OPEN_PAST
    may_end = must_end = OPEN_FUTURE
    if begins is not None:
        may_begin = begins.start
        must_begin = begins.stop if begins.is_span else begins.start
    if ends is not None:
        must_end = ends.start
        may_end = ends.stop if ends.is_span else ends.start
    return Link(
        classes.get(mandate.by, mandate.by),
        classes.get(mandate.body, mandate.body),
        mandate.role,
        mandate.rank,
        may_begin,
        must_begin,
        must_end,
        may_end,
    )
