"""How builds of projections stand, for people and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from positions.cli.answer import Answer, Cell, Table

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence

    from positions.following import Status

__all__ = ["kept_answer", "kept_tables"]

_COLUMNS = (
    "projection",
    "build",
    "version",
    "is",
    "events",
    "behind",
    "last event",
    "recorded at",
    "events/s",
)
_FIELDS = (
    "projection",
    "build",
    "version",
    "active",
    "position",
    "behind",
    "events",
    "event",
    "recorded_at",
    "updated_at",
    "rate",
    "failed",
    "tables",
    "quarantined",
)


def kept_answer(title: str, found: Sequence[Status], typed: Namespace) -> Answer:
    """Return how builds stand; it is no where there is none, or one has failed."""
    return Answer(
        found=bool(found) and not any(each.build.failed for each in found),
        title=title,
        parts=tuple(kept_tables(found)),
        nothing="No projection is kept there.",
        data=[each.to_dict() for each in found],
        columns=_FIELDS,
        records=tuple(map(_record, found)),
        context={"asked": {"command": typed.command}},
    )


def kept_tables(found: Sequence[Status], heading: str = "") -> Iterable[Table]:
    """Yield the tables that say how builds stand, what stopped some, and what was left out."""
    if found:
        yield Table.of(heading, _COLUMNS, map(_row, found))
    failed = [(each.build.projection, each.build.failed) for each in found if each.build.failed]
    if failed:
        yield Table.of("What stands still", ("projection", "why"), failed)
    left_out = [
        (one.projection, str(one.position), one.stream, one.why)
        for each in found
        for one in each.quarantined
    ]
    if left_out:
        columns = ("projection", "position", "stream", "why")
        yield Table.of("What they were not given, as it cannot be read", columns, left_out)


def _row(status: Status) -> tuple[str | Cell, ...]:
    build = status.build
    return (
        build.projection,
        str(build.build),
        str(build.version),
        _state(status),
        f"{build.events:,}",
        f"{status.behind:,}",
        build.event or "",
        "" if build.recorded_at is None else build.recorded_at.isoformat(" ", "seconds"),
        "" if build.rate is None else f"{build.rate:,.0f}",
    )


def _state(status: Status) -> Cell:
    if status.build.failed:
        return Cell("failed", "red")
    return Cell("active", "green") if status.build.active else Cell("building", "yellow")


def _record(status: Status) -> tuple[str, ...]:
    plain: dict[str, Any] = status.to_dict()
    plain["tables"] = "; ".join(plain["tables"])
    plain["quarantined"] = "; ".join(str(each["position"]) for each in plain["quarantined"])
    plain["active"] = str(plain["active"]).lower()
    return tuple("" if plain[each] is None else str(plain[each]) for each in _FIELDS)
