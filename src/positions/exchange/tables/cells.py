"""Where a field of a statement comes from: a column, several, or the same for every row."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from decimal import Decimal
from string import Formatter
from typing import TYPE_CHECKING, Any, cast

from attrs import field, frozen

from positions.exchange.composer import Plain
from positions.exchange.numbers import core_scalar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Cell", "Unfit", "parts_of", "texted"]

_SHOWN_VALUES = 8


class Unfit(Exception):
    """What stands in a column cannot be what it is mapped to; its text says why."""


@frozen(kw_only=True)
class Cell:
    """How one value is made of a row.

    Attributes:
        columns: The columns that it is made of; none of a constant.
        constant: What it always is.
        parts: Of a text with columns in it, the text before each column, and that after the last.
        values: What each text in the column stands for; `None` where it is taken as it is.
        split: What stands between the items of a list; `None` where it is one value.
        slug: Whether an id is to be made of it.
        number: Whether it is a number, which a CSV file would give as text.
    """

    columns: tuple[str, ...] = ()
    constant: object = None
    parts: tuple[str, ...] = ()
    values: Mapping[str, object] | None = None
    split: str | None = None
    slug: bool = False
    number: bool = False
    _as_it_is: bool = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        altered = self.parts or self.split is not None or self.slug or self.number
        object.__setattr__(self, "_as_it_is", not altered and self.values is None)

    def value(self, found: Sequence[Any], nothing: frozenset[str]) -> object:
        """Return the value that a row gives; `None` where there is none.

        Args:
            found: What stands in its columns.
            nothing: The texts that say that there is nothing.

        Raises:
            Unfit: it is none of `values`, no number, or no id can be made of it.
        """
        if not self.columns:
            return self.constant
        for each in found:
            if each in nothing if isinstance(each, str) else _is_nothing(each):
                return None
        if self._as_it_is:
            return found[0]
        made = self._joined(found)
        if self.values is not None:
            made = self._looked_up(made)
        if self.split is not None and isinstance(made, str):
            parts = [part.strip() for part in made.split(self.split)]
            made = [part for part in parts if part] or None
        if isinstance(made, list | tuple):
            return [self._refined(each) for each in cast("Sequence[Any]", made)]
        return self._refined(made)

    def _joined(self, found: Sequence[Any]) -> object:
        if not self.parts:
            return found[0]
        texts = [
            text for pair in zip(self.parts, map(texted, found), strict=False) for text in pair
        ]
        return "".join(map(str, [*texts, self.parts[-1]]))

    def _looked_up(self, made: object) -> object:
        values = cast("Mapping[str, object]", self.values)
        text = texted(made)
        if not isinstance(text, str) or text not in values:
            known = list(values)
            more = ", …" if len(known) > _SHOWN_VALUES else ""
            named = ", ".join(map(repr, known[:_SHOWN_VALUES]))
            why = f"{text!r} is none of the `values`: {named}{more}"
            raise Unfit(why)
        return values[text]

    def _refined(self, value: object) -> object:
        if self.number:
            value = _number(value)
        return _slug(value) if self.slug else value


def _is_nothing(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def texted(value: object) -> object:  # noqa: PLR0911 - one a kind of value
    """Return the text of a value that a column holds where a text is wanted, as people write it."""
    match value:
        case str() | None:
            return value
        case Plain(text=text):
            return text
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case dt.date():
            return value.isoformat()
        case int() | float() | Decimal():
            return str(value)
        case list() | tuple():
            return [texted(each) for each in cast("Sequence[object]", value)]
        case _:
            return value


def _number(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if not isinstance(value, str):
        return value
    try:
        number = core_scalar(value.strip())
    except ValueError:
        number = None
    if isinstance(number, bool) or not isinstance(number, int | float):
        why = f"{value!r} is not a number"
        raise Unfit(why)
    return number


def _slug(value: object) -> object:
    text = texted(value)
    if not isinstance(text, str):
        return text
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not slug:
        why = f"no id can be made of {text!r}, which has no Latin letters; use `values`"
        raise Unfit(why)
    return slug


def parts_of(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the columns that a text names within braces, and the texts around them.

    Raises:
        ValueError: a brace is not closed, or more than a name stands within.
    """
    columns, parts, before = list[str](), list[str](), ""
    for literal, name, form, conversion in Formatter().parse(text):
        before += literal
        if name is None:
            continue
        if not name or form or conversion:
            why = f"within braces stands the name of a column alone, not {name or 'nothing'!r}"
            raise ValueError(why)
        columns.append(name)
        parts.append(before)
        before = ""
    return tuple(columns), (*parts, before)
