"""Builds of projections: begun beside the old, written batch by batch, swapped when whole."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

from attrs import asdict, evolve, frozen

from positions.following.builds import Build, Outrun, Superseded, physical
from positions.projections.rows import Rows
from positions.projections.tables import InvalidProjection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from positions.following.builds import Quarantined
    from positions.following.views import Session, Values, Views
    from positions.projections.projection import Plan
    from positions.projections.rows import Written
    from positions.projections.tables import Table

__all__ = ["Work", "activated", "begun", "failed", "kept", "rows_of", "written_whole"]


@frozen(kw_only=True)
class Work:
    """What a batch of events comes to.

    Attributes:
        build: What is known of the build after it.
        changes: What is to be written, in order.
        quarantined: The events that were not given.
    """

    build: Build
    changes: Sequence[Written]
    quarantined: Sequence[Quarantined] = ()


def signature(plan: Plan) -> str:
    """Return text that is another where tables or columns are."""
    shape = [
        [table.name, [asdict(each) | {"doc": ""} for each in table.columns], table.key]
        for table in plan.tables.values()
    ]
    return json.dumps(shape)


def begun(session: Session, plan: Plan, *, anew: bool = False) -> Build:
    """Return the build of a projection that is to be kept up to date; where there is none, make it.

    The first is active at once; a later one is built beside it, until it is swapped in. Where one
    is being built already, it is gone on with.

    Args:
        session: A transaction that writes.
        plan: The projection.
        anew: Whether to build it anew though its version is the one that is active.

    Raises:
        Superseded: a newer version is there already.
        InvalidProjection: the tables of this version are others than they were, or have names that
            something else has.
    """
    builds = [each for each in session.builds() if each.projection == plan.name]
    newest = max((each.version for each in builds if each.active), default=0)
    if newest > plan.version:
        why = f"its version {newest} is there already, and this is version {plan.version}"
        raise Superseded(plan.name, why)
    shape = signature(plan)
    same = [each for each in builds if each.version == plan.version]
    if any(each.signature != shape for each in same):
        why = f"its tables are others than those of its version {plan.version}; raise the version"
        raise InvalidProjection(plan.name, why)
    unfinished = [each for each in same if not each.active]
    if unfinished or (same and not anew):
        return (unfinished or same)[-1]
    for each in builds:
        if not each.active and each.version < plan.version:  # it will never be swapped in
            session.forget(each)
    return _made(session, plan, builds, shape)


def _made(session: Session, plan: Plan, builds: list[Build], shape: str) -> Build:
    owners = {table: each.projection for each in session.builds() for table in each.tables}
    for name in plan.tables:
        owner = owners.get(name, plan.name)
        if owner != plan.name:
            raise InvalidProjection(plan.name, f"{owner!r} has a table {name!r} already")
    build = Build(
        projection=plan.name,
        build=max((each.build for each in builds), default=0) + 1,
        version=plan.version,
        active=not any(each.active for each in builds),
        tables=tuple(plan.tables),
        signature=shape,
    )
    _free(session, build, builds)
    for name, table in plan.tables.items():
        target = physical(name, build.build)
        _refuse(plan.name, target, session.taken(target))
        session.make(target, table)
    if build.active:
        _shown(session, build)
    session.save(build)
    return build


def _free(session: Session, build: Build, others: Iterable[Build]) -> None:
    """Refuse a build whose tables would be called as something is that is none of ours."""
    ours = {table for each in others if each.active for table in each.tables}
    for table in build.tables:
        found = session.taken(table)
        if found != "view" or table not in ours:
            _refuse(build.projection, table, found)


def _refuse(projection: str, name: str, found: str | None) -> None:
    """Refuse a name by which something goes already."""
    if found is not None:
        why = (
            f"there is a {found} {name!r} already, which is none of ours; "
            "name the table otherwise, or keep it in another database"
        )
        raise InvalidProjection(projection, why)


def _shown(session: Session, build: Build) -> None:
    for table in build.tables:
        session.show(table, physical(table, build.build))


def kept(session: Session, build: Build) -> Build:
    """Return a build as it is known now.

    Raises:
        Superseded: it is no more.
    """
    for each in session.builds():
        if each.key == build.key:
            return evolve(each, position=session.tracked(each))
    why = f"its build {build.build} was taken away, as another took its place; follow anew"
    raise Superseded(build.projection, why)


def written_whole(session: Session, before: Build, work: Work, tables: dict[str, Table]) -> Build:
    """Write what a batch comes to, and how far it reaches, and return what is known then.

    Raises:
        Outrun: another follower has written the same meanwhile; nothing is written.
        Superseded: the build is no more.
    """
    now = kept(session, before)
    if now.position != before.position:
        raise Outrun
    for name, how, what in _grouped(work.changes):
        table = tables[name]
        target = physical(name, before.build)
        if how is None:
            session.put(target, table, _last_of_each(table, what))
        else:
            session.drop(target, table, how, what)
    if work.quarantined:
        session.quarantine(work.quarantined)
    build = evolve(work.build, active=now.active)
    session.save(build)
    session.track(build)
    return build


def _grouped(
    changes: Iterable[Written],
) -> Iterator[tuple[str, tuple[str, ...] | None, list[Any]]]:
    """Yield runs of changes that can be written together; of those to drop, by which columns."""

    def kind(change: Written) -> tuple[str, tuple[str, ...] | None]:
        table, what = change
        return table.name, tuple(what) if isinstance(what, dict) else None

    for (name, how), run in groupby(changes, kind):
        yield (
            name,
            how,
            [tuple(what.values()) if isinstance(what, dict) else what for _, what in run],
        )


def _last_of_each(table: Table, rows: list[Values]) -> list[Values]:
    key = [table.names.index(each) for each in table.key]
    return list({tuple(row[each] for each in key): row for row in rows}.values())


def failed(session: Session, build: Build, why: str) -> Build:
    """Note why a build stands still, and return what is known then."""
    found = evolve(kept(session, build), failed=why)
    session.save(found)
    return found


def activated(session: Session, build: Build) -> Build | None:
    """Let readers see a build in place of the one they saw, if it has come as far.

    The one before is taken away. Readers see the one or the other, never a mixture.

    Raises:
        Superseded: the build is no more.
    """
    now = kept(session, build)
    others = [
        each
        for each in session.builds()
        if each.projection == now.projection
        and each.key != now.key
        and (each.active or each.version < now.version)
    ]
    if any(session.tracked(each) > now.position for each in others):
        return None
    active = evolve(now, active=True)
    _free(session, active, others)
    for table in {table for each in others for table in each.tables} - set(now.tables):
        session.hide(table)
    _shown(session, active)
    for each in others:
        session.forget(each)
    session.save(active)
    return active


def rows_of(views: Views, plan: Plan, table: str) -> Rows:
    """Return the rows that readers see in a table of a projection, ordered by its key.

    Raises:
        Superseded: nobody keeps it, or only in another version.
    """
    with views.session(write=False) as session:
        for each in session.builds():
            if each.projection == plan.name and each.active:
                if each.signature != signature(plan):
                    why = f"its active version {each.version} has other tables"
                    raise Superseded(plan.name, why)
                shape = plan.tables[table]
                return Rows.of(shape, session.rows(physical(table, each.build), shape))
    raise Superseded(plan.name, "nobody has begun to follow with it")
