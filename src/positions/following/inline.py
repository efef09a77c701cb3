"""Inline: projections kept up to date in the transaction of whoever records."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

from positions.following import keeping
from positions.following.batches import Batches
from positions.following.builds import Outrun, ProjectionFailed
from positions.following.pages import Pages
from positions.following.runner import Runner, begun
from positions.projections.projection import planned
from positions.store.locations import UnsupportedLocation
from positions.store.log import Entry

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from positions.following.keeping import Work
    from positions.following.pages import Step
    from positions.following.views import Session, Views
    from positions.projections.projection import Runnable
    from positions.store import Log, Logged

__all__ = ["Inline"]


class Inline:
    """Writes events, and what projections make of them, in one transaction: both, or neither.

    What cannot be read in the log is skipped and noted: one damaged event keeps nobody from
    recording another.
    """

    def __init__(
        self,
        log: Log,
        views: Views,
        projections: Sequence[Runnable],
        clock: Callable[[], dt.datetime],
    ) -> None:
        """Catch up with what is recorded already.

        Raises:
            UnsupportedLocation: the store cannot write both in one transaction.
        """
        if not getattr(log.application.recorder, "takes_also", False):
            why = (
                "its recorder writes nothing beside events; follow it with `ledger.follow`, or "
                "open a path, ':memory:' or postgresql://…"
            )
            raise UnsupportedLocation(log.where, why)
        self._log = log
        self._views = views
        self._plans = [planned(each) for each in projections]
        self._clock = clock
        self._runners: list[Runner] = []
        self._pages: Pages | None = None
        self._entered = False
        Batches(log, views, projections, clock=clock, skip=True).catch_up()

    def append(self, logged: Sequence[Logged]) -> Sequence[int] | None:
        """Record events as `Log.append` does, and what projections make of them.

        Raises:
            ProjectionFailed: a projection has raised; nothing was recorded.
            Superseded: a newer version of a projection has taken its place; the same.
            Overtaken: as `Log.append`.
            LedgerBusy: the same.
            StoreFailed: the same.
        """
        self._entered = False
        positions = None
        try:
            positions = self._log.append(logged, also=partial(self._write, logged))
        finally:
            if positions is None and self._entered:  # what was taken may not have come to be
                self._pages = None
        return positions

    def _write(self, logged: Sequence[Logged], cursor: Any, positions: Sequence[int]) -> None:  # noqa: ANN401 - of whichever database
        self._entered = True
        began = time.monotonic()
        session = self._views.within(cursor)
        pages = self._pages
        if pages is None or not self._all_there(session):
            pages = self._begun(session)
        steps = self._others(pages, before=positions[0])
        steps += pages.taken(
            [
                Entry(
                    position,
                    each.originator_id,
                    each.originator_version,
                    each.recorded,
                    each.line,
                )
                for position, each in zip(positions, logged, strict=True)
            ],
            self._wanted_after(),
        )
        # All is worked out before anything is written: rows in memory are not taken back.
        works = [self._work(runner, steps, began) for runner in self._runners]
        for runner, work in zip(self._runners, works, strict=True):
            self._kept(session, runner, work, steps, began)

    def _all_there(self, session: Session) -> bool:
        """Return whether no build was taken away since, as another was swapped in."""
        there = {each.key for each in session.builds()}
        return there.issuperset(each.build.key for each in self._runners)

    def _begun(self, session: Session) -> Pages:
        """Begin from what is stored, as nothing is known, or what is known is not to be trusted."""
        self._runners = begun(session, self._plans, self._clock, skip=True)
        start = min((each.position for each in self._runners), default=0)
        self._pages = Pages(self._log, self._plans, start)
        return self._pages

    def _wanted_after(self) -> int:
        return min((each.position for each in self._runners), default=0)

    def _others(self, pages: Pages, before: int) -> list[Step]:
        """Return what others have recorded meanwhile; they are done, as the lock is ours."""
        steps: list[Step] = []
        while page := [each for each in self._log.read(pages.position) if each.position < before]:
            steps += pages.taken(page, self._wanted_after())
        return steps

    @staticmethod
    def _work(runner: Runner, steps: Sequence[Step], began: float) -> Work | None:
        work, stopped = runner.work(steps, began)
        if isinstance(stopped, ProjectionFailed):
            stopped.inline = True
        if stopped is not None:
            raise stopped
        return work

    def _kept(
        self,
        session: Session,
        runner: Runner,
        work: Work | None,
        steps: Sequence[Step],
        began: float,
    ) -> None:
        while True:
            try:
                # If the transaction fails, all is read anew, so that it may be set already.
                runner.build = runner.write(session, work, None)
            except Outrun:  # somebody else's, whose events stand before ours, has taken some
                runner.reload(session)
                work = self._work(runner, steps, began)
            else:
                break
        if not runner.build.active:  # it has come as far as any: readers shall see it
            runner.build = keeping.activated(session, runner.build) or runner.build
