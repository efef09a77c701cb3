"""A ledger under a cipher, or compressed: eventsourcing's own steps, set as it sets them."""

from io import BytesIO
from pathlib import Path

import pytest
from eventsourcing.cipher import AESCipher
from eventsourcing.persistence import InfrastructureFactory

import positions
from positions import CorruptRecord, UnsupportedLocation
from positions.store import environment
from tests.ledger.cases import CASE, statement_ids
from tests.ledger.tampering import Tampered
from tests.stores import LASTING, each_store

KEY = AESCipher.create_key(32)
STEPS = {
    "CIPHER_KEY": KEY,
    "COMPRESSOR_TOPIC": "eventsourcing.compressor:ZlibCompressor",
}


def exported(ledger, **how):
    """Return the export of a ledger."""
    file = BytesIO()
    ledger.export(file, **how)
    return file.getvalue()


def stored_bytes(location):
    """Return all the bytes that the events are stored as."""
    if "UMADB_URI" in location:
        recorder = InfrastructureFactory.construct(environment(location)).application_recorder()
        return b"".join(each.state for each in recorder.select_notifications(1, 1_000))
    return b"".join(
        bytes(state) for (state,) in Tampered(location).run("SELECT state FROM {table}")
    )


@each_store(LASTING)
def test_set_in_the_environment_it_holds_for_every_ledger(store, monkeypatch):
    """All works as without; no word of a statement, no name and no time stands in the store."""
    for name, value in STEPS.items():
        monkeypatch.setenv(name, value)
    with store() as location:
        with positions.open(location, curator="a curator") as ledger:
            ledger.load(CASE)
            history, lines = ledger.history(), exported(ledger)
        with positions.open(location) as ledger:
            assert history == ledger.history()
            assert "denied" == ledger.as_of().position("us-state", "visit").kind
            assert () == ledger.load(CASE).recorded
            assert ledger.verify()
        held = stored_bytes(location)
        where = folder(location)
        files = [] if where is None else [each.read_bytes() for each in where.iterdir()]

        for word in (b"Qassem", b"kirby", b"2015-08", b"a curator", b"salt"):
            assert word in lines
            assert word not in held
        for words in ("Qassem Soleimani", "John Kirby", "Джон Кирби", "travel ban", "a curator"):
            assert not any(words.encode() in file for file in files)


def folder(location):
    """Return the folder of a store that is kept in files of ours."""
    if isinstance(location, dict):
        return Path(location["SQLITE_DBNAME"]).parent if "SQLITE_DBNAME" in location else None
    return None if location.startswith("postgresql:") else Path(location).parent


def test_set_in_the_mapping_it_holds_for_that_ledger(tmp_path):
    """And for nobody else; so does compression alone."""
    path = tmp_path / "ledger.db"
    for steps in (STEPS, {"COMPRESSOR_TOPIC": "zlib"}, {"CIPHER_KEY": KEY}):
        where = environment(path) | steps
        with positions.open(where) as ledger:
            ledger.load(CASE)
            ledger.record(id="c", by="kirby", claim="ban", act="hedge", said="2015-08-17")
        with positions.open(where) as ledger:
            assert ["a", "b", "c"] == statement_ids(ledger.history())
            assert ledger.verify()
        assert b"kirby" not in stored_bytes(str(path))
        path.unlink()


@each_store(LASTING)
def test_law_23_with_another_key_every_event_is_damaged(store, monkeypatch):
    """Law 23: asking raises nothing, answers nothing; `verify` lists each; nothing is lost."""
    monkeypatch.setenv("CIPHER_KEY", KEY)
    with store() as location:
        with positions.open(location) as ledger:
            ledger.load(CASE)
            matrix, head = ledger.as_of().matrix(), len(ledger.history()) + 1
        for key in (AESCipher.create_key(32), ""):
            monkeypatch.setenv("CIPHER_KEY", key)
            with positions.open(location) as ledger:
                view = ledger.as_of()
                assert () == view.statements()
                assert () == ledger.find("kirby")
                assert list(range(1, head + 1)) == [
                    each.position for each in ledger.verify().problems
                ]
                assert b"" == exported(ledger, damaged=False)
                with pytest.raises(CorruptRecord):
                    exported(ledger)

        monkeypatch.setenv("CIPHER_KEY", KEY)
        with positions.open(location) as ledger:
            assert matrix == ledger.as_of().matrix()
            assert ledger.verify()


def test_a_key_that_is_none_is_refused():
    """With what eventsourcing says of it, but not the key."""
    with pytest.raises(UnsupportedLocation, match="one of its variables is wrong") as caught:
        positions.open({"CIPHER_KEY": "s3cret-key"})

    assert "s3cret-key" not in f"{caught.value} {caught.value!r}"
