"""Every error that positions raises.

Each is a `PositionsError` and also the built-in error it resembles, carries what it speaks of as
data, and says in one sentence what was wrong, where, and what would be right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process, utils

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "CaseProblem",
    "Conflict",
    "CorruptRecord",
    "InvalidCase",
    "InvalidQuestion",
    "InvalidStatement",
    "InvalidWhen",
    "PositionsError",
    "UnknownActor",
    "UnknownClaim",
    "UnknownEvent",
    "UnknownStatement",
    "near",
]

_LIKE_ENOUGH = 65
_NAMED_AT_MOST = 3


def near(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return up to three of *known* that *name* was probably meant to be, the likeliest first."""
    found = process.extract(
        name,
        sorted(set(known)),
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=_NAMED_AT_MOST,
        score_cutoff=_LIKE_ENOUGH,
    )
    return tuple(choice for choice, _, _ in found)


def told_of(error: Exception) -> str:
    """Return what the system says of a file that it does not read or write, without its name."""
    return getattr(error, "strerror", None) or str(error)


class PositionsError(Exception):
    """The ancestor of every error of this library."""


class InvalidWhen(PositionsError, ValueError):
    """A text cannot be read, or cannot be held, as a time.

    Attributes:
        text: The text as it was given.
        why: What is wrong with it and what would be right.
        at: The offset into *text* where reading stopped, or `None`.
        valid_edtf: Whether the text is valid EDTF that merely cannot be held (year 0, year 12000).
    """

    def __init__(
        self, text: str, why: str, at: int | None = None, *, valid_edtf: bool = False
    ) -> None:
        self.text = text
        self.why = why
        self.at = at
        self.valid_edtf = valid_edtf
        shown = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
        where = "" if at is None else f" (at character {at + 1})"
        super().__init__(f"{shown!r} is not a time that can be held{where}: {why}")

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by what the error carries, not by its sentence."""
        return _invalid_when, (self.text, self.why, self.at, self.valid_edtf)


_SHOWN = 60


def _invalid_when(text: str, why: str, at: int | None, valid_edtf: bool) -> InvalidWhen:  # noqa: FBT001 - pickle passes by place
    return InvalidWhen(text, why, at, valid_edtf=valid_edtf)


class InvalidQuestion(PositionsError, ValueError):
    """A view cannot be asked like this: there is no such policy, or no such visibility.

    Attributes:
        what: Which option.
        value: What was given.
        known: What it can be.
    """

    def __init__(self, what: str, value: object, known: Sequence[str]) -> None:
        self.what = what
        self.value = value
        self.known = tuple(known)
        super().__init__(what, value, self.known)

    def __str__(self) -> str:
        return f"{self.what}: {self.value!r} is none of {', '.join(self.known)}"


class InvalidStatement(PositionsError, ValueError):
    """What is to be recorded contradicts the vocabulary, itself, or the known order.

    Attributes:
        why: What is wrong and what would be right.
        where: The field it concerns, such as `stance`, or `None`.
    """

    def __init__(self, why: str, where: str | None = None) -> None:
        self.why = why
        self.where = where
        super().__init__(why, where)

    def __str__(self) -> str:
        return self.why if self.where is None else f"{self.where}: {self.why}"


class Conflict(PositionsError, ValueError):
    """An id is recorded already with other content.

    Attributes:
        kind: What the id names, such as `statement`.
        id: The id.
        differs: The fields in which the recorded and the new content differ.
    """

    def __init__(self, kind: str, id: str, differs: Sequence[str]) -> None:
        self.kind = kind
        self.id = id
        self.differs = tuple(differs)
        super().__init__(kind, id, self.differs)

    def __str__(self) -> str:
        return (
            f"{self.kind} {self.id!r} is recorded already with other content "
            f"(differs in {', '.join(self.differs)}); amend it, or give the new one another id"
        )


class _Unknown(PositionsError, LookupError):
    """A name that stands for nothing recorded."""

    noun = "name"

    def __init__(self, id: str, near: Sequence[str] = (), detail: str = "") -> None:
        self.id = id
        self.near = tuple(near)
        self.detail = detail
        super().__init__(id, self.near, detail)

    def __str__(self) -> str:
        meant = f"; did you mean {' or '.join(map(repr, self.near))}?" if self.near else ""
        detail = f" ({self.detail})" if self.detail else ""
        return f"there is no {self.noun} {self.id!r}{detail}{meant}"


class UnknownActor(_Unknown):
    """No such actor was recorded by the cut.

    Attributes:
        id: The name that was asked for.
        near: Recorded ids that look like it, best first.
        detail: What else there is to say.
    """

    noun = "actor"


class UnknownClaim(_Unknown):
    """No such claim was recorded by the cut.

    Attributes:
        id: The name that was asked for.
        near: Recorded ids that look like it, best first.
        detail: What else there is to say.
    """

    noun = "claim"


class UnknownStatement(_Unknown):
    """No such statement was recorded, or several claims have one of that name.

    Attributes:
        id: The name that was asked for.
        near: Recorded ids that look like it, best first.
        detail: What else there is to say, such as the claims that have one.
    """

    noun = "statement"


class CaseProblem(PositionsError, ValueError):
    """One thing that is wrong with a case file.

    Attributes:
        why: What is wrong and what would be right.
        path: Where in the document, such as `statements[3].act`.
        line: The line, counted from 1, or `None` where the case did not come from a text.
        file: The file's name as it was given, or `None`.
    """

    def __init__(
        self, why: str, path: str = "", line: int | None = None, file: str | None = None
    ) -> None:
        self.why = why
        self.path = path
        self.line = line
        self.file = file
        super().__init__(why, path, line, file)

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        return ": ".join(part for part in (place, self.path, self.why) if part)


class InvalidCase(PositionsError, ValueError):
    """A case cannot be loaded; nothing of it was recorded.

    Attributes:
        problems: All that is wrong with it, in the order of the document.
    """

    def __init__(self, problems: Sequence[CaseProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


class UnknownEvent(PositionsError, LookupError):
    """A stored event is of a kind, or of a version, that this release does not know.

    It is left as it is: what reads it marks every answer it may have touched `damaged`.

    Attributes:
        name: The stored name of its kind.
        version: The version of its schema.
        known: The versions of that kind that can be read; empty where the kind is not known.
    """

    def __init__(self, name: str, version: int, known: Sequence[int] = ()) -> None:
        self.name = name
        self.version = version
        self.known = tuple(known)
        super().__init__(name, version, self.known)

    def __str__(self) -> str:
        if not self.known:
            return (
                f"there is no kind of event {self.name!r}; it may come from a later release, "
                "or from another program"
            )
        known = " and ".join(map(str, self.known))
        return (
            f"event {self.name!r} is of version {self.version}, and this release reads {known}; "
            "read it with a later release"
        )


class CorruptRecord(PositionsError, ValueError):
    """What is stored is not what was written: it cannot be read as the event it should be.

    Attributes:
        what: What cannot be read, such as the stored name of the event.
        why: What is wrong with it.
    """

    def __init__(self, what: str, why: str) -> None:
        self.what = what
        self.why = why
        super().__init__(what, why)

    def __str__(self) -> str:
        return f"the record of {self.what!r} is damaged: {self.why}"
