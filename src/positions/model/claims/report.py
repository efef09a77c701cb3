"""A report: how a statement reached us."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import instance_of, optional

from positions.model.ids import digest
from positions.model.showing import shown
from positions.model.text import is_optional_text, kept, words
from positions.model.vocabulary import Rendering, Stance, stances
from positions.model.when import When

__all__ = ["Report"]


@frozen(kw_only=True)
class Report:
    """One outlet's rendering of a statement.

    Attributes:
        outlet: Who published it.
        title: Under which title.
        published: When, on the public's clock; `None` where that is not known.
        url: Where.
        archive: Where a copy is kept.
        removed: When it was taken down.
        quote: A few of its words, never normalised.
        lang: The language of the quote, as a BCP 47 tag.
        rendering: How faithfully it gives the words; a paraphrase where nobody says.
        stances: What *its* words say, where that is something else than the whole evidence says.
        via: Who relayed it on its way, the first first.
        note: The curator's remark.
    """

    __repr__ = shown

    outlet: str | None = field(default=None, validator=is_optional_text)
    title: str | None = field(default=None, validator=is_optional_text)
    published: When | None = field(default=None, validator=optional(instance_of(When)))
    url: str | None = field(default=None, validator=is_optional_text)
    archive: str | None = field(default=None, validator=is_optional_text)
    removed: When | None = field(default=None, validator=optional(instance_of(When)))
    quote: str | None = field(default=None, validator=is_optional_text)
    lang: str | None = field(default=None, validator=is_optional_text)
    rendering: Rendering = field(default=Rendering.PARAPHRASE, converter=Rendering)
    stances: tuple[Stance, ...] = field(default=(), converter=stances)
    via: tuple[str, ...] = field(default=(), converter=words)
    note: str | None = field(default=None, validator=is_optional_text)

    def __attrs_post_init__(self) -> None:
        for relay in self.via:
            kept(relay, "via")

    @property
    def id(self) -> str:
        """The id that its content gives it; reports of one statement differ in content."""
        return digest(
            self.outlet,
            self.title,
            None if self.published is None else (self.published.start, self.published.stop),
            self.url,
            self.archive,
            None if self.removed is None else (self.removed.start, self.removed.stop),
            self.quote,
            self.lang,
            self.rendering,
            self.stances,
            self.via,
            self.note,
        )
