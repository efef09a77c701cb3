"""Opening a ledger, wherever it is kept."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from positions.ledger.door import Ledger
from positions.model.when import When
from positions.store import opened

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from positions.ledger.writer import Clock
    from positions.projections import Runnable
    from positions.store import Location

__all__ = ["open"]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def open(
    location: Location,
    *,
    zone: str | None = None,
    clock: Clock = _now,
    curator: str | None = None,
    inline: Iterable[Runnable] = (),
    checkpoint: str | os.PathLike[str] | None = None,
) -> Ledger:
    """Open a ledger; where there is none, make it.

    Args:
        location: Where it is kept: the path of an SQLite file; `":memory:"`; `postgresql://…`; or a
            mapping of eventsourcing's environment variables, for any recorder there is.
        zone: The IANA name of the zone in which its bare dates are read.
        clock: Returns the time at which something is recorded, as an aware datetime.
        curator: Who records, to be kept with every event.
        inline: Projections whose rows are written in the same transaction as what is recorded
            here: in an SQLite file, PostgreSQL or memory. They are caught up with first.
        checkpoint: The path of the checkpoint, from which the ledger is opened without reading what
            was read before. Left out, it is beside an SQLite file, and nowhere for other stores.

    Raises:
        UnsupportedLocation: no ledger can be kept there.
        StoreFailed: the store cannot be reached, or is something else than a ledger.
        OtherZone: the ledger has another zone than *zone*.
        InvalidWhen: there is no such zone.
        InvalidProjection: one of *inline* is none.
        NoCheckpoint: *checkpoint* is in no folder, or of a ledger that can have none.
    """
    if zone is not None:
        When.parse("2000", zone=zone)  # before anything is made
    log = opened(location)
    try:
        return Ledger(
            log,
            zone=zone,
            clock=clock,
            curator=curator,
            inline=tuple(inline),
            checkpoint=None if checkpoint is None else Path(checkpoint),
        )
    except BaseException:
        log.close()
        raise
