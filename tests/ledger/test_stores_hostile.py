"""Somebody else's store: nothing in it is run or imported, whatever is wrong with it is told.

Law 23: what is unknown or damaged is reported, and changes no other answer silently.
"""

import json
import pickle
import sys

import pytest

import positions
from positions.store import recorded_to_json
from positions.store.sealed import sealed
from tests.ledger.cases import CASE
from tests.ledger.tampering import Tampered
from tests.stores import SQL_STORES, each_store

CELLS = [(actor, claim) for actor in CASE["actors"] for claim in CASE["claims"]]


class Gadget:
    """What runs a command when it is unpickled."""

    def __reduce__(self):
        return exec, ("import antigravity, evil",)


SNAPSHOT = json.dumps(
    {
        "topic": "evil:Evil",
        "state": {"_type_": "evil", "_data_": {"_id": "x", "_version": 1}},
        "originator_id": "claim:visit",
        "timestamp": {"_type_": "datetime_iso", "_data_": "2015-08-14T00:00:00+00:00"},
    }
).encode()
TOPICS = (
    "os:system",
    "os",
    "antigravity",
    "antigravity:geohash",
    "this:s",
    "evil",
    "evil:Evil",
    "evil:run",
    "evil.deeper:Evil",
    "builtins:eval",
    "builtins:exec",
    "builtins:__import__",
    "subprocess:Popen",
    "pickle:loads",
    "importlib:import_module",
    "shutil:rmtree",
    "webbrowser:open",
    "ctypes:CDLL",
    "code:interact",
    "pty:spawn",
    "turtledemo.chaos:main",
    "eventsourcing.domain:Snapshot",
    "eventsourcing.domain:CanSnapshotAggregate.take",
    "eventsourcing.domain:Aggregate.Created",
    "eventsourcing.system:SingleThreadedRunner",
    "positions.model.claims.events:ClaimOpened",
    "positions.store.codec:REGISTRY",
    "positions.ledger.opening:open",
    "ClaimOpened ",
    "claimopened",
    "",
    "Unreadable",
    "../evil",
    "__main__:main",
)
STATES = (pickle.dumps(Gadget()), SNAPSHOT, b"", b"!!python/object/apply:os.system [x]", b"null")
GADGETS = [(topic, STATES[n % len(STATES)]) for n, topic in enumerate(TOPICS)]


def everything(ledger):
    """Ask all there is to ask of a ledger, and return its matrix and what is wrong with it."""
    view = ledger.as_of()
    for actor, claim in CELLS:
        view.position(actor, claim).explain()
        view.timeline(actor, claim)
    view.statements()
    view.contradictions("kirby")
    view.open_questions()
    ledger.find("kirby")
    ledger.find("evil")
    return view.matrix(), ledger.verify().problems


@pytest.fixture
def evil(tmp_path, monkeypatch):
    """Put a module where it would be found, which leaves a trace if it is imported."""
    trace = tmp_path / "trace"
    source = f"open({str(trace)!r}, 'w').close()\nclass Evil: pass\nrun = Evil\n"
    (tmp_path / "evil.py").write_text(source, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return trace


@each_store(SQL_STORES)
def test_law_23_nothing_is_run_or_imported(store, evil):
    """Each of these is an `UnknownEvent`, told with its position and stream; nothing is loaded."""
    with store() as location:
        with positions.open(location) as ledger:
            ledger.load(CASE)
            everything(ledger)
            head = ledger.application.recorder.max_notification_id() or 0
            version = ledger.application.recorder.select_events("claim:visit")[-1]
        tampered = Tampered(location)
        for n, (topic, state) in enumerate(GADGETS):
            tampered.insert(f"claim:g{n}", 1, topic, state)
        tampered.insert("claim:visit", version.originator_version + 1, "evil:Evil", SNAPSHOT)
        before = set(sys.modules)

        with positions.open(location) as ledger:
            _, problems = everything(ledger)
            ledger.add_actor("iran")

        assert set() == set(sys.modules) - before
        assert not evil.exists()
        places = [((each.position or 0) - head, each.stream, each.version) for each in problems]
        expected = [(n + 1, f"claim:g{n}", 1) for n in range(len(GADGETS))]
        last = (len(GADGETS) + 1, "claim:visit", version.originator_version + 1)
        assert [*expected, last] == places
        for each, (topic, _) in zip(problems, GADGETS, strict=False):
            assert f"there is no kind of event {topic!r}" in each.why


# --- damage


def found(ledger):
    """Return the answers, and which of them say that they may be damaged."""
    view = ledger.as_of()
    cells = {(actor, claim): view.position(actor, claim) for actor, claim in CELLS}
    answers = {cell: (each.kind, each.stance, each.since) for cell, each in cells.items()}
    return answers, {claim for (_, claim), each in cells.items() if each.damaged}


def swapped(tampered, one, other):
    """Let two rows change what they hold."""
    states = tampered.state(one), tampered.state(other)
    tampered.set("state", states[1], one)
    tampered.set("state", states[0], other)


def flipped(tampered, position, bit=100):
    """Flip one bit."""
    state = bytearray(tampered.state(position))
    state[bit // 8] ^= 1 << bit % 8
    tampered.set("state", bytes(state), position)


# In the small record, `ban` is opened at position 8 and related to `visit` at 9; `visit` is opened
# at 7, and its statements stand at 10 and 11. Each damage is done to one of the claim `visit`.
DAMAGES = {
    "a flipped bit": (flipped, "checksum"),
    "cut short": (lambda on, at: on.set("state", on.state(at)[:-5], at), "checksum"),
    "half": (lambda on, at: on.set("state", on.state(at)[:40], at), "checksum"),
    "nothing": (lambda on, at: on.set("state", b"", at), "checksum"),
    "more": (lambda on, at: on.set("state", on.state(at) + b" ", at), "checksum"),
    "another's": (lambda on, at: on.set("state", on.state(at - 1), at), "of another place"),
    "an older name": (
        lambda on, at: on.set("topic", "ClaimOpened", at),
        "written as",
    ),
    "an unknown name": (
        lambda on, at: on.set("topic", "os:system", at),
        "no kind of event",
    ),
}


def statement_position(ledger, id):
    """Return the position of the event that recorded a statement, in a whole log."""
    for entry in ledger._journal.log.all():
        event = entry.found.event
        if id == getattr(getattr(event, "statement", None), "id", None):
            return entry.position
    raise AssertionError(id)


@pytest.mark.parametrize(("harm", "why"), DAMAGES.values(), ids=DAMAGES)
@each_store(SQL_STORES)
def test_law_23_damage_is_told_where_it_is(store, harm, why):
    """The claim says that it is damaged; another answers as before, or says so too."""
    with store() as location:
        with positions.open(location) as ledger:
            ledger.load(CASE)
            ledger.record(id="n", by="russia", claim="ban", act="deny", said="2015-08-18")
            before, none = found(ledger)
            at = statement_position(ledger, "b")
            keyed = ledger._journal.log.keyed
        harm(Tampered(location), at)

        with positions.open(location) as ledger:
            after, damaged = found(ledger)
            (problem,) = ledger.verify().problems

        assert (at, "claim:visit") == (problem.position, problem.stream)
        assert why in problem.why
        assert set() == none
        assert {"visit"} <= damaged
        assert damaged == {"visit"} or keyed is None
        assert before["russia", "ban"] == after["russia", "ban"]


@each_store(SQL_STORES)
def test_law_23_two_rows_that_were_exchanged_are_both_damaged(store):
    """What was said of one statement is never read as said of another, nor on another claim."""
    with store() as location:
        with positions.open(location) as ledger:
            ledger.load(CASE)
            places = [statement_position(ledger, id) for id in "ab"]
        swapped(Tampered(location), *places)
        with positions.open(location) as ledger:
            assert "visit" in found(ledger)[1]
            assert places == [each.position for each in ledger.verify().problems]


@each_store(SQL_STORES)
def test_law_23_a_row_that_was_moved_damages_both_streams(store):
    """It is missing where it was, and does not belong where it is."""
    with store() as location:
        with positions.open(location) as ledger:
            ledger.load(CASE)
            ledger.record(id="c", by="russia", claim="visit", act="deny", said="2015-08-18")
            at = statement_position(ledger, "b")
            head = ledger.application.recorder.select_events("claim:ban")[-1].originator_version
        Tampered(location).run(
            "UPDATE {table} SET originator_id='claim:ban', originator_version=? WHERE {position}=?",
            head + 1,
            at,
        )
        with positions.open(location) as ledger:
            assert {"visit", "ban"} == found(ledger)[1]
            moved, missing = ledger.verify().problems
        assert (at, "claim:ban") == (moved.position, moved.stream)
        assert (at + 1, "claim:visit") == (missing.position, missing.stream)
        assert "is missing before it" in missing.why


@each_store(SQL_STORES)
def test_law_23_a_row_that_is_missing_damages_its_stream(store):
    """The next event of the stream shows it."""
    with store() as location:
        with positions.open(location) as ledger:
            ledger.load(CASE)
            before, _ = found(ledger)
            at = statement_position(ledger, "a")
            keyed = ledger._journal.log.keyed
        Tampered(location).run("DELETE FROM {table} WHERE {position}=?", at)
        with positions.open(location) as ledger:
            after, damaged = found(ledger)
            (problem,) = ledger.verify().problems
        assert (at + 1, "claim:visit") == (problem.position, problem.stream)
        assert "visit" in damaged
        assert damaged == {"visit"} or keyed is None
        assert before["russia", "ban"] == after["russia", "ban"]


ODD = {
    "a text for bytes": ("state", "x"),
    "a number for bytes": ("state", 10**12),
    "NULL for bytes": ("state", None),
    "bytes for a name": ("topic", b"StatementRecorded"),
    "a number for a name": ("topic", 5),
    "NULL for a name": ("topic", None),
    "a text for a version": ("originator_version", "x"),
    "a fraction for a version": ("originator_version", 2.5),
    "NULL for a version": ("originator_version", None),
    "a version below": ("originator_version", -1),
    "bytes for a stream": ("originator_id", b"claim:visit\xff"),
    "NULL for a stream": ("originator_id", None),
}


@pytest.mark.parametrize(("column", "value"), ODD.values(), ids=ODD)
def test_law_23_a_file_may_hold_anything(column, value):
    """SQLite takes any value in any column: here, in a table of eventsourcing's own."""
    with SQL_STORES["stock"]() as location:
        with positions.open(location) as ledger:
            ledger.load(CASE)
            at = statement_position(ledger, "b")
        Tampered(location).set(column, value, at)
        with positions.open(location) as ledger:
            everything(ledger)
            problems = ledger.verify().problems
        assert at == problems[0].position


def test_law_23_text_that_is_none_is_damage_of_its_row_alone():
    """In our file; SQLite itself would fail the whole page."""
    with SQL_STORES["sqlite"]() as location:
        with positions.open(location) as ledger:
            ledger.load(CASE)
            at = statement_position(ledger, "b")
        tampered = Tampered(location)
        tampered.run("UPDATE {table} SET topic=CAST(x'ff' AS TEXT) WHERE {position}=?", at)
        with positions.open(location) as ledger:
            (problem,) = ledger.verify().problems
            assert {"visit"} == found(ledger)[1]
        assert (at, "claim:visit") == (problem.position, problem.stream)


def test_law_23_nothing_where_there_must_be_something_is_damage():
    """In PostgreSQL, where somebody has lifted the constraint."""
    with SQL_STORES["postgres"]() as location:
        with positions.open(location) as ledger:
            ledger.load(CASE)
            at = statement_position(ledger, "b")
        tampered = Tampered(location)
        for column in ("topic", "state"):
            tampered.run(f"ALTER TABLE {{table}} ALTER COLUMN {column} DROP NOT NULL")
            tampered.set(column, None, at)
            with positions.open(location) as ledger:
                (problem,) = ledger.verify().problems
                assert {"visit"} == found(ledger)[1]
                log = ledger._journal.log
                assert len(log.stream("claim:visit")) < sum(
                    each.stream == "claim:visit" for each in log.all()
                )
            assert (at, "claim:visit") == (problem.position, problem.stream)


@each_store(SQL_STORES)
def test_what_stands_before_the_log_is_told(store):
    """Positions are counted from 1; nobody reads what somebody has put before that."""
    with store() as location:
        with positions.open(location) as ledger:
            ledger.load(CASE)
            last = statement_position(ledger, "b")
        Tampered(location).run("UPDATE {table} SET {position}=-3 WHERE {position}=?", last)
        with positions.open(location) as ledger:
            found(ledger)
            (problem,) = ledger.verify().problems
        assert (-3, "claim:visit") == (problem.position, problem.stream)
        assert "before the first position" in problem.why


@each_store(SQL_STORES)
def test_a_sealed_lie_is_read_strictly(store):
    """A line with a right checksum that no event is spelt as is damage all the same."""
    with store() as location:
        with positions.open(location) as ledger:
            ledger.load(CASE)
            line = recorded_to_json(ledger.history()[-1])
        tampered = Tampered(location)
        lies = {
            "claim:visit": line.replace(b'"act":', b'"act": '),
            "claim:x": line,
            "actor:y": b'{"a":1}',
        }
        for stream, lie in lies.items():
            version = 4 if stream == "claim:visit" else 1
            tampered.insert(stream, version, "StatementRecorded", sealed(lie, version))
        with positions.open(location) as ledger:
            found(ledger)
            problems = ledger.verify().problems
        assert list(lies) == [each.stream for each in problems]
