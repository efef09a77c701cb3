"""Batches: what a follower does with one page of a log after the other."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any

from positions.following import keeping
from positions.following.builds import Build, Outrun, Quarantined
from positions.following.pages import Pages, of_this_log
from positions.following.runner import Runner, begun
from positions.projections.projection import UNFOLDED, planned
from positions.store.log import PAGE, Overtaken, told

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    from positions.following.pages import Step
    from positions.following.views import Views
    from positions.projections.projection import Runnable
    from positions.projections.rows import Rows
    from positions.store import Log

__all__ = ["Batches"]


class Batches:
    """Takes batches of events, and writes what projections make of each in one transaction."""

    def __init__(
        self,
        log: Log,
        views: Views,
        projections: Iterable[Runnable],
        *,
        clock: Callable[[], dt.datetime],
        skip: bool = False,
        batch: int = PAGE,
        anew: bool = False,
    ) -> None:
        self._log = log
        self._views = views
        self._batch = batch
        plans = [planned(each) for each in projections]
        self._runners = told(lambda: self._begun(plans, clock, skip=skip, anew=anew))
        for each in self._runners:
            of_this_log(log, each.build)
        self._failures: dict[str, Exception] = {}
        start = min((each.position for each in self._runners), default=0)
        self._pages = Pages(log, plans, start)
        self._page: list[Step] = []
        self._before = self._pages.position

    def _begun(
        self, plans: list[Any], clock: Callable[[], dt.datetime], *, skip: bool, anew: bool
    ) -> list[Runner]:
        with self._views.session(write=True) as session:
            return begun(session, plans, clock, skip=skip, anew=anew)

    def __repr__(self) -> str:
        names = ", ".join(each.plan.name for each in self._runners)
        return f"<Follower of {self._log.where!r} with {names}: at {self.position}>"

    @property
    def position(self) -> int:
        """The position in the log which all its projections have reached."""
        return min((each.position for each in self._runners), default=self._pages.position)

    @property
    def builds(self) -> tuple[Build, ...]:
        """What is known of the builds it keeps, as of its last batch."""
        return tuple(each.build for each in self._runners)

    @property
    def behind(self) -> int:
        """How many positions of the log are still before it."""
        return max(self._log.head() - self.position, 0)

    def step(self) -> bool:
        """Take the next batch of events, and return whether there was one.

        A projection that raises, stands before what it cannot read, or has come to a state that
        cannot be kept, is left behind; the others go on. `catch_up` and `run` then raise why.

        Raises:
            Superseded: a build is no more, as another took its place.
            LedgerBusy: the store was locked for too long; nothing is lost, step again.
            StoreFailed: the store could not be read or written; the same.
        """
        began = time.monotonic()
        if not self._page:
            self._before = self._pages.position
            self._page = self._pages.next(self._wanted_after(), self._batch)
        if not self._page:
            return False
        for runner in self._runners:
            if runner.plan.name not in self._failures:
                self._take(runner, self._page, began)
        self._page = []
        return True

    def _wanted_after(self) -> int:
        reached = [each.position for each in self._runners if each.plan.over in UNFOLDED]
        return min(reached, default=0)

    def _take(self, runner: Runner, page: Sequence[Step], began: float) -> None:
        while True:
            work, stopped = runner.work(page, began)
            if work is None and stopped is None:
                return
            try:
                told(partial(self._write, runner, work, stopped))
            except (Outrun, Overtaken):
                told(partial(self._reload, runner))
                if runner.position < self._before:
                    self._read_again()
                    return
                continue
            if stopped is not None:
                self._failures[runner.plan.name] = stopped
            return

    def _write(self, runner: Runner, work: keeping.Work | None, stopped: Exception | None) -> None:
        with self._views.session(write=True) as session:
            build = runner.write(session, work, stopped)
        runner.build = build

    def _read_again(self) -> None:
        """Begin from what is stored, as that has gone back: it was restored from a copy."""
        self._page = []
        self._pages = Pages(self._log, [each.plan for each in self._runners], self.position)

    def _reload(self, runner: Runner) -> None:
        with self._views.session(write=False) as session:
            runner.reload(session)

    def catch_up(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Take all that is recorded until now, and swap in what was built anew.

        Args:
            progress: Is told, batch by batch, the position that was reached and the last one.

        Raises:
            ProjectionFailed: a projection has raised; the others have caught up.
            UnreadableEvent: a projection stands before what cannot be read; the same.
            UnstorableState: a projection has come to a state that cannot be kept; the same.
            Superseded: a build is no more, as another took its place.
        """
        while self.step():
            if progress is not None:
                progress(self._pages.position, self._log.head())
        self._swap()
        for failure in self._failures.values():
            raise failure

    def _swap(self) -> None:
        for runner in self._runners:
            if not runner.build.active and runner.plan.name not in self._failures:
                told(partial(self._activate, runner))

    def _activate(self, runner: Runner) -> None:
        with self._views.session(write=True) as session:
            build = keeping.activated(session, runner.build)
        runner.build = build or runner.build

    def rows(self, table: str) -> Rows:
        """Return the rows that readers see in a table of its projections, ordered by its key.

        Raises:
            LookupError: none of its projections has such a table.
        """
        for runner in self._runners:
            if table in runner.plan.tables:
                return told(partial(keeping.rows_of, self._views, runner.plan, table))
        tables = [table for each in self._runners for table in each.plan.tables]
        why = f"no table {table!r} here; there are {', '.join(tables) or 'none'}"
        raise LookupError(why)

    def state(self, projection: str) -> Any:  # noqa: ANN401 - whatever the projection folds into
        """Return the state that a projection has come to.

        Raises:
            LookupError: it has no such projection.
        """
        for runner in self._runners:
            if runner.plan.name == projection:
                return runner.state()
        names = [each.plan.name for each in self._runners]
        why = f"no projection {projection!r} here; there are {', '.join(names) or 'none'}"
        raise LookupError(why)

    @property
    def quarantined(self) -> tuple[Quarantined, ...]:
        """The events that were not given to its projections, as they cannot be read."""
        return told(self._quarantined)

    def _quarantined(self) -> tuple[Quarantined, ...]:
        with self._views.session(write=False) as session:
            mine = {each.build.key for each in self._runners}
            return tuple(each for each in session.quarantined() if each.key in mine)
