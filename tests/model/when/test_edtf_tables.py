"""The tables of two other implementations, against the list of disagreements with them.

An outcome that `docs/decisions/edtf.md` does not list fails, and so does a listed one that is none.
"""

import json
from pathlib import Path
from typing import cast

import pytest

from positions.errors import InvalidWhen
from positions.model.when import When
from positions.model.when.days import Days
from positions.model.when.edtf import read
from tests.model.when.outcomes import days, parsed

HERE = Path(__file__).parent
PAGE = (HERE.parents[2] / "docs" / "decisions" / "edtf.md").read_text(encoding="utf-8")


def load(name):
    """Return the tables of one implementation."""
    return json.loads((HERE / "data" / f"{name}.json").read_text(encoding="utf-8"))


PYTHON_EDTF, EDTF_VALIDATE = load("python_edtf"), load("edtf_validate")


def listed(heading):
    """Return the rows of the page's table under a heading, as tuples of cells."""
    section = PAGE.split(f"\n{heading}\n")[1].split("\n#")[0]
    rows = [line.strip("|").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return [tuple(cell.strip().strip("`") for cell in row) for row in rows[2:]]


def outcome(text):
    """Return `held`, `not held` (valid, but) or `invalid`."""
    try:
        When.parse(text)
    except InvalidWhen as error:
        return "not held" if error.valid_edtf else "invalid"
    return "held"


def bounds(text):
    """Return the first and last day, as python-edtf writes them, or `None` for a long year."""
    try:
        expression = read(text)
    except InvalidWhen:
        return None
    if outcome(text) == "not held":
        assert isinstance(expression.lower, Days)
        assert isinstance(expression.upper, Days)
        return [
            f"{'-' if year < 0 else ''}{abs(year):04}-{month:02}-{day:02}"
            for year, month, day in (expression.lower.first, expression.upper.last)
        ]
    first, last = days(When.parse(text))
    return [str(first or "-inf"), str(last or "inf")]


def strict(table_bounds):
    """Return the strict bounds of an entry: one day for both, two, or two before fuzzy ones."""
    return [table_bounds[0]] * 2 if len(table_bounds) in (1, 3) else table_bounds[:2]


def valid_texts():
    """Yield every text that a table calls valid, with the table."""
    for text, _ in PYTHON_EDTF["examples"]:
        yield "python-edtf", "valid", text
    for name, texts in EDTF_VALIDATE.items():
        for text in texts:
            if not name.startswith("invalid"):
                yield "edtf-validate", name, text


def invalid_texts():
    """Yield every text that a table calls invalid, with the table."""
    for text in PYTHON_EDTF["bad"]:
        if text is not None:  # `test_null_is_no_text`
            yield "python-edtf", "bad", text
    for name, texts in EDTF_VALIDATE.items():
        for text in texts:
            if name.startswith("invalid"):
                yield "edtf-validate", name, text


def test_validity():
    """What the tables call valid or invalid is so here, save what is listed."""
    found = {(table, text, "valid", outcome(text)) for table, _, text in valid_texts()}
    found |= {(table, text, "invalid", outcome(text)) for table, _, text in invalid_texts()}
    differs = {row for row in found if (row[2] == "invalid") != (row[3] == "invalid")}

    assert {row[:4] for row in listed("### Other validity")} == differs


def test_strict_bounds():
    """A date lies within python-edtf's strict bounds, to the day, save what is listed."""
    differs = {
        ("python-edtf", text)
        for text, table_bounds in PYTHON_EDTF["examples"]
        if bounds(text) not in (None, strict(table_bounds))
    }

    assert {row[:2] for row in listed("### Other bounds")} == differs


def test_not_held():
    """What is valid but cannot be held is listed, and nothing else is."""
    everything = [*valid_texts(), *invalid_texts()]
    found = {(table, text) for table, _, text in everything if outcome(text) == "not held"}

    assert {row[:2] for row in listed("### Valid, but not held")} == found


def test_flags():
    """Qualifiers set the flags that python-edtf sets, whose third is both of ours at once."""
    for text, (uncertain, approximate, both) in PYTHON_EDTF["flags"]:
        when = parsed(text, "UTC")
        if when is not None:
            assert (uncertain or both, approximate or both) == (when.uncertain, when.approximate)


def test_null_is_no_text():
    """python-edtf's bad texts hold one that is none; here it is a `TypeError`."""
    assert None in PYTHON_EDTF["bad"]
    with pytest.raises(TypeError):
        When.parse(cast(str, None))


def agreement():
    """Yield for each table its name, how many texts were compared, and how many agree."""
    examples = PYTHON_EDTF["examples"]
    yield "python-edtf: valid", [outcome(text) != "invalid" for text, _ in examples]
    known = [(bounds(text), strict(there)) for text, there in examples]
    yield "python-edtf: strict bounds", [here == there for here, there in known if here]
    flags = [
        (When.parse(text), row) for text, row in PYTHON_EDTF["flags"] if outcome(text) == "held"
    ]
    yield (
        "python-edtf: qualifiers",
        [(w.uncertain, w.approximate) == (u or b, a or b) for w, (u, a, b) in flags],
    )
    bad = [text is None or outcome(text) == "invalid" for text in PYTHON_EDTF["bad"]]
    yield "python-edtf: bad", bad
    for name, texts in EDTF_VALIDATE.items():
        invalid = name.startswith("invalid")
        agree = [(outcome(text) == "invalid") == invalid for text in texts]
        yield f"edtf-validate: {name}", agree


def test_numbers():
    """The page's figures of agreement are those of today."""
    counted = [(name, str(len(agree)), str(sum(agree))) for name, agree in agreement()]

    assert listed("## Agreement with the tables") == counted
