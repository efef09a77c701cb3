"""The letters that could not be delivered: kept beside the checkpoint, a line each."""

from __future__ import annotations

import datetime as dt
import json
import os
from typing import IO, TYPE_CHECKING, Any

from attrs import frozen

from positions.delivering.checkpoints import UnusableCheckpoint, held, put, unusable
from positions.delivering.letters import Letter

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["DeadLetter", "DeadLetters"]

_PATIENCE = 30.0
_END = b"\n"


@frozen(kw_only=True)
class DeadLetter:
    """A letter that was put aside.

    Attributes:
        letter: The letter.
        why: What went wrong the last time.
        attempts: How often it was tried.
        at: When it was last; an aware instant.
    """

    letter: Letter
    why: str
    attempts: int
    at: dt.datetime

    def to_dict(self) -> dict[str, Any]:
        """Return plain data: `key`, `why`, `attempts`, `at` in ISO 8601, and the `shift`."""
        return {
            "key": self.letter.key,
            "why": self.why,
            "attempts": self.attempts,
            "at": self.at.isoformat(),
            "shift": self.letter.shift,
        }

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> DeadLetter:
        """Return what `to_dict` has made plain."""
        return cls(
            letter=Letter(key=plain["key"], shift=plain["shift"]),
            why=plain["why"],
            attempts=plain["attempts"],
            at=dt.datetime.fromisoformat(plain["at"]),
        )


class DeadLetters:
    """A file of them, in JSON Lines; several processes may change it at once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def all(self) -> tuple[DeadLetter, ...]:
        """Return them, in the order in which they were put aside; of one letter the last.

        A last line without an end was being written when the power went: it is none, and that
        letter is tried again.

        Raises:
            UnusableCheckpoint: the file cannot be read, or a line is no letter.
        """
        with unusable(self.path):
            if not self.path.exists():
                return ()
            lines = self.path.read_bytes().split(_END)[:-1]
        found = (self._read(number, line) for number, line in enumerate(lines, 1))
        return tuple({each.letter.key: each for each in found}.values())

    def _read(self, number: int, line: bytes) -> DeadLetter:
        try:
            return DeadLetter.from_dict(json.loads(line))
        except (LookupError, TypeError, ValueError) as error:
            why = f"line {number} is no dead letter: {type(error).__name__}: {error}"
            raise UnusableCheckpoint(str(self.path), why) from None

    def add(self, letter: DeadLetter) -> None:
        """Put a letter aside; it is there whatever happens next.

        Raises:
            UnusableCheckpoint: the file cannot be written.
        """
        with held(self.path, seconds=_PATIENCE), unusable(self.path):
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "r+b") as file:
                _after_the_last_end(file)
                file.write(_line(letter).encode() + _END)
                file.flush()
                os.fsync(file.fileno())

    def settle(self, key: str, instead: DeadLetter | None) -> None:
        """Take the letter of a key away, or put another in its place.

        Raises:
            UnusableCheckpoint: the file cannot be read or written.
        """
        with held(self.path, seconds=_PATIENCE):
            letters = {each.letter.key: each for each in self.all()}
            letters.pop(key, None)
            if instead is not None:
                letters[key] = instead
            put(self.path, map(_line, letters.values()))


def _after_the_last_end(file: IO[bytes]) -> None:
    """Go to the end of the last whole line, and cut off what was begun after it."""
    size = file.seek(0, os.SEEK_END)
    if size:
        file.seek(-1, os.SEEK_END)
        if file.read() != _END:
            file.seek(0)
            file.truncate(file.read().rfind(_END) + 1)
            file.seek(0, os.SEEK_END)


def _line(letter: DeadLetter) -> str:
    return json.dumps(letter.to_dict(), ensure_ascii=False, sort_keys=True)
