"""From what was typed to a question: the record, the cut, and whose words to hear."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from attrs import frozen

from positions.cli.clocks import Clocks
from positions.cli.refused import Refused
from positions.errors import UnknownActor, UnknownClaim, near
from positions.model.vocabulary import Policy, Visibility
from positions.replay.matrix import Matrix

if TYPE_CHECKING:
    from argparse import Namespace

    from positions.ledger import Ledger
    from positions.model.when import When
    from positions.replay.position import Position
    from positions.replay.view import View

__all__ = ["Asked", "actor_named", "understood"]

_LONGEST = 10_000 * 366


@frozen(kw_only=True)
class Asked:
    """One question, ready to be put to the record.

    Attributes:
        clocks: The cut.
        view: The record replayed to it.
        earlier: The record replayed to the earlier cut, where two are compared.
        actor: The actor to keep to; all where `None`.
        claim: The claim to keep to; all where `None`.
        between: The two actors to compare, where two are.
        policy: How a body's many voices become one.
        include: Which words are in besides the public ones; `None` where nothing was said of it.
        window: How far back from the cut the most senior is looked for.
        infer: Whether what follows from other claims is an answer.
    """

    clocks: Clocks
    view: View
    earlier: View
    actor: str | None
    claim: str | None
    between: tuple[str, ...]
    policy: Policy
    include: tuple[Visibility, ...] | None
    window: timedelta | None
    infer: bool

    @property
    def heard(self) -> tuple[Visibility, ...]:
        """Which words are in besides the public ones."""
        return self.include or ()

    def positions(self) -> tuple[Position, ...]:
        """Return the positions asked for, ordered by actor and claim.

        Of one actor on one claim there is always one; else there are none of `no_record`.
        """
        if self.actor is not None and self.claim is not None:
            return (self.holding(self.actor, self.claim),)
        return tuple(
            self.view.positions(
                actor=self.actor,
                claim=self.claim,
                policy=self.policy,
                window=self.window,
                include=self.heard,
                infer=self.infer,
            )
        )

    def matrix(self) -> Matrix:
        """Return where the actors asked for stand on the claims asked for."""
        if self.actor is None and self.claim is None:
            return self.view.matrix(policy=self.policy, include=self.heard)
        held = self.view.positions(
            actor=self.actor, claim=self.claim, policy=self.policy, include=self.heard
        )
        return Matrix({(each.actor, each.claim): each.standing for each in held})

    def covers(self, actor: str, claim: str) -> bool:
        """Return whether a cell is among those asked for."""
        return self.actor in {None, actor} and self.claim in {None, claim}

    def to_dict(self) -> dict[str, Any]:
        """Return what was asked besides the cut, as plain data."""
        return {
            "actor": self.actor,
            "claim": self.claim,
            "between": list(self.between),
            "policy": str(self.policy),
            "include": None if self.include is None else sorted(map(str, self.include)),
            "window_days": None if self.window is None else self.window / timedelta(days=1),
            "infer": self.infer,
        }

    def holding(self, actor: str, claim: str) -> Position:
        """Return where one actor stands on one claim, heard as asked."""
        return self.view.position(
            actor,
            claim,
            policy=self.policy,
            window=self.window,
            include=self.heard,
            infer=self.infer,
        )


def understood(typed: Namespace, ledger: Ledger) -> Asked:
    """Return the question that was typed, of what is in the ledger.

    Raises:
        Refused: an option makes no sense, or not beside another.
        UnknownActor: there is no such actor.
        UnknownClaim: there is no such claim.
    """
    clocks = Clocks.typed(typed, ledger.zone)
    if typed.window is not None and typed.policy != Policy.MOST_SENIOR:
        why = "goes with --policy most_senior, which then hears only who spoke within it"
        raise Refused(why, "--window")
    history = ledger.history()

    def as_of(date: When | None) -> View:
        return history.as_of(date, known_by=clocks.known_by, recorded_by=clocks.recorded_by)

    view = as_of(clocks.as_of)
    try:
        if typed.claim is not None:
            view.claim(typed.claim)
        actor = None if typed.actor is None else actor_named(typed.actor, ledger, view)
        between = tuple(actor_named(each, ledger, view) for each in typed.between)
    except (UnknownActor, UnknownClaim) as error:
        if clocks.recorded_by is None:
            raise
        by_then = f"in what the ledger had by {clocks.recorded_by}"
        raise type(error)(error.id, error.near, by_then) from None
    return Asked(
        clocks=clocks,
        view=view,
        earlier=as_of(clocks.since),
        actor=actor,
        claim=typed.claim,
        between=between,
        policy=Policy(typed.policy),
        include=None if typed.include is None else _heard(typed.include),
        window=None if typed.window is None else _days(typed.window),
        infer=typed.infer,
    )


def _heard(text: str) -> tuple[Visibility, ...]:
    """Return the visibilities that a list with commas names."""
    names = [each.strip() for each in text.split(",") if each.strip()]
    for name in names:
        if name not in list(Visibility):
            meant = " or ".join(near(name, Visibility)) or "private, leaked, or private,leaked"
            why = f"{name!r} is no visibility of words; did you mean {meant}?"
            raise Refused(why, "--include")
    return tuple(map(Visibility, dict.fromkeys(names)))


def _days(text: str) -> timedelta:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number <= _LONGEST:
        why = f"{text!r} is no number of days; write 7, or 0.5 for twelve hours"
        raise Refused(why, "--window")
    return timedelta(days=number)


def actor_named(given: str, ledger: Ledger, view: View) -> str:
    """Return the id of an actor that was given by its id, or by a name which is its alone.

    Raises:
        Refused: several go by that name.
        UnknownActor: there is no such actor.
    """
    if given not in view.actors:
        called = [
            each.id
            for each in ledger.find(given, kind="actor")
            if each.name.casefold() == given.casefold()
        ]
        if len(called) > 1:
            why = f"{given!r} is a name of {' and of '.join(called)}; give one of these ids"
            raise Refused(why)
        given = called[0] if called else given
    return view.actor(given).id
