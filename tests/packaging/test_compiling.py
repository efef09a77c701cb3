"""What is compiled when the package is built, and what happens where nothing can be."""

import shutil
from pathlib import Path

import pytest
from hatch_build import compiled
from setuptools.command.build_ext import build_ext
from setuptools.errors import PlatformError

from positions.replay.index import COMPILED

ROOT = Path(__file__).parents[2]
KERNEL = Path("src", "positions", "replay", "index", "kernel")


@pytest.fixture
def root(tmp_path):
    """Return a tree that holds the loops, and an old module that was made of them."""
    shutil.copytree(
        ROOT / KERNEL, tmp_path / KERNEL, ignore=shutil.ignore_patterns("*.so", "*.pyd", "__py*")
    )
    return tmp_path


@pytest.mark.skipif(not COMPILED, reason="the loops were not compiled when this was installed")
def test_the_loops_are_put_beside_their_source(root):
    """Whatever was there is replaced."""
    old = root / KERNEL / "loops.abi3.so"
    old.write_bytes(b"old")
    built = compiled(root)

    assert built is not None
    assert built.parent == root / KERNEL
    assert built.read_bytes() != b"old"


def test_without_a_compiler_nothing_is_left(root, monkeypatch):
    """Numpy stands in rather than loops of another day; what went wrong is printed."""
    monkeypatch.setenv("CC", "false")
    old = next(iter((root / KERNEL).glob("loops*.so")), root / KERNEL / "loops.abi3.so")
    old.write_bytes(b"old")

    assert compiled(root) is None
    assert not old.exists()


def test_a_platform_without_any_is_no_error(root, monkeypatch):
    """As where Windows has no compiler: installing goes on."""

    def missing(_):
        raise PlatformError

    monkeypatch.setattr(build_ext, "run", missing)

    assert compiled(root) is None
