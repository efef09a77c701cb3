"""Numbers that can be kept exactly, in JSON's notation and in YAML's."""

from __future__ import annotations

import math
import re
from decimal import Decimal, InvalidOperation

__all__ = ["LARGEST", "SMALLEST", "core_scalar", "inexact", "json_number"]

SMALLEST, LARGEST = -(2**63), 2**64 - 1
"""The whole numbers that every JSON reader worth the name can hold."""

_FEW = 400
_SHOWN = 40
_WHOLE = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_BROKEN = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}


def core_scalar(text: str) -> str | float | bool | None:
    """Return what a YAML scalar without quotes is by the YAML 1.2 core schema (YAML 1.2.2, 10.3).

    Raises:
        ValueError: It is a number that cannot be kept exactly; the message says why.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _BASED.fullmatch(text):
        return _whole(text, 0)
    if _WHOLE.fullmatch(text) or _BROKEN.fullmatch(text):
        return json_number(text)
    if _INFINITE.fullmatch(text):
        raise _Inexact(text)
    return text


def json_number(text: str) -> float:
    """Return the number that *text* writes, an `int` where it has neither point nor exponent.

    Raises:
        ValueError: It cannot be kept exactly; the message says why.
    """
    if _WHOLE.fullmatch(text):
        return _whole(text, 10)
    if len(text) > _FEW:
        raise _Inexact(text)
    number = float(text)
    try:
        exact = math.isfinite(number) and Decimal(text) == Decimal(repr(number))
    except InvalidOperation:  # an exponent beyond all bounds
        exact = False
    if not exact:
        raise _Inexact(text)
    return number


def _whole(text: str, base: int) -> int:
    if len(text) > _FEW or not SMALLEST <= int(text, base) <= LARGEST:
        raise _Inexact(text)
    return int(text, base)


class _Inexact(ValueError):
    """A number that cannot be kept as it is written."""

    def __init__(self, text: str) -> None:
        shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
        super().__init__(f"{shown} is no number that can be kept exactly; write it in quotes")


def inexact(number: float) -> str | None:
    """Return why *number*, an `int` or a `float`, cannot be kept, or `None` if it can."""
    if isinstance(number, int):
        fits = SMALLEST <= number <= LARGEST
        return None if fits else "the number has more than 64 bits; write it as a text"
    return None if math.isfinite(number) else f"{number} is no number that JSON can hold"
