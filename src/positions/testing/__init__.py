"""For people's own tests: given/when/then, and strategies that draw whole logs.

The strategies are Hypothesis's, which is installed with `positions[testing]`.

>>> from positions.testing import given
>>> case = {
...     "positions": 1,
...     "actors": {"spokesman": {}, "ministry": {}},
...     "mandates": [{"by": "spokesman", "for": "ministry"}],
...     "claims": {"visit": {"text": "The visit took place"}},
...     "statements": [
...         {"id": "a", "by": "spokesman", "claim": "visit", "act": "deny", "said": "2015-08-14"},
...     ],
... }
>>> before = given(case).as_of("2015-08-13").then_position("ministry", "visit", "no_record")
>>> after = given(case).as_of("2015-08-14").then_position("ministry", "visit", "denied")
>>> outcome = given(case).when(lambda ledger: ledger.void("a", why="never said"))
>>> record = outcome.then_accepted().as_of().then_position("ministry", "visit", "no_record")

So are projections, by their state and their rows:

>>> from positions.projections import Standings
>>> standing = given(case).projected(Standings())
>>> denied = standing.then_row("standing", actor="ministry", claim="visit", kind="denied")
>>> withdrawn = standing.when(lambda ledger: ledger.void("a", why="never said"))
>>> gone = withdrawn.then_rows("standing", [])

What must hold of every projection is in `ProjectionLaws`, for a test class to inherit:

>>> from positions.testing import ProjectionLaws
>>> class TestStandings(ProjectionLaws):
...     projection = Standings()
"""

from importlib.util import find_spec

if find_spec("hypothesis") is None:
    _why = (
        "positions.testing draws its examples with Hypothesis, which is not installed; "
        "install `positions[testing]`"
    )
    raise ImportError(_why, name="hypothesis")

from positions.testing.logs import event_logs, histories, permuted, with_later
from positions.testing.projected import Projected
from positions.testing.projection_laws import ProjectionLaws
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
    "Projected",
    "ProjectionLaws",
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
