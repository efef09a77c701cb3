"""Laws 9, 10, 12 and 13: what is recorded twice, amended, or voided."""

import pytest
from attrs import evolve
from hypothesis import assume, given, reject
from hypothesis import strategies as st

import positions
from positions import Conflict, History, InvalidCase, UnknownStatement
from positions.model.claims.events import StatementAmended, StatementRecorded, StatementVoided
from positions.model.vocabulary import Act
from positions.testing import cuts, event_logs, statements
from tests.laws.cases import as_case
from tests.laws.records import spoken, told
from tests.laws.witness import answers, witness


def loaded(*cases):
    """Return a ledger into which *cases* were loaded, one after the other.

    A log whose words contradict each other without the corrections made between them is no example.
    """
    ledger = positions.open(":memory:")
    for case in cases:
        try:
            ledger.load(case)
        except InvalidCase:
            reject()
    return ledger


@given(event_logs(), cuts())
def test_law_09_loading_twice_is_loading_once(log, cut):
    """Law 9: a case that is loaded again records nothing, and changes no answer."""
    cut.pop("recorded_by", None)
    ledger = loaded(as_case(log))
    before = answers(ledger.as_of(**cut))

    again = ledger.load(as_case(log))

    witness(9, ledger.as_of(**cut), History.of(log).as_of())
    assert again.recorded == ()
    assert answers(ledger.as_of(**cut)) == before


@given(event_logs(), cuts(), st.data())
def test_law_09_overlapping_slices_in_any_order_are_the_whole(log, cut, data):
    """Law 9: slices of a case that overlap, in any order, are the case."""
    cut.pop("recorded_by", None)
    whole = as_case(log)
    rows = whole["statements"]
    assume(rows and not any("follows" in row or "retracts" in row for row in rows))
    low, high = data.draw(st.integers(0, len(rows))), data.draw(st.integers(0, len(rows)))
    slices = [
        whole | {"statements": rows[: max(low, high)]},
        whole | {"statements": rows[min(low, high) :]},
    ]

    in_slices = loaded(*data.draw(st.permutations(slices))).as_of(**cut)
    at_once = loaded(whole).as_of(**cut)

    witness(9, at_once)
    assert answers(in_slices) == answers(at_once)


@given(event_logs(), cuts(), st.data())
def test_law_10_same_id_other_content_is_a_conflict(log, cut, data):
    """Law 10: an id with other content is a `Conflict`, and the store is unchanged."""
    cut.pop("recorded_by", None)
    case = as_case(log)
    rows = case["statements"]
    assume(rows)
    ledger = loaded(case)
    before, length = answers(ledger.as_of(**cut)), len(ledger.history())
    row = dict(data.draw(st.sampled_from(rows)))
    row["note"] = "it was raining"

    with pytest.raises(Conflict) as caught:
        ledger.record(**{str({"as": "role"}.get(key, key)): row[key] for key in row})

    witness(10, ledger.as_of(**cut), History.of(log).as_of())
    assert caught.value.differs == ("note",)
    assert len(ledger.history()) == length
    assert answers(ledger.as_of(**cut)) == before


@given(event_logs(), statements(), cuts(), st.data())
def test_law_12_amending_is_voiding_and_recording_anew(log, drawn, cut, data):
    """Law 12: amending is voiding, and recording the amended statement, in one step."""
    cut.pop("recorded_by", None)
    named = {
        ref
        for entry in spoken(log)
        for ref in (*entry.now.follows, evolve(entry.now.ref, statement=entry.now.retracts or ""))
    }
    free = [entry for entry in spoken(log) if entry.now.ref not in named]
    assume(free)
    entry = data.draw(st.sampled_from(free))
    amended = (
        drawn.evolve(
            id=entry.now.id, claim=entry.now.claim, follows=(), act=drawn.act, stances=drawn.stances
        )
        if drawn.act is not Act.RETRACT
        else entry.now.evolve(wording="as amended")
    )
    assume(amended.stances or not any(each.stances for each in entry.standing_reports))
    claim = amended.claim

    in_one = told(log, claim, StatementAmended(id="amended", statement=amended))
    anew = StatementRecorded(statement=evolve(amended, id="anew"), reports=entry.standing_reports)
    in_two = told(log, claim, StatementVoided(statement=amended.id), anew)

    one, two = History.of(in_one).as_of(**cut), History.of(in_two).as_of(**cut)
    witness(12, one, History.of(log).as_of())
    for policy in ("latest", "most_senior", "unanimous"):
        for include in ((), ("private", "leaked")):
            assert one.matrix(policy=policy, include=include) == two.matrix(
                policy=policy, include=include
            )


@given(event_logs(), cuts(), st.data())
def test_law_13_voiding_twice_is_voiding_once(log, cut, data):
    """Law 13: what is voided is as if never said; voiding it again yields no event."""
    cut.pop("recorded_by", None)
    case = as_case(log)
    assume(case["statements"])
    ledger = loaded(case)
    row = data.draw(st.sampled_from(case["statements"]))
    witness(13, ledger.as_of(**cut), History.of(log).as_of())

    first = ledger.void(row["id"], claim=row["claim"])
    second = ledger.void(row["id"], claim=row["claim"])

    said = {each.statement.ref for each in ledger.as_of().statements()}
    assert first == (StatementVoided(statement=row["id"]),)
    assert second == ()
    assert (row["claim"], row["id"]) not in {(ref.claim, ref.statement) for ref in said}


@given(event_logs())
def test_law_13_voiding_the_unknown_is_an_error(log):
    """Law 13: to void what was never recorded is an `UnknownStatement`, and records nothing."""
    ledger = loaded(as_case(log))
    length = len(ledger.history())

    with pytest.raises(UnknownStatement):
        ledger.void("never-said", claim="c")

    assert len(ledger.history()) == length
