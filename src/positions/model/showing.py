"""Short and true representations: only what was given."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, cast

from attrs import fields

from positions.model.when import When

if TYPE_CHECKING:
    from attrs import AttrsInstance

__all__ = ["shown"]


def shown(self: object) -> str:
    """Return `Name(field=…)` with the fields of *self* that differ from their defaults.

    Enumerations and times are shown as the texts that stand for them.
    """
    told = [
        f"{field.alias}={_short(getattr(self, field.name))}"
        for field in fields(cast("type[AttrsInstance]", type(self)))
        if field.repr and getattr(self, field.name) != field.default
    ]
    return f"{type(self).__name__}({', '.join(told)})"


def _short(value: object) -> str:
    match value:
        case Enum():
            return repr(str(value.value))
        case When():
            return repr(value.text)
        case tuple():
            each = [_short(item) for item in cast("tuple[object, ...]", value)]
            return f"({', '.join(each)}{',' if len(each) == 1 else ''})"
        case _:
            return repr(value)
