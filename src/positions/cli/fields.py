"""The fields of a statement as options: those of the case format, under the same names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from positions.cli.options import Option
from positions.errors import InvalidCase
from positions.exchange.composer import Plain
from positions.exchange.document import document_of_text
from positions.exchange.report_forms import REPORT
from positions.exchange.shapes import ListOf
from positions.exchange.statement_forms import STATEMENT
from positions.model.vocabulary import Stance

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence

    from positions.exchange.form import Field

__all__ = ["FIELDS", "REPORT_FIELDS", "as_typed", "statement_typed"]

_NOT_HERE = frozenset({"question", "reports", "extra"})
_ONE_OR_SEVERAL = frozenset({"by", "stance"})
_OF_A_REPORT = ("outlet", "title", "published", "url", "archive", "quote", "lang", "rendering")
_STANDS_FOR = {
    "by": "A",
    "on_behalf_of": "A",
    "refers_to": "A",
    "claim": "C",
    "said": "D",
    "published": "D",
    "follows": "S",
    "retracts": "S",
    "id": "ID",
    "utterance": "ID",
    "seq": "N",
    "url": "URL",
    "archive": "URL",
    "lang": "TAG",
    "zone": "Z",
}


def _option(field: Field, about: str = "") -> Option:
    several = field.key in _ONE_OR_SEVERAL or isinstance(field.shape, ListOf)
    about = about or field.about[0].lower() + field.about[1:].removesuffix(".")
    words: Sequence[str] = field.shape.schema().get("enum", ())
    if field.key == "stance":
        words = list(Stance)
    if words:
        about += f"; one of {', '.join(words)}"
    settings: dict[str, Any] = {
        "dest": field.key,
        "metavar": _STANDS_FOR.get(field.key, "WORD" if words else "TEXT"),
        "required": field.required,
        "help": about + (" (may be given again)" if several else ""),
    }
    if several:
        settings["action"] = "append"
    return Option(f"--{field.key.replace('_', '-')}", settings)


_ABOUT = {
    "by": "the actor that spoke; several make a joint statement",
    "stance": "the commitment expressed; the act's own where left out; several where coders differ",
    "zone": "the zone of bare dates here, such as Europe/Moscow; else that of the ledger",
}

FIELDS = tuple(
    _option(field, _ABOUT.get(field.key, ""))
    for field in sorted(STATEMENT.fields, key=lambda each: not each.required)
    if field.key not in _NOT_HERE
)
"""An option for each field of a statement, the required ones first."""

REPORT_FIELDS = tuple(
    _option(field, f"of its report: {field.about[0].lower()}{field.about[1:-1]}")
    for field in REPORT.fields
    if field.key in _OF_A_REPORT
)
"""An option for each field of a report that no field of a statement is called like."""


def statement_typed(typed: Namespace) -> dict[str, Any]:
    """Return the statement that was typed, with its report, as it would stand in a case file."""
    report = _given(typed, REPORT_FIELDS)
    return _given(typed, FIELDS) | ({"reports": [report]} if report else {})


def _given(typed: Namespace, options: Iterable[Option]) -> dict[str, Any]:
    given = vars(typed)
    keys = (option.settings["dest"] for option in options)
    return {key: _written(key, given[key]) for key in keys if given[key] is not None}


def _written(key: str, value: str | list[str]) -> object:
    """Return what stands in a case file for what was typed: a list where there are several."""
    if isinstance(value, str):
        return Plain(value)
    one, *more = [Plain(each) for each in value]
    return one if key in _ONE_OR_SEVERAL and not more else [one, *more]


def as_typed(text: str) -> object:
    """Return what was typed as the value of a field, as it would stand in a case file.

    Nothing empties the field; what begins with a bracket is a list or a mapping.

    Raises:
        InvalidCase: It begins with a bracket, and cannot be read.
    """
    if not text:
        return None
    if not text.startswith(("[", "{")):
        return Plain(text)
    document = document_of_text(f"value: {text}", file=None)
    if document.problems:
        raise InvalidCase(document.problems)
    return document.root["value"]
