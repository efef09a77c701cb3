"""What all vocabularies have in common: a word that is none of theirs is refused in a sentence."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NoReturn

from positions.errors import InvalidStatement, near

__all__ = ["Word"]


class Word(StrEnum):
    """A vocabulary; its members compare equal to their names.

    To ask it for a word that it does not have is an `InvalidStatement` that says what was meant.
    """

    @classmethod
    def _missing_(cls, value: object) -> NoReturn:
        what = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()
        meant = near(value, cls) if isinstance(value, str) else ()
        known = f"did you mean {' or '.join(meant)}?" if meant else f"use {', '.join(cls)}"
        why = f"{value!r} is no {what.replace('_', ' ')}; {known}"
        raise InvalidStatement(why, what)
