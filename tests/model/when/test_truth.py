"""Kleene's strong three-valued logic."""

import operator

import pytest
from hypothesis import given

from positions.model.when import Truth
from tests.model.when.strategies import truths


@given(truths, truths, truths)
def test_and_or_are_a_lattice(a, b, c):
    """*And* and *or* commute, associate, absorb and distribute, and repeat without effect."""
    assert a & b == b & a
    assert a | b == b | a
    assert a & (b & c) == (a & b) & c
    assert a | (b | c) == (a | b) | c
    assert a & (a | b) == a | (a & b) == a
    assert a & (b | c) == (a & b) | (a & c)
    assert a & a == a | a == a


@given(truths, truths)
def test_not_swaps_and_and_or(a, b):
    """De Morgan's laws hold, and *not* undoes itself."""
    assert ~(a & b) == ~a | ~b
    assert ~(a | b) == ~a & ~b
    assert ~~a == a


@given(truths, truths)
def test_certain_truths_are_booleans(a, b):
    """Where both are certain the answer is that of two-valued logic, and is certain."""
    if Truth.MAYBE not in (a, b):
        assert bool(a & b) == (bool(a) and bool(b))
        assert bool(a | b) == (bool(a) or bool(b))
        assert bool(~a) != bool(a)


@given(truths, truths, truths)
def test_certainty_only_grows(a, b, c):
    """Making an uncertain operand certain never changes an answer that was certain."""
    if a is Truth.MAYBE:
        for before, after in ((a & b, c & b), (a | b, c | b), (~a, ~c)):
            assert before in (Truth.MAYBE, after)


def test_maybe_is_not_a_boolean():
    """`bool(MAYBE)` is a `TypeError` that says what to ask instead."""
    with pytest.raises(TypeError, match=r"is Truth\.YES"):
        bool(Truth.MAYBE)


@pytest.mark.parametrize("other", [True, None, 1, "yes"])
def test_only_truths_combine(other):
    """A truth combines with truths alone, not even with a text that spells one."""
    with pytest.raises(TypeError):
        operator.and_(Truth.YES, other)
    with pytest.raises(TypeError):
        operator.or_(Truth.YES, other)


def test_of():
    """A fact is `YES`, its absence `NO`."""
    assert [Truth.of(fact) for fact in (True, False)] == [Truth.YES, Truth.NO]


def test_is_its_name():
    """A truth is a string enum, so that it can be compared, printed and stored as its name."""
    assert [str(truth) for truth in Truth] == ["no", "maybe", "yes"]
