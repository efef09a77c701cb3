"""Law 14: judgements of identity."""

from hypothesis import given
from hypothesis import strategies as st

from positions import History, Judgement
from positions.model.actors.events import IdentityJudged
from positions.testing import cuts, event_logs, judgements
from tests.laws.records import said_by
from tests.laws.witness import answers, witness


def judged(log, found):
    """Return *log* with these judgements recorded at its end, in this order."""
    for judgement in found:
        event = IdentityJudged(id=judgement.id, judgement=judgement)
        log = said_by(log, judgement.actors[0], event)
    return History.of(log)


@given(event_logs(), st.lists(judgements(), min_size=1, max_size=3), cuts(), st.data())
def test_law_14_judgements_commute_and_are_idempotent(log, found, cut, data):
    """Law 14: judgements in any order, and twice, are those judgements."""
    cut.pop("recorded_by", None)
    shuffled = data.draw(st.permutations([*found, *found]))

    one = judged(log, found).as_of(**cut)

    witness(14, one)
    assert answers(judged(log, shuffled).as_of(**cut)) == answers(one)


@given(event_logs(), st.permutations(["p1", "p2", "post", "other"]), cuts())
def test_law_14_judgements_associate(log, actors, cut):
    """Law 14: that a is b and b is c says what a judgement of all three says."""
    cut.pop("recorded_by", None)
    a, b, c, _ = actors

    def same(*members):
        return Judgement(verdict="same", actors=members)

    in_pairs = judged(log, [same(a, b), same(b, c)]).as_of(**cut)
    at_once = judged(log, [same(a, b, c)]).as_of(**cut)

    witness(14, at_once)
    assert answers(in_pairs) == answers(at_once)
