"""A mapping: which field of a statement comes from which column, declared as case files are."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from attrs import evolve, field, frozen

from positions.errors import InvalidCase
from positions.exchange.actor_forms import ACTOR
from positions.exchange.claim_forms import CLAIM
from positions.exchange.document import Document, document_at
from positions.exchange.form import Field, Form
from positions.exchange.places import ROOT, path_of
from positions.exchange.reading import Reading, shown
from positions.exchange.scalars import Text, Version
from positions.exchange.shapes import ListOf
from positions.exchange.shared_fields import ZONE
from positions.exchange.statement_forms import STATEMENT
from positions.exchange.tables.sources import ActorSources, Skipped, sources_of

__all__ = ["MAPPING", "TableMapping", "Tree", "read_mapping"]

Tree = Mapping[str, Any]
"""Fields by their keys, each a `Cell`, or fields or a list of such."""


@frozen(kw_only=True)
class TableMapping:
    """How the rows of a table become statements.

    Attributes:
        document: What it was read from.
        statement: Where each field of a statement comes from.
        actors: Of actors that are put on record on the way, by the field that names them, where
            each of their own fields comes from.
        claims: The same of claims, or `None` where all must be on record.
        zone: The zone of bare dates; the ledger's where `None`.
        nothing: The texts that say that there is nothing in a cell.
        skip: Of which rows nothing is made: those that have, in one of these columns, one of these
            texts.
        delimiter: What stands between two cells of a CSV file, where it is not the usual.
    """

    document: Document = field(eq=False, repr=False)
    statement: Tree
    actors: Mapping[str, Tree] = field(factory=dict[str, Tree])
    claims: Tree | None = None
    zone: str | None = None
    nothing: frozenset[str] = frozenset([""])
    skip: Mapping[str, tuple[str, ...]] = field(factory=dict[str, "tuple[str, ...]"])
    delimiter: str | None = None


MAPPING = Form(
    name="mapping",
    noun="a mapping of columns",
    about="Which field of a statement comes from which column of a table.",
    fields=(
        Field(key="positions", shape=Version(), about="The version of the format: 1."),
        evolve(ZONE, about="The time zone (IANA) of the table's bare dates; else the ledger's."),
        Field(
            key="statement",
            shape=sources_of(STATEMENT),
            required=True,
            about="Where each field of a statement comes from.",
        ),
        Field(
            key="actors",
            shape=ActorSources(sources_of(ACTOR)),
            about="Actors that are put on record on the way; without it, all must be there.",
        ),
        Field(
            key="claims",
            shape=sources_of(CLAIM),
            about="Claims that are put on record on the way; without it, all must be there.",
        ),
        Field(key="skip", shape=Skipped(), about="Of which rows nothing is made."),
        Field(
            key="nothing",
            shape=ListOf(Text()),
            about="Texts that mean, as an empty cell does, that there is nothing.",
        ),
        Field(key="delimiter", shape=Text(), about="What stands between the cells of a CSV file."),
    ),
)
"""The format of a mapping."""


def read_mapping(
    source: str | os.PathLike[str] | Mapping[str, Any], *, zone: str | None = None
) -> TableMapping:
    """Read a mapping.

    Args:
        source: The path of a YAML or JSON file in UTF-8, or plain data.
        zone: The zone of the table's bare dates where the mapping names none.

    Raises:
        InvalidCase: Something is wrong with it: all that is.
    """
    document = document_at(source)
    reading = Reading(zone="UTC")
    values = MAPPING.values({} if document.root is None else document.root, ROOT, reading) or {}
    delimiter = values.get("delimiter")
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        reading.refuse((ROOT, "delimiter"), f"expected one character, found {shown(delimiter)}")
    problems = [
        *document.problems,
        *(document.problem(path_of(fault.place), fault.why) for fault in reading.faults),
    ]
    if problems:
        raise InvalidCase(problems)
    nothing = frozenset(["", *values.pop("nothing", ())])
    given: dict[str, Any] = {"zone": zone} | values | {"nothing": nothing}
    given.pop("positions", None)
    return TableMapping(document=document, **given)
