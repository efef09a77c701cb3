"""Events as rows: what a reader of Parquet sees of each, beside its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from attrs import frozen

from positions.exchange.parquet.columns import EVENTS
from positions.model.actors.events import (
    IdentityJudged,
    MandateAmended,
    MandateGiven,
)
from positions.model.claims import state as claim_state
from positions.model.claims.events import (
    ReportAdded,
    ReportVoided,
    StatementAmended,
    StatementRecorded,
    StatementVoided,
)
from positions.model.vocabulary import (
    SCORES,
    Act,
    Authenticity,
    GroundRule,
    Mode,
    Visibility,
)
from positions.model.when import OPEN_FUTURE, OPEN_PAST
from positions.replay.dossier import first_publication, is_tied
from positions.replay.record import Record
from positions.replay.rollup import counts_for_speaker_alone
from positions.replay.streams import Streams
from positions.store import REGISTRY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from positions.model.claims.state import ClaimState, Entry
    from positions.model.claims.statement import Statement
    from positions.model.recorded import Event, Recorded
    from positions.replay.dossier import Linked
    from positions.replay.roster import Roster
    from positions.store import Storable

__all__ = ["Placed", "Rows", "roster_of"]

_PLACES = {name: place for place, name in enumerate(EVENTS.names)}
_EMPTY: Mapping[str, object] = {"bears_on": (), "counts_for": (), "stances": ()}
_PLAIN_MODES = (Mode.EXPLICIT, Mode.PRESUPPOSED)


@frozen
class Placed:
    """An event of the log, with what only the whole log tells of it.

    Attributes:
        position: Its place in the log, counted from 1.
        moment: When it was recorded, in microseconds, made monotone.
        recorded: The event.
        line: The same as a line.
    """

    position: int
    moment: int
    recorded: Recorded
    line: str


def roster_of(actors: Iterable[Recorded]) -> Roster:
    """Return who is whom by the events of actors."""
    streams = Streams(actors)
    return Record(streams, len(streams.events)).roster


class Rows:
    """The rows of some streams that are whole, and tied to no other.

    Args:
        events: Their events, in order.
        roster: Who is whom.
    """

    def __init__(self, events: Sequence[Placed], roster: Roster) -> None:
        self._roster = roster
        self._streams: Linked = Streams(each.recorded for each in events)
        self._states: dict[str, ClaimState] = {}
        self._current: dict[tuple[str, str], list[Any]] = {}
        self.rows = [self._row(each) for each in events]

    def _row(self, placed: Placed) -> list[Any]:
        recorded, event = placed.recorded, placed.recorded.event
        name, _ = REGISTRY.stored_as(cast("Storable", event))
        kind, _, id = recorded.stream.partition(":")
        told: dict[str, object] = {
            **_EMPTY,
            "position": placed.position,
            "line": placed.line,
            "stream": recorded.stream,
            "event": name,
            "recorded_at": placed.moment,
            "curator": recorded.curator,
            "claim": id if kind == "claim" else None,
            "actor": id if kind == "actor" else None,
            "bears_on": _bears_on(event),
            "statement": _about(event),
        }
        row: list[Any] = [None] * len(_PLACES)
        _tell(row, told)
        if kind == "claim":
            self._follow(row, id, event)
        return row

    def _follow(self, row: list[Any], claim: str, event: Any) -> None:  # noqa: ANN401 - a claim's
        """Fold an event of a claim; where a statement reads otherwise after it, say so in rows."""
        before = self._states.get(claim, claim_state.INITIAL)
        after = self._states[claim] = claim_state.evolve(before, event)
        about = row[_PLACES["statement"]]
        was, now = before.entries.get(about), after.entries.get(about)
        if now is was or now is None:
            return
        old = self._current.pop((claim, about), None)
        if old is not None:
            new = {"superseded_at": row[_PLACES["recorded_at"]], "superseded_by": row[3]}
            _tell(old, new)
        if now.now is not None:
            _tell(row, self._reading(now, now.now))
            self._current[claim, about] = row

    def _reading(self, entry: Entry, now: Statement) -> dict[str, object]:
        """Return what the columns say of a statement as it reads."""
        stance = now.stances[0] if len(now.stances) == 1 else None
        begins, ends = _disclosed(entry, now)
        return {
            "by": now.by,
            "principal": now.principal,
            "counts_for": _counts_for(now),
            "act": now.act,
            "stances": now.stances,
            "stance": stance,
            "score": None if stance is None else SCORES[stance],
            "mode": now.mode,
            "condition": now.condition,
            "utterance": now.utterance,
            "visibility": now.visibility,
            "ground_rule": now.ground_rule,
            "capacity": now.capacity,
            "authenticity": now.authenticity,
            "wording": now.wording,
            "said": now.said.edtf,
            "said_earliest": _instant(now.said.start),
            "said_latest": _instant(now.said.stop),
            "disclosed_earliest": _instant(begins),
            "disclosed_latest": _instant(ends),
            "plain": self._is_plain(entry, now),
        }

    def _is_plain(self, entry: Entry, now: Statement) -> bool:
        """Return whether a statement does no more than to hold its stance from its time on.

        What it does may still depend on others, whose rows say so: on mandates and identities of
        those for whom it counts, and on other words whose times overlap with its own.
        """
        return (
            len(now.stances) <= 1
            and now.act is not Act.RETRACT
            and (not now.stances or now.mode in _PLAIN_MODES)
            and now.visibility is Visibility.PUBLIC
            and (now.principal == now.by or now.ground_rule is not GroundRule.ON_BACKGROUND)
            and now.authenticity is Authenticity.GENUINE
            and not any(report.stances for report in entry.standing_reports)
            and not is_tied(self._streams, now, self._roster.members)
        )


def _tell(row: list[Any], told: Mapping[str, object]) -> None:
    for name, value in told.items():
        row[_PLACES[name]] = value


def _bears_on(event: Event) -> tuple[str, ...]:
    """Return the actors whose answers an event of an actor may change, through other voices."""
    match event:
        case MandateGiven(mandate=mandate) | MandateAmended(mandate=mandate):
            return (mandate.body,)
        case IdentityJudged(judgement=judgement):
            return judgement.actors
        case _:
            return ()


def _about(event: Event) -> str | None:
    """Return the id of the statement that an event of a claim is about."""
    match event:
        case StatementRecorded(statement=statement) | StatementAmended(statement=statement):
            return statement.id
        case StatementVoided(statement=id) | ReportAdded(statement=id) | ReportVoided(statement=id):
            return id
        case _:
            return None


def _counts_for(statement: Statement) -> tuple[str, ...]:
    """Return for whom the words count whatever the mandates say (R8), the speaker first."""
    alone = counts_for_speaker_alone(statement.capacity, statement.ground_rule)
    if alone or statement.principal == statement.by:
        return (statement.by,)
    return statement.by, statement.principal


def _disclosed(entry: Entry, now: Statement) -> tuple[int, int]:
    """Return when the words were disclosed; a cut reads the bounds as it reads those of `said`."""
    published = first_publication(entry.standing_reports)
    if published is not None:
        return published
    public = now.visibility is Visibility.PUBLIC
    return now.said.start, now.said.stop if public else OPEN_FUTURE


def _instant(moment: int) -> int | None:
    return None if moment in {OPEN_PAST, OPEN_FUTURE} else moment
