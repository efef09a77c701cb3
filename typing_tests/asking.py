"""Opening, writing and asking, as a type checker sees it."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import assert_type

import positions
from positions import (
    Actor,
    Agreement,
    Agreements,
    Batch,
    CaseProblem,
    Change,
    Changes,
    Claim,
    Conflict,
    Contradiction,
    CorruptRecord,
    Found,
    History,
    Imported,
    InvalidCase,
    InvalidImport,
    InvalidQuestion,
    InvalidStatement,
    InvalidWhen,
    Ledger,
    LedgerBegun,
    LedgerBusy,
    Loaded,
    Lookups,
    Matrix,
    OpenQuestion,
    OpenQuestions,
    OtherZone,
    OutOfTurn,
    Period,
    Periods,
    Policy,
    Position,
    Positions,
    PositionsError,
    Problem,
    Recorded,
    RowProblem,
    Shift,
    Spoken,
    StoreFailed,
    TableLoaded,
    Timeline,
    UnknownActor,
    UnknownClaim,
    UnknownEvent,
    UnknownStatement,
    UnsupportedLocation,
    Verification,
    View,
)
from positions.store import LedgerApplication, environment

NOW = datetime(2015, 8, 19, tzinfo=UTC)

with positions.open(":memory:", zone="UTC", clock=lambda: NOW) as ledger:
    assert_type(ledger, Ledger)
    loaded = ledger.load({"positions": 1})
    assert_type(loaded, Loaded)
    assert_type(loaded.recorded, tuple[Recorded, ...])
    assert_type(loaded.known, int)
    assert_type(loaded.warnings, tuple[str, ...])
    refused: list[RowProblem] = []
    votes = ledger.load_table("votes.csv", {"statement": {}}, batch=100, refused=refused.append)
    assert_type(votes, TableLoaded)
    assert_type(votes.recorded, int)
    assert_type(ledger.find("Сулеймани"), tuple[Found, ...])
    with ledger.batch() as batch:
        assert_type(batch, Batch)
        batch.record(by="kirby", claim="visit", act="confirm", said="2015-08-17")
    positions.open(Path("visit.db"), curator="desk")
    positions.open({"PERSISTENCE_MODULE": "eventsourcing.popo"})
    assert_type(ledger.retried, int)
    assert_type(ledger.zone, str)
    assert_type(ledger.application, LedgerApplication)
    assert_type(ledger.export(BytesIO(), damaged=False), int)
    assert_type(ledger.import_from(BytesIO(), progress=print), Imported)
    assert_type(ledger.verify(), Verification)
    assert_type(ledger.verify().problems, tuple[Problem, ...])
    ledger.catch_up(None)
    positions.open(":memory:", zone=1)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]

history = ledger.history()
assert_type(history, History)
assert_type(history[0], Recorded)
assert_type(history[1:], tuple[Recorded, ...])
assert_type(History.of(history), History)
assert_type(history.plus(history), History)

view = history.as_of("2015-08-14", known_by=NOW, zone="America/New_York")
assert_type(view, View)
assert_type(ledger.as_of(), View)
position = view.position(
    "russia", "visit", policy=Policy.MOST_SENIOR, window=timedelta(days=7), include={"private"}
)
assert_type(position, Position)
assert_type(view.positions(claim="visit"), Positions)
assert_type(view.positions()[0], Position)
assert_type(view.positions()[1:], tuple[Position, ...])
assert_type(list(view.positions()), list[Position])
assert_type(view.matrix(policy="unanimous"), Matrix)
assert_type(view.timeline("russia", "visit"), Timeline)
assert_type(view.timeline("russia", "visit").claim, str)
assert_type(list(view.timeline("russia", "visit")), list[Shift])
assert_type(view.periods("russia", "visit"), Periods)
assert_type(list(view.periods("russia", "visit")), list[Period])
assert_type(view.matrix().__arrow_c_stream__(), object)
assert_type(view.statements(actor="russia"), tuple[Spoken, ...])
assert_type(view.diff(view), Changes)
assert_type(view.diff(view)["russia", "visit"], Change)
assert_type(view.agreement(), Agreements)
assert_type(view.agreement(claims=["visit"])["iran", "russia"], Agreement)
looked_up = history.lookup(["iran"], "visit", ["2015-08-14"], known_by=NOW, include=["leaked"])
assert_type(looked_up, Lookups)
assert_type(looked_up[0], Position)
assert_type(view.contradictions("russia"), tuple[Contradiction, ...])
assert_type(view.agreement("iran", "russia"), Agreement)
assert_type(view.open_questions(), OpenQuestions)
assert_type(view.open_questions()[0], OpenQuestion)
assert_type(view.actor("russia"), Actor)
assert_type(view.claim("visit"), Claim)


def of_errors(error: PositionsError) -> None:
    """Every error carries what it speaks of, and is the built-in that it resembles."""
    match error:
        case InvalidCase():
            assert_type(error.problems, tuple[CaseProblem, ...])
        case InvalidWhen():
            assert_type(error.at, int | None)
        case InvalidStatement():
            assert_type(error.where, str | None)
        case Conflict():
            assert_type(error.differs, tuple[str, ...])
        case UnknownActor() | UnknownClaim() | UnknownStatement():
            assert_type(error.near, tuple[str, ...])
        case UnknownEvent():
            assert_type(error.known, tuple[int, ...])
        case CorruptRecord():
            assert_type(error.what, str)
        case UnsupportedLocation():
            assert_type(error.location, object)
        case OtherZone():
            assert_type(error.own, str)
        case InvalidImport():
            assert_type(error.line, int)
        case LedgerBusy() | StoreFailed():
            assert_type(error.why, str)
        case _:
            pass


def of_questions(error: InvalidQuestion | OutOfTurn) -> None:
    """A question or a command that came wrong is an error of this library too."""
    assert_type(error, InvalidQuestion | OutOfTurn)
    wrong: PositionsError = error
    assert_type(str(wrong), str)


def of_stores() -> None:
    """The store underneath is an application of eventsourcing."""
    assert_type(environment("visit.db"), dict[str, str])
    LedgerApplication(environment("visit.db")).notification_log.select(1, 10)
    assert_type(LedgerBegun(zone="UTC").zone, str)


def as_failure(error: LedgerBusy | StoreFailed) -> OSError:
    """A store that cannot be written is a failure of the system: to be busy is one as well."""
    return error


def as_lookup(error: UnknownActor) -> LookupError:
    """What is not known is a failed lookup."""
    return error


def as_value(error: InvalidCase | InvalidWhen | InvalidStatement) -> ValueError:
    """What is not valid is a wrong value."""
    return error
