"""The user's own fields: kept and given back, never read by replay."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any, cast

from attrs import frozen

from positions.errors import InvalidStatement
from positions.model.text import kept

__all__ = ["NO_EXTRA", "Extra"]

_DEPTH = 32
_LEAST, _MOST = -(2**63), 2**64 - 1


@frozen
class Extra:
    """A frozen JSON object, held as its canonical text."""

    text: str = "{}"

    @classmethod
    def of(cls, value: Mapping[str, Any] | Extra | None) -> Extra:
        """Return *value* frozen.

        Raises:
            InvalidStatement: it is no JSON object: a key that is no text, a number that is not
                finite, a value of another type, nesting deeper than 32.
        """
        if value is None:
            return NO_EXTRA
        if isinstance(value, Extra):
            return value
        if not isinstance(value, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
            why = f"expected a mapping, found {value!r}"  # type: ignore[unreachable]  # callers err
            raise InvalidStatement(why, "extra")
        plain = _plain(value, "extra", _DEPTH)
        return cls(json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")))

    def __bool__(self) -> bool:
        return self.text != "{}"

    @property
    def value(self) -> dict[str, Any]:
        """The object as fresh plain data."""
        loaded: dict[str, Any] = json.loads(self.text)
        return loaded


NO_EXTRA = Extra()


def _plain(value: object, path: str, depth: int) -> object:
    if depth == 0:
        why = f"is nested deeper than {_DEPTH}"
        raise InvalidStatement(why, path)
    match value:
        case None | bool():
            return value
        case int() if _LEAST <= value <= _MOST:
            return value
        case int():
            why = "is a whole number of more than 64 bits; write it as text"
            raise InvalidStatement(why, path)
        case str():
            return kept(value, path)
        case float() if math.isfinite(value):
            return value
        case float():
            why = f"{value} is no number that JSON can hold"
            raise InvalidStatement(why, path)
        case list() | tuple():
            items = cast("Sequence[object]", value)
            return [_plain(each, f"{path}[{n}]", depth - 1) for n, each in enumerate(items)]
        case Mapping():
            fields = cast("Mapping[object, object]", value)
            return {
                _key(key, path): _plain(each, f"{path}.{key}", depth - 1)
                for key, each in fields.items()
            }
        case _:
            why = f"a {type(value).__name__} cannot be kept; use text, numbers, lists and mappings"
            raise InvalidStatement(why, path)


def _key(key: object, path: str) -> str:
    if not isinstance(key, str):
        why = f"the key {key!r} is no text; write it in quotes"
        raise InvalidStatement(why, path)
    return kept(key, path)
