"""Shifts as they are recorded, a line each."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from positions.cli.words import in_words, on_one_line

if TYPE_CHECKING:
    from positions.delivering import Letter

__all__ = ["print_letter"]


def print_letter(letter: Letter, form: str) -> None:
    """Print a shift at once, as a line of JSON or in words."""
    line = letter.text if form == "json" else on_one_line(_in_words(letter.shift))
    print(line, flush=True)


def _in_words(shift: dict[str, Any]) -> str:
    reads = shift["now"] or shift["was"]
    statement = reads["statement"]
    at = dt.datetime.fromisoformat(shift["recorded_at"]).isoformat(" ", "seconds")
    what = "" if shift["what"] == "new" else f"{shift['what']}, "
    kind = "not clear" if reads["kind"] is None else in_words(reads["kind"])
    return (
        f"{at} {shift['actor']} on {shift['claim']}: {what}{kind}, "
        f"{_standing(reads['old'])} to {_standing(reads['new'])}, "
        f"on the words of {statement['by']}, {statement['said']['text']} (place {shift['place']})"
    )


def _standing(standing: dict[str, Any]) -> str:
    return " or ".join(map(in_words, standing["possible"] or [standing["kind"]]))
