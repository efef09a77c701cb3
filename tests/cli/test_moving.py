"""Verifying, exporting and importing a ledger: what is there, byte for byte, and what is not."""

import datetime as dt
import io
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest

import positions
from positions import Actor, ActorRegistered, LedgerBegun, Recorded
from positions.store import Log, recorded_to_json
from tests.cli.conftest import damage, events, run

BATCH = 5_000
NOW = dt.datetime(2020, 1, 10, tzinfo=dt.UTC)


def lines(count):
    """Yield the lines of an export of so many events."""
    begun = Recorded(stream="ledger", event=LedgerBegun(zone="UTC"), recorded_at=NOW)
    yield recorded_to_json(begun) + b"\n"
    for number in range(count - 1):
        actor = ActorRegistered(actor=Actor(id=f"a{number}"))
        one = Recorded(stream=f"actor:a{number}", event=actor, recorded_at=NOW)
        yield recorded_to_json(one) + b"\n"


def test_verify_finds_nothing_wrong(type_, ledger):
    """It says how much it has read, and ends with 0; its index can be made anew."""
    expected = (0, "33 events in 11 streams: nothing is wrong\n", "")
    told = type_("verify", "--ledger", ledger)
    again = type_("verify", "--ledger", ledger, "--rebuild-index")

    assert expected == (told.code, told.out, told.err)
    assert expected == (again.code, again.out, again.err)


def test_verify_lists_each_problem_with_its_place(type_, ledger):
    """Position in the log, stream and place in it; it ends with 1."""
    damage(ledger, "claim:deal", 2)
    told = type_("verify", "--ledger", ledger)

    assert (1, "") == (told.code, told.err)
    assert told.out.startswith("33 events in 11 streams: 1 problem\n\n  position  stream")
    answer = type_("verify", "--ledger", ledger, "--format", "json").answer
    (problem,) = answer["problems"]
    assert ("claim:deal", 2) == (problem["stream"], problem["version"])
    _, row = type_("verify", "--ledger", ledger, "--format", "csv").out.splitlines()
    assert row.startswith(f"{problem['position']},claim:deal,2,")


def test_an_index_that_is_wrong_is_made_anew(type_, ledger):
    """What is wrong with the index has no place in the log; making it anew mends it."""
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("DROP TRIGGER stored_events_keys_deleted")
        connection.execute("DELETE FROM stored_events_keys WHERE originator_id='claim:deal'")
        connection.commit()
    told = type_("verify", "--ledger", ledger)

    assert 1 == told.code
    assert "the index of keys is not what the events give" in told.out
    assert 0 == type_("verify", "--ledger", ledger, "--rebuild-index").code
    assert 0 == type_("verify", "--ledger", ledger).code


def test_an_export_is_imported_and_exported_the_same(ledger, tmp_path):
    """Law 8, on the command line: identical bytes, whether through a file or a pipe."""
    first, copy = tmp_path / "first.jsonl", tmp_path / "copy.db"
    told = run("export", "--ledger", ledger, str(first))
    piped = run("export", "--ledger", ledger)
    imported = run("import", "-", "--ledger", str(copy), input=piped.stdout)
    again = run("export", "--ledger", str(copy), "-")

    assert f"33 events exported to {first}\n".encode() == told.stdout
    assert first.read_bytes() == piped.stdout == again.stdout
    assert 33 == first.read_bytes().count(b"\n")
    assert b"33 events recorded, 0 known already\n" == imported.stdout
    asked = ("replay", "--format", "json", "--ledger")
    assert run(*asked, ledger).stdout == run(*asked, str(copy)).stdout


def test_importing_twice_is_importing_once(type_, ledger, tmp_path):
    """The second time all is known."""
    export, copy = str(tmp_path / "e.jsonl"), str(tmp_path / "copy.db")
    type_("export", "--ledger", ledger, export)
    type_("import", export, "--ledger", copy)
    again = type_("import", export, "--ledger", copy, "--format", "json")

    assert (0, "") == (again.code, again.err)
    assert {"recorded": 0, "known": 33} == again.answer
    assert 33 == events(copy)


def test_an_export_goes_wherever_a_text_goes(type_, ledger, monkeypatch):
    """Also to a stream of text that a program has put in the place of standard output."""
    told = type_("export", "--ledger", ledger)
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)

    assert 0 == type_("export", "--ledger", ledger).code
    assert told.out == stream.getvalue()


def test_what_is_damaged_is_exported_only_if_that_is_asked_for(type_, ledger, tmp_path):
    """An export that would not be whole leaves no file, and not a part of one."""
    damage(ledger, "claim:deal", 2)
    target = tmp_path / "out" / "e.jsonl"
    target.parent.mkdir()
    told = type_("export", "--ledger", ledger, str(target))

    assert (2, "") == (told.code, told.out)
    assert "event 2 of 'claim:deal'" in told.err
    assert [] == list(target.parent.iterdir())
    assert 0 == type_("export", "--ledger", ledger, str(target), "--without-damaged").code
    assert 32 == target.read_bytes().count(b"\n")


def interrupt(monkeypatch):
    """Let reading the log end with Ctrl-C after an event."""
    whole = Log.all

    def interrupted(log):
        yield next(whole(log))
        raise KeyboardInterrupt

    monkeypatch.setattr(Log, "all", interrupted)


def test_an_interrupted_export_leaves_what_was_there(type_, monkeypatch, ledger, tmp_path):
    """A file stands there once all is written."""
    target = tmp_path / "out" / "e.jsonl"
    target.parent.mkdir()
    target.write_text("kept", encoding="utf-8")

    interrupt(monkeypatch)

    assert 130 == type_("export", "--ledger", ledger, str(target)).code
    assert [target] == list(target.parent.iterdir())
    assert "kept" == target.read_text(encoding="utf-8")


def test_a_pipe_is_written_to_as_it_is(type_, monkeypatch, ledger):
    """What is no file is not put in another's place; it stays where writing to it fails."""
    assert 0 == type_("export", "--ledger", ledger, os.devnull).code
    interrupt(monkeypatch)
    assert 130 == type_("export", "--ledger", ledger, os.devnull).code
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("target", ["no/such/folder/e.jsonl", ".", "\0"])
def test_where_nothing_can_be_written_is_said(type_, ledger, target):
    """In a sentence, with what the system says."""
    told = type_("export", "--ledger", ledger, target)

    assert (2, "") == (told.code, told.out)
    assert "cannot be written: " in told.err
    assert 1 == told.err.count("\n")


def test_a_ledger_is_not_written_over_by_its_export(type_, ledger):
    """Whoever types its name twice keeps it."""
    told = type_("export", "--ledger", ledger, ledger)

    assert 2 == told.code
    assert "it is the ledger itself; export to another file\n" in told.err
    assert 33 == events(ledger)


def test_a_long_export_is_counted(monkeypatch, ledger):
    """Every batch of lines whoever watches is told how many."""
    monkeypatch.setattr("positions.ledger.exporting.BATCH", 10)
    told: list[int] = []
    with positions.open(ledger) as opened:
        assert 33 == opened.export(io.BytesIO(), progress=told.append)

    assert [10, 20, 30] == told


def test_a_line_that_is_no_event_is_refused(type_, tmp_path):
    """The file, the line, why, and what was recorded before it: whole batches."""
    export, ledger = tmp_path / "e.jsonl", str(tmp_path / "new.db")
    export.write_bytes(b"".join(lines(3)) + b"no event\n")
    told = type_("import", str(export), "--ledger", ledger)

    assert (2, "") == (told.code, told.out)
    assert told.err.startswith(f"positions: {export}: line 4: ")
    assert told.err.endswith("; nothing of it was recorded\n")
    assert 0 == events(ledger)
    export.write_bytes(b"".join(lines(BATCH + 1)) + b"no event\n")
    told = type_("import", str(export), "--ledger", ledger)
    assert told.err.endswith("; 5,000 lines before it was recorded\n")
    assert BATCH == events(ledger)


def test_another_history_is_not_imported_into_a_ledger(type_, ledger, tmp_path):
    """A ledger takes what goes on from what it holds."""
    export = tmp_path / "e.jsonl"
    export.write_bytes(b"".join(lines(3)))
    told = type_("import", str(export), "--ledger", ledger)

    assert 2 == told.code
    assert "line 1: " in told.err
    assert 33 == events(ledger)


def test_closed_standard_input_is_said(type_, monkeypatch, tmp_path):
    """Where there is nothing to read a file is to be named."""
    monkeypatch.setattr(sys, "stdin", None)
    told = type_("import", "-", "--ledger", str(tmp_path / "new.db"))

    assert (2, "positions: standard input is closed; name a file\n") == (told.code, told.err)
    assert not (tmp_path / "new.db").exists()


def test_an_interrupted_import_leaves_whole_batches_and_goes_on(tmp_path):
    """Ctrl-C ends with 130 and says how far it came; the same command again does the rest."""
    ledger, whole = str(tmp_path / "new.db"), list(lines(2 * BATCH + 10))
    with subprocess.Popen(
        [sys.executable, "-m", "positions", "import", "-", "--ledger", ledger],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdin
        running.stdin.write(b"".join(whole[: BATCH + 10]))
        running.stdin.flush()  # and now it waits for the rest of the second batch
        for _ in range(600):
            with suppress(sqlite3.Error):
                if events(ledger):
                    break
            time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate()

    assert (130, b"") == (running.returncode, out)
    assert err.startswith(b"positions: interrupted; at least ")
    assert b"the same command goes on" in err
    assert BATCH == events(ledger)
    again = run("import", "-", "--ledger", ledger, input=b"".join(whole))
    assert b"5,010 events recorded, 5,000 known already\n" == again.stdout
    assert 0 == run("verify", "--ledger", ledger).returncode


def test_an_import_interrupted_within(type_, monkeypatch, tmp_path):
    """The same within one process."""
    export = tmp_path / "e.jsonl"
    export.write_bytes(b"".join(lines(3)))

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(positions.Ledger, "import_from", interrupted)
    told = type_("import", str(export), "--ledger", str(tmp_path / "new.db"))

    assert (130, "") == (told.code, told.out)
    assert "at least 0 lines recorded" in told.err
