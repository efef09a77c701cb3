"""A statement: what one actor committed itself to on one claim, on one occasion."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen
from attrs.validators import instance_of

from positions.errors import InvalidStatement
from positions.model.extra import NO_EXTRA, Extra
from positions.model.ids import StatementRef, checked_id, derived_id
from positions.model.showing import shown
from positions.model.text import is_optional_text
from positions.model.vocabulary import (
    EMPTY_ACTS,
    IMPLIED,
    STANCE_REQUIRED,
    Act,
    Authenticity,
    Capacity,
    GroundRule,
    Mode,
    Stance,
    Visibility,
    stances,
    stances_of,
)
from positions.model.when import When

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Question", "Statement", "id_prefix"]


@frozen(kw_only=True)
class Question:
    """What was asked, and by whom."""

    __repr__ = shown

    by: str | None = field(default=None, validator=is_optional_text)
    text: str | None = field(default=None, validator=is_optional_text)


def _refs(values: Iterable[StatementRef]) -> tuple[StatementRef, ...]:
    return tuple(values)


def _extra(value: Mapping[str, Any] | Extra | None) -> Extra:
    return Extra.of(value)


@frozen(kw_only=True)
class Statement:
    """What one actor committed itself to on one claim, on one occasion.

    A statement is checked when it is made: an act and a stance that do not go together, a `seq`
    without an `utterance`, a `refer` without `refers_to` are an `InvalidStatement`.

    Attributes:
        id: Its slug, unique within its claim.
        claim: The claim it is on.
        by: The actor that spoke.
        act: The kind of speech act.
        said: When the words were spoken (the clock that `as_of` is compared with).
        stances: The commitment expressed; several where coders differ, none where there is none.
        mode: How the commitment was expressed.
        condition: Of a conditional commitment, on what it depends.
        role: The role the speaker had, as printed (`as` in a case file).
        on_behalf_of: For whom the words were, where that is other than the mandates say.
        to: To whom.
        utterance: The occasion; statements of one speaker that share it were one utterance.
        seq: The place within the utterance, where known.
        question: What was asked.
        follows: Statements that are known to be earlier.
        retracts: The statement on the same claim that a `retract` withdraws.
        refers_to: The actor that a `refer` points at.
        visibility: Before whom the words were spoken.
        ground_rule: Under which rule of attribution.
        capacity: Official, or personal.
        authenticity: Whether the words were truly spoken.
        wording: The short official label used.
        note: The curator's remark.
        extra: The user's own fields, never read by replay.
    """

    __repr__ = shown

    id: str = ""
    claim: str = field()
    by: str = field()
    act: Act = field(converter=Act)
    said: When = field(validator=instance_of(When))
    stances: tuple[Stance, ...] = field(default=(), converter=stances)
    mode: Mode = field(default=Mode.EXPLICIT, converter=Mode)
    condition: str | None = field(default=None, validator=is_optional_text)
    role: str | None = field(default=None, validator=is_optional_text)
    on_behalf_of: str | None = None
    to: str | None = field(default=None, validator=is_optional_text)
    utterance: str | None = None
    seq: int | None = None
    question: Question | None = None
    follows: tuple[StatementRef, ...] = field(default=(), converter=_refs)
    retracts: str | None = None
    refers_to: str | None = None
    visibility: Visibility = field(default=Visibility.PUBLIC, converter=Visibility)
    ground_rule: GroundRule = field(default=GroundRule.ON_RECORD, converter=GroundRule)
    capacity: Capacity = field(default=Capacity.OFFICIAL, converter=Capacity)
    authenticity: Authenticity = field(default=Authenticity.GENUINE, converter=Authenticity)
    wording: str | None = field(default=None, validator=is_optional_text)
    note: str | None = field(default=None, validator=is_optional_text)
    extra: Extra = field(default=NO_EXTRA, converter=_extra)

    def __attrs_post_init__(self) -> None:
        if not self.stances and self.act in IMPLIED:
            object.__setattr__(self, "stances", (IMPLIED[self.act],))
        if not self.id:
            object.__setattr__(self, "id", self._derived_id())
        _check(self)

    def _derived_id(self) -> str:
        return derived_id(id_prefix(self.by, self.act), *self.identity.values())

    @property
    def identity(self) -> dict[str, object]:
        """What a derived id is made of, as plain JSON data, by field and in this order."""
        return {
            "claim": self.claim,
            "by": self.by,
            "on_behalf_of": self.on_behalf_of,
            "to": self.to,
            "act": self.act,
            "stances": self.stances,
            "mode": self.mode,
            "said": (self.said.start, self.said.stop),
            "utterance": self.utterance,
            "seq": self.seq,
            "condition": self.condition,
            "refers_to": self.refers_to,
            "retracts": self.retracts,
            "question": None if self.question is None else self.question.text,
        }

    @cached_property
    def ref(self) -> StatementRef:
        """The statement's full name."""
        return StatementRef(self.claim, self.id)

    @property
    def principal(self) -> str:
        """The actor for whom the words count first: `on_behalf_of`, else the speaker."""
        return self.on_behalf_of or self.by

    @property
    def earlier(self) -> tuple[StatementRef, ...]:
        """The statements that it says are earlier: those it follows, and the one it retracts."""
        if self.retracts is None:
            return self.follows
        return (*self.follows, StatementRef(self.claim, self.retracts))

    @property
    def is_commitment(self) -> bool:
        """Whether it has a stance, or is a `retract`."""
        return bool(self.stances) or self.act is Act.RETRACT

    def evolve(self, **changes: Any) -> Statement:  # noqa: ANN401 - any field of its own
        """Return this statement with *changes*, checked anew.

        A change of `act` without one of `stances` takes the stance that the new act implies.
        """
        if "act" in changes and "stances" not in changes:
            changes["stances"] = ()
        return evolve(self, **changes)


def id_prefix(by: str, act: Act) -> str:
    """Return the readable beginning of the derived id of a statement."""
    return f"{by}-{act}".replace("_", "-")


def _check(statement: Statement) -> None:
    for what in ("claim", "by", "id"):  # the id may be made of the others
        checked_id(getattr(statement, what), what)
    for what in ("on_behalf_of", "utterance", "retracts", "refers_to"):
        value = getattr(statement, what)
        if value is not None:
            checked_id(value, what)
    _check_stance(statement)
    _check_place(statement)
    _check_targets(statement)
    _check_condition(statement)


def _check_stance(statement: Statement) -> None:
    act, allowed = statement.act, stances_of(statement.act)
    wrong = [stance for stance in statement.stances if stance not in allowed]
    if wrong and act in EMPTY_ACTS:
        _refuse("stance", f"`{act}` commits nobody, so it has no stance; found {wrong[0]}")
    if wrong:
        goes = ", ".join(stance for stance in Stance if stance in allowed)
        _refuse("stance", f"`{act}` does not go with {wrong[0]}; it goes with {goes}")
    if act in STANCE_REQUIRED and not statement.stances:
        _refuse("stance", f"`{act}` needs a stance: say what the words commit the speaker to")


def _check_place(statement: Statement) -> None:
    if statement.seq is not None and type(statement.seq) is not int:
        _refuse("seq", f"expected a whole number, found {statement.seq!r}")
    if statement.seq is not None and statement.utterance is None:
        _refuse("seq", "a place within an utterance needs the `utterance`")


def _check_targets(statement: Statement) -> None:
    if (statement.act is Act.REFER) != (statement.refers_to is not None):
        _refuse("refers_to", "`refer` names the actor it points at, and no other act does")
    if statement.retracts is not None and statement.act is not Act.RETRACT:
        _refuse("retracts", f"only a `retract` withdraws a statement; this is `{statement.act}`")
    if statement.retracts == statement.id:
        _refuse("retracts", "a statement cannot withdraw itself")
    if statement.ref in statement.follows:
        _refuse("follows", "a statement cannot follow itself")


def _check_condition(statement: Statement) -> None:
    conditional = statement.mode is Mode.CONDITIONAL
    if conditional and not statement.stances:
        _refuse("mode", f"`{statement.act}` expresses no stance that could be conditional")
    if statement.condition is not None and not conditional:
        _refuse("condition", f"only a conditional commitment has one; the mode is {statement.mode}")


def _refuse(where: str, why: str) -> None:
    raise InvalidStatement(why, where)
