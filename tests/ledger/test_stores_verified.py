"""What `verify` and the other long works tell, and what becomes of them beside other writers."""

from io import BytesIO

import pytest

import positions
from positions import InvalidImport, pausing
from positions.ledger import exporting, journal
from positions.store import Log, verifying
from tests.ledger.cases import CASE
from tests.ledger.tampering import Tampered
from tests.stores import SQL_STORES, each_store


@each_store(SQL_STORES)
def test_verify_counts_and_lists(store, monkeypatch):
    """Events and streams, and each problem with its place, as a sentence and as plain data."""
    monkeypatch.setattr(verifying, "_OFTEN", 5)
    told: list[int] = []
    with store() as location:
        with positions.open(location) as ledger:
            ledger.load(CASE)
            whole = ledger.verify(told.append)
        Tampered(location).set("topic", "Meddled", 10)
        with positions.open(location) as ledger:
            found = ledger.verify()

    assert [5, 10] == told
    assert (True, False) == (bool(whole), bool(found))
    assert {"events": 13, "streams": 6, "problems": []} == whole.to_dict()
    (problem,) = found.problems
    place = {"position": 10, "stream": problem.stream, "version": problem.version}
    assert place | {"why": problem.why} == problem.to_dict()
    assert [problem.to_dict()] == found.to_dict()["problems"]
    assert f"position 10, event {problem.version} of {problem.stream!r}: there is no kind" in str(
        problem
    )


@each_store(SQL_STORES)
def test_catching_up_tells_how_far_it_has_come(store, monkeypatch):
    """Page by page."""
    monkeypatch.setattr(journal, "PAGE", 5)
    monkeypatch.setattr(pausing, "STEPS", 2)
    told = []
    with store() as location:
        with positions.open(location) as ledger:
            ledger.load(CASE)
        with positions.open(location) as ledger:
            monkeypatch.setattr(type(ledger._journal.log), "read", pages_of(5))
            ledger.catch_up(lambda *reached: told.append(reached))

    assert [(5, 13), (10, 13), (13, 13)] == told


def pages_of(size):
    """Return a reading of the log in small pages."""
    whole = Log.read
    return lambda self, after: whole(self, after, size)


@each_store(SQL_STORES)
def test_an_import_beside_a_writer_stops(store, monkeypatch):
    """What it has recorded is a whole number of batches; the other's is there, too."""
    monkeypatch.setattr(exporting, "BATCH", 5)
    lines = BytesIO()
    with positions.open(":memory:") as source:
        source.load(CASE)
        source.export(lines)
    with store() as location, positions.open(location) as ledger, positions.open(location) as other:

        def write(reached):
            if reached == 5:
                other.load(CASE)

        with pytest.raises(InvalidImport, match="line 6: another writer has recorded") as caught:
            ledger.import_from(BytesIO(lines.getvalue()), write)

        assert 6 == caught.value.line
        assert ledger.history() == other.history()
        assert ledger.verify()


@each_store(SQL_STORES)
def test_a_case_is_read_in_the_zone_that_another_has_fixed_meanwhile(store, monkeypatch):
    """Between the reading of it and the writing."""
    plain = {name: value for name, value in CASE.items() if name != "zone"}
    with store() as location, positions.open(location) as ledger, positions.open(location) as other:
        record = journal.Journal.record

        def late(self, *decided):
            monkeypatch.setattr(journal.Journal, "record", record)
            with positions.open(location, zone="Asia/Tokyo") as first:
                first.add_actor("iran")
            return record(self, *decided)

        monkeypatch.setattr(journal.Journal, "record", late)
        ledger.load(plain)

        assert "Asia/Tokyo" == ledger.zone == other.history().zone
        assert 1 == ledger.retried
        said = ledger.as_of().statements()[0].statement.said
        assert "Asia/Tokyo" == said.zone
