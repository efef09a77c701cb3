"""R15: every statement of a voice is accounted for."""

from hypothesis import given

from positions import History
from positions.model.vocabulary import Visibility
from positions.testing import cuts, event_logs
from tests.strategies import askings


@given(event_logs(), cuts(), askings())
def test_what_was_said_is_either_rested_on_or_left_out_with_a_reason(log, cut, asking):
    """Each statement of a voice, spoken by the cut, is cited or excluded, and none is both."""
    view = History.of(log).as_of(**cut)
    for actor in view.actors:
        for claim in view.claims:
            position = view.position(actor, claim, **asking)
            cited = [each.id for each in position.statements]
            excluded = [each.statement.id for each in position.excluded]
            spoken = view.statements(claim=claim, actor=actor, include=tuple(Visibility))

            assert len({*cited, *excluded}) == len(cited) + len(excluded)
            assert {each.statement.id for each in spoken} <= {*cited, *excluded}


@given(event_logs(), cuts(), askings())
def test_every_statement_is_named_in_the_explanation(log, cut, asking):
    """`explain()` names every statement cited or excluded, with its date and speaker."""
    view = History.of(log).as_of(**cut)
    for actor in view.actors:
        for claim in view.claims:
            position = view.position(actor, claim, **asking)
            told = position.explain()
            for each in (*position.statements, *(each.statement for each in position.excluded)):
                assert f"{each.id}: {each.said}, {each.by}" in told
            for dissent in position.dissent:
                assert dissent.actor in told
