"""The format of case files, declared: every mapping, its fields and what they hold.

The loader reads by these tables, the JSON Schema is made from them, and a test holds the reference
page to them. There is no other description of the format in the code.
"""

from __future__ import annotations

from attrs import evolve

from positions.exchange import entries
from positions.exchange.actor_forms import ACTOR, IDENTITY, MANDATE, NAME
from positions.exchange.claim_forms import CLAIM, RELATION
from positions.exchange.form import Field, Form
from positions.exchange.report_forms import REPORT, SOURCE
from positions.exchange.scalars import Text, Version
from positions.exchange.sections import Rows, Sources, Table, Triple
from positions.exchange.shared_fields import ZONE
from positions.exchange.statement_forms import AMENDMENT, QUESTION, STATEMENT, VOID

__all__ = ["CASE", "FORMS", "field_key"]

CASE = Form(
    name="case",
    noun="a case",
    about="A case of the library positions: actors, claims, and what was said of them.",
    fields=(
        Field(
            key="positions",
            shape=Version(),
            required=True,
            about="The version of the format: 1.",
        ),
        Field(key="title", shape=Text(), about="What the case is called."),
        evolve(
            ZONE,
            about="The time zone (IANA) of this case's bare dates; the ledger's where left out.",
        ),
        Field(key="sources", shape=Sources(SOURCE), about="Reusable parts of reports, by name."),
        Field(key="actors", shape=Table(ACTOR), about="Actors, by id."),
        Field(key="mandates", shape=Rows(MANDATE), about="Who may speak for whom, and when."),
        Field(key="claims", shape=Table(CLAIM), about="Claims, by id."),
        Field(
            key="relations",
            shape=Rows(Triple(RELATION)),
            about="How claims bear on each other: `[claim, relation, claim]`.",
        ),
        Field(key="identities", shape=Rows(IDENTITY), about="Who is whom, and who is not."),
        Field(
            key="statements",
            shape=Rows(STATEMENT, entries.oddities_of_statement),
            about="What was said.",
        ),
        Field(
            key="amendments",
            shape=Rows(AMENDMENT, entries.oddities_of_amendment),
            about="Corrections by the curator.",
        ),
        Field(key="voids", shape=Rows(VOID), about="Statements that were never made."),
    ),
)
"""A whole case."""

FORMS = (
    CASE,
    SOURCE,
    ACTOR,
    NAME,
    MANDATE,
    CLAIM,
    RELATION,
    IDENTITY,
    STATEMENT,
    QUESTION,
    REPORT,
    AMENDMENT,
    VOID,
)
"""Every mapping of the format."""

_KEYS = {
    each.attribute: each.key for form in FORMS for each in form.fields if each.attribute != each.key
}


def field_key(attribute: str) -> str:
    """Return what a case file calls an *attribute* of the model: `as` for `role`."""
    return _KEYS.get(attribute, attribute)
