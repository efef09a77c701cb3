"""One projection in one place where it is kept: takes steps, and writes what they come to."""

from __future__ import annotations

import time
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from attrs import evolve

from positions.following import keeping
from positions.following.builds import (
    Build,
    ProjectionFailed,
    Quarantined,
    UnreadableEvent,
)
from positions.following.states import States, UnstorableState
from positions.model.recorded import Unreadable
from positions.projections.projection import Over
from positions.projections.replaying import cell_changes
from positions.projections.rows import written
from positions.projections.tables import Drop

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from positions.following.keeping import Work
    from positions.following.pages import Step
    from positions.following.views import Session
    from positions.model.recorded import Recorded
    from positions.projections.feeds import Told
    from positions.projections.projection import Plan
    from positions.projections.rows import Written

__all__ = ["Runner", "begun"]

_SHORTEST = 1e-6


class Runner:
    """Keeps one build of a projection up to date.

    Attributes:
        plan: The projection.
        build: What is known of the build.
    """

    def __init__(
        self, plan: Plan, build: Build, clock: Callable[[], dt.datetime], *, skip: bool
    ) -> None:
        self.plan = plan
        self.build = build
        self._clock = clock
        self._skip = skip
        self._states = States(plan)
        self._began = 0.0

    @property
    def position(self) -> int:
        """How far the build has come."""
        return self.build.position

    def work(self, steps: Sequence[Step], began: float) -> tuple[Work | None, Exception | None]:
        """Return what those steps come to that are new, and what stopped it.

        Where something did, it is what all before that come to. Nothing is written.

        Args:
            steps: The steps.
            began: When reading them was begun, on the monotonic clock.
        """
        self._began = began
        new = [each for each in steps if each.position > self.position]
        try:
            return self._work(new) if new else (None, None)
        except UnstorableState as error:  # no event is to blame
            return None, error

    def write(self, session: Session, work: Work | None, stopped: Exception | None) -> Build:
        """Write what steps come to, and what stopped it, and return what is known then.

        It is true once the transaction is done, and not before: set `build` to it then.

        Raises:
            Outrun: another follower has taken them meanwhile; `reload`, and `work` again.
            Superseded: the build is no more.
        """
        build = self.build
        if work is not None:
            build = keeping.written_whole(session, build, work, self.plan.tables)
        if stopped is not None:
            build = keeping.failed(session, build, str(stopped))
        return build

    def reload(self, session: Session) -> None:
        """Look how far another follower has brought the build."""
        self.build = keeping.kept(session, self.build)

    def _work(self, steps: Sequence[Step]) -> tuple[Work | None, Exception | None]:
        """Return what steps come to, up to the one that cannot be taken, and why it cannot."""
        try:
            return self._whole(steps), None
        except (ProjectionFailed, UnreadableEvent) as error:
            fine = [each for each in steps if each.position < error.position]
            if self.plan.over is not Over.POSITIONS:
                # Anew from what is stored: the step that raised may have changed the state.
                return (self._whole(fine) if fine else None), error
        # Of many steps it is asked once, at the last; to tell which is to blame, of each.
        work = None
        for count in range(1, len(steps) + 1):
            try:
                work = self._whole(steps[:count])
            except (ProjectionFailed, UnreadableEvent) as error:
                return work, error
        return work, None

    def _whole(self, steps: Sequence[Step]) -> Work:
        state = self.state()
        changes: list[Written] = []
        quarantined: list[Quarantined] = []
        last: Told | None = None
        events = 0
        cells = self.plan.over is Over.POSITIONS
        touched: dict[tuple[str, str], None] = {}
        for step in steps:
            for told in step.told:
                last = told
                events += 1
                if isinstance(told.recorded.event, Unreadable):
                    quarantined.append(self._unreadable(step, told.recorded, told.recorded.event))
                if not cells:
                    state = self._folded(state, step, told, changes)
                    continue
                for claim, actors in told.touched.items():
                    touched.update(dict.fromkeys((actor, claim) for actor in sorted(actors)))
        if cells:
            changes.extend(self._cells(steps[-1], touched))
        return keeping.Work(
            build=self._after(steps[-1], last, events, state),
            changes=changes,
            quarantined=quarantined,
        )

    def state(self) -> Any:  # noqa: ANN401 - whatever the projection folds into
        """Return the state that the build has come to."""
        if self.build.state is None:
            return deepcopy(self.plan.initial)
        return self._states.from_text(self.build.state)

    def _folded(self, state: Any, step: Step, told: Told, changes: list[Written]) -> Any:  # noqa: ANN401 - the same
        plan = self.plan
        if plan.over is Over.EVENTS and isinstance(told.recorded.event, Unreadable):
            return state
        try:
            for item in told.items(plan.over):
                state = plan.step(state, item)
                changes.extend(written(plan.tables, each) for each in plan.after(state, item))
        except Exception as error:
            raise ProjectionFailed(plan.name, step.position, told.recorded) from error
        return state

    def _cells(self, step: Step, touched: dict[tuple[str, str], None]) -> Iterator[Written]:
        """Yield that the rows of each cell go, and then those it has."""
        view, plan = step.view, self.plan
        for table in plan.tables:
            for actor, claim in touched:
                yield written(plan.tables, Drop(table, {"actor": actor, "claim": claim}))
        actors, claims = set(view.actors), set(view.claims)
        found: list[Written] = []
        try:
            for actor, claim in touched:
                if actor in actors and claim in claims:
                    found.extend(cell_changes(plan, view, actor, claim))
        except Exception as error:
            raise ProjectionFailed(plan.name, step.position, step.told[-1].recorded) from error
        yield from sorted(found, key=lambda change: change[0].name)

    def _unreadable(self, step: Step, recorded: Recorded, event: Unreadable) -> Quarantined:
        if not self._skip:
            raise UnreadableEvent(self.plan.name, step.position, recorded.stream, event.why)
        return Quarantined(
            projection=self.plan.name,
            build=self.build.build,
            position=step.position,
            stream=recorded.stream,
            why=event.why,
        )

    def _after(self, step: Step, last: Told | None, events: int, state: object) -> Build:
        rate = events / max(time.monotonic() - self._began, _SHORTEST)
        build = evolve(
            self.build,
            position=step.position,
            events=self.build.events + events,
            event=step.event,
            updated_at=self._clock(),
            rate=round(rate, 1),
            failed=None,
            state=self._states.to_text(state),
        )
        return build if last is None else evolve(build, recorded_at=last.recorded.recorded_at)


def begun(
    session: Session,
    plans: Sequence[Plan],
    clock: Callable[[], dt.datetime],
    *,
    skip: bool,
    anew: bool = False,
) -> list[Runner]:
    """Return what keeps each projection up to date, from where its build has come to.

    Args:
        session: A transaction that writes.
        plans: The projections.
        clock: Returns when something is written, as an aware datetime.
        skip: Whether to skip and note what cannot be read.
        anew: As `keeping.begun` has it, which says what is raised.
    """
    builds = [keeping.begun(session, plan, anew=anew) for plan in plans]
    return [
        Runner(plan, keeping.kept(session, build), clock, skip=skip)
        for plan, build in zip(plans, builds, strict=True)
    ]
