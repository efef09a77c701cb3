"""From values of the model to plain JSON data and back, without coercion and without type tags."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast, get_args, get_origin

from attrs import fields, has, resolve_types
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from positions.model.actors.actor import Actor
from positions.model.extra import NO_EXTRA, Extra
from positions.model.text import kept
from positions.model.when import OPEN_FUTURE, OPEN_PAST, When
from positions.model.when.days import plain_day
from positions.model.when.edtf import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from attrs import Attribute

__all__ = ["CAREFUL", "QUICK", "instant", "instant_text", "is_absence", "to_when"]

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - what is written is in UTC, and ends with Z
_MICROSECOND = timedelta(microseconds=1)
_ABSENT = (None, (), NO_EXTRA)
_WHEN = {"text", "zone"}
_BOUNDS = {"earliest", "latest"}
_TIMES = 16_384
_NULL = "null is never stored; what is absent is left out"


def instant_text(moment: int) -> str:
    """Return microseconds since 1970-01-01T00:00Z as ISO 8601 in UTC, to the microsecond."""
    return _written(_EPOCH + moment * _MICROSECOND)


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds") + "Z"


def instant(text: object) -> int:
    """Return what `instant_text` was given.

    Raises:
        ValueError: *text* is not what it returns.
    """
    if isinstance(text, str) and text.endswith("Z"):
        moment = _instant(text)
        if moment is not None:
            return moment
    why = f"expected an instant such as 2015-08-14T04:00:00.000000Z, found {text!r}"
    raise ValueError(why)


# A day ends where the next one begins.
@lru_cache(maxsize=_TIMES)
def _instant(text: str) -> int | None:
    moment = datetime.fromisoformat(text[:-1])
    is_ours = moment.tzinfo is None and _written(moment) == text
    return (moment - _EPOCH) // _MICROSECOND if is_ours else None


# What is said at one time, or recorded in one go, comes again and again; every day of forty years
# has room. Nobody changes the result.
@lru_cache(maxsize=_TIMES)
def _from_when(when: When) -> dict[str, str]:
    found = {"text": when.text, "zone": when.zone}
    if when.start != OPEN_PAST:
        found["earliest"] = instant_text(when.start)
    if when.stop != OPEN_FUTURE:
        found["latest"] = instant_text(when.stop)
    return found


def _to_when(value: object, _: object) -> When:
    """Return the time that an object of its texts tells."""
    given = _mapping(value)
    if not _WHEN <= given.keys() <= _WHEN | _BOUNDS:
        why = f"expected a time with text, zone, earliest and latest, found {value!r}"
        raise ValueError(why)
    if None in given.values():
        raise ValueError(_NULL)
    return to_when(
        _text(given["text"]), _text(given["zone"]), given.get("earliest"), given.get("latest")
    )


@lru_cache(maxsize=_TIMES)
def to_when(text: str, zone: str, earliest: str | None, latest: str | None) -> When:
    """Return a time as it was understood when it was recorded: no zone is consulted.

    Raises:
        ValueError: it is none.
    """
    if plain_day(text) is None:  # by far the commonest form, of which no more is to be said
        read(text)  # its qualifiers and precision are read from it later, where nothing may raise
    return When(
        text=text,
        zone=zone,
        start=OPEN_PAST if earliest is None else instant(earliest),
        stop=OPEN_FUTURE if latest is None else instant(latest),
    )


def _mapping(value: object) -> dict[str, Any]:
    if isinstance(value, dict):
        return cast("dict[str, Any]", value)
    why = f"expected an object, found {value!r}"
    raise ValueError(why)


def _text(value: object, _: object = None) -> str:
    if isinstance(value, str):
        if value.isascii() and "\0" not in value:  # by far the commonest
            return value
        return kept(value, "text")
    why = f"expected a text, found {value!r}"
    raise ValueError(why)


def _whole(value: object, _: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    why = f"expected a whole number, found {value!r}"
    raise ValueError(why)


def _word(value: object, vocabulary: type[StrEnum]) -> StrEnum:
    text = _text(value)
    found = _words(vocabulary).get(text)  # three times as fast as to ask the class
    return vocabulary(text) if found is None else found


@cache
def _words(vocabulary: type[StrEnum]) -> dict[str, StrEnum]:
    return {each.value: each for each in vocabulary}


def _to_extra(value: object, _: object) -> Extra:
    return Extra.of(_mapping(value))


def _to_ids(value: object, _: object) -> tuple[tuple[str, str], ...]:
    return tuple((name, _text(each)) for name, each in _mapping(value).items())


def _is_tuple(given: Any) -> bool:  # noqa: ANN401 - a type, or what stands for one
    return get_origin(given) is tuple


def _to_tuple(given: Any, converter: Converter) -> Callable[..., tuple[Any, ...]]:  # noqa: ANN401 - likewise
    item = get_args(given)[0]
    structure = converter.get_structure_hook(item)

    def to_tuple(value: object, _: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            why = f"expected a list, found {value!r}"
            raise ValueError(why)  # noqa: TRY004 - of the data
        return tuple(structure(each, item) for each in cast("list[object]", value))

    return to_tuple


def is_absence(attribute: Attribute[Any]) -> bool:
    """Say whether an attribute's default is that there is nothing."""
    return any(attribute.default is nothing or attribute.default == nothing for nothing in _ABSENT)


def _converter(*, detailed: bool) -> Converter:
    converter = Converter(detailed_validation=detailed, forbid_extra_keys=True)
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(int, _whole)
    converter.register_structure_hook(StrEnum, _word)
    converter.register_structure_hook(When, _to_when)
    converter.register_unstructure_hook(When, _from_when)
    converter.register_structure_hook(Extra, _to_extra)
    converter.register_unstructure_hook(Extra, lambda extra: extra.value)
    converter.register_structure_hook_factory(_is_tuple, _to_tuple)
    converter.register_structure_hook_factory(has, _to_value)
    converter.register_unstructure_hook_factory(has, _from_value)
    return converter


def _from_value(given: type[Any], converter: Converter) -> Callable[[Any], dict[str, Any]]:
    resolve_types(given)
    how: dict[str, Any] = {
        each.name: override(omit_if_default=is_absence(each)) for each in fields(given)
    }
    if given is Actor:
        how["ids"] = override(omit_if_default=True, unstruct_hook=dict)
    return make_dict_unstructure_fn(given, converter, **how)


def _to_value(given: type[Any], converter: Converter) -> Callable[[Any, Any], Any]:
    resolve_types(given)
    how: dict[str, Any] = {"ids": override(struct_hook=_to_ids)} if given is Actor else {}
    read_value = make_dict_structure_fn(given, converter, **how)
    always = {each.name for each in fields(given) if not is_absence(each)}

    def to_value(value: object, _: object) -> Any:  # noqa: ANN401 - what was asked for
        found = _mapping(value)
        missing = always - found.keys()
        if missing:
            why = f"{', '.join(sorted(missing))} is missing"
            raise ValueError(why)
        if None in found.values():
            raise ValueError(_NULL)
        return read_value(found, given)

    return to_value


QUICK = _converter(detailed=False)
"""For reading: it stops at the first thing that is wrong."""
CAREFUL = _converter(detailed=True)
"""For saying what is wrong, all of it, and where."""
