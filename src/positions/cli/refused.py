"""What was typed and makes no sense: said in a sentence."""

from __future__ import annotations

from positions.errors import PositionsError

__all__ = ["Refused"]


class Refused(PositionsError, ValueError):
    """What was typed cannot be done.

    Attributes:
        why: What is wrong and what would be right.
        option: The option it concerns, or `None`.
    """

    def __init__(self, why: str, option: str | None = None) -> None:
        self.why = why
        self.option = option
        super().__init__(why, option)

    def __str__(self) -> str:
        return self.why if self.option is None else f"{self.option}: {self.why}"
