"""The states of projections as JSON, and back: by the annotation of `step`, or as plain data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_type_hints

from cattrs.errors import StructureHandlerNotFoundError
from cattrs.preconf.json import make_converter

from positions.errors import PositionsError

if TYPE_CHECKING:
    from positions.projections.projection import Plan

__all__ = ["States", "UnstorableState"]


class UnstorableState(PositionsError, TypeError):
    """A projection has come to a state that cannot be kept in a store.

    Attributes:
        projection: The name of the projection.
        why: What is wrong with it and what would be right.
    """

    def __init__(self, projection: str, why: str) -> None:
        self.projection = projection
        self.why = why
        super().__init__(projection, why)

    def __str__(self) -> str:
        return (
            f"the state of {self.projection!r} cannot be kept: {self.why}; use plain data, or "
            "annotate what `step` returns with a type that cattrs can structure"
        )


_CONVERTER = make_converter()
_NOTHING = "null"


class States:
    """The states of one projection."""

    def __init__(self, plan: Plan) -> None:
        self._name = plan.name
        self._type = _returned(plan)

    def to_text(self, state: object) -> str:
        """Return a state as JSON.

        Raises:
            UnstorableState: it would not come back as it is.
        """
        if state is None:
            return _NOTHING
        try:
            plain = _CONVERTER.unstructure(state, unstructure_as=self._type)
            text = json.dumps(plain, ensure_ascii=False, allow_nan=False)
        except Exception as error:  # whatever it trips over, it cannot be kept
            raise UnstorableState(self._name, f"{type(error).__name__}: {error}") from error
        if self.from_text(text) != state:
            raise UnstorableState(self._name, f"{_short(state)} would come back as something else")
        return text

    def from_text(self, text: str) -> Any:  # noqa: ANN401 - whatever the projection folds into
        """Return the state that was kept.

        Raises:
            UnstorableState: what was kept is no such state.
        """
        if text == _NOTHING:
            return None
        try:
            return _CONVERTER.structure(json.loads(text), self._type)
        except Exception as error:
            why = f"{_short(text)} is no {self._type}: {type(error).__name__}: {error}"
            raise UnstorableState(self._name, why) from error


def _returned(plan: Plan) -> Any:  # noqa: ANN401 - a type, or what stands for one
    step = getattr(plan.projection, "step", None)
    try:
        hints = get_type_hints(step)
    except (NameError, TypeError):  # a name that is only there for type checkers
        hints = {}
    found = hints.get("return", Any)
    try:
        _CONVERTER.get_structure_hook(found)
    except StructureHandlerNotFoundError:
        return Any
    return found


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 100 else f"{text[:99]}…"  # noqa: PLR2004 - a line
