"""That each mutation still finds what it changes: seen by day, not only when they are tried."""

import shutil
from pathlib import Path

import pytest
from attrs import evolve

from tests.mutations import MUTATIONS
from tests.mutations.mutation import ROOT, SOURCE, Mutation


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a folder with the sources in it."""
    shutil.copytree(ROOT / SOURCE, tmp_path / SOURCE, ignore=shutil.ignore_patterns("*.so"))
    return tmp_path


def test_each_still_applies(copy: Path) -> None:
    """A source that has moved on is to take its mutations with it."""
    for mutation in MUTATIONS:
        file = copy / SOURCE / mutation.file
        was = file.read_text(encoding="utf-8")
        mutation.apply(copy)
        assert file.read_text(encoding="utf-8") != was, mutation.name
        file.write_text(was, encoding="utf-8")


@pytest.mark.parametrize("old", ["what nobody has written", "import"])
def test_what_is_not_there_once_is_named(copy: Path, old: str) -> None:
    """A text that has gone, and one that is there twice: which mutation it is of is said."""
    gone: Mutation = evolve(MUTATIONS[0], old=old)
    with pytest.raises(ValueError, match=gone.name) as refused:
        gone.apply(copy)
    assert gone.file in str(refused.value)
