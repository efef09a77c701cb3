"""What a ledger offers to those who keep up with it: to replay, to follow, to watch."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal
from weakref import WeakSet

from positions.delivering import Delivery
from positions.delivering.delivery import RETRIES
from positions.following import Follower, Status, Wanted, Watch, statuses, views_beside, views_in
from positions.store.log import PAGE, told

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from positions.delivering import Attempt, Target
    from positions.following.views import Views
    from positions.history import History, Moment
    from positions.ledger.writer import Clock
    from positions.projections import Replayed, Runnable
    from positions.store import Location, Log

__all__ = ["Followed"]


class Followed(ABC):
    """The part of a ledger by which other applications are kept up to date."""

    def __init__(self, clock: Clock, beside: Views | None) -> None:
        self._clock = clock
        self._beside = beside
        self._elsewhere: dict[object, Views] = {}
        self._keeping_up: WeakSet[Follower | Watch | Delivery] = WeakSet()

    @abstractmethod
    def history(self) -> History:
        """Return what is recorded until now, as an immutable sequence of events."""

    @abstractmethod
    def _open_log(self) -> Log:
        """Return the log; raise where the ledger is closed."""

    def replay(
        self,
        projection: Runnable,
        *,
        as_of: Moment | None = None,
        known_by: Moment | None = None,
        recorded_by: Moment | None = None,
        zone: str | None = None,
    ) -> Replayed:
        """Return what a projection makes of the past; see `History.replay`."""
        return self.history().replay(
            projection, as_of=as_of, known_by=known_by, recorded_by=recorded_by, zone=zone
        )

    def follow(
        self,
        *projections: Runnable,
        into: Location | None = None,
        unreadable: Literal["stop", "skip"] = "stop",
        batch: int = PAGE,
        anew: bool = False,
    ) -> Follower:
        """Return a follower that keeps projections up to date, each event exactly once.

        It is at work in `catch_up`, in `run`, between `start` and `stop`, in a `with` block, and in
        an `async for` over it. To close the ledger ends it.

        Args:
            projections: What is to be kept up to date.
            into: The database where rows and progress are kept, an SQLite file or PostgreSQL; that
                of the ledger where left out.
            unreadable: Whether to stop before an event that cannot be read, or to skip and note it.
            batch: How many events are written in one transaction, at most.
            anew: Whether to build anew what is there already in this version, beside it.

        Raises:
            InvalidProjection: one is none, or its tables have names that something else has.
            Superseded: a newer version of one is there already.
            UnsupportedLocation: no rows can be kept there.
        """
        log = self._open_log()
        follower = Follower(
            log,
            self._views(log, into),
            projections,
            clock=self._clock,
            skip=unreadable == "skip",
            batch=batch,
            anew=anew,
        )
        self._keeping_up.add(follower)
        return follower

    def watch(
        self,
        *,
        actor: str | Iterable[str] | None = None,
        claim: str | Iterable[str] | None = None,
        kinds: str | Iterable[str] | None = None,
        after: int | None = None,
    ) -> Watch:
        """Return the shifts that are recorded from now on, or from a checkpoint on.

        Args:
            actor: Whose shifts; one actor or several, all where left out.
            claim: On what; the same.
            kinds: Of which kinds, such as `{"reversal", "walk_back"}`.
            after: The `Watch.place` of one that was stopped; 0 for all there ever was.

        Raises:
            InvalidQuestion: there is no such kind of shift.
        """
        watch = Watch(self._open_log(), Wanted.of(actor, claim, kinds), after)
        self._keeping_up.add(watch)
        return watch

    def deliver(
        self,
        target: Target,
        checkpoint: str | os.PathLike[str],
        *,
        actor: str | Iterable[str] | None = None,
        claim: str | Iterable[str] | None = None,
        kinds: str | Iterable[str] | None = None,
        after: int | None = None,
        retries: int = RETRIES,
        told: Callable[[Attempt], object] | None = None,
    ) -> Delivery:
        """Return what delivers each shift at least once, as it is recorded, to somebody else.

        It is at work in `catch_up`, `run` and `redeliver`. To close the ledger ends it.

        Args:
            target: To whom: a `Webhook`, a `Program`, or any function that takes a `Letter` and
                raises where it was not delivered.
            checkpoint: The file that says what was delivered, made where there is none; one for
                each target.
            actor: Whose shifts; one actor or several, all where left out.
            claim: On what; the same.
            kinds: Of which kinds, such as `{"reversal", "walk_back"}`.
            after: Where to begin where there is no checkpoint yet; `None` for now, 0 for all there
                ever was.
            retries: How often each is tried again before it is put aside.
            told: Is told of every attempt.

        Raises:
            InvalidQuestion: there is no such kind of shift.
        """
        delivery = Delivery(
            self._open_log(),
            Wanted.of(actor, claim, kinds),
            target,
            checkpoint,
            clock=self._clock,
            after=after,
            retries=retries,
            told=told,
        )
        self._keeping_up.add(delivery)
        return delivery

    def projections(self, into: Location | None = None) -> tuple[Status, ...]:
        """Return how each build of a projection stands, ordered by projection and build.

        Args:
            into: The database where rows and progress are kept; that of the ledger where left out.

        Raises:
            UnsupportedLocation: no rows can be kept there.
        """
        log = self._open_log()
        views = self._views(log, into)
        return told(lambda: statuses(views, log.head()))

    def _views(self, log: Log, into: Location | None) -> Views:
        """Return the place for rows; the same for the same location, until the ledger is closed."""
        if into is None:
            if self._beside is None:
                self._beside = views_beside(log)
            return self._beside
        name = tuple(sorted(into.items())) if isinstance(into, Mapping) else str(into)
        if name not in self._elsewhere:
            self._elsewhere[name] = views_in(into)
        return self._elsewhere[name]

    def _left_alone(self) -> None:
        """End all who keep up, and let go of the databases opened for them.

        What a follower's thread has raised, and nobody has asked for, is raised here.
        """
        try:
            for each in list(self._keeping_up):
                each.stop()
        finally:
            while self._elsewhere:
                self._elsewhere.popitem()[1].close()
