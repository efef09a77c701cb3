"""Strategies for whole logs: what one writer could really have recorded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from attrs import evolve

from positions.history import History
from positions.model.actors.events import (
    ActorRegistered,
    MandateAmended,
    MandateGiven,
    MandateVoided,
)
from positions.model.actors.mandate import Mandate
from positions.model.claims.events import (
    ClaimAmended,
    ClaimOpened,
    StatementAmended,
    StatementVoided,
)
from positions.model.when import When
from positions.testing import pools
from positions.testing.desk import Desk
from positions.testing.moves import MOVES, Move
from positions.testing.saying import say, say_from
from positions.testing.strategies import thrown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from hypothesis.strategies import SearchStrategy

    from positions.model.recorded import Recorded

__all__ = ["event_logs", "histories", "permuted", "with_later"]

_DAY = timedelta(days=1)
_PERSONS = ("p1", "p2")
_ANY_TIME = (None, None)
_PERIODS_OF_PERSONS = (*(_ANY_TIME,) * 14, *pools.PERIODS)
_PERIODS_OF_OFFICES = (*(_ANY_TIME,) * 30, *pools.PERIODS)


def _log(dice: Random, *, rivals: bool) -> tuple[Recorded, ...]:
    desk = Desk(pools.RECORDED[0], rivals=rivals)
    for actor in pools.ACTORS:
        desk.write(actor.id, ActorRegistered(actor=actor))
    for claim in pools.CLAIMS:
        desk.write(claim.id, ClaimOpened(claim=claim))
    for by, body in dice.choice(pools.CHAINS):
        _link(dice, desk, by, body)
    say(dice, desk)
    _work(dice, desk, MOVES, until=pools.RECORDED[-1])
    return tuple(desk.log)


def _link(dice: Random, desk: Desk, by: str, body: str) -> None:
    """Record that *by* speaks for *body*: a person perhaps for some time only, and with a rank."""
    if by in _PERSONS:
        begins, ends = dice.choice(_PERIODS_OF_PERSONS)
        role, rank = dice.choice(pools.POSTS)
    else:
        begins, ends = dice.choice(_PERIODS_OF_OFFICES)
        role, rank = None, None
    mandate = Mandate(by=by, body=body, begins=begins, ends=ends, role=role, rank=rank)
    desk.write(by, MandateGiven(id=mandate.id, mandate=mandate))


def _work(dice: Random, desk: Desk, moves: Sequence[Move], until: datetime) -> None:
    """Make some moves, each at the instant of the one before it or on the next day."""
    for _ in range(_MOST_MOVES):
        pace, which = divmod(dice.randrange(_PACES * len(moves)), len(moves))
        if pace == 0:
            return
        if pace > _SAME_DAY and desk.now < until:
            desk.now += _DAY
        moves[which](dice, desk)


_MOST_MOVES, _PACES, _SAME_DAY = 10, 13, 6
_ALONE = thrown(_log, rivals=False)
_WITH_RIVALS = thrown(_log, rivals=True)


def event_logs(*, rivals: bool = False) -> SearchStrategy[tuple[Recorded, ...]]:
    """Return logs that could really have been recorded.

    The actors (persons `p1` and `p2`, `post`, `body`, `gov`, and `other`), the claims (`c`, `d` and
    `e`) and some mandates come first, at the first instant; then up to six statements, most of them
    on `c`, between corrections, reports, judgements, relations and further mandates. Several events
    share an instant. The simplest log holds one plain statement.

    Args:
        rivals: Whether several wrote at a time, unseen by each other, so that the known order may
            close a circle or leave a time empty.
    """
    return _WITH_RIVALS if rivals else _ALONE


def histories(*, rivals: bool = False) -> SearchStrategy[History]:
    """Return histories of what `event_logs` gives."""
    return event_logs(rivals=rivals).map(History.of)


def _permuted(dice: Random, log: Sequence[Recorded], *, rivals: bool) -> tuple[Recorded, ...]:
    desk = Desk(pools.RECORDED[0], rivals=rivals)
    left = list(log)
    for instant in sorted(recorded.recorded_at for recorded in log):
        place = dice.randrange(len(left))
        for each in (*left[place:], *left[:place]):
            if _is_next(each, left) and desk.accepts(each.stream.partition(":")[2], each.event):
                left.remove(each)
                desk.copy(evolve(each, recorded_at=instant))
                break
        else:
            return tuple(log)
    return tuple(desk.log)


def _is_next(recorded: Recorded, left: Sequence[Recorded]) -> bool:
    """Say whether no rival of it, which was recorded before it, is still left."""
    target = _corrected(recorded)
    if target is None:
        return True
    return next(each for each in left if _corrected(each) == target) is recorded


def _corrected(recorded: Recorded) -> tuple[str, str] | None:
    """Return what a correction corrects: those of one target are rivals."""
    match recorded.event:
        case StatementAmended(statement=statement):
            return recorded.stream, statement.id
        case StatementVoided(statement=target) | MandateVoided(mandate=target):
            return recorded.stream, target
        case MandateAmended(target=target):
            return recorded.stream, target
        case ClaimAmended() | ActorRegistered():
            return recorded.stream, ""
        case _:
            return None


def permuted(
    log: Sequence[Recorded], *, rivals: bool = False
) -> SearchStrategy[tuple[Recorded, ...]]:
    """Return recordings of the same events in other orders that are possible too.

    What an event presumes is recorded before it, rival amendments keep their order, and the
    instants stay what they were. Where an order leads nowhere, the log itself is returned.

    Args:
        log: What was recorded.
        rivals: As in `event_logs`.
    """
    return thrown(_permuted, log=log, rivals=rivals)


def _with_later(
    dice: Random, log: Sequence[Recorded], after: datetime | None, said_after: datetime | None
) -> tuple[Recorded, ...]:
    last = max(recorded.recorded_at for recorded in log)
    desk = Desk(last if after is None else max(last, after), log, room=3)
    desk.now += _DAY
    moves = MOVES if said_after is None else (_saying_from(said_after),)
    moves[0](dice, desk)
    _work(dice, desk, moves, until=desk.now + 5 * _DAY)
    return tuple(desk.log)


def _saying_from(instant: datetime) -> Move:
    hours = (timedelta(hours=hour) for hour in (0, 1, 24, 72))
    day = When.parse(f"{_iso(instant)}/{_iso(instant + _DAY)}")
    times = (*(When.instant(instant + hour) for hour in hours), day)
    return partial(say_from, times=times, late=When.parse(f"{_iso(instant)}/.."))


def _iso(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()


def with_later(
    log: Sequence[Recorded],
    after: datetime | None = None,
    *,
    said_after: datetime | None = None,
) -> SearchStrategy[tuple[Recorded, ...]]:
    """Return *log* and some of what could have been recorded later.

    Args:
        log: What was recorded; not empty.
        after: An aware instant after which all that is added is recorded; the log's last if left
            out. What is added may have been said at any time.
        said_after: An aware instant. If given, all that is added are statements said at or after
            it, and none of them makes an older one later than it is.
    """
    return thrown(_with_later, log=log, after=after, said_after=said_after)
