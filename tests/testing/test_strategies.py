"""Single values: every word of the vocabularies is drawn, and the pools stay tiny."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given

from positions import testing
from positions.model.actors.identity import Judgement
from positions.model.actors.mandate import Mandate
from positions.model.claims.claim import ClaimRelation
from positions.model.claims.report import Report
from positions.model.claims.statement import Statement
from positions.model.vocabulary import (
    Act,
    Authenticity,
    Capacity,
    GroundRule,
    Mode,
    Relation,
    Rendering,
    Stance,
    Verdict,
    Visibility,
)
from positions.model.when import When
from positions.model.when.zones import OPEN_FUTURE, OPEN_PAST
from tests.strategies import drawn

WINDOW = When.parse("2015-08-01/2015-08-06", zone="Pacific/Kiritimati"), When.parse("2015-08")


@pytest.mark.parametrize(
    ("strategy", "kind"),
    [
        (testing.whens, When),
        (testing.reports, Report),
        (testing.statements, Statement),
        (testing.mandates, Mandate),
        (testing.judgements, Judgement),
        (testing.relations, ClaimRelation),
    ],
)
def test_each_strategy_draws_its_kind(strategy, kind):
    """A strategy named for a value draws that value."""
    values = drawn(strategy(), 50)

    assert {kind} == {type(value) for value in values}


@given(testing.whens())
def test_times_lie_in_the_window_or_are_open(when):
    """A time lies in August 2015, near its first days, where it is not open."""
    assert when.start == OPEN_PAST or when.start >= WINDOW[0].start
    assert when.stop == OPEN_FUTURE or when.stop <= WINDOW[1].stop


def test_times_are_of_every_sort():
    """Days, intervals, a month, minutes, other zones and open ends are drawn."""
    texts = {(when.text, when.zone) for when in drawn(testing.whens(), 300)}

    assert {f"2015-08-0{day}" for day in range(1, 7)} <= {text for text, _ in texts}
    assert {("2015-08", "UTC"), ("2015-08-03", "Asia/Tokyo"), ("2015-08-03/..", "UTC")} <= texts
    assert any("/" in text and ".." not in text for text, _ in texts)
    assert any("T" in text for text, _ in texts)


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("act", Act),
        ("mode", Mode),
        ("visibility", Visibility),
        ("ground_rule", GroundRule),
        ("capacity", Capacity),
        ("authenticity", Authenticity),
    ],
)
def test_statements_use_every_word(field, words):
    """Each word of each vocabulary is drawn."""
    assert set(words) == {getattr(each, field) for each in drawn(testing.statements(), 500)}


def test_statements_are_as_various_as_can_be():
    """No stance, each one, several; and every field that may be left out is given at times."""
    statements = drawn(testing.statements(), 500)

    assert {0, 1, 2} == {len(each.stances) for each in statements}
    assert set(Stance) == {stance for each in statements for stance in each.stances}
    for field in (
        *("condition", "role", "on_behalf_of", "to", "utterance", "seq", "question", "follows"),
        *("retracts", "refers_to", "wording", "note", "extra"),
    ):
        assert any(getattr(each, field) for each in statements), field


def test_reports_are_of_every_rendering():
    """Dated and undated, with a stance, several or none, verbatim to paraphrased."""
    reports = drawn(testing.reports(), 200)

    assert set(Rendering) == {report.rendering for report in reports}
    assert {True, False} == {report.published is None for report in reports}
    assert {0, 1, 2} == {len(report.stances) for report in reports}


def test_mandates_are_of_every_sort():
    """Open, dated, coarse; with role or rank; of persons and of posts."""
    mandates = drawn(testing.mandates(), 200)

    assert {"p1", "p2", "post", "body"} == {mandate.by for mandate in mandates}
    for field in ("begins", "ends"):
        spans = {getattr(m, field) and getattr(m, field).is_span for m in mandates}
        assert {None, True, False} == spans
    assert {None, "spokesperson", "minister"} == {mandate.role for mandate in mandates}
    assert {None, 1, 2} == {mandate.rank for mandate in mandates}


def test_judgements_and_relations_are_of_every_sort():
    """Each verdict and each relation is drawn, the latter both ways."""
    assert set(Verdict) == {judged.verdict for judged in drawn(testing.judgements())}
    relations = drawn(testing.relations(), 200)
    assert set(Relation) == {related.relation for related in relations}
    assert 6 == len({(related.claim, related.other) for related in relations})


def test_cuts_limit_each_clock_or_none():
    """Each clock is cut at times, alone and with others; at times none is."""
    cuts = drawn(testing.cuts(), 300)
    clocks = {frozenset(cut) for cut in cuts}

    assert {"as_of", "known_by", "recorded_by"} == frozenset.union(*clocks)
    assert frozenset() in clocks
    assert {1, 2, 3} <= {len(each) for each in clocks}


def test_cuts_lie_on_boundaries_and_a_microsecond_beside():
    """Instants are drawn at a midnight and one microsecond before; dates as texts."""
    values = {cut["as_of"] for cut in drawn(testing.cuts(), 500) if "as_of" in cut}
    instants = {value for value in values if isinstance(value, datetime)}

    assert datetime(2015, 8, 3, tzinfo=UTC) in instants
    assert datetime(2015, 8, 2, 23, 59, 59, 999_999, tzinfo=UTC) in instants
    assert {date(2015, 8, day).isoformat() for day in range(1, 7)} <= values
