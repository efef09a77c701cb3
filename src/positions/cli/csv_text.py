"""Answers as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from positions.cli.answer import Answer

__all__ = ["csv_text"]

_FORMULA = tuple("=+-@＝＋－＠\t\r\n'")


def csv_text(answer: Answer) -> str:
    """Return the records of an answer as RFC 4180 has them, the names of the fields first.

    A cell that a spreadsheet would take for a formula has an apostrophe put before it, and so has
    one that begins with an apostrophe: who reads the file removes one leading apostrophe and has
    the exact text.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(answer.columns)
    writer.writerows([_safe(text) for text in record] for record in answer.records)
    return written.getvalue()


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
