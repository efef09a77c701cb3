"""How values are shown in a failure: what they say, and nothing that goes without saying."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import attrs

from positions.model.extra import Extra
from positions.model.ids import StatementRef
from positions.model.when import When

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["differences", "listed", "shown"]

_Mappings: TypeAlias = tuple[dict[object, object], dict[object, object]]
_Lists: TypeAlias = tuple[list[object], list[object]]


def shown(value: object) -> str:
    """Return *value* on one line, without the fields that hold their defaults."""
    match value:
        case When() if value.zone != "UTC":
            return repr(f"{value.text} in {value.zone}")
        case When() | Enum() | StatementRef() | datetime():
            return repr(str(value))
        case Extra():
            return repr(value.value)
        case tuple():
            return f"[{', '.join(map(shown, cast('tuple[object, ...]', value)))}]"
        case _ if attrs.has(type(value)):
            said = [f"{name}={shown(held)}" for name, held in _told(value)]
            return f"{type(value).__name__}({', '.join(said)})"
        case _:
            return repr(value)


def _told(value: object) -> Iterator[tuple[str, object]]:
    """Yield the fields of an attrs value that do not hold their defaults."""
    for attribute in _fields(value):
        held = getattr(value, attribute.name)
        if attribute.default is attrs.NOTHING or held != attribute.default:
            yield attribute.name, held


def _fields(value: object) -> tuple[attrs.Attribute[Any], ...]:
    kind: Any = type(value)
    found: tuple[attrs.Attribute[Any], ...] = attrs.fields(kind)
    return found


def listed(values: Sequence[object]) -> str:
    """Return *values* one a line, or that there are none."""
    return "\n".join(f"  {shown(value)}" for value in values) or "  nothing"


def differences(expected: object, actual: object, path: str = "") -> Iterator[str]:
    """Yield a line for each innermost field in which two values differ."""
    if expected == actual:
        return
    if _are(dict, expected, actual):
        yield from _by_key(*cast("_Mappings", (expected, actual)), path)
    elif _are(list, expected, actual):
        yield from _by_place(*cast("_Lists", (expected, actual)), path)
    elif type(expected) is type(actual) and attrs.has(type(expected)) and not _is_plain(expected):
        for attribute in _fields(expected):
            inner = f"{path}.{attribute.name}".lstrip(".")
            yield from differences(
                getattr(expected, attribute.name), getattr(actual, attribute.name), inner
            )
    else:
        yield f"{path or 'all of it'}: expected {shown(expected)}, found {shown(actual)}"


def _by_key(
    expected: dict[object, object], actual: dict[object, object], path: str
) -> Iterator[str]:
    """Yield a line for each key under which two mappings differ."""
    for key, value in expected.items():
        if key not in actual:
            yield f"{path}[{key!r}]: expected {shown(value)}, not there"
        else:
            yield from differences(value, actual[key], f"{path}[{key!r}]")
    for key, value in actual.items():
        if key not in expected:
            yield f"{path}[{key!r}]: not expected, found {shown(value)}"


def _by_place(expected: list[object], actual: list[object], path: str) -> Iterator[str]:
    """Yield a line for each place at which two lists differ."""
    yield from _by_key(dict(enumerate(expected)), dict(enumerate(actual)), path)


def _are(kind: type, expected: object, actual: object) -> bool:
    return isinstance(expected, kind) and isinstance(actual, kind)


def _is_plain(value: object) -> bool:
    return isinstance(value, When | Extra | StatementRef)
