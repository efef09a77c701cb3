"""Statements of one form, of which only some fields differ: written once, with holes.

A stencil is made of a row that was read as every entry of a case file is, and encoded as every
event is; then the values of the fields that differ are cut out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from attrs import frozen

from positions.model.claims.events import StatementRecorded
from positions.model.claims.statement import id_prefix
from positions.model.ids import digest_of, id_with
from positions.store.canonical import dumps
from positions.store.codec import REGISTRY

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from positions.exchange import StatementEntry
    from positions.model.vocabulary import Act

__all__ = ["AFTER", "Stencil", "derived", "stencil"]

AFTER = "rendering"
"""The one field that each report has: of those before it in order, the comma comes after."""


@frozen(kw_only=True)
class Stencil:
    """A form of statements.

    Attributes:
        event: The event as canonical JSON, to be filled by `%`.
        parts: What a derived id is made of, likewise.
        act: The kind of speech act.
        actors: The actors that it names in fields that do not differ.
    """

    event: bytes
    parts: str
    act: Act
    actors: tuple[str, ...]


def stencil(
    entry: StatementEntry, holes: Collection[str], report_holes: Collection[str]
) -> Stencil | None:
    """Return the stencil of what was read of a row; `None` where that is more than plain.

    It is plain if it can be decided on without looking at other statements.

    Args:
        entry: What was read.
        holes: The fields of the statement that differ from row to row.
        report_holes: The same of its report.
    """
    statement = entry.statement
    if entry.follows or statement.retracts is not None or len(entry.reports) > 1:
        return None
    event = StatementRecorded(statement=statement, reports=entry.reports)
    plain = REGISTRY.to_plain(event)
    holed = _with_holes(plain["statement"], holes)
    first, *more = holed
    body = b'{"statement":{' + first[1:] + b"".join(more) + b"}}"
    reports: list[dict[str, Any]] = plain.get("reports", [])
    around = b"".join(_with_holes(reports[0], report_holes) if reports else _only(report_holes))
    body = b'{"reports":[{' + around + b"}]," + body[1:] if reports else around + body
    parts = {**statement.identity, **{name: f"\0{name}" for name in holes if name != "id"}}
    told = [parts[name] for name in statement.identity]
    text = json.dumps(told, ensure_ascii=True, separators=(",", ":")).replace("%", "%%")
    for name in holes:
        text = text.replace(json.dumps(f"\0{name}"), "%s")
    named = [("by", statement.by), ("on_behalf_of", statement.on_behalf_of)]
    named.append(("refers_to", statement.refers_to))
    return Stencil(
        event=body,
        parts=text,
        act=statement.act,
        actors=tuple(id for name, id in named if id is not None and name not in holes),
    )


def _with_holes(fields: dict[str, Any], holes: Collection[str]) -> list[bytes]:
    """Return the members of an object, in order; each hole is to be filled with one, or none."""
    members: list[bytes] = []
    for name in sorted({*fields, *holes}):
        if name in holes:
            members.append(b"%b")
            continue
        member = f'"{name}":'.encode() + dumps(fields[name]).replace(b"%", b"%%")
        before = AFTER in fields and name < AFTER
        comma = b"" if name == AFTER else b","
        members.append(member + b"," if before else comma + member)
    return members


def _only(holes: Collection[str]) -> list[bytes]:
    return [b"%b" for _ in holes]


def derived(filled: Stencil, by: str, parts: Sequence[str]) -> str:
    """Return the id that is derived for a row, of the values in its holes, in order."""
    return id_with(id_prefix(by, filled.act), digest_of(filled.parts % tuple(parts)))
