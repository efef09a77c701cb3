"""Tables to load, made up of few names and dates so that rows meet; and what each row says."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

import positions
from positions import InvalidCase

__all__ = [
    "COLUMNS",
    "MAPPING",
    "events",
    "loaded_row_by_row",
    "rows",
    "table",
    "write_csv",
]

MAPPING: dict[str, Any] = {
    "zone": "America/New_York",
    "statement": {
        "id": "id",
        "by": "who",
        "as": "role",
        "on_behalf_of": "whose",
        "to": "to",
        "claim": "claim",
        "act": "act",
        "stance": {"column": "stance", "values": {"+": "affirmed", "-": "denied", "~": "possible"}},
        "mode": "mode",
        "condition": "condition",
        "said": "said",
        "utterance": "utterance",
        "seq": "seq",
        "follows": "follows",
        "retracts": "retracts",
        "refers_to": "refers_to",
        "question": {"by": {"constant": "press"}, "text": "question"},
        "reports": [
            {
                "outlet": "outlet",
                "url": {"text": "http://{outlet}/{note}%"},
                "published": "published",
                "removed": "removed",
                "lang": {"constant": "en"},
                "rendering": "rendering",
            }
        ],
        "note": "note",
        "extra": {"score": {"column": "score", "number": True}, "model": {"constant": "m%1"}},
    },
    "actors": {
        "by": {"kind": "kind", "names": ["name"]},
        "on_behalf_of": {"kind": {"constant": "body"}},
    },
    "claims": {"text": "text", "kind": {"constant": "fact"}},
}
"""Every field that a table can have."""

_ALL = {
    "id": ["", "a", "b", "c"],
    "who": ["x", "y", "z"],
    "role": ["", 'spokesman, "deputy"'],
    "whose": ["", "", "u"],
    "to": ["", "press"],
    "claim": ["p", "q"],
    "act": ["assert", "deny", "confirm", "correct", "retract", "refer", "refuse"],
    "stance": ["", "", "+", "-", "?"],
    "mode": ["", "", "conditional"],
    "condition": ["", "", "if so"],
    "said": ["2015-08-14", "2015-08-15", "2015-08", "2015-08-14T12:00", "2015-13"],
    "utterance": ["", "k", "l"],
    "seq": ["", "", "1", "2", "x"],
    "follows": ["", "", "a", "p/b", "zz"],
    "retracts": ["", "", "a", "b"],
    "refers_to": ["", "", "x", "zz"],
    "question": ["", "Did he?"],
    "outlet": ["", "AP"],
    "published": ["", "2015-08-14", "2015-08-01"],
    "removed": ["", "2015-08-10"],
    "rendering": ["", "verbatim"],
    "note": ["", "50 % of «это»", "a\nb"],
    "score": ["", "0.5", "-0.0", "0", "1e3", "x"],
    "kind": ["person", "person", "person", "post"],
    "name": ["", "Somebody"],
    "text": ["It is so", "It is so", "It is so", "It is not"],
}
COLUMNS = tuple(_ALL)

_PLAIN = {
    name: [values[0]]
    if name in {"retracts", "refers_to", "follows", "mode", "condition"}
    else values
    for name, values in _ALL.items()
} | {
    "id": ["a", "b", "c", "d", "e"],
    "act": ["assert", "deny", "confirm", "deny"],
    "stance": [""],
    "kind": ["person"] * 7 + ["post"],
    "text": ["It is so"] * 7 + ["It is not"],
    "said": ["2015-08-14", "2015-08-15", "2015-08"],
    "seq": ["", "", "", "1"],
    "score": ["", "0.5", "-0.0", "0", "1e3"],
    "claim": ["p", "q", "r", "s", "t", "v", "w"],
    "utterance": ["", "", "", "k", "l", "m", "n", "o"],
    "removed": [""],
    "published": ["", "2015-08-16"],
}
"""What is mostly right, and mostly plain."""

_UNNAMED = _PLAIN | {"id": [""], "utterance": [""], "seq": [""]}
"""The same, with every id to be derived."""

_TIED = _PLAIN | {
    "claim": ["p", "q"],
    "act": ["deny", "confirm", "correct", "retract"],
    "stance": ["", "-"],
    "follows": ["", "", "", "a", "p/b"],
    "retracts": ["", "", "", "a"],
}
"""Of which many have to do with each other."""


def rows(most: int = 24) -> st.SearchStrategy[list[dict[str, str]]]:
    """Draw the rows of a table."""

    def row(values: dict[str, list[str]]) -> st.SearchStrategy[dict[str, str]]:
        return st.fixed_dictionaries({name: st.sampled_from(of) for name, of in values.items()})

    return st.one_of(
        st.lists(row(_PLAIN), min_size=1, max_size=most),
        st.lists(row(_UNNAMED), min_size=1, max_size=most),
        st.lists(row(_TIED), min_size=1, max_size=most),
        st.lists(st.one_of(row(_PLAIN), row(_ALL)), min_size=1, max_size=most),
        st.lists(row(_ALL), min_size=1, max_size=most),
    )


def case_of(row: dict[str, str]) -> dict[str, Any]:
    """Return what one row says, as a case, written by hand and not by the mapping."""
    stances = {"+": "affirmed", "-": "denied", "~": "possible"}
    there = {name: value for name, value in row.items() if value}
    statement: dict[str, Any] = {
        field: there[name]
        for field, name in {
            "id": "id",
            "by": "who",
            "as": "role",
            "on_behalf_of": "whose",
            "to": "to",
            "claim": "claim",
            "act": "act",
            "mode": "mode",
            "condition": "condition",
            "said": "said",
            "utterance": "utterance",
            "retracts": "retracts",
            "refers_to": "refers_to",
            "note": "note",
        }.items()
        if name in there
    }
    if "stance" in there:
        statement["stance"] = stances.get(there["stance"], there["stance"])
    if "seq" in there:
        statement["seq"] = int(there["seq"]) if there["seq"].isdigit() else there["seq"]
    if "follows" in there:
        statement["follows"] = [there["follows"]]
    if "question" in there:
        statement["question"] = {"by": "press", "text": there["question"]}
    report: dict[str, Any] = {
        name: there[name]
        for name in ("outlet", "published", "removed", "rendering")
        if name in there
    }
    if "outlet" in there and "note" in there:
        report["url"] = f"http://{there['outlet']}/{there['note']}%"
    if report:
        statement["reports"] = [report | {"lang": "en"}]
    if "score" in there:
        score: Any = there["score"]
        if score != "x":
            score = int(score) if score.isdigit() else float(score)
        else:
            statement["seq"] = "x"  # the case is to be refused as the row is
        statement["extra"] = {"score": score, "model": "m%1"}
    actor = {"kind": row["kind"]} | ({"names": [row["name"]]} if row["name"] else {})
    actors: dict[str, Any] = {row["who"]: actor}
    if "whose" in there:
        actors[there["whose"]] = {"kind": "body"}
    return {
        "positions": 1,
        "zone": "America/New_York",
        "actors": actors,
        "claims": {row["claim"]: {"text": row["text"], "kind": "fact"}},
        "statements": [statement],
    }


def clock() -> datetime:
    """Return the one instant at which all is recorded."""
    return datetime(2026, 1, 1, tzinfo=UTC)


def loaded_row_by_row(drawn: list[dict[str, str]]) -> tuple[list[Any], list[int]]:
    """Return the events of a ledger that each row was loaded into, and which were refused."""
    refused: list[int] = []
    with positions.open(":memory:", clock=clock, zone="America/New_York") as ledger:
        for number, row in enumerate(drawn, start=1):
            try:
                ledger.load(case_of(row))
            except InvalidCase:
                refused.append(number)
        return events(ledger), refused


def events(ledger: positions.Ledger) -> list[Any]:
    """Return what is recorded in a ledger, salts aside."""
    return [(each.stream, each.event, each.recorded_at, each.curator) for each in ledger.history()]


def write_csv(drawn: list[dict[str, str]], path: Path) -> Path:
    """Write rows as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(drawn)
    return path


def table(drawn: list[dict[str, str]]) -> Any:
    """Return rows as a table of Arrow, with null where there is nothing."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    columns = {name: [row[name] or None for row in drawn] for name in COLUMNS}
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
