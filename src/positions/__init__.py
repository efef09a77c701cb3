"""The evolving official positions of governments, ministries and people.

Every official statement is an immutable event; replaying them gives any actor's position on any
claim at any date, as it could be known at any other date, with the reasons.
"""

from __future__ import annotations

from positions import projections, when
from positions.errors import (
    CaseProblem,
    Conflict,
    CorruptRecord,
    InvalidCase,
    InvalidQuestion,
    InvalidStatement,
    InvalidWhen,
    PositionsError,
    UnknownActor,
    UnknownClaim,
    UnknownEvent,
    UnknownStatement,
)
from positions.exchange import InvalidTable, RowProblem
from positions.following import (
    Build,
    Follower,
    ProjectionFailed,
    Quarantined,
    Status,
    Superseded,
    UnreadableEvent,
    UnstorableState,
    Watch,
)
from positions.history import History
from positions.ledger import (
    Batch,
    Found,
    Imported,
    InvalidImport,
    Ledger,
    LedgerBusy,
    Loaded,
    NoCheckpoint,
    OtherZone,
    OutOfTurn,
    Problem,
    StoreFailed,
    TableLoaded,
    UnsupportedLocation,
    Verification,
    open,
)
from positions.model.actors.actor import Actor, Name
from positions.model.actors.events import (
    ActorRegistered,
    IdentityJudged,
    IdentityWithdrawn,
    MandateAmended,
    MandateGiven,
    MandateVoided,
    NameAdded,
    NameVoided,
)
from positions.model.actors.identity import Judgement
from positions.model.actors.mandate import Mandate
from positions.model.claims.claim import Claim, ClaimRelation
from positions.model.claims.events import (
    ClaimAmended,
    ClaimOpened,
    ClaimsRelated,
    RelationWithdrawn,
    ReportAdded,
    ReportVoided,
    StatementAmended,
    StatementRecorded,
    StatementVoided,
)
from positions.model.claims.report import Report
from positions.model.claims.statement import Question, Statement
from positions.model.extra import Extra
from positions.model.ids import StatementRef
from positions.model.recorded import LedgerBegun, Recorded, Unreadable
from positions.model.vocabulary import (
    Act,
    ActorKind,
    Authenticity,
    Capacity,
    ClaimKind,
    GroundRule,
    Mode,
    Policy,
    PositionKind,
    Reason,
    Relation,
    Rendering,
    ShiftKind,
    Stance,
    Verdict,
    Visibility,
)
from positions.model.when import Truth, When
from positions.projections import InvalidProjection, InvalidRow, Replayed
from positions.replay.agreements import Agreements
from positions.replay.answers import (
    Agreement,
    Change,
    Dissent,
    Exclusion,
    OpenQuestion,
    Shift,
    Standing,
)
from positions.replay.derived import Contradiction, Derivation, Step
from positions.replay.differences import Changes
from positions.replay.listed import OpenQuestions, Periods, Positions, Timeline
from positions.replay.lookups import Lookups
from positions.replay.matrix import Matrix
from positions.replay.periods import Period
from positions.replay.plain import Spoken
from positions.replay.position import Position
from positions.replay.recorded_changes import ChangedSpan, RecordedChange
from positions.replay.recorded_shifts import RecordedShift
from positions.replay.view import View

__all__ = [
    "Act",
    "Actor",
    "ActorKind",
    "ActorRegistered",
    "Agreement",
    "Agreements",
    "Authenticity",
    "Batch",
    "Build",
    "Capacity",
    "CaseProblem",
    "Change",
    "ChangedSpan",
    "Changes",
    "Claim",
    "ClaimAmended",
    "ClaimKind",
    "ClaimOpened",
    "ClaimRelation",
    "ClaimsRelated",
    "Conflict",
    "Contradiction",
    "CorruptRecord",
    "Derivation",
    "Dissent",
    "Exclusion",
    "Extra",
    "Follower",
    "Found",
    "GroundRule",
    "History",
    "IdentityJudged",
    "IdentityWithdrawn",
    "Imported",
    "InvalidCase",
    "InvalidImport",
    "InvalidProjection",
    "InvalidQuestion",
    "InvalidRow",
    "InvalidStatement",
    "InvalidTable",
    "InvalidWhen",
    "Judgement",
    "Ledger",
    "LedgerBegun",
    "LedgerBusy",
    "Loaded",
    "Lookups",
    "Mandate",
    "MandateAmended",
    "MandateGiven",
    "MandateVoided",
    "Matrix",
    "Mode",
    "Name",
    "NameAdded",
    "NameVoided",
    "NoCheckpoint",
    "OpenQuestion",
    "OpenQuestions",
    "OtherZone",
    "OutOfTurn",
    "Period",
    "Periods",
    "Policy",
    "Position",
    "PositionKind",
    "Positions",
    "PositionsError",
    "Problem",
    "ProjectionFailed",
    "Quarantined",
    "Question",
    "Reason",
    "Recorded",
    "RecordedChange",
    "RecordedShift",
    "Relation",
    "RelationWithdrawn",
    "Rendering",
    "Replayed",
    "Report",
    "ReportAdded",
    "ReportVoided",
    "RowProblem",
    "Shift",
    "ShiftKind",
    "Spoken",
    "Stance",
    "Standing",
    "Statement",
    "StatementAmended",
    "StatementRecorded",
    "StatementRef",
    "StatementVoided",
    "Status",
    "Step",
    "StoreFailed",
    "Superseded",
    "TableLoaded",
    "Timeline",
    "Truth",
    "UnknownActor",
    "UnknownClaim",
    "UnknownEvent",
    "UnknownStatement",
    "Unreadable",
    "UnreadableEvent",
    "UnstorableState",
    "UnsupportedLocation",
    "Verdict",
    "Verification",
    "View",
    "Visibility",
    "Watch",
    "When",
    "__version__",
    "open",
    "projections",
    "when",
]

__version__ = "0.1.0"
