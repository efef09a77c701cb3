"""The cuts of many questions, each its own, as columns."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from positions.model.when import OPEN_FUTURE
from positions.replay.index.row import READINGS
from positions.replay.index.window import Listening, are_over

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from positions.replay.index.keys import Numbers, Places
    from positions.replay.index.layer import Layer

__all__ = ["UNASKED", "Cuts"]

UNASKED = OPEN_FUTURE + 1
"""Stands for the end of a `known_by` that is not asked for."""


@frozen(eq=False)
class Cuts:
    """The ends of the clocks of many questions, each as in `Cut`, and how all of them listen.

    Attributes:
        until: The end of `as_of` of each; int64.
        public_by: The end of `known_by` of each, or `UNASKED`; int64.
        heard: How is listened, whatever the cut.
    """

    until: Numbers
    public_by: Numbers
    heard: Listening

    def one(self, place: int) -> Listening:
        """Return how the question at a place listens."""
        public_by, heard = int(self.public_by[place]), self.heard
        if public_by == UNASKED:
            return Listening(int(self.until[place]), None, heard.unheard, heard.special)
        special = heard.special | READINGS
        return Listening(int(self.until[place]), public_by, heard.unheard, special)

    def some(self, places: Numbers) -> Cuts:
        """Return the cuts of some of the questions."""
        return Cuts(self.until[places], self.public_by[places], self.heard)

    @cached_property
    def ask_who_knew(self) -> bool:
        """Whether `known_by` is asked for anywhere."""
        return bool((self.public_by != UNASKED).any())

    def latest(self, layer: Layer) -> Numbers:
        """Return the end of what can be in at each of them, by when it was said; int64."""
        if self.ask_who_knew and layer.disclosed_late:
            return np.minimum(self.until, self.public_by)
        return self.until

    def were_known(self, layer: Layer, rows: Places) -> NDArray[np.bool_]:
        """Return of a row for each whether it was certainly said and public by then, and reads so.

        Of what may have been said later it tells nothing.
        """
        public_by = self.public_by
        known = are_over(layer.public[rows], public_by)
        known &= layer.disclosed[rows] < public_by
        known &= ((layer.flags[rows] & READINGS) == 0) | (public_by == UNASKED)
        known &= layer.stop[rows] <= self.latest(layer)
        return known
