"""The reference page of case files says what the loader does."""

import re
from pathlib import Path

import pytest

from positions.exchange import parse_case
from positions.exchange.form import Form
from positions.exchange.forms import CASE, FORMS
from positions.exchange.free import Free
from positions.exchange.scalars import Id, NameText, StatementName, Text, Version, Whole, Word
from positions.exchange.sections import Borrowing, Rows, Sources, Table, Triple
from positions.exchange.shapes import Either, ListOf, Texts
from positions.exchange.times import Time, Zone

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "case-files.md"

SAID = {
    Text: lambda _: "text",
    NameText: lambda _: "text",
    Id: lambda _: "id",
    StatementName: lambda _: "id",
    Time: lambda _: "time",
    Version: lambda _: "`1`",
    Whole: lambda _: "whole number",
    Zone: lambda _: "zone",
    Free: lambda _: "mapping",
    Texts: lambda _: "mapping of texts",
    Word: lambda shape: ", ".join(f"`{word}`" for word in shape.members),
    ListOf: lambda shape: f"list of: {holds(shape.item)}",
    Either: lambda shape: f"{holds(shape.one)}; or {holds(shape.compound)}",
    Rows: lambda shape: f"list of: {holds(shape.item)}",
    Triple: lambda shape: f"`[claim, relation, claim]`; or {holds(shape.form)}",
    Table: lambda shape: f"by name: {holds(shape.form)}",
    Sources: lambda shape: f"by name: {holds(shape.form)}",
    Borrowing: lambda shape: holds(shape.form),
    Form: lambda shape: f"[{shape.name}](#{shape.name})",
}


def holds(shape):
    """Return what the page says that a field holds."""
    return SAID[type(shape)](shape)


def table(form):
    """Return the table of a form's fields as the page has it."""
    lines = ["| field | holds | |", "|---|---|---|"]
    for each in form.fields:
        key = f"**`{each.key}`**" if each.required else f"`{each.key}`"
        lines.append(f"| {key} | {holds(each.shape)} | {each.about} |")
    return "\n".join(lines)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_field_is_in_the_reference(form):
    """The tables of the page are those by which the loader reads."""
    assert table(form) in PAGE.read_text(encoding="utf-8")


def test_the_examples_of_the_reference_are_cases():
    """Each example can be loaded as it stands."""
    examples = re.findall(r"```yaml\n(positions: 1.*?)```", PAGE.read_text("utf-8"), re.DOTALL)

    assert len(examples) > 1
    assert [parse_case(example).problems for example in examples] == [()] * len(examples)


def test_the_case_comes_first():
    """The page begins with the whole."""
    assert FORMS[0] is CASE
