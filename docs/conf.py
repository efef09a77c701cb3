"""How Sphinx builds the documentation: `make docs`."""

import sys
from collections import defaultdict
from enum import Enum
from importlib import import_module
from importlib.metadata import version as installed
from inspect import isfunction
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "positions"
author = "The positions authors"
copyright = f"2026, {author}"  # noqa: A001 – the name that Sphinx asks for.
release = version = installed("positions")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
]
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = f"positions {release}"
html_show_sphinx = False

myst_enable_extensions = ["colon_fence", "deflist", "smartquotes"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_format = "short"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
python_use_unqualified_type_names = True

# A reference to a name of ours must lead somewhere. Names of others are let be: looking them up
# needs their sites, and the documentation builds without a network. A private base has no page.
nitpicky = True
nitpick_ignore_regex = [
    (r"py:.*", r"(?!positions\b).*|.*\._.*"),
    (r"py:class", r"positions\.projections\.projection\.(State|Item)"),  # Type variables.
    (r"py:class", r"positions\.columns\..*"),  # What speaks Arrow: `reference/arrow.md`.
]

# The modules whose `__all__` is public. A name added there is documented by that alone.
PUBLIC = [
    "positions",
    "positions.delivering",
    "positions.exchange.parquet",
    "positions.projections",
    "positions.spark",
    "positions.testing",
]

PAGE = """\
# {title}

```{{eval-rst}}
{entries}
```
"""


def setup(app: "Sphinx") -> None:
    """Write the pages of the reference before Sphinx reads any."""
    app.connect("builder-inited", write_reference)


def write_reference(app: "Sphinx") -> None:
    """Write one page for each room that the public names come from, in `reference/generated`."""
    folder = Path(app.srcdir, "reference", "generated")
    folder.mkdir(exist_ok=True)
    rooms: defaultdict[str, list[str]] = defaultdict(list)
    told: set[object] = set()
    for public in PUBLIC:
        module = import_module(public)
        entries: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(module.__all__):
            value = getattr(module, name)
            if isinstance(value, type) and value in told:
                continue  # by the shorter name already
            told.add(value if isinstance(value, type) else name)
            entries[room_of(public, value)].append(entry(value, name))
        for room, of_module in entries.items():
            rooms[room] += [f".. currentmodule:: {public}\n", *of_module]
    pages = {
        folder / f"{room}.md": PAGE.format(title=title_of(room), entries="\n".join(entries))
        for room, entries in rooms.items()
    }
    for stale in set(folder.iterdir()) - set(pages):
        stale.unlink()
    for path, page in pages.items():
        # An unchanged page is left alone, so that Sphinx need not read it again.
        if not path.exists() or path.read_text(encoding="utf-8") != page:
            path.write_text(page, encoding="utf-8")


def room_of(public: str, value: object) -> str:
    """Return the room where *value* is defined: `positions.model.claims`, `positions.ledger`."""
    defined = getattr(value, "__module__", None) or public
    if not defined.startswith("positions"):
        return public
    parts = defined.split(".")
    depth = 3 if parts[1:2] in (["model"], ["replay"]) else 2
    return ".".join(parts[:depth])


def title_of(room: str) -> str:
    """Return the room's name and what its docstring says first."""
    first = (sys.modules[room].__doc__ or "").partition("\n")[0].rstrip(".")
    return f"`{room}` – {first}"


def entry(value: object, name: str) -> str:
    """Return the directive that documents *value*, public as *name*."""
    if isinstance(value, type):
        if issubclass(value, BaseException):
            return f".. autoexception:: {name}\n   :members:\n   :show-inheritance:\n"
        more = ""
        if issubclass(value, Enum):  # Its members are its words; its docstring tells of them all.
            more = "   :undoc-members:\n"
        elif any(each.__module__.startswith("positions.") for each in value.__mro__[1:]):
            # What it has of a part of the house that is not public by itself is told of here.
            more = "   :inherited-members: ABC\n"
        return f".. autoclass:: {name}\n   :members:\n{more}"
    if isfunction(value):
        return f".. autofunction:: {name}\n"
    return f".. autodata:: {name}\n"
