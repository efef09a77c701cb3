"""The cut of a question, as it was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from positions.cli.refused import Refused
from positions.errors import InvalidWhen
from positions.model.when import When

if TYPE_CHECKING:
    from argparse import Namespace

__all__ = ["Clocks", "known_zone"]


@frozen(kw_only=True)
class Clocks:
    """The cut as it was typed: the clocks of the question, and the zone of its bare dates."""

    as_of: When | None
    known_by: When | None
    recorded_by: When | None
    since: When | None
    zone: str

    @classmethod
    def typed(cls, typed: Namespace, zone: str) -> Clocks:
        """Return the cut that was typed; its bare dates are read in *zone* unless it names one.

        Raises:
            Refused: there is no such time, or no such zone.
        """
        zone = known_zone(typed.zone) or zone
        return cls(
            as_of=_when("--to" if typed.command == "diff" else "--as-of", typed.as_of, zone),
            known_by=_when("--known-by", typed.known_by, zone),
            recorded_by=_when("--recorded-by", typed.recorded_by, zone),
            since=_when("--from", typed.since, zone),
            zone=zone,
        )

    def __str__(self) -> str:
        since = "as of" if self.since is None else f"from {self.since} to"
        parts = [] if self.as_of is None else [f"{since} {self.as_of}"]
        parts += [] if self.known_by is None else [f"as known by {self.known_by}"]
        parts += [] if self.recorded_by is None else [f"as recorded by {self.recorded_by}"]
        return f"{', '.join(parts)} ({self.zone})" if parts else "by all that is on record"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data: the three clocks and `zone`; with `from`, where there is one."""
        since = {} if self.since is None else {"from": self.since.to_dict()}
        return {
            "as_of": None if self.as_of is None else self.as_of.to_dict(),
            "known_by": None if self.known_by is None else self.known_by.to_dict(),
            "recorded_by": None if self.recorded_by is None else self.recorded_by.to_dict(),
            "zone": self.zone,
            **since,
        }


def known_zone(given: str | None) -> str | None:
    """Return the zone that was typed, if any.

    Raises:
        Refused: there is no such zone.
    """
    try:
        When.parse("2000", zone=given or "UTC")
    except InvalidWhen as error:
        raise Refused(error.why, "--zone") from None
    return given


def _when(option: str, text: str | None, zone: str) -> When | None:
    if text is None:
        return None
    try:
        return When.parse(text, zone=zone)
    except InvalidWhen as error:
        raise Refused(str(error), option) from None
