"""Compile the innermost loops while the package is built; where that fails, Python stands in."""

from __future__ import annotations

import shutil
import sys
import sysconfig
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from setuptools import Distribution, Extension
from setuptools.command.build_ext import build_ext
from setuptools.errors import BaseError

NAMES = "positions.replay.index.kernel.loops", "positions.store.reading.cutting"
OLDEST = (3, 11)
"""The Python whose stable interface is used: what is compiled serves all that follow."""


class Loops(BuildHookInterface[Any]):
    """Puts each compiled module beside its source, and into the wheel."""

    def initialize(self, _: str, build_data: dict[str, Any]) -> None:
        """Compile, and say for which machines the wheel is."""
        built = [compiled(Path(self.root), name) for name in NAMES]
        made = [each for each in built if each is not None]
        if len(made) < len(built):
            self.app.display_warning("not all was compiled: Python stands in, and is slower")
        if not made:
            return
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"cp{OLDEST[0]}{OLDEST[1]}-abi3-{platform}"
        build_data["artifacts"] += [each.relative_to(self.root).as_posix() for each in made]


def compiled(root: Path, name: str) -> Path | None:
    """Return the module that was made of its source; `None` where there is no compiler for it.

    It replaces an older one at once, as that may be in use.
    """
    source = root.joinpath("src", *name.split(".")).with_suffix(".c")
    with TemporaryDirectory() as folder:
        command = build_ext(Distribution({"ext_modules": [_extension(name, source)]}))
        command.build_lib = command.build_temp = folder
        command.ensure_finalized()
        with suppress(BaseError):  # as where Windows has no compiler at all
            command.run()
        made = Path(command.get_ext_fullpath(name))
        module = source.with_name(made.name)
        if not made.exists():
            module.unlink(missing_ok=True)
            return None
        new = Path(shutil.copy(made, module.with_suffix(".new")))
        return new.replace(module)


def _extension(name: str, source: Path) -> Extension:
    stable = f"0x{OLDEST[0]:02x}{OLDEST[1]:02x}0000"
    return Extension(
        name,
        [str(source)],
        define_macros=[("Py_LIMITED_API", stable)],
        extra_compile_args=[] if sys.platform == "win32" else ["-O3"],
        optional=True,  # what went wrong is printed, and nothing fails
        py_limited_api=True,
    )
