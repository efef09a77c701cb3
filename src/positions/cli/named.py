"""Projections by name: the ready-made ones, and whatever a module has."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from positions.cli.refused import Refused
from positions.errors import near
from positions.projections import Changes, OpenQuestions, Shifts, Standings, Timelines, planned

if TYPE_CHECKING:
    from positions.projections import Runnable

__all__ = ["READY_MADE", "named"]

READY_MADE: Mapping[str, Callable[[], Runnable]] = {
    "standing": Standings,
    "shifts": Shifts,
    "timeline": Timelines,
    "open_questions": OpenQuestions,
    "changes": Changes,
}
"""The read models that come with the package, by name."""


def named(names: Iterable[str]) -> list[Runnable]:
    """Return the projections of these names.

    Raises:
        Refused: there is none of a name, or two are one.
        InvalidProjection: what is there is none.
    """
    found = [_one(each) for each in names]
    called = Counter(planned(each).name for each in found)
    for name, times in called.items():
        if times > 1:
            why = f"{times} of them are called {name!r}; name each once"
            raise Refused(why)
    return found


def _one(name: str) -> Runnable:
    module, colon, attribute = name.partition(":")
    if colon:
        found: Runnable = _made(_attribute(_module(module, name), attribute, name), name)
        return found
    if name not in READY_MADE:
        meant = " or ".join(near(name, READY_MADE)) or f"one of {', '.join(READY_MADE)}"
        why = (
            f"there is no ready-made projection {name!r}; did you mean {meant}? "
            "One of your own is given as module:attribute"
        )
        raise Refused(why)
    return READY_MADE[name]()


def _module(module: str, name: str) -> object:
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        return import_module(module)
    except Exception as error:  # whatever the module does
        if isinstance(error, ModuleNotFoundError) and error.name == module:
            why = f"there is no module {module!r} here, nor among what is installed"
        else:
            why = f"{module!r} cannot be imported: {_told(error)}"
        raise Refused(why, name) from error


def _attribute(found: Any, attribute: str, name: str) -> Any:  # noqa: ANN401 - whatever there is
    for part in attribute.split("."):
        if not hasattr(found, part):
            known: list[str] = list(getattr(found, "__dict__", ()))
            meant = " or ".join(near(part, known))
            asked = f"; did you mean {meant}?" if meant else ""
            why = f"there is no {part!r} in it{asked}"
            raise Refused(why, name)
        found = getattr(found, part)
    return found


def _made(found: Any, name: str) -> Any:  # noqa: ANN401 - the same
    if not isinstance(found, type):
        return found
    try:
        return found()
    except Exception as error:  # whatever the class does
        why = f"it cannot be made without arguments, give an instance: {_told(error)}"
        raise Refused(why, name) from error


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
