"""Laws 5, 8, 10, 23, 28 and 31, of a ledger in a store."""

import sqlite3
from contextlib import ExitStack
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import positions
from positions import History, PositionsError
from positions.ledger.journal import Journal
from positions.store import recorded_to_json
from positions.testing import event_logs, judgements, mandates, relations, reports, statements
from tests.laws.cases import as_case
from tests.laws.machine import given as fields_of
from tests.laws.witness import answers
from tests.stores import KEYED, STORES, each_store, memory, sqlite, stock

FEW = settings(max_examples=max(settings().max_examples // 8, 1))
IDS = st.sampled_from(["a", "b", "s0", "s1", "s2", "nothing"])
CLAIMS = st.sampled_from(["c", "d", "e", "no-claim"])


def lines(log):
    """Return the export of *log*."""
    return b"".join(recorded_to_json(each) + b"\n" for each in log)


def holding(location, log):
    """Return a ledger at *location* that holds *log*."""
    ledger = positions.open(location, clock=lambda: max(each.recorded_at for each in log))
    ledger.import_from(BytesIO(lines(log)))
    return ledger


def commands():
    """Return commands on a ledger, sensible or not, as functions of it."""
    return st.one_of(
        st.builds(
            lambda said, follows: (
                lambda to: to.record(
                    **fields_of(said, "follows"), **({"follows": follows} if follows else {})
                )
            ),
            statements(),
            st.lists(IDS, max_size=1),
        ),
        st.builds(
            lambda id, on, said: lambda to: to.amend(id, claim=on, said=said.said, by=said.by),
            IDS,
            st.none() | CLAIMS,
            statements(),
        ),
        st.builds(
            lambda id, on: lambda to: to.amend(id, claim=on, act="deny", id="x"), IDS, CLAIMS
        ),
        st.builds(lambda id, on: lambda to: to.void(id, claim=on), IDS, st.none() | CLAIMS),
        st.builds(
            lambda id, on, new: lambda to: to.add_report(id, claim=on, **fields_of(new)),
            IDS,
            st.none() | CLAIMS,
            reports(),
        ),
        st.builds(
            lambda new: lambda to: to.relate(new.claim, new.relation, new.other), relations()
        ),
        st.builds(
            lambda new: lambda to: to.unrelate(new.claim, new.relation, new.other), relations()
        ),
        st.builds(lambda new: lambda to: to.give_mandate(**fields_of(new)), mandates()),
        st.builds(lambda new: lambda to: to.give_mandate(**fields_of(new), id="m"), mandates()),
        st.builds(
            lambda new: lambda to: to.judge_identity(new.verdict, new.actors, id="j"), judgements()
        ),
        st.builds(lambda on: lambda to: to.amend_claim(on, text="as amended"), CLAIMS),
    )


def cases():
    """Return the loading of whole cases."""
    return st.builds(lambda log: lambda to: to.load(as_case(log)).known, event_logs())


def came_of(ledger, command):
    """Return what came of a command: its events, or its error as it reads."""
    try:
        return command(ledger)
    except PositionsError as error:
        return type(error), str(error)


@given(event_logs(), st.lists(commands() | cases(), min_size=1, max_size=6))
@pytest.mark.parametrize("store", KEYED.values(), ids=KEYED)
def test_law_05_looking_up_single_events_decides_like_reading_all(store, log, given_commands):
    """Law 5: a writer that looks up what it needs decides as one that has read the whole log."""
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
    """Law 31: the same commands, alone and in batches, have the same outcome in every store.

    What is refused is refused there with the same words (laws 10 and 28).
    """
    with ExitStack() as stack:
        ledgers = [
            stack.enter_context(holding(stack.enter_context(store()), log))
            for store in (STORES[name], memory)
        ]
        assert came_of(ledgers[0], case) == came_of(ledgers[1], case)
        for number, batch in enumerate(batches):
            if number % 2:
                outcomes = [[came_of(ledger, each) for each in batch] for ledger in ledgers]
            else:
                outcomes = []
                for ledger in ledgers:
                    with ledger.batch() as together:
                        outcomes.append([came_of(together, each) for each in batch])
            assert outcomes[0] == outcomes[1]
        one, other = (ledger.history() for ledger in ledgers)
        assert [each.event for each in one] == [each.event for each in other]
        assert answers(one.as_of()) == answers(other.as_of())


@given(event_logs(), st.data())
@pytest.mark.parametrize("store", [sqlite, stock], ids=["sqlite", "stock"])
def test_law_23_a_damaged_event_changes_no_other_answer_silently(store, log, data):
    """Law 23: whichever event is damaged, an answer is as before or says that it may not be."""
    place = data.draw(st.integers(0, len(log) - 1))
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
