"""The index of keys: derived, healed where it is behind, told where it is wrong."""

from typing import Any

import pytest

import positions
from positions import Conflict, UnknownStatement
from positions.ledger import journal
from positions.store import recorded_to_json
from positions.store.keys import UNREAD
from tests.ledger.cases import CASE, statement_ids
from tests.ledger.tampering import Tampered
from tests.stores import KEYED, each_store

SAID = {"by": "kirby", "claim": "ban", "act": "hedge", "said": "2015-08-17"}


@pytest.fixture(autouse=True)
def _looked_up(monkeypatch):
    """Let each ledger look up single events, as it does of a long log, until it is asked."""
    monkeypatch.setattr(journal, "PAGE", 2)


def keys(location):
    """Return how many keys are filed, and how far they reach."""
    tampered = Tampered(location)
    ((count,),) = tampered.run("SELECT count(*) FROM {table}_keys")
    ((reaches,),) = tampered.run("SELECT reaches FROM {table}_keys_reach")
    return count, reaches


@each_store(KEYED)
def test_every_write_keeps_it_whole(store):
    """In the transaction of the events: it always reaches the last of them."""
    with store() as location:
        with positions.open(location) as ledger:
            ledger.load(CASE)
            assert (5, 13) == keys(location)
            ledger.record(id="c", **SAID)
        with positions.open(location) as ledger:
            ledger.record(id="d", **SAID, follows=["c"])
            recorder: Any = ledger.application.recorder

            assert 15 == keys(location)[1] == recorder.index_reaches()
            assert ledger.verify()


@each_store(KEYED)
def test_what_was_inserted_without_its_keys_is_filed_by_the_next_writer(store):
    """By `eventsourcing` itself, past the ledger; the decision sees it."""
    with store() as location:
        with positions.open(location) as source:
            source.load(CASE)
            source.record(id="c", **SAID)
            source.record(id="d", **SAID)
            stored = source.application.recorder.select_events("claim:ban")
            all_stored = source.application.recorder.select_notifications(1, 99)
        with store() as place, positions.open(place) as ledger:
            recorder: Any = ledger.application.recorder
            for each in all_stored:
                recorder.insert_events([each])
            assert (0, 0) == keys(place)
            assert ledger.verify()

            with pytest.raises(Conflict):
                ledger.record(id="c", **SAID | {"act": "deny"})
            assert 15 == keys(place)[1]
            assert () == ledger.record(id="d", **SAID)
            assert ledger.record(id="e", **SAID)
            assert (len(all_stored) + 1) == keys(place)[1]
            assert len(stored) + 1 == len(recorder.select_events("claim:ban"))
            assert ledger.verify()


@each_store(KEYED)
def test_a_write_beside_what_is_not_filed_leaves_it_behind(store):
    """It does not say that it reaches what it has skipped."""
    with store() as location, positions.open(location) as ledger:
        ledger.load(CASE)
        recorder: Any = ledger.application.recorder
        first = recorder.select_events("claim:ban")[0]
        other = type(first)("claim:other", 1, "Unheard", b"{}")
        recorder.insert_events([other])
        ledger.history()  # from here on the log is remembered, and nothing is healed
        ledger.record(id="c", **SAID)

        assert 13 == recorder.index_reaches()
        assert ["claim:other"] == [each.stream for each in ledger.verify().problems]


@each_store(KEYED)
def test_what_cannot_be_read_is_filed_as_that(store):
    """A later release may find more in it; until then it may tie any claims to each other."""
    with store() as location:
        with positions.open(location) as ledger:
            ledger.load(CASE)
        Tampered(location).insert("claim:other", 1, "Unheard", b"{}")
        with positions.open(location) as ledger:
            ledger.record(id="c", **SAID)
            recorder: Any = ledger.application.recorder

            assert [("claim:other", 1)] == list(recorder.select_by_kind(UNREAD))
            assert 15 == recorder.index_reaches()
            assert ledger.as_of().position("kirby", "visit").damaged


@each_store(KEYED)
def test_clearing_it_loses_nothing(store):
    """The next writer files all again; whoever was filing meanwhile changes nothing of that."""
    with store() as location:
        with positions.open(location) as ledger:
            ledger.load(CASE)
            before = keys(location)
            recorder: Any = ledger.application.recorder
            recorder.clear_index()
            assert (0, 0) == keys(location)
            recorder.insert_index([], 5, 13)
            assert (0, 0) == keys(location)
            assert ledger.verify()
        with positions.open(location) as ledger:
            assert () == ledger.load(CASE).recorded
            assert before == keys(location)
            ledger.record(id="c", **SAID)
            assert ["a", "b", "c"] == statement_ids(ledger.history())
            assert ledger.verify()


DAMAGES = {
    "a hole": "DELETE FROM {table}_keys WHERE originator_id='claim:visit'",
    "another version": "UPDATE {table}_keys SET originator_version=originator_version+7",
    "too far": "UPDATE {table}_keys_reach SET reaches=99",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@each_store(KEYED)
def test_what_is_wrong_with_it_is_told(store, damage):
    """It has no place in the log; who has read the log decides rightly; clearing it mends it."""
    with store() as location:
        with positions.open(location) as ledger:
            ledger.load(CASE)
            lines = [recorded_to_json(each) for each in ledger.history()]
        Tampered(location).run(damage)
        with positions.open(location) as ledger:
            (problem,) = ledger.verify().problems
            assert (None, None, None) == (problem.position, problem.stream, problem.version)
            assert str(problem).startswith("the index of keys ")
            assert lines == [recorded_to_json(each) for each in ledger.history()]
            assert () == ledger.load(CASE).recorded
            recorder: Any = ledger.application.recorder
            recorder.clear_index()
            assert ledger.verify()
        with positions.open(location) as ledger:
            assert () == ledger.load(CASE).recorded
            ledger.record(id="c", **SAID)
            assert ledger.verify()


@each_store(KEYED)
def test_keys_that_outlive_their_events_mislead_nobody(store):
    """Where the last events were taken out and others took their places."""
    with store() as location:
        with positions.open(location) as ledger:
            ledger.load(CASE)
            ledger.record(id="c", **SAID)
        Tampered(location).run("DELETE FROM {table} WHERE {position}=14")
        with positions.open(location) as ledger:
            assert ledger.record(id="d", **SAID)
        with positions.open(location) as ledger:
            assert ledger.record(id="c", **SAID | {"act": "deny"})
            assert () == ledger.record(id="d", **SAID)
            assert ["a", "b", "d", "c"] == statement_ids(ledger.history())


@each_store(KEYED)
def test_what_is_damaged_is_on_record_for_nobody(store):
    """Whether it is looked up or the log is read: what says nothing decides nothing."""
    with store() as location:
        with positions.open(location) as ledger:
            ledger.load(CASE)
            ledger.record(id="c", **SAID)
        Tampered(location).set("state", b"", 14)
        with positions.open(location) as looking, positions.open(location) as reading:
            reading.history()
            for ledger, turn in ((looking, "d"), (reading, "e")):
                assert 1 == len(ledger.record(id=turn, **SAID))
                with pytest.raises(UnknownStatement):
                    ledger.void("c", why="never said")


@each_store()
def test_it_can_be_made_anew_wherever_it_is_kept(store):
    """Where there is none, nothing is done; nothing else depends on it."""
    with store() as location, positions.open(location) as ledger:
        ledger.load(CASE)
        before = ledger.as_of().matrix()
        ledger.rebuild_index()

        assert ledger.verify()
        assert before == ledger.as_of().matrix()


@each_store(KEYED)
def test_a_batch_is_told_of_an_amendment_when_it_asks_for_it(store):
    """Also where it has decided something else on the same claim before."""
    with store() as location:
        with positions.open(location) as ledger:
            ledger.load(CASE)
            ledger.record(id="c", **SAID)
            ledger.amend("c", id="fix", act="deny")
        with positions.open(location) as ledger:
            with ledger.batch() as batch:
                new = batch.record(id="d", **SAID)
                again = batch.amend("c", id="fix", act="deny")

            assert (1, 0) == (len(new), len(again))
