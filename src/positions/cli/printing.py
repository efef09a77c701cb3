"""Printing an answer on standard output, in the form that was asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from positions.cli.csv_text import csv_text
from positions.cli.json_text import json_text
from positions.cli.plain import plain
from positions.cli.terminal import draw

if TYPE_CHECKING:
    from positions.cli.answer import Answer

__all__ = ["print_answer"]

_FORMAT = 1


def print_answer(answer: Answer, form: str) -> None:
    """Print an answer as `json`, as `csv`, or as a table that suits where it goes."""
    if form == "json":
        whole = {"answer": answer.data, "format": _FORMAT, **answer.context}
        sys.stdout.write(json_text(whole))
    elif form == "csv":
        sys.stdout.write(csv_text(answer))
    elif sys.stdout.isatty():
        draw(answer, sys.stdout)
    else:
        sys.stdout.write(plain(answer))
