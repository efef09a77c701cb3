"""How projections stand in the place where they are kept, without any of them at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

if TYPE_CHECKING:
    from positions.following.builds import Build, Quarantined
    from positions.following.views import Views

__all__ = ["Status", "statuses"]


@frozen(kw_only=True)
class Status:
    """How one build of a projection stands.

    Attributes:
        build: What is known of it: its version, how far it has come, why it stands still.
        behind: How many positions of the log are still before it.
        quarantined: The events that it was not given, as they cannot be read.
    """

    build: Build
    behind: int
    quarantined: tuple[Quarantined, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data: `Build.to_dict()`, with `behind` and `quarantined`."""
        return self.build.to_dict() | {
            "behind": self.behind,
            "quarantined": [
                {"position": each.position, "stream": each.stream, "why": each.why}
                for each in self.quarantined
            ],
        }


def statuses(views: Views, head: int) -> tuple[Status, ...]:
    """Return how each build stands that is kept in a place, ordered by projection and build.

    Args:
        views: The place; one in which nothing was ever kept will do.
        head: The last position of the log.
    """
    if not views.made():
        return ()
    with views.session(write=False) as session:
        builds, quarantined = session.builds(), session.quarantined()
    return tuple(
        Status(
            build=each,
            behind=max(head - each.position, 0),
            quarantined=tuple(one for one in quarantined if one.key == each.key),
        )
        for each in builds
    )
