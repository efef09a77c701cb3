"""What is delivered, to whom, and what it is when it cannot be."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from attrs import frozen

from positions.errors import PositionsError

if TYPE_CHECKING:
    from positions.replay.recorded_shifts import RecordedShift

__all__ = ["InvalidTarget", "Letter", "Target", "Undelivered"]


@frozen(kw_only=True)
class Letter:
    """A shift on its way.

    Attributes:
        key: The key of the shift, the same however often it is delivered: whoever receives one
            again knows it by this.
        shift: The shift as plain data, as `RecordedShift.to_dict` has it.
    """

    key: str
    shift: dict[str, Any]

    @classmethod
    def of(cls, shift: RecordedShift) -> Letter:
        """Return the letter that tells of a shift."""
        return cls(key=shift.key, shift=shift.to_dict())

    @property
    def text(self) -> str:
        """The shift as JSON, in one line, the same whenever it is delivered."""
        return json.dumps(
            self.shift, allow_nan=False, ensure_ascii=False, separators=(",", ":"), sort_keys=True
        )

    @property
    def body(self) -> bytes:
        """The same in UTF-8."""
        return self.text.encode()


Target = Callable[[Letter], object]
"""Delivers a letter, or raises; `Undelivered` tells whether and when it is worth another try."""


class Undelivered(PositionsError, RuntimeError):
    """A letter was not delivered.

    Attributes:
        why: What went wrong.
        final: Whether trying again is of no use.
        retry_after: How many seconds whoever should receive it asks to wait, if so.
    """

    def __init__(self, why: str, *, final: bool = False, retry_after: float | None = None) -> None:
        self.why = why
        self.final = final
        self.retry_after = retry_after
        super().__init__(why)

    def __str__(self) -> str:
        return self.why


class InvalidTarget(PositionsError, ValueError):
    """Nothing can be delivered there.

    Attributes:
        target: What was given: a URL, or a command.
        why: What is wrong with it and what would be right.
    """

    def __init__(self, target: str, why: str) -> None:
        self.target = target
        self.why = why
        super().__init__(target, why)

    def __str__(self) -> str:
        return f"nothing can be delivered to {self.target!r}: {self.why}"
