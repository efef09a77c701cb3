"""JSON (RFC 8259), strictly, with the line of each value and without recursion."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from positions.exchange.numbers import json_number

if TYPE_CHECKING:
    from positions.exchange.composer import Composer

__all__ = ["compose_json", "looks_like_json"]

_BEGINS = re.compile(r'[ \t\r\n]*\{[ \t\r\n]*"')
_SPACE = re.compile(r"[ \t\r\n]*")
_TOKEN = re.compile(
    r"(?P<sign>[{}\[\],:])"
    r'|(?P<text>"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*")'
    r"|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<word>true|false|null)"
)
_VALUE, _ITEM = "a value", "a value or `]`"
_KEY, _MEMBER = "a key", "a key or `}`"
_COLON, _AFTER, _END = "`:`", "`,` or a closing bracket", "nothing more"
_OPENING = {"{", "[", "text", "number", "word"}
_CLOSING = {"}", "]"}
_ALLOWED: dict[str, set[str | None]] = {
    _VALUE: {*_OPENING},
    _ITEM: {*_OPENING, "]"},
    _KEY: {"text"},
    _MEMBER: {"text", "}"},
    _COLON: {":"},
    _AFTER: {",", *_CLOSING},
    _END: set(),
}
_WORDS = {"true": True, "false": False, "null": None}


def looks_like_json(text: str) -> bool:
    """Say whether *text* begins as JSON does: an opening brace, then a quoted key."""
    return _BEGINS.match(text) is not None


def compose_json(text: str, composer: Composer) -> None:
    """Compose a JSON text.

    Raises:
        InvalidCase: It is not JSON.
    """
    expected = _VALUE
    position = at = 0
    line = 1
    while True:
        position = _SPACE.match(text, position).end()  # type: ignore[union-attr]
        line += text.count("\n", at, position)
        at = position
        token = _TOKEN.match(text, position)
        if token is None:
            break
        position = token.end()
        taken = _take(token, expected, line, composer)
        if taken is None:
            break
        expected = taken
    if expected != _END or at < len(text):
        found = repr(text[at : at + 20]) if at < len(text) else "the end"
        composer.refuse(f"is not JSON: expected {expected}, found {found}", line)


def _take(token: re.Match[str], expected: str, line: int, composer: Composer) -> str | None:
    """Take one token; return what must come next, or `None` if this must not come here."""
    kind, written = token.lastgroup, token.group()
    sign = written if kind == "sign" else kind
    if sign not in _ALLOWED[expected] or (sign in _CLOSING and sign != composer.closing):
        return None
    match sign:
        case "{" | "[":
            composer.open({} if sign == "{" else [], line, None)
            return _MEMBER if sign == "{" else _ITEM
        case ":":
            return _VALUE
        case ",":
            return _KEY if composer.closing == "}" else _VALUE
        case "text" if expected in {_KEY, _MEMBER}:
            composer.key(json.loads(written), line)
            return _COLON
        case "}" | "]":
            composer.close()
        case _:
            composer.scalar(_value(kind, written, line, composer), line)
    return _AFTER if composer.closing else _END


def _value(kind: str | None, written: str, line: int, composer: Composer) -> object:
    if kind == "text":
        return json.loads(written)
    if kind == "word":
        return _WORDS[written]
    try:
        return json_number(written)
    except ValueError as error:
        composer.problem(str(error), line)
        return None
