"""The format of actors, their names and mandates, and who is whom."""

from __future__ import annotations

from positions.exchange import entries
from positions.exchange.form import Field, Form
from positions.exchange.scalars import Id, NameText, Text, Whole, Word
from positions.exchange.shapes import Either, ListOf, Texts
from positions.exchange.shared_fields import NOTE, WHY, ZONE
from positions.exchange.times import Time
from positions.model.actors.actor import Name
from positions.model.vocabulary import ActorKind

__all__ = ["ACTOR", "IDENTITY", "MANDATE", "NAME"]

NAME = Form(
    name="name",
    noun="a name",
    about="A name with its language and the time of its use.",
    make=Name,
    fields=(
        Field(key="text", shape=NameText(), required=True, about="The name, in any script."),
        Field(key="lang", shape=Text(), about="Its language, as a BCP 47 tag."),
        Field(key="from", attribute="begins", shape=Time(), about="From when it was used."),
        Field(key="until", attribute="ends", shape=Time(), about="Until when, exclusive."),
        ZONE,
    ),
)

ACTOR = Form(
    name="actor",
    noun="an actor",
    about="Somebody or something that can take a position.",
    make=entries.actor,
    fields=(
        Field(key="kind", shape=Word(ActorKind, "a kind of actor"), about="What it is."),
        Field(
            key="names",
            shape=ListOf(Either(NameText(), NAME)),
            about="The names it goes, or went, by: texts, or mappings with `text`.",
        ),
        Field(
            key="ids",
            shape=Texts(),
            about="Its ids in other registers, such as `{wikidata: Q42}`.",
        ),
        NOTE,
    ),
)

MANDATE = Form(
    name="mandate",
    noun="a mandate",
    about="One actor's dated right to speak for another.",
    make=entries.mandate,
    fields=(
        Field(key="by", shape=Id(), required=True, about="The actor that may speak."),
        Field(
            key="for",
            attribute="body",
            shape=Id(),
            required=True,
            about="The actor for which it may.",
        ),
        Field(key="as", attribute="role", shape=Text(), about="As what: `spokesperson`."),
        Field(
            key="from",
            attribute="begins",
            shape=Time(),
            about="From when; always where it is left out.",
        ),
        Field(
            key="until",
            attribute="ends",
            shape=Time(),
            about="Until when, exclusive; for ever where it is left out.",
        ),
        Field(
            key="rank",
            shape=Whole(1),
            about="Its seniority among those who speak for the body; 1 is highest.",
        ),
        Field(key="source", shape=Text(), about="Where this is written."),
        ZONE,
    ),
)

_ACTORS = ListOf(Id(), fewest=2)
IDENTITY = Form(
    name="identity",
    noun="a judgement of identity",
    about="Somebody's finding that actors are the same, or are different.",
    make=entries.identity,
    one_of=("same", "different"),
    fields=(
        Field(key="same", shape=_ACTORS, about="Actors that are one."),
        Field(key="different", shape=_ACTORS, about="Actors that are not one."),
        Field(key="by", shape=Text(), about="Who judged."),
        WHY,
    ),
)
