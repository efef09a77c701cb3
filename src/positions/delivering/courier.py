"""Trying until it is delivered: again after longer and longer pauses, and at last no more."""

from __future__ import annotations

from secrets import SystemRandom
from typing import TYPE_CHECKING

from attrs import frozen

from positions.delivering.letters import Undelivered

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from positions.delivering.letters import Letter, Target

__all__ = ["Attempt", "Courier", "Interrupted"]

_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 300.0
_LONGEST_ASKED = 3600.0
_CHANCE = SystemRandom().random


@frozen(kw_only=True)
class Attempt:
    """What came of trying to deliver a letter.

    Attributes:
        letter: The letter.
        number: Which attempt it was, counted from 1.
        why: What went wrong; `None` where it was delivered.
        again_in: In how many seconds it is tried again; `None` where it is not.
    """

    letter: Letter
    number: int
    why: str | None = None
    again_in: float | None = None


class Interrupted(Exception):
    """Delivering was ended between two attempts."""


class Courier:
    """Delivers letters, one after the other.

    Args:
        target: To whom.
        retries: How often each is tried again.
        stop: Ends the pause between two attempts.
        chance: Returns numbers from 0 to 1, by which pauses differ, so that many who were refused
            at once do not come back at once.
    """

    def __init__(
        self,
        target: Target,
        retries: int,
        stop: Event,
        chance: Callable[[], float] = _CHANCE,
    ) -> None:
        self._target = target
        self._retries = retries
        self._stop = stop
        self._chance = chance

    def carry(self, letter: Letter, told: Callable[[Attempt], object]) -> Attempt:
        """Try to deliver a letter, and return the last attempt.

        Args:
            letter: The letter.
            told: Is told of each attempt after which it is tried again.

        Raises:
            Interrupted: it was told to stop before it knew.
        """
        number = 1
        while True:
            attempt = self._attempt(letter, number)
            if attempt.again_in is None:
                return attempt
            told(attempt)
            if self._stop.wait(attempt.again_in):
                raise Interrupted
            number += 1

    def _attempt(self, letter: Letter, number: int) -> Attempt:
        try:
            self._target(letter)
        except Undelivered as error:
            last = error.final or number > self._retries
            pause = None if last else max(self._pause(number), _asked(error))
            return Attempt(letter=letter, number=number, why=error.why, again_in=pause)
        except Exception as error:  # noqa: BLE001 - whatever it is, it was not delivered
            pause = None if number > self._retries else self._pause(number)
            why = f"{type(error).__name__}: {error}"
            return Attempt(letter=letter, number=number, why=why, again_in=pause)
        return Attempt(letter=letter, number=number)

    def _pause(self, number: int) -> float:
        """Return a pause of half to all of what has doubled with each attempt."""
        whole = min(_FIRST_PAUSE * 2.0 ** min(number - 1, 64), _LONGEST_PAUSE)
        return whole * (1 + self._chance()) / 2


def _asked(error: Undelivered) -> float:
    return min(error.retry_after or 0.0, _LONGEST_ASKED)
