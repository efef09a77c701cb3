"""A case as it was read: entries of the model, each with its place in the document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import field, frozen

from positions.model.actors.actor import Actor, Name
from positions.model.actors.identity import Judgement
from positions.model.actors.mandate import Mandate
from positions.model.claims.claim import Claim, ClaimRelation
from positions.model.claims.report import Report
from positions.model.claims.statement import Statement
from positions.model.ids import StatementRef

if TYPE_CHECKING:
    from positions.errors import CaseProblem
    from positions.exchange.document import Document

__all__ = [
    "ActorEntry",
    "AmendmentEntry",
    "Case",
    "Declared",
    "Located",
    "RelationEntry",
    "StatementEntry",
    "VoidEntry",
]

T = TypeVar("T")


@frozen(kw_only=True)
class Located(Generic[T]):
    """Something and its place in the document.

    Attributes:
        value: The entry.
        path: Where it stands, such as `statements[3]`; its field `act` is at `statements[3].act`.
    """

    value: T
    path: str


@frozen(kw_only=True)
class ActorEntry:
    """An actor and the names that the case gives it."""

    actor: Actor
    names: tuple[Name, ...] = ()


@frozen(kw_only=True)
class RelationEntry:
    """A relation between claims, and why it is thought to hold."""

    relation: ClaimRelation
    why: str | None = None


@frozen(kw_only=True)
class StatementEntry:
    """A statement, its reports, and what it follows.

    Attributes:
        statement: The statement, its own `follows` still empty.
        follows: The statements known to be earlier, as the case names them: an id alone is to be
            looked for in the case, then in the ledger.
        reports: How it reached us.
    """

    statement: Statement
    follows: tuple[str | StatementRef, ...] = ()
    reports: tuple[Report, ...] = ()


@frozen(kw_only=True)
class AmendmentEntry:
    """The curator's correction of a statement.

    Attributes:
        statement: The id of the statement.
        claim: Its claim, where the id alone is ambiguous.
        id: The id of the amendment, if it was given one.
        changes: What changes: attributes of `Statement` and their new values, `follows` as names.
        why: On what ground.
    """

    statement: str
    claim: str | None = None
    id: str | None = None
    changes: Mapping[str, Any] = field(factory=dict[str, Any])
    why: str | None = None


@frozen(kw_only=True)
class VoidEntry:
    """The curator's finding that a statement was never made.

    Attributes:
        statement: The id of the statement.
        claim: Its claim, where the id alone is ambiguous.
        why: On what ground.
    """

    statement: str
    claim: str | None = None
    why: str | None = None


@frozen(kw_only=True)
class Declared:
    """What a case declares, entries with problems too, so that no name of these is called unknown.

    Attributes:
        actors: The ids of its actors.
        claims: The ids of its claims.
        statements: The ids of its statements, given or derived.
    """

    actors: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()
    statements: frozenset[str] = frozenset()


@frozen(kw_only=True)
class Case:
    """A case file as it was read, before anything of it is recorded.

    Attributes:
        document: What it was read from.
        title: Its title.
        zone: The zone of its bare dates, as it names it; `None` where it names none.
        actors: Its actors.
        mandates: Its mandates.
        claims: Its claims.
        relations: The relations between claims.
        identities: The judgements of identity.
        statements: Its statements; a joint one is as many, of one place.
        amendments: The corrections of statements.
        voids: The statements that were never made.
        problems: What is wrong, in the order of the document; entries with problems are left out.
        warnings: What is odd but accepted, a sentence each.
        declared: What it declares.
    """

    document: Document = field(eq=False, repr=False)
    title: str | None = None
    zone: str | None = None
    actors: tuple[Located[ActorEntry], ...] = ()
    mandates: tuple[Located[Mandate], ...] = ()
    claims: tuple[Located[Claim], ...] = ()
    relations: tuple[Located[RelationEntry], ...] = ()
    identities: tuple[Located[Judgement], ...] = ()
    statements: tuple[Located[StatementEntry], ...] = ()
    amendments: tuple[Located[AmendmentEntry], ...] = ()
    voids: tuple[Located[VoidEntry], ...] = ()
    problems: tuple[CaseProblem, ...] = ()
    warnings: tuple[str, ...] = ()
    declared: Declared = Declared()

    @property
    def file(self) -> str | None:
        """The name of the file; `None` where it was none."""
        return self.document.file

    def line(self, path: str) -> int | None:
        """Return the line of what *path* names, or of the nearest part that holds it."""
        return self.document.line(path)

    def problem(self, path: str, why: str) -> CaseProblem:
        """Return the problem that there is with what *path* names, with file and line."""
        return self.document.problem(path, why)
