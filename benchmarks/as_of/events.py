"""The events that a record is made of, as our own side is given them."""

import datetime as dt
from collections.abc import Iterator

import numpy as np
from benchmarks.as_of.made_up import ACTS
from benchmarks.as_of.record import Integers, Record

from positions import (
    Actor,
    ActorRegistered,
    Claim,
    ClaimOpened,
    LedgerBegun,
    Mandate,
    MandateGiven,
    Recorded,
    Statement,
    StatementAmended,
    StatementRecorded,
    StatementVoided,
    When,
)

__all__ = ["events", "ledger_begun"]

_BEGUN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_AT_ONCE = 1_000  # events of one load, which share the time of recording
_FORMS = ("D", "M", "Y")


def _recorded_at(place: int) -> dt.datetime:
    return _BEGUN + dt.timedelta(seconds=place // _AT_ONCE)


def ledger_begun(record: Record) -> Recorded:
    """Return what stands before all other events in a ledger."""
    begun = LedgerBegun(zone=record.meta.zone)
    return Recorded(stream="ledger", event=begun, recorded_at=_BEGUN)


def events(record: Record) -> Iterator[Recorded]:
    """Yield the events of a record, in their order."""
    place = 0
    for stream, begun in _begun(record):
        yield Recorded(stream=stream, event=begun, recorded_at=_recorded_at(place))
        place += 1
    order, voids = _order(record)
    columns = (record.statement, record.claim, record.actor, record.act, record.amends)
    said = _Times(record)
    for row, void in zip(order.tolist(), voids.tolist(), strict=True):
        number, claim, actor, act, amends = (int(column[row]) for column in columns)
        id = f"s{number}"
        event: StatementRecorded | StatementAmended | StatementVoided
        if void:
            event = StatementVoided(statement=id, why="never said")
        else:
            name, stance, _ = ACTS[act]
            statement = Statement(
                id=id,
                claim=record.meta.claims[claim],
                by=record.meta.actors[actor],
                act=name,
                said=said[row],
                stances=() if stance is None else (stance,),
            )
            if amends:
                event = StatementAmended(id=f"a{number}", statement=statement, why="transcript")
            else:
                event = StatementRecorded(statement=statement)
        stream = f"claim:{record.meta.claims[claim]}"
        yield Recorded(stream=stream, event=event, recorded_at=_recorded_at(place))
        place += 1


def _begun(record: Record) -> Iterator[tuple[str, ActorRegistered | MandateGiven | ClaimOpened]]:
    meta = record.meta
    for id, kind in zip(meta.actors, meta.kinds, strict=True):
        yield f"actor:{id}", ActorRegistered(actor=Actor(id=id, kind=kind))
    for by, body, begins, ends in meta.mandates:
        mandate = Mandate(
            by=meta.actors[by],
            body=meta.actors[body],
            begins=None if begins is None else When.parse(begins, zone=meta.zone),
            ends=None if ends is None else When.parse(ends, zone=meta.zone),
        )
        yield f"actor:{mandate.by}", MandateGiven(id=mandate.id, mandate=mandate)
    for id in meta.claims:
        claim = Claim(id=id, text=f"What {id} says", kind=meta.claim_kind)
        yield f"claim:{id}", ClaimOpened(claim=claim)


def _order(record: Record) -> tuple[Integers, Integers]:
    """Return the row of each event of a statement, in their order, and whether it voids that."""
    amended = record.statement[record.amends == 1]
    voided = np.flatnonzero((record.ended >= 0) & ~np.isin(record.statement, amended))
    rows = np.concatenate((np.arange(len(record.statement)), voided))
    places = np.concatenate((record.place, record.ended[voided]))
    voids = np.repeat((0, 1), (len(record.statement), len(voided)))
    order = np.argsort(places)
    return rows[order], voids[order]


class _Times:
    """The time of each row, read from the text that names it; each text is read once."""

    def __init__(self, record: Record) -> None:
        self._zone = record.meta.zone
        self._starts, self._forms = record.start, record.form
        self._known: dict[tuple[int, int], When] = {}

    def __getitem__(self, row: int) -> When:
        start, form = int(self._starts[row]), int(self._forms[row])
        when = self._known.get((start, form))
        if when is None:
            # A day starts within twelve hours of noon in any zone that is used here.
            near = np.datetime64(start + 43_200, "s").astype(f"M8[{_FORMS[form]}]")
            when = self._known[start, form] = When.parse(str(near), zone=self._zone)
        return when
