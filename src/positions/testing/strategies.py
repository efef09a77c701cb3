"""Strategies for single values, drawn from tiny pools so that they often collide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import strategies as st

from positions.testing import pools, values

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

    from positions.model.actors.identity import Judgement
    from positions.model.actors.mandate import Mandate
    from positions.model.claims.claim import ClaimRelation
    from positions.model.claims.report import Report
    from positions.model.claims.statement import Statement
    from positions.model.when import When

__all__ = [
    "cuts",
    "judgements",
    "mandates",
    "relations",
    "reports",
    "statements",
    "thrown",
    "whens",
]

_T = TypeVar("_T")
_DICE = st.randoms(use_true_random=False)


def thrown(make: Callable[..., _T], **told: object) -> SearchStrategy[_T]:
    """Return what *make* makes of a dice that Hypothesis holds in its hand, and of what it is told.

    All throws of one value then stand in one span, and each maker has spans of its own kind.
    Hypothesis, which repeats spans of a kind within an example before it tries another example,
    so spends its examples on values that are new.
    """
    return st.builds(make, _DICE, **{name: st.just(value) for name, value in told.items()})


def whens() -> SearchStrategy[When]:
    """Return times of a window of six days, 2015-08-01 to 06.

    Days in UTC most often; also intervals within the window, its month, minutes, days and
    instants of other zones, and times that are open on one side.
    """
    return st.sampled_from(pools.SAID)


def cuts() -> SearchStrategy[dict[str, Any]]:
    """Return cuts, as the keyword arguments of `as_of`.

    Days, and instants at a midnight and one microsecond before it; `recorded_by` lies at the
    instants at which `event_logs` are recorded, or just before them, and never before the first.
    """
    return thrown(values.cut)


def reports() -> SearchStrategy[Report]:
    """Return reports: dated or not, of every rendering, with stances of their own or none."""
    return thrown(values.report)


def statements() -> SearchStrategy[Statement]:
    """Return single statements of every act, mode and manner.

    Those that follow or withdraw another name `a` or `b`, which a single statement is not; for
    statements that are on record together, draw `event_logs`.
    """
    return thrown(values.statement)


def mandates() -> SearchStrategy[Mandate]:
    """Return mandates: open, dated by the day, or coarse; with a role or a rank, or neither."""
    return thrown(values.mandate)


def judgements() -> SearchStrategy[Judgement]:
    """Return judgements that actors are the same, or different."""
    return thrown(values.judgement)


def relations() -> SearchStrategy[ClaimRelation]:
    """Return relations between two claims, of every kind and in every direction."""
    return thrown(values.relation)
