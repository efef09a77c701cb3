"""The JSON Schema of case files, made from the tables by which they are read."""

from __future__ import annotations

from typing import Any

from positions.exchange.forms import CASE, FORMS

__all__ = ["case_schema"]


def case_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the case format.

    It accepts exactly what the loader finds nothing wrong with in itself: names of fields, kinds
    of values, words of the vocabularies. What values mean, alone (that a time is one) or together
    (that an act goes with a stance), only the loader knows.
    """
    definitions = {form.name: form.definition() for form in FORMS if form is not CASE}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Case files of the library positions, version 1",
        **CASE.definition(),
        "$defs": definitions,
    }
