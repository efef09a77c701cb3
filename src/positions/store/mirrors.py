"""Twins of the values of the model that msgspec fills straight from JSON, as strictly as it can.

A twin has the fields of the value, and takes what the stored form has: what is never left out is
required, what may be absent is no `null`, and there is no further key. What msgspec cannot know,
whoever makes the value of the twin sees to.
"""

from __future__ import annotations

from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args, get_origin

from attrs import fields, has, resolve_types
from msgspec import Struct, defstruct

from positions.model.extra import Extra
from positions.model.when import When
from positions.store.converter import is_absence

if TYPE_CHECKING:
    from attrs import Attribute

__all__ = ["Time", "bare", "mirror"]


class Time(Struct, forbid_unknown_fields=True, frozen=True, gc=False):
    """A time as it is stored; hashable, as the same ones come again and again."""

    text: str
    zone: str
    earliest: str = None  # type: ignore[assignment]  # absent, yet never null
    latest: str = None  # type: ignore[assignment]  # likewise


@cache
def mirror(of: type[Any]) -> type[Struct]:
    """Return the twin of a class of the model."""
    resolve_types(of)
    twins: list[Any] = [
        (each.name, _twin(each.type)) for each in fields(of) if not is_absence(each)
    ]
    twins += [(each.name, *_absent(each)) for each in fields(of) if is_absence(each)]
    return defstruct(of.__name__, twins, forbid_unknown_fields=True, gc=False)


def _absent(attribute: Attribute[Any]) -> tuple[Any, Any]:
    """Return the type of what may be absent, and what stands for its absence."""
    return _twin(attribute.type), () if attribute.default == () else None


def _twin(given: Any) -> Any:  # noqa: ANN401 - a type, or what stands for one
    """Return what msgspec is to read where the model has a type."""
    parts = get_args(given)
    if NoneType in parts:
        (given,) = (each for each in parts if each is not NoneType)
        return _twin(given)
    if get_origin(given) is tuple:
        return dict[str, str] if _is_pair(parts[0]) else _tuple_of(_twin(parts[0]))
    if given is When:
        return Time
    if given is Extra:
        return dict
    return mirror(given) if has(given) else given


def _tuple_of(item: Any) -> Any:  # noqa: ANN401 - likewise
    return tuple[item, ...]


def _is_pair(given: Any) -> bool:  # noqa: ANN401 - likewise
    return get_args(given) == (str, str)


def bare(of: type[Any]) -> Any:  # noqa: ANN401 - see there
    """Return a subclass of a frozen class of the model whose fields can be set, one by one.

    Once they are, an object of it is given the class proper: nothing was checked or converted, and
    nobody can tell it from one that was made in the ordinary way.
    """
    plain = {"__setattr__": object.__setattr__, "__delattr__": object.__delattr__}  # as quick as C
    return type(of.__name__, (of,), {"__slots__": (), **plain})
