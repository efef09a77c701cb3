"""Answers as JSON: complete, and the same bytes for the same answer."""

from __future__ import annotations

import json

__all__ = ["json_text"]


def json_text(data: object) -> str:
    """Return plain data as JSON: keys sorted, letters as they are, two spaces a level."""
    return json.dumps(data, allow_nan=False, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
