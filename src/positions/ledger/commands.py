"""The writing half of a ledger: every command, in the words of the case format."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, cast

from attrs import fields

from positions.errors import InvalidStatement
from positions.exchange import field_key, read_case
from positions.history import Moment
from positions.ledger import correcting, recording
from positions.model.actors.actor import Name
from positions.model.claims.report import Report
from positions.model.claims.statement import Question
from positions.model.when import When

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from positions.exchange import Case
    from positions.ledger.draft import Draft
    from positions.model.recorded import Event

__all__ = ["Commands"]

_FIELDS = {"role": "as", "body": "for", "begins": "from", "ends": "until"}
_TIMES = ("said", "event", "from", "until", "published", "removed")


class Commands(ABC):
    """Every command, for whatever takes decisions on a draft: a ledger, or a batch of one.

    The fields are those of the case format, with four names changed because Python keeps theirs
    for itself or because they say more: `role` for `as`, `body` for `for`, `begins` and `ends` for
    `from` and `until`. Plain strings do wherever an enumeration, a time or an id is meant; bare
    dates are read in the ledger's zone, or in *zone* beside them.

    Each command returns the events that it yields: none where all was on record already. Each may
    raise `InvalidStatement` and `InvalidWhen` for what makes no sense, `UnknownActor`,
    `UnknownClaim` and `UnknownStatement` for names that stand for nothing, and `Conflict` for an id
    that is on record with other content; then nothing is recorded.
    """

    @abstractmethod
    def _decide(self, decision: Callable[[Draft], None]) -> tuple[Event, ...]:
        """Take a decision, and return the events that it yields."""

    def open_claim(self, id: str, text: str | None = None, **fields: Any) -> tuple[Event, ...]:
        """Put a claim on record: its *text*, `kind`, `event`, `about`, `tags`, `note`."""
        return self._enter("claims", fields | _given(text=text), recording.open_claim, id)

    def amend_claim(
        self, id: str, *, amendment: str | None = None, why: str | None = None, **changes: Any
    ) -> tuple[Event, ...]:
        """Correct how a claim is worded or described; another proposition is another claim."""
        return self._decide(
            lambda draft: correcting.amend_claim(
                draft, id, amendment, self._times(changes, draft), why
            )
        )

    def record(
        self, *, by: str | list[str], claim: str, act: str, said: Moment, **fields: Any
    ) -> tuple[Event, ...]:
        """Put a statement on record, with its reports; of several speakers, one statement each.

        Args:
            by: Who spoke.
            claim: On what.
            act: The kind of speech act.
            said: When the words were spoken.
            fields: Whatever else a statement has in a case file: `id`, `stance`, `mode`,
                `condition`, `role`, `on_behalf_of`, `to`, `utterance`, `seq`, `question`,
                `follows`, `retracts`, `refers_to`, `visibility`, `ground_rule`, `capacity`,
                `authenticity`, `wording`, `reports`, `note`, `extra`, `zone`.
        """
        given = {"by": by, "claim": claim, "act": act, "said": said}
        return self._enter("statements", fields | given, recording.record)

    def add_report(
        self, statement: str, *, claim: str | None = None, **fields: Any
    ) -> tuple[Event, ...]:
        """Put another report of a recorded statement on record: `outlet`, `quote`, and so on."""
        return self._decide(
            lambda draft: correcting.add_report(draft, statement, claim, self._times(fields, draft))
        )

    def void_report(
        self, statement: str, report: str, *, claim: str | None = None, why: str | None = None
    ) -> tuple[Event, ...]:
        """Find that there was no such report of a statement; *report* is its id."""
        return self._decide(
            lambda draft: correcting.void_report(draft, statement, claim, report, why)
        )

    def amend(
        self,
        statement: str,
        *,
        claim: str | None = None,
        id: str | None = None,
        why: str | None = None,
        **changes: Any,
    ) -> tuple[Event, ...]:
        """Correct a recorded statement: *changes* are the fields that should read otherwise.

        This is the curator's correction. What the speaker takes back is a new statement: `retract`,
        or `correct`.
        """
        given = _given(statement=statement, claim=claim, id=id, why=why)
        return self._enter("amendments", changes | given, recording.amend)

    def void(
        self, statement: str, *, claim: str | None = None, why: str | None = None
    ) -> tuple[Event, ...]:
        """Find that a recorded statement was never made."""
        given = _given(statement=statement, claim=claim, why=why)
        return self._enter("voids", given, recording.void)

    def relate(
        self, claim: str, relation: str, other: str, *, why: str | None = None
    ) -> tuple[Event, ...]:
        """Find that a relation holds from one claim to another."""
        return self._decide(lambda draft: correcting.relate(draft, claim, relation, other, why))

    def unrelate(
        self, claim: str, relation: str, other: str, *, why: str | None = None
    ) -> tuple[Event, ...]:
        """Find that a recorded relation does not hold after all."""
        return self._decide(lambda draft: correcting.unrelate(draft, claim, relation, other, why))

    def add_actor(self, id: str, kind: str | None = None, **fields: Any) -> tuple[Event, ...]:
        """Put an actor on record: its `kind`, `names`, `ids`, `note`; or add to a known one."""
        return self._enter("actors", fields | _given(kind=kind), recording.add_actor, id)

    def add_name(self, actor: str, text: str, **fields: Any) -> tuple[Event, ...]:
        """Put a name of an actor on record: `lang`, and `begins` and `ends` of its use."""
        return self._decide(
            lambda draft: correcting.add_name(draft, actor, self._times(fields, draft), text)
        )

    def void_name(
        self, actor: str, text: str, *, lang: str | None = None, why: str | None = None
    ) -> tuple[Event, ...]:
        """Find that an actor does not go by a name; without *lang*, in whichever language."""
        return self._decide(lambda draft: correcting.void_name(draft, actor, text, lang, why))

    def give_mandate(
        self, by: str, body: str, *, id: str | None = None, **fields: Any
    ) -> tuple[Event, ...]:
        """Put on record that *by* may speak for *body*: as `role`, with `rank`, from `begins`."""
        given = {"by": by, "for": body}
        return self._enter(
            "mandates",
            fields | given,
            lambda draft, mandate: recording.give_mandate(draft, mandate, id),
        )

    def amend_mandate(
        self, mandate: str, *, id: str | None = None, why: str | None = None, **changes: Any
    ) -> tuple[Event, ...]:
        """Correct a recorded mandate, named by its id: `role`, `begins`, and so on."""
        return self._decide(
            lambda draft: correcting.amend_mandate(
                draft, mandate, id, self._times(changes, draft), why
            )
        )

    def void_mandate(self, mandate: str, *, why: str | None = None) -> tuple[Event, ...]:
        """Find that there was no such mandate, named by its id."""
        return self._decide(lambda draft: correcting.void_mandate(draft, mandate, why))

    def judge_identity(
        self,
        verdict: str,
        actors: list[str] | tuple[str, ...],
        *,
        id: str | None = None,
        by: str | None = None,
        why: str | None = None,
    ) -> tuple[Event, ...]:
        """Put on record that somebody judged actors to be the `same`, or `different`."""
        return self._decide(
            lambda draft: correcting.judge_identity(draft, verdict, actors, id, by=by, why=why)
        )

    def withdraw_identity(self, judgement: str, *, why: str | None = None) -> tuple[Event, ...]:
        """Withdraw one judgement of identity, named by its id."""
        return self._decide(lambda draft: correcting.withdraw_identity(draft, judgement, why))

    def _enter(
        self,
        section: str,
        fields: Mapping[str, Any],
        decide: Callable[[Draft, Any], None],
        id: str | None = None,
    ) -> tuple[Event, ...]:
        """Decide on one entry, written as it would stand in that section of a case file."""

        def decision(draft: Draft) -> None:
            entry = self._times(fields, draft)
            given = {_FIELDS.get(name, name): _plain(value) for name, value in entry.items()}
            rows = [given] if id is None else {id: given}
            case = read_case({"positions": 1, section: rows}, zone=draft.zone)
            _refuse_first(case)
            for located in getattr(case, section):
                decide(draft, located.value)

        return self._decide(decision)

    @staticmethod
    def _times(fields: Mapping[str, Any], draft: Draft) -> dict[str, Any]:
        """Return *fields* with their times read, so that a wrong one is an `InvalidWhen`."""
        zone = fields.get("zone") or draft.zone
        return {
            name: When.of(value, zone=zone)
            if _FIELDS.get(name, name) in _TIMES and value is not None
            else value
            for name, value in fields.items()
        }


def _plain(value: object) -> object:
    """Return what a case file would hold where somebody gave a value of the model."""
    match value:
        case Report() | Question() | Name():
            return {
                field_key(field.name): getattr(value, field.name)
                for field in fields(type(value))
                if getattr(value, field.name) != field.default
            }
        case list() | tuple():
            return [_plain(each) for each in cast("Sequence[object]", value)]
        case _:
            return value


def _given(**fields: str | None) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _refuse_first(case: Case) -> None:
    for problem in case.problems:
        where = problem.path.rpartition("]")[2].strip(".") or problem.path
        raise InvalidStatement(problem.why, where)
