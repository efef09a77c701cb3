"""Following, watching and keeping inline, as a type checker sees it."""

from datetime import datetime
from pathlib import Path
from typing import Any, assert_type

import positions
from positions import (
    Build,
    Follower,
    Ledger,
    PositionsError,
    ProjectionFailed,
    Quarantined,
    Recorded,
    RecordedShift,
    ShiftKind,
    Status,
    Superseded,
    UnreadableEvent,
    UnstorableState,
    Watch,
)
from positions.projections import Rows, Shifts, Standings


def progress(reached: int, last: int) -> None:
    assert reached <= last


def of_followers(ledger: Ledger) -> None:
    follower = ledger.follow(Standings(), Shifts())
    assert_type(follower, Follower)
    ledger.follow(
        Standings(), into="postgresql://localhost/views", unreadable="skip", batch=7, anew=True
    )
    ledger.follow(Standings(), into=Path("views.db"))
    ledger.follow(Standings(), unreadable="pass")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    ledger.follow("standing")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    assert_type(follower.step(), bool)
    follower.catch_up()
    follower.catch_up(progress)
    follower.start()
    follower.run()
    follower.stop()
    assert_type(follower.position, int)
    assert_type(follower.behind, int)
    assert_type(follower.running, bool)
    assert_type(follower.builds, tuple[Build, ...])
    assert_type(follower.quarantined, tuple[Quarantined, ...])
    assert_type(follower.rows("standing"), Rows)
    assert_type(follower.state("standing"), Any)
    with follower as at_work:
        assert_type(at_work, Follower)


async def of_loops(ledger: Ledger) -> None:
    async for builds in ledger.follow(Standings()):
        assert_type(builds, tuple[Build, ...])
    async for shift in ledger.watch():
        assert_type(shift, RecordedShift)


def of_builds(build: Build, status: Status, quarantined: Quarantined) -> None:
    assert_type(build.projection, str)
    assert_type(build.build, int)
    assert_type(build.version, int)
    assert_type(build.active, bool)
    assert_type(build.position, int)
    assert_type(build.events, int)
    assert_type(build.event, str | None)
    assert_type(build.recorded_at, datetime | None)
    assert_type(build.updated_at, datetime | None)
    assert_type(build.rate, float | None)
    assert_type(build.failed, str | None)
    assert_type(build.tables, tuple[str, ...])
    assert_type(build.to_dict(), dict[str, Any])
    assert_type(status.build, Build)
    assert_type(status.behind, int)
    assert_type(status.quarantined, tuple[Quarantined, ...])
    assert_type(status.to_dict(), dict[str, Any])
    assert_type(quarantined.projection, str)
    assert_type(quarantined.build, int)
    assert_type(quarantined.position, int)
    assert_type(quarantined.stream, str)
    assert_type(quarantined.why, str)


def of_statuses(ledger: Ledger) -> None:
    assert_type(ledger.projections(), tuple[Status, ...])
    assert_type(ledger.projections(into="views.db"), tuple[Status, ...])


def of_watches(ledger: Ledger) -> None:
    watch = ledger.watch(
        actor="iran", claim=["visit", "ban"], kinds={"reversal", ShiftKind.WALK_BACK}, after=0
    )
    assert_type(watch, Watch)
    assert_type(watch.new(), list[RecordedShift])
    assert_type(watch.place, int)
    for shift in watch:
        assert_type(shift, RecordedShift)
        watch.stop()
    watch.close()


def of_writers() -> None:
    with positions.open("visit.db", inline=[Standings(), Shifts()]) as ledger:
        assert_type(ledger, Ledger)
    positions.open("visit.db", inline=["standing"])  # type: ignore[list-item] # pyright: ignore[reportArgumentType]


def of_errors(error: PositionsError) -> None:
    match error:
        case ProjectionFailed():
            assert_type(error.projection, str)
            assert_type(error.position, int)
            assert_type(error.recorded, Recorded)
            assert_type(error.inline, bool)
        case UnreadableEvent():
            assert_type(error.position, int)
            assert_type(error.stream, str)
            assert_type(error.why, str)
        case Superseded() | UnstorableState():
            assert_type(error.projection, str)
            assert_type(error.why, str)
        case _:
            pass


def as_runtime(error: ProjectionFailed | Superseded) -> RuntimeError:
    return error


def as_value(error: UnreadableEvent) -> ValueError:
    return error


def as_type(error: UnstorableState) -> TypeError:
    return error
