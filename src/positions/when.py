"""Uncertain times: `When`, the three-valued `Truth`, and `resolve` for relative dates."""

from __future__ import annotations

from positions.model.when import Truth, When, resolve

__all__ = ["Truth", "When", "resolve"]
