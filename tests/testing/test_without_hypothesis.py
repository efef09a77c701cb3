"""Without Hypothesis, importing `positions.testing` says in a sentence what to install."""

import sys

import pytest


def test_the_extra_is_named(monkeypatch):
    """The error names the extra that brings Hypothesis."""
    ours = [name for name in sys.modules if name.startswith("positions.testing")]
    for name in ours:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "hypothesis", None)

    with pytest.raises(ImportError, match=r"positions\[testing\]") as failure:
        import positions.testing  # noqa: F401, PLC0415 - importing is what is tested

    assert "hypothesis" == failure.value.name
