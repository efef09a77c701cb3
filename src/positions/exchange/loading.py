"""Reading a case, from a file, a text or plain data."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from positions.exchange.case import Case, Declared
from positions.exchange.composer import Plain
from positions.exchange.document import Document, document_at, document_of_text
from positions.exchange.forms import CASE
from positions.exchange.places import ROOT, path_of
from positions.exchange.reading import Reading, is_list, is_mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["parse_case", "read_case"]


def read_case(
    source: str | os.PathLike[str] | Mapping[str, Any], *, zone: str | None = None
) -> Case:
    """Read a case.

    All that is wrong with its parts is among the case's `problems`; nothing is raised for it, so
    that the ledger can add what it alone can see and report everything at once.

    Args:
        source: The path of a YAML or JSON file in UTF-8, or the case as plain data: mappings,
            lists, texts, numbers, and also enumerations, `When`, dates and datetimes.
        zone: The IANA name of the zone of its bare dates where it names none; UTC if `None`.

    Raises:
        InvalidCase: The text cannot be read as a whole: there is no such file, it is not UTF-8, or
            neither YAML nor JSON.
    """
    return _case(document_at(source), zone)


def parse_case(text: str, *, file: str | None = None, zone: str | None = None) -> Case:
    """Read a case from a text.

    Args:
        text: YAML or JSON.
        file: The name to give in messages.
        zone: As for `read_case`.

    Raises:
        InvalidCase: It is neither YAML nor JSON.
    """
    return _case(document_of_text(text, file=file), zone)


def _case(document: Document, zone: str | None) -> Case:
    reading = Reading(zone=zone or "UTC")
    values = read_document(document, reading)
    problems = [
        *document.problems,
        *(document.problem(path_of(fault.place), fault.why) for fault in reading.faults),
    ]
    warnings = (str(document.problem(path, why)) for path, why in reading.warnings)
    return Case(
        document=document,
        problems=tuple(sorted(problems, key=lambda problem: problem.line or 0)),
        warnings=tuple(warnings),
        declared=_declared(document.root, values),
        **{name: each for name, each in values.items() if name != "positions"},
    )


def read_document(document: Document, reading: Reading) -> dict[str, Any]:
    """Return what can be read of a document, by section; *reading* takes what is wrong."""
    if document.root is None:
        why = "is empty; a case begins with `positions: 1`"
        reading.refuse(ROOT, why)
        return {}
    return CASE.values(document.root, ROOT, reading) or {}


def _declared(root: object, values: Mapping[str, Any]) -> Declared:
    """Return the ids that stand in a document, whatever else is wrong with their entries."""
    if not is_mapping(root):
        return Declared()
    derived = {each.value.statement.id for each in values.get("statements", ())}
    return Declared(
        actors=frozenset(_keys(root.get("actors"))),
        claims=frozenset(_keys(root.get("claims"))),
        statements=frozenset(derived | set(_ids(root.get("statements")))),
    )


def _keys(table: object) -> Iterator[str]:
    if is_mapping(table):
        yield from (key for key in table if isinstance(key, str))


def _ids(rows: object) -> Iterator[str]:
    for row in rows if is_list(rows) else ():
        if not is_mapping(row):
            continue
        given = _text(row.get("id"))
        if given is None:
            continue
        speakers = row.get("by")
        if is_list(speakers):
            named = (_text(speaker) for speaker in speakers)
            yield from (f"{given}.{speaker}" for speaker in named if speaker is not None)
        else:
            yield given


def _text(value: object) -> str | None:
    if isinstance(value, Plain):
        return value.text
    return value if isinstance(value, str) else None
