"""What is compiled when the package is built, and what happens where nothing can be."""

import shutil
from pathlib import Path

import pytest
from hatch_build import NAMES, compiled
from setuptools.command.build_ext import build_ext
from setuptools.errors import PlatformError

from positions.replay.index import COMPILED

ROOT = Path(__file__).parents[2]
each_module = pytest.mark.parametrize("name", NAMES)


def folder_of(name):
    """Return where a module stands, below the root."""
    return Path("src", *name.split(".")[:-1])


@pytest.fixture
def root(tmp_path, name):
    """Return a tree that holds the source of a module."""
    ignored = shutil.ignore_patterns("*.so", "*.pyd", "__py*")
    shutil.copytree(ROOT / folder_of(name), tmp_path / folder_of(name), ignore=ignored)
    return tmp_path


@pytest.mark.skipif(not COMPILED, reason="the loops were not compiled when this was installed")
@each_module
def test_what_is_compiled_is_put_beside_its_source(root, name):
    """Whatever was there is replaced."""
    old = root / folder_of(name) / f"{name.rpartition('.')[2]}.abi3.so"
    old.write_bytes(b"old")
    built = compiled(root, name)

    assert built is not None
    assert built.parent == root / folder_of(name)
    assert built.read_bytes() != b"old"


@each_module
def test_without_a_compiler_nothing_is_left(root, name, monkeypatch):
    """Python stands in rather than what was compiled another day; what went wrong is printed."""
    monkeypatch.setenv("CC", "false")
    old = root / folder_of(name) / f"{name.rpartition('.')[2]}.abi3.so"
    old.write_bytes(b"old")

    assert compiled(root, name) is None
    assert not old.exists()


@each_module
def test_a_platform_without_any_is_no_error(root, name, monkeypatch):
    """As where Windows has no compiler: installing goes on."""

    def missing(_):
        raise PlatformError

    monkeypatch.setattr(build_ext, "run", missing)

    assert compiled(root, name) is None
