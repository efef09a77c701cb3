"""For people's own tests: strategies that draw logs, and given/when/then.

The strategies are Hypothesis's, which is installed with `positions[testing]`.
"""

from importlib.util import find_spec

if find_spec("hypothesis") is None:
    _why = (
        "positions.testing draws its examples with Hypothesis, which is not installed; "
        "install `positions[testing]`"
    )
    raise ImportError(_why, name="hypothesis")

from positions.testing.logs import event_logs, histories, permuted, with_later
from positions.testing.scenario import Asked, Given, Outcome, given
from positions.testing.strategies import (
    cuts,
    judgements,
    mandates,
    relations,
    reports,
    statements,
    whens,
)

__all__ = [
    "Asked",
    "Given",
    "Outcome",
    "cuts",
    "event_logs",
    "given",
    "histories",
    "judgements",
    "mandates",
    "permuted",
    "relations",
    "reports",
    "statements",
    "whens",
    "with_later",
]
