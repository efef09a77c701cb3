"""Places in a document: `statements[3].act`, as data and as text."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ROOT", "Place", "path_of", "steps_of"]

Place: TypeAlias = "tuple[()] | tuple[Place, str | int]"
"""Where something stands: the place that holds it, and its key or index there; or `ROOT`.

Making one costs next to nothing, so that whatever is read can know its place; the text is only
made where there is something to say about it.
"""

ROOT: Place = ()

_PLAIN_KEY = re.compile(r"[\w-]+")
_STEP = re.compile(r'\.?([\w-]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]')


def path_of(place: Place) -> str:
    """Return the text that names *place*, such as `actors.kirby.names[0]`."""
    steps: list[str] = []
    while True:
        match place:
            case (holder, step):
                steps.append(_shown(step))
                place = holder
            case _:
                break
    return "".join(reversed(steps)).removeprefix(".")


def _shown(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if _PLAIN_KEY.fullmatch(step):
        return f".{step}"
    # What cannot be printed is escaped: a message must not be altered by what it speaks of.
    return f"[{json.dumps(step, ensure_ascii=not step.isprintable())}]"


def steps_of(path: str) -> Iterator[str | int]:
    """Yield the keys and indices that *path* names, the outermost first."""
    for key, index, quoted in _STEP.findall(path):
        if quoted:
            yield json.loads(quoted)
        else:
            yield int(index) if index else key
