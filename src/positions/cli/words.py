"""How answers are put for people: the vocabulary in words, and its colours."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from positions.model.vocabulary import NEGATIVE, POSITIVE, ClaimKind, PositionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from positions.model.claims.statement import Statement
    from positions.model.when import When
    from positions.replay.answers import Standing

__all__ = [
    "colour",
    "counted",
    "doing",
    "in_words",
    "listed",
    "on_one_line",
    "shown",
    "speakers",
    "stands",
    "time_in_words",
]

_OF_A_PROPOSAL: Mapping[PositionKind, str] = {
    PositionKind.AFFIRMED: "supports",
    PositionKind.PROBABLE: "leans for",
    PositionKind.POSSIBLE: "does not rule out",
    PositionKind.UNCOMMITTED: "takes no side",
    PositionKind.WITHHELD: "will not say",
    PositionKind.DOUBTFUL: "is wary",
    PositionKind.IMPROBABLE: "leans against",
    PositionKind.DENIED: "opposes",
}
_OPEN = frozenset({"", ".."})
_UNSAFE = frozenset({"Cc", "Cs", "Zl", "Zp"})
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def in_words(name: str) -> str:
    """Return a word of the vocabulary as people write it."""
    return name.replace("_", " ")


def stands(standing: Standing, claim: ClaimKind) -> str:
    """Return where an actor stands on a claim of that kind; what is unsettled as its outcomes."""
    kinds = sorted(standing.possible, key=list(PositionKind).index) or [standing.kind]
    return " or ".join(_kind(kind, claim) for kind in kinds)


def _kind(kind: PositionKind, claim: ClaimKind) -> str:
    words = in_words(kind)
    return _OF_A_PROPOSAL.get(kind, words) if claim is ClaimKind.PROPOSAL else words


def colour(standing: Standing) -> str:
    """Return the style of a standing on a terminal, as Rich names it."""
    stance = standing.kind.stance
    if stance is not None:
        return "green" if stance in POSITIVE else "red" if stance in NEGATIVE else "yellow"
    if standing.kind in {PositionKind.UNSETTLED, PositionKind.DIVIDED}:
        return "magenta"
    return "dim" if standing.kind is PositionKind.NO_RECORD else "cyan"


def time_in_words(when: When) -> str:
    """Return the text of a time; an interval as people write one."""
    begins, slash, ends = when.text.partition("/")
    if not slash:
        return when.text
    if begins in _OPEN:
        return f"until {ends}"
    return f"from {begins}" if ends in _OPEN else f"{begins} to {ends}"


def listed(names: Iterable[str]) -> str:
    """Return each of *names* once, in order, as one text."""
    return ", ".join(dict.fromkeys(names))


def speakers(statements: Iterable[Statement]) -> str:
    """Return who spoke these words, each once."""
    return listed(each.by for each in statements)


def counted(number: int, noun: str) -> str:
    """Return how many there are of something."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def doing(statement: Statement) -> str:
    """Return what a speaker did with a statement, and the stance that it has."""
    act = in_words(statement.act)
    if statement.refers_to is not None:
        return f"{act} to {statement.refers_to}"
    if statement.retracts is not None:
        return f"{act} {statement.retracts}"
    stances = " or ".join(map(in_words, statement.stances))
    return f"{act}: {stances}" if stances else act


def on_one_line(text: str) -> str:
    """Return *text* safe to show in one line: its line breaks and tabs as spaces."""
    return shown(" ".join(text.split()))


def shown(text: str) -> str:
    r"""Return *text* safe to show: what would steer a terminal or turn its lines is written out.

    That is control characters other than the line feed, surrogates, and the marks of direction: a
    quote in a case file can neither colour the screen nor make its letters read backwards. They
    stand as Python writes them: `\x1b`, `\u202e`.
    """
    return "".join(
        _written_out(each)
        if each in _DIRECTION or (each != "\n" and unicodedata.category(each) in _UNSAFE)
        else each
        for each in text
    )


def _written_out(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
