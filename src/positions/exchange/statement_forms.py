"""The format of statements and of their corrections."""

from __future__ import annotations

from attrs import evolve

from positions.exchange import entries
from positions.exchange.form import Field, Form
from positions.exchange.free import Free
from positions.exchange.report_forms import REPORT
from positions.exchange.scalars import Id, StatementName, Text, Whole, Word
from positions.exchange.sections import Borrowing
from positions.exchange.shapes import Either, ListOf
from positions.exchange.shared_fields import NOTE, STANCES, WHY, ZONE
from positions.exchange.times import Time
from positions.model.claims.statement import Question
from positions.model.vocabulary import (
    Act,
    Authenticity,
    Capacity,
    GroundRule,
    Mode,
    Visibility,
)

__all__ = ["AMENDMENT", "QUESTION", "STATEMENT", "VOID"]

QUESTION = Form(
    name="question",
    noun="a question",
    about="What was asked, and by whom.",
    make=Question,
    fields=(
        Field(key="by", shape=Text(), about="Who asked, in words."),
        Field(key="text", shape=Text(), about="What was asked."),
    ),
)

STATEMENT = Form(
    name="statement",
    noun="a statement",
    about="What one actor committed itself to on one claim, on one occasion.",
    make=entries.statements,
    fields=(
        Field(
            key="id",
            shape=Id(),
            about="Its id, unique within its claim; derived from the content where left out.",
        ),
        Field(
            key="utterance",
            shape=Id(),
            about="The occasion; statements of one speaker that share it were one utterance.",
        ),
        Field(
            key="seq",
            shape=Whole(),
            about="The place within the utterance, where known.",
        ),
        Field(key="question", shape=QUESTION, about="What was asked, and by whom."),
        Field(
            key="by",
            shape=Either(Id(), ListOf(Id(), fewest=1, unique=True)),
            required=True,
            about="The actor that spoke; a list is a joint statement.",
        ),
        Field(
            key="as",
            attribute="role",
            shape=Text(),
            about="The role the speaker had, as printed.",
        ),
        Field(
            key="on_behalf_of",
            shape=Id(),
            about="For whom the words were, where that is other than the mandates say.",
        ),
        Field(key="to", shape=Text(), about="To whom."),
        Field(key="claim", shape=Id(), required=True, about="The claim it is on."),
        Field(
            key="act",
            shape=Word(Act, "an act"),
            required=True,
            about="The kind of speech act.",
        ),
        Field(
            key="stance",
            attribute="stances",
            shape=STANCES,
            about="The commitment expressed; the act's own where left out; a list of readings.",
        ),
        Field(
            key="mode",
            shape=Word(Mode, "a mode"),
            about="How the commitment was expressed; `explicit` where left out.",
        ),
        Field(key="condition", shape=Text(), about="Of a conditional one, on what it depends."),
        Field(key="said", shape=Time(), required=True, about="When the words were spoken."),
        Field(
            key="follows",
            shape=ListOf(StatementName()),
            about="Statements known to be earlier: an id, or `<claim>/<id>`.",
        ),
        Field(
            key="retracts",
            shape=Id(),
            about="Of a `retract`, the statement on the same claim that it withdraws.",
        ),
        Field(key="refers_to", shape=Id(), about="Of a `refer`, the actor it points at."),
        Field(
            key="visibility",
            shape=Word(Visibility, "a visibility"),
            about="Before whom the words were spoken; `public` where left out.",
        ),
        Field(
            key="ground_rule",
            shape=Word(GroundRule, "a ground rule"),
            about="The rule of attribution; `on_record` where left out.",
        ),
        Field(
            key="capacity",
            shape=Word(Capacity, "a capacity"),
            about="In which capacity; `official` where left out.",
        ),
        Field(
            key="authenticity",
            shape=Word(Authenticity, "an authenticity"),
            about="Whether the words were truly spoken; `genuine` where left out.",
        ),
        Field(key="wording", shape=Text(), about="The short official label used."),
        Field(key="reports", shape=ListOf(Borrowing(REPORT)), about="How it reached us."),
        NOTE,
        Field(
            key="extra",
            shape=Free(),
            about="Your own fields: kept, exported, never read by replay.",
        ),
        ZONE,
    ),
)

_STATEMENT_ID = Field(key="statement", shape=Id(), required=True, about="The id of the statement.")
_WHOSE = Field(key="claim", shape=Id(), about="Its claim, where the id alone is ambiguous.")


def _amended(each: Field) -> Field:
    """Return a field of a statement as an amendment may have it."""
    if each.key == "by":
        each = evolve(each, shape=Id(), about="The actor that spoke.")
    return evolve(each, required=False, emptied=not each.required)


AMENDMENT = Form(
    name="amendment",
    noun="an amendment",
    about="A correction by the curator: the fields of the statement as they should read.",
    make=entries.amendment,
    tells_emptied=True,
    declined={"reports": "reports are not amended here; add or void a report of the statement"},
    fields=(
        _STATEMENT_ID,
        _WHOSE,
        Field(
            key="id",
            shape=Id(),
            about="The id of the amendment; derived from its content where left out.",
        ),
        WHY,
        *(
            _amended(each)
            for each in STATEMENT.fields
            if each.key not in {"id", "claim", "reports"}
        ),
    ),
)

VOID = Form(
    name="void",
    noun="a void",
    about="The curator's finding that a statement was never made.",
    make=entries.void,
    fields=(_STATEMENT_ID, _WHOSE, WHY),
)
