"""Uncertain time: a period of instants, how it is read, and what can be asked of it."""

from __future__ import annotations

from positions.model.when.relative import resolve
from positions.model.when.truth import Truth
from positions.model.when.value import When
from positions.model.when.zones import OPEN_FUTURE, OPEN_PAST

__all__ = ["OPEN_FUTURE", "OPEN_PAST", "Truth", "When", "resolve"]
