"""What only our own tests draw; all else is in `positions.testing`."""

from datetime import timedelta

from hypothesis import Phase, given, settings

from positions.model.vocabulary import Policy, Visibility
from positions.testing.strategies import thrown

_NOTHING: frozenset[Visibility] = frozenset()
_INCLUDED = (
    _NOTHING,
    _NOTHING,
    frozenset({Visibility.PRIVATE}),
    frozenset({Visibility.PRIVATE, Visibility.LEAKED}),
)
_WINDOWS = (None, None, timedelta(days=1), timedelta(days=2))


def askings():
    """Return how a position is asked for, as keyword arguments of `View.position`."""
    return thrown(_asking)


def _asking(dice):
    return {
        "policy": dice.choice((*Policy, Policy.UNANIMOUS)),
        "include": dice.choice(_INCLUDED),
        "window": dice.choice(_WINDOWS),
        "infer": dice.choice((False, True)),
    }


def drawn(strategy, examples=100):
    """Return as many examples of a strategy, the same ones on every run."""
    found = []

    @settings(
        database=None,
        derandomize=True,
        max_examples=examples,
        phases=[Phase.generate],
    )
    @given(strategy)
    def keep(example):
        found.append(example)

    keep()
    return found
