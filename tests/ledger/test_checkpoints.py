"""A checkpoint is gone on from where it can be trusted, and passed over where it cannot."""

import shutil
import sqlite3
import stat
import struct
import zlib
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pytest

import positions
from positions import History, NoCheckpoint, PositionKind, UnknownActor, UnknownClaim
from positions.ledger import checkpoints
from positions.model.claims.claim import Claim
from positions.model.claims.events import ClaimAmended, StatementAmended, StatementRecorded
from positions.model.recorded import Recorded, Unreadable
from positions.replay import record
from positions.replay.index.outcomes import outcome_of
from positions.store import Logged, StoreFailed, checkpoint
from positions.store.checkpoint import Checkpoint, Unusable
from positions.store.kept_past import keyed_of

CASE = Path(__file__).parents[2] / "seeds" / "soleimani-moscow-2015.yaml"
LEFT_OUT = {"disclosed", "public", "reach", "fallen.names", "fallen.cells", "fallen.rows"}
"""Columns that may be the same as others, or are not looked at before the past is asked for."""


@pytest.fixture
def kept(tmp_path):
    """Return the path of a ledger with a checkpoint beside it."""
    path = tmp_path / "visit.db"
    with positions.open(path) as ledger:
        ledger.load(CASE)
        found = ledger.checkpoint()
    assert found == tmp_path / "visit.db.checkpoint"
    return path


def is_resumed(path):
    """Return whether a ledger goes on from its checkpoint; and that it answers as always."""
    with positions.open(path) as ledger, positions.open(":memory:") as other:
        other.load(CASE)
        assert ledger.as_of().matrix() == other.as_of().matrix()
        position, told = (
            each.as_of("2015-08-14").position("united-states", "visit") for each in (ledger, other)
        )
        assert position == told
        assert position.explain() == told.explain()
        return ledger._journal._memory.is_resumed


def test_a_sound_checkpoint_is_gone_on_from(kept):
    """Nothing of the log but its end is read."""
    assert is_resumed(kept)
    assert stat.S_IMODE(kept.with_name("visit.db.checkpoint").stat().st_mode) == 0o600


def test_whatever_is_flipped_in_it_it_is_not_trusted(kept):
    """A checkpoint with any byte changed, but for padding, is passed over."""
    path = kept.with_name("visit.db.checkpoint")
    sound = path.read_bytes()
    for place in range(0, len(sound), 97):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])
        try:
            found = checkpoint.read(path)
        except Unusable:
            continue
        assert found.told == checkpoint.read(_copy(path, sound)).told
        assert _same(found, checkpoint.read(path.with_name("sound")))
    path.write_bytes(sound[:200] + bytes([sound[200] ^ 1]) + sound[201:])
    assert not is_resumed(kept)


def _copy(path, data):
    sound = path.with_name("sound")
    sound.write_bytes(data)
    return sound


def _same(one, other):
    return all((one.columns[name] == each).all() for name, each in other.columns.items())


@pytest.mark.parametrize("length", [0, 5, 20, 40, 4_000])
def test_what_was_cut_short_is_not_trusted(kept, length):
    """A checkpoint of which only the beginning is there is passed over."""
    path = kept.with_name("visit.db.checkpoint")
    path.write_bytes(path.read_bytes()[:length])

    assert not is_resumed(kept)


def test_another_format_is_not_read(kept, monkeypatch):
    """What a release of another format has left is passed over, and written anew."""
    monkeypatch.setattr(checkpoint, "FORMAT", 99)
    assert not is_resumed(kept)
    with positions.open(kept) as ledger:
        ledger.checkpoint()
    assert is_resumed(kept)


def test_what_tells_less_than_it_should_is_not_trusted(kept):
    """A checkpoint without something that is needed is passed over."""
    path = kept.with_name("visit.db.checkpoint")
    sound = checkpoint.read(path)
    for name in sound.columns.keys() - LEFT_OUT:
        less = {other: each for other, each in sound.columns.items() if other != name}
        checkpoint.write(path, Checkpoint(sound.told, less))
        assert not is_resumed(kept)
    for name in sound.told:
        less = {other: each for other, each in sound.told.items() if other != name}
        checkpoint.write(path, Checkpoint(less, sound.columns))
        assert not is_resumed(kept)


def test_the_checkpoint_of_another_ledger_is_not_trusted(kept, tmp_path):
    """Two ledgers of the same content are two: the salts of their events differ."""
    other = tmp_path / "other.db"
    with positions.open(other) as ledger:
        ledger.load(CASE)
    shutil.copy(kept.with_name("visit.db.checkpoint"), other.with_name("other.db.checkpoint"))

    assert not is_resumed(other)


def test_a_checkpoint_of_more_than_there_is_is_not_trusted(kept, tmp_path):
    """A file that was put back from an older copy is read from its beginning."""
    shutil.copy(kept, tmp_path / "older.db")
    with positions.open(kept) as ledger:
        ledger.open_claim("later", text="Later", kind="fact")
        ledger.checkpoint()
    shutil.copy(tmp_path / "older.db", kept)

    assert not is_resumed(kept)


def test_to_delete_it_loses_nothing(kept):
    """Without it, all is read."""
    kept.with_name("visit.db.checkpoint").unlink()

    assert not is_resumed(kept)


def test_much_that_was_read_leaves_a_checkpoint_behind(tmp_path, monkeypatch):
    """A ledger that is closed after it was read far is opened quickly the next time."""
    monkeypatch.setattr(checkpoints, "AFTER", 20)
    path = tmp_path / "visit.db"
    with positions.open(path) as ledger:
        ledger.load(CASE)
    before = path.with_name("visit.db.checkpoint").exists()
    assert is_resumed(path) == before
    assert is_resumed(path)


def test_a_folder_that_takes_no_checkpoint_is_no_error(tmp_path, monkeypatch):
    """What cannot be left behind is done without; what was asked for is refused."""
    monkeypatch.setattr(checkpoints, "AFTER", 1)
    path = tmp_path / "visit.db"
    path.with_name("visit.db.checkpoint").mkdir()
    with positions.open(path) as ledger:
        ledger.load(CASE)
        with pytest.raises(StoreFailed, match="no checkpoint was written"):
            ledger.checkpoint()
    assert not is_resumed(path)
    assert [each.name for each in tmp_path.glob("*.new")] == []


def test_no_checkpoint_of_a_store_without_an_index_of_keys(tmp_path):
    """A ledger in memory has none, wherever that were."""
    with (
        positions.open(":memory:") as ledger,
        pytest.raises(NoCheckpoint, match="':memory:': its store keeps no index of keys"),
    ):
        ledger.checkpoint()
    with pytest.raises(NoCheckpoint, match="its store keeps no index of keys"):
        positions.open(":memory:", checkpoint=tmp_path / "visit.checkpoint")


def test_a_checkpoint_stands_where_it_was_said_to(kept, tmp_path):
    """It is read from there, and from nowhere else; a folder that is not there is told at once."""
    elsewhere = tmp_path / "elsewhere"
    with pytest.raises(NoCheckpoint, match=f"there is no folder '{elsewhere}'"):
        positions.open(kept, checkpoint=elsewhere / "visit.checkpoint")
    elsewhere.mkdir()
    for resumes in (False, True):
        with positions.open(kept, checkpoint=str(elsewhere / "visit.checkpoint")) as ledger:
            assert ledger.as_of("2015-08-14").position("united-states", "visit").kind == "affirmed"
            assert ledger._journal._memory.is_resumed == resumes
            assert ledger.checkpoint() == elsewhere / "visit.checkpoint"


def test_no_checkpoint_beside_what_is_under_a_key(tmp_path, monkeypatch):
    """What is encrypted is not told in the clear beside it."""
    monkeypatch.setattr(checkpoints, "AFTER", 1)
    from eventsourcing.cipher import AESCipher  # noqa: PLC0415 - needs an extra

    env = {
        "PERSISTENCE_MODULE": "eventsourcing.sqlite",
        "SQLITE_DBNAME": str(tmp_path / "secret.db"),
        "CIPHER_TOPIC": "eventsourcing.cipher:AESCipher",
        "CIPHER_KEY": AESCipher.create_key(32),
    }
    with positions.open(env) as ledger:
        ledger.load(CASE)
        with pytest.raises(NoCheckpoint, match="under a key"):
            ledger.checkpoint()
    assert [each.name for each in tmp_path.glob("*.checkpoint")] == []


def test_no_checkpoint_of_what_cannot_be_read(kept):
    """A ledger with damage is read whole each time, so that its answers say so."""
    kept.with_name("visit.db.checkpoint").unlink()
    _damage(kept)
    with positions.open(kept) as ledger, pytest.raises(StoreFailed, match="cannot be read"):
        ledger.checkpoint()


def tampered(path, statement, *values):
    """Do something to the file of a ledger, past what guards it against rewriting."""
    with sqlite3.connect(path) as connection:
        named = "SELECT name FROM sqlite_master WHERE type='trigger'"
        for (name,) in connection.execute(named).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(statement, values)
    connection.close()


def _damage(path):
    """Change the statements on a claim; not the last event, which tells whose checkpoint it is."""
    tampered(
        path,
        "UPDATE stored_events SET state = replace(CAST(state AS TEXT), '2015', '2016') "
        "WHERE topic = 'StatementRecorded' AND originator_id = 'claim:visit' "
        "AND rowid < (SELECT max(rowid) FROM stored_events)",
    )


def test_damage_since_the_checkpoint_is_told_where_it_is_met(kept):
    """Positions stay as they were read; whoever asks for reasons learns what cannot be read."""
    _damage(kept)
    with positions.open(kept) as ledger:
        position = ledger.as_of().position("united-states", "visit")
        assert ledger._journal._memory.is_resumed
        assert position.kind != "no_record"
        assert position.damaged
        assert any(not hasattr(each.event, "statement") for each in ledger.history())


def test_an_event_that_is_gone_since_is_told_where_it_is_met(kept):
    """A row that somebody has taken out of the file, with all that guards it, is damage."""
    tampered(
        kept,
        "DELETE FROM stored_events WHERE rowid IN (SELECT rowid FROM stored_events "
        "WHERE originator_id = 'claim:visit' AND topic = 'StatementRecorded' LIMIT 2)",
    )
    with positions.open(kept) as ledger, patch.object(record, "LITTLE", -1):
        view = ledger.as_of()
        assert ledger._journal._memory.is_resumed
        assert view.position("united-states", "visit").damaged
        assert view.statements(claim="visit")
        assert 2 == sum(isinstance(each.event, Unreadable) for each in ledger.history())


@pytest.mark.parametrize("topic", ["ClaimOpened", "ActorRegistered"])
def test_a_claim_or_an_actor_that_is_damaged_since_is_still_known(kept, topic):
    """That it is on record is known; what is on record of it is not."""
    tampered(
        kept,
        "UPDATE stored_events SET state = replace(CAST(state AS TEXT), 'name', 'nome') "
        "WHERE topic = ? AND rowid < (SELECT max(rowid) FROM stored_events)",
        topic,
    )
    with positions.open(kept) as ledger:
        view = ledger.as_of()
        assert ledger._journal._memory.is_resumed
        if topic == "ClaimOpened":
            with pytest.raises(UnknownClaim):
                view.claim("ban")
        position = view.position("united-states", "visit")
        assert "uncommitted" == position.kind
        if topic == "ClaimOpened":
            with pytest.raises(UnknownClaim):
                view.claim("visit")
        else:
            with pytest.raises(UnknownActor):
                view.actor("united-states")


def test_who_is_not_on_record_is_unknown_as_ever(kept):
    """Near misses are named from what the checkpoint knows."""
    with positions.open(kept) as ledger:
        view = ledger.as_of()
        with pytest.raises(UnknownActor, match="united-states"):
            view.position("united-state", "visit")
        with pytest.raises(UnknownClaim, match="visit"):
            view.position("united-states", "visitt")
        assert set(view.actors) >= {"united-states", "russia"}
        assert "nobody" not in view._record.roster.states
        history = ledger.history()
        assert view.position("russia", "visit") == history.as_of().position("russia", "visit")
        assert view.position("russia", "visit").kind == history.lookup("russia", "visit").kinds[0]
        with pytest.raises(UnknownActor, match="russia"):
            history.lookup("rusia", "visit")
        with pytest.raises(KeyError):
            view._record.roster.states["nobody"]


def test_writing_goes_on_after_a_checkpoint(kept):
    """Commands are decided on what is looked up; what they record is seen at once."""
    with positions.open(kept) as ledger:
        before = ledger.as_of()
        held = before.position("united-states", "visit").standing
        ledger.record(claim="visit", by="united-states", act="deny", said="2016-01-01")
        after = ledger.as_of()

        assert after.position("united-states", "visit").kind == "denied"
        assert before.position("united-states", "visit").standing == held
        assert len(ledger.history()) == len(History.of(ledger.history()))
        assert ledger.history()[0] == next(iter(ledger.history()))
        assert ledger.history()[-1:][0] == ledger.history()[-1]
        assert ledger.history()[::2] == tuple(ledger.history())[::2]


def test_the_format_is_what_it_was():
    """What columns mean is part of the format: who changes this, changes its number."""
    assert checkpoint.FORMAT == 2
    assert outcome_of([PositionKind.AFFIRMED, PositionKind.SILENT]) == 0b1_0000_0000_0001


def later(path, *events):
    """Record events after the checkpoint, as another may, and return what is on record then."""
    with positions.open(path) as ledger:
        log = ledger._journal.log
        version = keyed_of(log).select_last_version("claim:visit")
        moment = datetime.now(UTC)
        for number, event in enumerate(events, start=version + 1):
            recorded = Recorded(stream="claim:visit", event=event, recorded_at=moment)
            log.append([Logged.of(recorded, number)])
    with positions.open(path) as ledger:
        history = ledger.history()
        assert ledger._journal._memory.is_resumed
        whole = History.of(history, zone=history.zone)
        view, other = history.as_of(), whole.as_of()
        assert view.matrix() == other.matrix()
        assert view.claim("visit") == other.claim("visit")
        told, expected = ([each.to_dict() for each in one.positions()] for one in (view, other))
        assert told == expected
    return history


def first_statement(path):
    """Return a statement on the visit."""
    with positions.open(path) as ledger:
        return ledger.as_of().statements(claim="visit")[0].statement


def test_amendments_since_are_held_against_those_before(kept):
    """Of statements and of the claim; one of an id that was used is applied once."""
    statement = first_statement(kept)
    claim = Claim(id="visit", text="Amended")
    amended = statement.evolve(wording="amended")
    later(
        kept,
        StatementAmended(id="m", statement=amended),
        ClaimAmended(id="n", claim=claim),
    )
    with positions.open(kept) as ledger:
        ledger.checkpoint()
    history = later(
        kept,
        ClaimAmended(id="m", claim=claim),
        StatementAmended(id="n", statement=statement.evolve(wording="not applied")),
    )
    assert "Amended" == history.as_of().claim("visit").text
    with positions.open(kept) as ledger:
        ledger.checkpoint()
    later(kept, StatementRecorded(statement=statement))


def test_an_amendment_that_is_damaged_since_is_told(kept):
    """What it amends cannot be said then."""
    statement = first_statement(kept)
    later(
        kept,
        StatementAmended(id="m", statement=statement.evolve(wording="amended")),
        ClaimAmended(id="n", claim=Claim(id="visit", text="Amended")),
    )
    with positions.open(kept) as ledger:
        ledger.checkpoint()
    tampered(
        kept,
        "UPDATE stored_events SET state = replace(CAST(state AS TEXT), 'mended', 'nother') "
        "WHERE topic = 'StatementAmended'",
    )
    with positions.open(kept) as ledger, patch.object(record, "LITTLE", -1):
        assert ledger.as_of().position(statement.by, "visit").damaged


def test_what_is_no_header_is_no_checkpoint(kept):
    """Even where its checksum is right."""
    path = kept.with_name("visit.db.checkpoint")
    header = b"[]".ljust(64)
    head = struct.pack("<IIQ", checkpoint.FORMAT, zlib.crc32(header), len(header))
    path.write_bytes(b"positions checkpoint\n" + head + header)

    assert not is_resumed(kept)


def test_only_what_keeps_an_index_of_keys_has_a_past(kept):
    """Events are looked up in it; of the ledger's beginning it is known that there is one."""
    with positions.open(":memory:") as ledger, pytest.raises(Unusable, match="no index of keys"):
        keyed_of(ledger._journal.log)
    with positions.open(kept) as ledger:
        view = ledger.as_of()
        past = ledger._journal._memory._past
        assert past is not None
        assert (1, 0) == (past.version("ledger"), past.version("claim:nothing"))
        assert len(view._record.roster.states) == len(view.actors)
