"""A long log, read through: columns and rows of the index, and no events that are kept."""

from __future__ import annotations

from positions.store.reading.through import read_through

__all__ = ["read_through"]
