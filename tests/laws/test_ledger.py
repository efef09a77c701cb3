"""Laws 5, 8, 10, 23, 28 and 31, of a ledger in a store."""

import sqlite3
from contextlib import ExitStack
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import positions
from positions import History
from positions.ledger.journal import Journal
from positions.model.claims.events import StatementRecorded
from positions.store import recorded_to_json
from positions.testing import event_logs
from tests.entangled import entangled_logs
from tests.laws.commands import came_of, cases, commands, entangling
from tests.laws.witness import answers
from tests.stores import KEYED, STORES, each_store, memory, sqlite, stock

FEW = settings(max_examples=max(settings().max_examples // 8, 1))
LOGS = entangled_logs() | event_logs()


def lines(log):
    """Return the export of *log*."""
    return b"".join(recorded_to_json(each) + b"\n" for each in log)


def holding(location, log):
    """Return a ledger at *location* that holds *log*."""
    ledger = positions.open(location, clock=lambda: max(each.recorded_at for each in log))
    ledger.import_from(BytesIO(lines(log)))
    return ledger


@given(event_logs(), st.lists(commands() | cases(), min_size=1, max_size=6))
@pytest.mark.parametrize("store", KEYED.values(), ids=KEYED)
def test_law_05_looking_up_single_events_decides_like_reading_all(store, log, given_commands):
    """Law 5: a writer that looks up what it needs decides as one that has read the whole log."""
    looks_up_as_it_reads(store, log, given_commands)


@given(entangled_logs(), st.lists(entangling(), min_size=1, max_size=6))
@pytest.mark.parametrize("store", KEYED.values(), ids=KEYED)
def test_law_05_also_where_much_is_known_of_the_order(store, log, given_commands):
    """Law 5: the same, where a decision depends on what follows what, and on what was amended."""
    looks_up_as_it_reads(store, log, given_commands)


def looks_up_as_it_reads(store, log, given_commands):
    """Hold a writer that looks up single events to one that has read the whole log."""
    with ExitStack() as stack:
        whole = stack.enter_context(holding(":memory:", log))
        with pytest.MonkeyPatch.context() as patch:
            location = stack.enter_context(store())
            partial = stack.enter_context(holding(location, log))
            patch.setattr(Journal, "known", lambda self: self.looked_up(self.log.keyed))
            found = [came_of(partial, each) for each in given_commands]

        assert [came_of(whole, each) for each in given_commands] == found
        assert partial.verify().problems == ()
        one, other = ([each.event for each in every.history()] for every in (whole, partial))
        assert one == other


@FEW
@given(event_logs())
@each_store()
def test_law_08_export_import_export_gives_identical_bytes(store, log):
    """Law 8: what a store holds is what was put in, byte for byte."""
    with store() as location, holding(location, log) as ledger:
        exported = BytesIO()
        ledger.export(exported)

        assert exported.getvalue() == lines(log)
        assert ledger.history() == History.of(log)


@FEW
@given(event_logs(), cases(), st.lists(st.lists(commands(), min_size=1, max_size=3), max_size=4))
@pytest.mark.parametrize("name", [each for each in STORES if each != "memory"])
def test_law_31_every_store_gives_the_same_answers(name, log, case, batches):
    """Law 31: the same commands, alone or in batches, have the same outcome in every store.

    What is refused is refused with the same words, and leaves nothing behind (laws 10 and 28).
    """
    with ExitStack() as stack:
        ledgers = [
            stack.enter_context(holding(stack.enter_context(store()), log))
            for store in (STORES[name], memory)
        ]
        assert came_of(ledgers[0], case) == came_of(ledgers[1], case)
        for number, batch in enumerate(batches):
            with ledgers[number % 2].batch() as together:
                in_batch = [came_of(together, each) for each in batch]
            assert in_batch == [came_of(ledgers[1 - number % 2], each) for each in batch]
        one, other = (ledger.history() for ledger in ledgers)
        assert [each.event for each in one] == [each.event for each in other]
        assert answers(one.as_of()) == answers(other.as_of())


@given(LOGS, st.data())
@pytest.mark.parametrize("store", [sqlite, stock], ids=["sqlite", "stock"])
def test_law_23_a_damaged_event_changes_no_other_answer_silently(store, log, data):
    """Law 23: whichever event is damaged, an answer is as before or says that it may not be."""
    tying = [place for place, each in enumerate(log) if ties(each.event)]
    place = data.draw(st.sampled_from(tying or range(len(log))))
    bit = data.draw(st.integers(0, 7))
    with store() as location:
        with holding(location, log) as ledger:
            before = ledger.as_of()
        damage(location, place, bit, data)

        with positions.open(location) as ledger:
            after = ledger.as_of()
            problems = ledger.verify().problems

        assert [problem.position for problem in problems] == [place + 1]
        for actor in after.actors:
            for claim in after.claims:
                now = after.position(actor, claim)
                assert now.damaged or now.to_dict() == before.position(actor, claim).to_dict()


def ties(event):
    """Return whether an event says that a statement follows one on another claim."""
    return isinstance(event, StatementRecorded) and any(
        earlier.claim != event.statement.claim for earlier in event.statement.follows
    )


def damage(location, place, bit, data):
    """Flip one bit of one stored event."""
    name = location if isinstance(location, str) else location["SQLITE_DBNAME"]
    with sqlite3.connect(name) as file:
        file.execute("DROP TRIGGER IF EXISTS stored_events_updated")
        ((state,),) = file.execute(
            "SELECT state FROM stored_events WHERE rowid = ?", (place + 1,)
        ).fetchall()
        at = data.draw(st.integers(0, len(state) - 1))
        flipped = bytearray(state)
        flipped[at] ^= 1 << bit
        file.execute("UPDATE stored_events SET state = ? WHERE rowid = ?", (flipped, place + 1))
    file.close()
