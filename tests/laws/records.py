"""Small hands for the laws: reading a log, and recording one more event at its end."""

from datetime import UTC, datetime, timedelta
from typing import Any

from positions import History, Recorded, When
from positions.model.recorded import actor_stream, claim_stream

__all__ = ["at", "ends", "instants", "said_by", "spoken", "standing_kinds", "then", "told"]

DAY = timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def then(log, stream, event, *, after=DAY):
    """Return *log* with *event* recorded at its end."""
    moment = max(each.recorded_at for each in log) + after if log else EPOCH
    return (*log, Recorded(stream=stream, event=event, recorded_at=moment))


def told(log, claim, *events):
    """Return *log* with *events* on a claim recorded at its end."""
    for event in events:
        log = then(log, claim_stream(claim), event)
    return log


def said_by(log, actor, *events):
    """Return *log* with *events* of an actor recorded at its end."""
    for event in events:
        log = then(log, actor_stream(actor), event)
    return log


def spoken(log) -> list[Any]:
    """Return the entries of the statements that stand at the end of *log*."""
    history = History.of(log)
    streams = history._streams
    return [
        entry
        for claim in streams.claims(len(log))
        for _, entry in sorted(streams.claim(claim, len(log)).entries.items())
        if entry.now is not None
    ]


def at(moment):
    """Return microseconds since 1970 as an aware datetime."""
    return EPOCH + timedelta(microseconds=moment)


def instants(log):
    """Return the effective instants of recording, one each, in order."""
    found: list[datetime] = []
    for each in log:
        moment = max(each.recorded_at, found[-1]) if found else each.recorded_at
        found.append(moment)
    return sorted(set(found))


def ends(cut) -> dict[str, Any]:
    """Return *cut* as the naive model wants it: exclusive ends, and an inclusive instant."""
    found: dict[str, Any] = {
        name: When.of(cut[name]).stop for name in ("as_of", "known_by") if cut.get(name) is not None
    }
    if cut.get("recorded_by") is not None:
        found["recorded_by"] = at(When.of(cut["recorded_by"]).stop - 1)
    return found


def standing_kinds(position):
    """Return the kinds that are possible for a position, as strings."""
    return {str(kind) for kind in position.possible or {position.kind}}
