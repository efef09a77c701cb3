"""The format of reports and of the sources they share."""

from __future__ import annotations

from attrs import evolve

from positions.exchange import entries
from positions.exchange.form import Field, Form
from positions.exchange.scalars import Text, Word
from positions.exchange.shapes import ListOf
from positions.exchange.shared_fields import NOTE, STANCES, ZONE
from positions.exchange.times import Time
from positions.model.vocabulary import Rendering

__all__ = ["REPORT", "SOURCE"]

SOURCE = Form(
    name="source",
    noun="a source",
    about="Parts that reports share; a report names it and says only where it differs.",
    fields=(
        Field(key="outlet", shape=Text(), about="Who published it."),
        Field(key="title", shape=Text(), about="Under which title."),
        Field(key="published", shape=Time(), about="When, on the public's clock."),
        Field(key="url", shape=Text(), about="Where."),
        Field(key="archive", shape=Text(), about="Where a copy is kept."),
        Field(key="removed", shape=Time(), about="When it was taken down."),
        Field(key="quote", shape=Text(), about="A few of the words, in their script and spelling."),
        Field(key="lang", shape=Text(), about="The language of the quote, as a BCP 47 tag."),
        Field(
            key="rendering",
            shape=Word(Rendering, "a rendering"),
            about="How faithfully it gives the words; a paraphrase where it is left out.",
        ),
        Field(
            key="stance",
            attribute="stances",
            shape=STANCES,
            about="What *its* words say, where the whole evidence says something else.",
        ),
        Field(key="via", shape=ListOf(Text()), about="Who relayed it on its way, the first first."),
        NOTE,
        ZONE,
    ),
)

REPORT = evolve(
    SOURCE,
    name="report",
    noun="a report",
    about="One outlet's rendering of the words.",
    make=entries.report,
    fields=(
        Field(key="source", shape=Text(), about="The entry of `sources` that it takes over."),
        *SOURCE.fields,
    ),
)
