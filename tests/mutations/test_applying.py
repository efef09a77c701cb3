"""That each mutation still finds what it changes: seen by day, not only when they are tried."""

import pytest
from attrs import evolve

from tests.mutations import MUTATIONS
from tests.mutations.mutation import ROOT, Mutation


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: each.name)
def test_each_still_applies(mutation: Mutation) -> None:
    """A source that has moved on is to take its mutations with it."""
    text = mutation.source(ROOT).read_text(encoding="utf-8")
    assert text != mutation.changed(text)


@pytest.mark.parametrize("text", ["", "twice, twice"])
def test_what_is_not_there_once_is_named(text: str) -> None:
    """A text that has gone, and one that is there twice: which mutation it is of is said."""
    gone: Mutation = evolve(MUTATIONS[0], old="twice")
    with pytest.raises(ValueError, match=gone.name) as refused:
        gone.changed(text)
    assert gone.file in str(refused.value)
