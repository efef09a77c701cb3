"""A ledger in an SQLite file: whose it is, what is never done to it, how it fails."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, closing, contextmanager
from typing import Any

import pytest

import positions
from positions import InvalidWhen, LedgerBusy, StoreFailed, UnsupportedLocation
from positions.store import sqlite_files
from tests.ledger.cases import CASE


@pytest.fixture
def path(tmp_path):
    """Return the name of a file that is not there yet."""
    return tmp_path / "ledger.db"


@contextmanager
def raw(path):
    """Open the file with nothing but sqlite3."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def test_only_its_owner_may_read_it(path):
    """Nor may anybody else read the files that SQLite puts beside it, whatever the umask."""
    before = os.umask(0)
    try:
        with positions.open(path) as ledger:
            ledger.load(CASE)
            modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    finally:
        os.umask(before)

    assert {"ledger.db": 0o600, "ledger.db-wal": 0o600, "ledger.db-shm": 0o600} == modes


def test_it_says_what_it_is(path):
    """In the header; it is written ahead of itself, and waits for others."""
    with positions.open(path) as ledger:
        with raw(path) as connection:
            assert [(0x706F7331,)] == connection.execute("PRAGMA application_id").fetchall()
            assert [("wal",)] == connection.execute("PRAGMA journal_mode").fetchall()
        recorder: Any = ledger.application.recorder
        with recorder.datastore.transaction(commit=False) as cursor:
            cursor.execute("PRAGMA busy_timeout")
            assert 30_000 == cursor.fetchone()[0]


REFUSED = {
    "an update": ("UPDATE stored_events SET topic='x'", "never rewritten"),
    "another position": ("UPDATE stored_events SET rowid=rowid+100", "never rewritten"),
    "a deletion": ("DELETE FROM stored_events WHERE rowid=3", "never rewritten"),
    "a gap": ("INSERT INTO stored_events VALUES (99, 'claim:visit', 9, 't', 's')", "missing"),
    "a version twice": ("INSERT INTO stored_events VALUES (99, 'ledger', 1, 't', 's')", "UNIQUE"),
    "a nothing": ("INSERT INTO stored_events VALUES (99, 'claim:x', 1, 't', NULL)", "NOT NULL"),
    "a change to the index": ("UPDATE stored_events_keys SET key=x'00'", "not rewritten"),
    "a hole in the index": ("DELETE FROM stored_events_keys", "not taken out"),
}


@pytest.mark.parametrize(("statement", "why"), REFUSED.values(), ids=REFUSED)
def test_what_is_recorded_is_never_rewritten(path, statement, why):
    """The file itself refuses, whatever program opens it."""
    with positions.open(path) as ledger:
        ledger.load(CASE)
        before = ledger.history()
        with raw(path) as connection, pytest.raises(sqlite3.IntegrityError, match=why):
            connection.execute(statement)

    with positions.open(path) as ledger:
        assert before == ledger.history()
        assert ledger.verify()


def test_a_position_is_never_used_again(path):
    """Also where the last events were taken out by somebody who has dropped the triggers."""
    with positions.open(path) as ledger:
        ledger.load(CASE)
        head = ledger.application.recorder.max_notification_id() or 0
        with raw(path) as connection:
            connection.execute("DROP TRIGGER stored_events_deleted")
            connection.execute("DELETE FROM stored_events WHERE rowid=?", (head,))
    with positions.open(path) as ledger:
        ledger.add_actor("iran")

        assert head + 1 == ledger.application.recorder.max_notification_id()


def test_a_refused_opening_makes_nothing(path):
    """No file, no folder."""
    with pytest.raises(InvalidWhen):
        positions.open(path, zone="Mars/Olympus")
    with pytest.raises(UnsupportedLocation, match=r"there is no folder .*; make it first"):
        positions.open(path.parent / "missing" / "ledger.db")

    assert [] == list(path.parent.iterdir())


UNSUPPORTED = {
    "a URI": ("file:ledger.db?mode=memory", "give a path"),
    "another scheme": ("mysql://user:secret@host/db", "give a path"),
    "nothing": ("", "the path is empty"),
    "blanks": ("  ", "the path is empty"),
    "NUL": ("a\0b", "not the name of a file"),
    "nearly memory": ("x:memory:", "not the name of a file"),
    "None": (None, "give a path"),
    "a number": (5, "give a path"),
    "bytes": (b"ledger.db", "give a path"),
    "a folder": (".", "it is a folder; name a file in it, such as visit.db"),
    "a variable too few": (
        {"PERSISTENCE_MODULE": "positions.store.sqlite:LedgerSQLiteFactory"},
        "SQLite database name not found",
    ),
    "no such module": ({"PERSISTENCE_MODULE": "no_such_module"}, "no_such_module"),
    "no cipher key": ({"CIPHER_KEY": "short"}, "one of its variables is wrong"),
    "a URI in a variable": (
        {
            "PERSISTENCE_MODULE": "positions.store.sqlite:LedgerSQLiteFactory",
            "SQLITE_DBNAME": "file:x",
        },
        "SQLITE_DBNAME is the path of a file",
    ),
}


@pytest.mark.parametrize(("location", "why"), UNSUPPORTED.values(), ids=UNSUPPORTED)
def test_where_no_ledger_can_be_kept_is_refused(location, why, tmp_path, monkeypatch):
    """With what would be right, and never with a password; nothing is made."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnsupportedLocation) as caught:
        positions.open(location)

    assert why in str(caught.value)
    assert "secret" not in str(caught.value)
    assert isinstance(caught.value, ValueError)
    assert [] == list(tmp_path.iterdir())


def test_another_database_is_refused_and_left_alone(path):
    """Not a byte of it is changed."""
    with raw(path) as connection:
        connection.execute("CREATE TABLE stored_events (x)")
    before = path.read_bytes()

    with pytest.raises(StoreFailed, match=r"ledger\.db is a database, but not a ledger"):
        positions.open(path)

    assert before == path.read_bytes()
    assert [path] == list(path.parent.iterdir())


def test_what_is_no_database_is_refused_and_left_alone(path):
    """Such as a case file."""
    path.write_text(json.dumps(CASE) * 50, encoding="utf-8")
    before = path.read_bytes()

    with pytest.raises(StoreFailed, match=r"ledger\.db: file is not a database"):
        positions.open(path)

    assert before == path.read_bytes()


def test_a_folder_that_nothing_can_be_made_in_is_said(tmp_path):
    """With what the system says: here, a name that is too long."""
    with pytest.raises(StoreFailed, match="File name too long"):
        positions.open(tmp_path / ("x" * 300))


def test_a_new_file_is_opened_by_many_at_once(path):
    """Eight processes: none fails, and each has recorded what it was told."""
    script = "import sys, positions; positions.open(sys.argv[1], zone='UTC').add_actor(sys.argv[2])"
    started = [
        subprocess.Popen([sys.executable, "-c", script, path, f"a{n}"], stderr=subprocess.PIPE)
        for n in range(8)
    ]
    errors = [each.communicate()[1] for each in started]

    assert [b""] * 8 == errors
    with positions.open(path) as ledger:
        assert {f"a{n}" for n in range(8)} == set(ledger.as_of().actors)
        assert ledger.verify()


def test_another_process_may_make_it_a_ledger_meanwhile(path, monkeypatch):
    """What it has made is found when the lock is had."""
    made = iter([False, True])
    monkeypatch.setattr(sqlite_files, "_is_ours", lambda *_: next(made))
    with raw(path) as connection:
        sqlite_files._make_ours(connection, str(path), 0.0)

        assert [(0,)] == connection.execute("PRAGMA application_id").fetchall()
        assert not connection.in_transaction


# --- busy


def busy(path):
    """Return the environment of a ledger that waits for no more than a second."""
    return {
        "PERSISTENCE_MODULE": "positions.store.sqlite:LedgerSQLiteFactory",
        "SQLITE_DBNAME": str(path),
        "SQLITE_LOCK_TIMEOUT": "1",
    }


def test_a_lock_that_is_held_for_too_long_is_busy(path, monkeypatch):
    """It is asked all the while; nothing of the command is there, and it can be tried again."""
    monkeypatch.setenv("SQLITE_LOCK_TIMEOUT", "1")
    with positions.open(path) as ledger, raw(path) as other:
        ledger.load(CASE)
        before = ledger.history()
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(
            LedgerBusy, match=r"nothing was recorded: .*locked; try again"
        ) as caught:
            ledger.add_actor("iran")
        assert isinstance(caught.value, TimeoutError)
        assert before == ledger.history()
        other.execute("ROLLBACK")

        assert ledger.add_actor("iran")


def test_a_lock_that_is_let_go_in_time_is_waited_for(path):
    """By default for half a minute."""
    with positions.open(path) as ledger, raw(path) as other:
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.3, lambda: None)
        timer.start()
        writer = threading.Thread(target=ledger.add_actor, args=["iran"])
        writer.start()
        timer.join()
        other.execute("COMMIT")
        writer.join()

        assert "iran" in ledger.as_of().actors


def test_a_new_file_that_is_locked_is_busy(path):
    """Also when it is opened; nothing is left of the attempt, and the next one succeeds."""
    path.touch()
    with raw(path) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LedgerBusy, match="locked"):
            positions.open(busy(path))
        other.execute("ROLLBACK")
    with positions.open(busy(path)) as ledger:
        assert ledger.add_actor("iran")


def test_the_journal_mode_is_waited_for(path, monkeypatch):
    """SQLite itself does not wait there; only where it goes on for too long is it an error."""
    with raw(path) as connection, raw(path) as other:
        connection.execute("PRAGMA busy_timeout = 0")
        other.execute("CREATE TABLE t (x)")
        other.execute("BEGIN")
        other.execute("SELECT * FROM t").fetchall()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            sqlite_files._set_wal(connection, 0.0)
        pauses = []

        def pause(seconds):
            pauses.append(seconds)
            other.execute("ROLLBACK")

        monkeypatch.setattr(time, "sleep", pause)
        sqlite_files._set_wal(connection, time.monotonic() + 60)

        assert 1 == len(pauses)
        assert [("wal",)] == connection.execute("PRAGMA journal_mode").fetchall()


def test_a_pool_that_is_closed_is_a_store_that_failed(path):
    """Whoever goes past the ledger hears it in our words."""
    ledger = positions.open(path)
    ledger.close()

    with pytest.raises(StoreFailed, match="it is closed"):
        ledger._journal.log.head()


def test_closing_waits_for_nobody_and_takes_nothing_away(path):
    """What another thread is reading or writing goes on to its end; SQLite would take all down."""
    reading = ExitStack()
    with positions.open(path) as ledger:
        ledger.load(CASE)
        recorder: Any = ledger.application.recorder
        cursor = reading.enter_context(recorder.datastore.transaction(commit=False))
        reading.enter_context(recorder.datastore.transaction(commit=True))
    with reading:
        cursor.execute("SELECT count(*) FROM stored_events")
        assert 13 == cursor.fetchone()[0]
    assert not recorder.datastore.pool._writer_lock.locked()
