"""Following a ledger: projections kept up to date, each event exactly once, wherever they live."""

from __future__ import annotations

from positions.following.builds import (
    Build,
    ProjectionFailed,
    Quarantined,
    Superseded,
    UnreadableEvent,
)
from positions.following.follower import Follower
from positions.following.opening import views_beside, views_in
from positions.following.states import UnstorableState
from positions.following.status import Status, statuses
from positions.following.watching import Wanted, Watch

__all__ = [
    "Build",
    "Follower",
    "ProjectionFailed",
    "Quarantined",
    "Status",
    "Superseded",
    "UnreadableEvent",
    "UnstorableState",
    "Wanted",
    "Watch",
    "statuses",
    "views_beside",
    "views_in",
]
