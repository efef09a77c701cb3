"""Read models on the command line: listed, kept up to date, built anew, looked after."""

import json
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from argparse import Namespace
from contextlib import closing

import pytest

import positions
from positions.cli import main
from positions.cli.commands.projections import rebuilding, running
from positions.cli.ending import ended_by
from positions.cli.kept import kept_answer
from positions.following import Build, Follower, Quarantined, Status
from positions.following.keeping import activated
from positions.projections import Standings
from tests.cli.conftest import damage
from tests.stores import postgres

OWN = """
from positions.projections import Column, Put, Table


class Count:
    name, version, initial = "count", 1, 0

    def step(self, state: int, recorded) -> int:
        return state + 1


class Fragile(Count):
    name = "fragile"

    def step(self, state: int, recorded) -> int:
        if recorded.stream == "claim:deal":
            raise ZeroDivisionError("by the deal")
        return state + 1


class Demanding(Count):
    def __init__(self, what):
        self.what = what


class rooms:
    count = Count()


many = [Count()]
nothing = object()
"""


@pytest.fixture
def own(monkeypatch, tmp_path, request):
    """Return the name of a module in the current folder, which holds projections."""
    name = f"own_{abs(hash(request.node.name))}"
    (tmp_path / f"{name}.py").write_text(OWN, encoding="utf-8")
    (tmp_path / f"{name}_broken.py").write_text("1 / 0", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return name


def rows(database, table):
    """Return what readers see in a table."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - ours


def test_the_ready_made_are_listed_with_their_columns(type_):
    """Tables for people, all of it in JSON, a line a column in CSV."""
    told = type_("projections", "list")
    plain = type_("projections", "list", "--format", "json").answer
    lines = type_("projections", "list", "--format", "csv").out.splitlines()

    assert (0, "") == (told.code, told.err)
    assert "standing (version 1): where an actor stands on a claim\n  column " in told.out
    assert ["standing", "shifts", "timeline", "open_questions", "changes"] == [
        each["name"] for each in plain["ready_made"]
    ]
    assert plain["kept"] is None
    (table,) = plain["ready_made"][0]["tables"]
    (expected,) = Standings().tables
    assert [
        {"name": each.name, "type": str(each.type), "null": each.null, "doc": each.doc}
        for each in expected.columns
    ] == table["columns"]
    assert ["actor", "claim"] == table["key"]
    kind = expected.columns[0].type
    assert f"standing,1,positions,standing,actor,{kind},false,true,whose position" == lines[1]
    assert 1 + sum(
        len(table["columns"]) for each in plain["ready_made"] for table in each["tables"]
    ) == len(lines)


def test_what_is_kept_is_listed_beside(type_, ledger, tmp_path):
    """In the database of the ledger, or in another."""
    into = str(tmp_path / "views.db")
    type_("projections", "run", "standing", "--ledger", ledger, "--once")
    type_("projections", "run", "shifts", "--ledger", ledger, "--once", "--into", into)

    def kept(*options):
        typed = ("projections", "list", "--ledger", ledger, *options, "--format", "json")
        return [each["projection"] for each in type_(*typed).answer["kept"]]

    assert ["standing"] == kept()
    assert ["shifts"] == kept("--into", into)
    told = type_("projections", "list", "--ledger", ledger)
    assert "\nWhat is kept\n  projection  build  version  is      events" in told.out


def test_rows_are_written_once_and_told(type_, ledger):
    """It catches up, writes what the library would, and says how each stands."""
    told = type_("projections", "run", "standing", "shifts", "--ledger", ledger, "--once")
    with positions.open(ledger) as opened:
        expected = opened.replay(Standings()).tables["standing"]

        assert expected == opened.follow(Standings()).rows("standing")
    assert (0, "") == (told.code, told.err)
    assert told.out.startswith("How they stand\n\n  projection  build  version  is      events  ")
    assert "  standing    1      1        active  32      0       claim:talks 5" in told.out
    assert len(expected) == len(rows(ledger, "standing"))


def test_only_those_that_were_named_are_told(type_, ledger):
    """Others are there, and are told by `status`."""
    type_("projections", "run", "standing", "--ledger", ledger, "--once")
    told = type_("projections", "run", "shifts", "--ledger", ledger, "--once", "--format", "json")
    status = type_("projections", "status", "--ledger", ledger, "--format", "json")

    assert ["shifts"] == [each["projection"] for each in told.answer]
    assert ["shifts", "standing"] == [each["projection"] for each in status.answer]


def test_rows_may_lie_in_another_database(type_, ledger, tmp_path):
    """The ledger then holds nothing but its events."""
    into = str(tmp_path / "views.db")
    told = type_("projections", "run", "timeline", "--ledger", ledger, "--into", into, "--once")
    asked = ("projections", "status", "--ledger", ledger)

    assert 0 == told.code
    assert rows(into, "timeline")
    assert (1, []) == (type_(*asked).code, type_(*asked, "--format", "json").answer)
    assert 0 == type_(*asked, "--into", into).code
    assert not [name for (name,) in rows(ledger, "sqlite_master WHERE name LIKE 'positions%'")]


def test_status_tells_how_far_each_has_come(type_, ledger):
    """What was recorded since is before it; the same in CSV."""
    type_("projections", "run", "standing", "--ledger", ledger, "--once")
    with positions.open(ledger) as opened:
        opened.void("ink", why="never said")
    asked = ("projections", "status", "--ledger", ledger, "--format")
    (one,) = type_(*asked, "json").answer
    names, values = (line.split(",") for line in type_(*asked, "csv").out.splitlines())

    assert (1, 1, True, 33, 32, 1) == tuple(
        one[name] for name in ("build", "version", "active", "position", "events", "behind")
    )
    assert one["rate"] > 0
    assert one["recorded_at"] <= one["updated_at"]
    assert (None, [], ["standing"]) == (one["failed"], one["quarantined"], one["tables"])
    assert {"projection": "standing", "active": "true", "behind": "1", "failed": ""}.items() <= (
        dict(zip(names, values, strict=True)).items()
    )


def test_status_makes_nothing(type_, ledger, tmp_path):
    """Asked of a ledger in which nothing is kept it says so, and leaves the file as it is."""
    before = rows(ledger, "sqlite_master")
    told = type_("projections", "status", "--ledger", ledger)
    missing = type_("projections", "status", "--ledger", ledger, "--into", str(tmp_path / "no.db"))

    assert (1, "How projections stand\n\nNo projection is kept there.\n") == (told.code, told.out)
    assert before == rows(ledger, "sqlite_master")
    assert 2 == missing.code
    assert "positions: --into: there is no database at " in missing.err
    assert not (tmp_path / "no.db").exists()


def test_one_of_your_own_runs_from_the_current_folder(type_, ledger, own):
    """A class that needs no arguments, or an instance, wherever it lies in the module."""
    run = ("projections", "run", "--ledger", ledger, "--once", "--format", "json")

    assert ["count"] == [each["projection"] for each in type_(*run, f"{own}:Count").answer]
    assert 0 == type_(*run, f"{own}:rooms.count").code
    assert [str(Standings.version)] == [
        str(each["version"]) for each in type_(*run, "positions.projections:Standings").answer
    ]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("standng", "there is no ready-made projection 'standng'; did you mean standing?"),
        ("zzz", "did you mean one of standing, shifts, timeline, open_questions, changes?"),
        ("no_such:Count", "no_such:Count: there is no module 'no_such' here, nor among what"),
        ("OWN_broken:Count", "_broken' cannot be imported: ZeroDivisionError: division by zero"),
        ("OWN:Cuont", "OWN:Cuont: there is no 'Cuont' in it; did you mean Count"),
        ("OWN:zzz", "OWN:zzz: there is no 'zzz' in it\n"),
        ("OWN:many.zzz", "OWN:many.zzz: there is no 'zzz' in it\n"),
        ("OWN:Demanding", "it cannot be made without arguments, give an instance: TypeError"),
        ("OWN:nothing", "is no projection that can be run: it needs a `name`"),
        (":", ": '' cannot be imported: ValueError: Empty module name"),
    ],
)
def test_a_name_that_names_nothing_is_refused(type_, ledger, own, name, sentence):
    """In a sentence that says where it looked, and what would be right; nothing is kept."""
    told = type_("projections", "run", "--ledger", ledger, "--once", name.replace("OWN", own))

    assert (2, "") == (told.code, told.out)
    assert sentence.replace("OWN", own) in told.err
    assert 1 == told.err.count("\n")
    assert 1 == type_("projections", "status", "--ledger", ledger).code


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (["run"], "the following arguments are required: --ledger (positions projections run"),
        (["run", "--ledger", "L"], "the following arguments are required: NAME"),
        (["run", "shifts", "shifts", "--ledger", "L"], "2 of them are called 'shifts'; name each"),
        (["run", "shifts", "--ledger", "L", "--batch", "0"], "'0' is no whole number from 1 up"),
        (["run", "shifts", "--ledger", "L", "--batch", "x"], "'x' is no whole number from 1 up"),
        (["run", "shifts", "--ledger", "no.db"], "there is no ledger at no.db"),
        (["run", "shifts", "--ledger", "no.db", "--into", "v.db"], "there is no ledger at no.db"),
        (["run", "shifts", "--ledger", "L", "--into", ":memory:"], "rows in memory are gone when"),
        (["run", "shifts", "--ledger", "L", "--into", "no/v.db"], "there is no folder"),
        (["list", "--into", "v.db"], "--into: goes with --ledger FILE: name the ledger that they"),
        (["status", "--ledger", "L", "--into", ":memory:"], "--into: rows in memory are gone when"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_what_cannot_be_is_refused(type_, ledger, typed, sentence):
    """It says what, where, and what would be right."""
    told = type_("projections", *(ledger if each == "L" else each for each in typed))

    assert (2, "") == (told.code, told.out)
    assert sentence in told.err


@pytest.mark.parametrize("ending", [["--once"], []], ids=["once", "until it is ended"])
def test_one_that_raises_stops_with_the_event_named(type_, ledger, own, ending):
    """The others have caught up; it ends with 1, and status tells why."""
    run = ("projections", "run", "shifts", f"{own}:Fragile", "--ledger", ledger, *ending)
    told = type_(*run)
    failed, fine = type_("projections", "status", "--ledger", ledger, "--format", "json").answer

    assert 1 == told.code
    assert told.err.startswith("positions: the projection 'fragile' raised at position 14 (")
    assert "ClaimOpened in 'claim:deal'): ZeroDivisionError: by the deal; all before" in told.err
    assert "failed" in told.out
    assert "\nWhat stands still\n  projection  why\n  fragile     the projection" in told.out
    assert ("fragile", 20) == (failed["projection"], failed["behind"])
    assert ("shifts", 0) == (fine["projection"], fine["behind"])
    assert 1 == type_("projections", "status", "--ledger", ledger).code


def test_what_cannot_be_read_stops_it_or_is_skipped_and_told(type_, ledger):
    """By default it stops before it; skipped, it is listed."""
    damage(ledger, "claim:deal", 2)
    run = ("projections", "run", "shifts", "--ledger", ledger, "--once")
    stopped, skipped = type_(*run), type_(*run, "--unreadable", "skip")

    assert 1 == stopped.code
    assert "the projection 'shifts' stands before position" in stopped.err
    assert (0, "") == (skipped.code, skipped.err)
    assert "What they were not given, as it cannot be read\n  projection  position " in skipped.out
    (one,) = type_("projections", "status", "--ledger", ledger, "--format", "json").answer
    assert ["claim:deal"] == [each["stream"] for each in one["quarantined"]]


def test_anew_beside_the_old_and_swapped(type_, ledger):
    """The next build takes the place of the one before."""
    type_("projections", "run", "standing", "--ledger", ledger, "--once")
    before = rows(ledger, "standing")
    told = type_("projections", "rebuild", "standing", "--ledger", ledger)
    status = type_("projections", "status", "--ledger", ledger, "--format", "json").answer

    assert (0, "") == (told.code, told.err)
    assert told.out.startswith("Built anew\n\n  projection  build  version  is      events")
    assert [(2, True)] == [(each["build"], each["active"]) for each in status]
    assert before == rows(ledger, "standing")


def test_a_rebuild_that_fails_leaves_the_old_in_place(type_, ledger, own):
    """It ends with 1, and readers see what they saw."""
    told = type_("projections", "rebuild", f"{own}:Fragile", "--ledger", ledger)

    assert 1 == told.code
    assert "positions: the projection 'fragile' raised at position" in told.err


def test_a_rebuild_that_is_overtaken_goes_on_until_it_is_swapped(monkeypatch, type_, ledger):
    """Where those that readers see were ahead, it catches up again."""
    type_("projections", "run", "standing", "--ledger", ledger, "--once")
    tried = []

    def ahead_at_first(session, build):
        tried.append(build)
        return activated(session, build) if len(tried) > 1 else None

    monkeypatch.setattr("positions.following.keeping.activated", ahead_at_first)
    monkeypatch.setattr(rebuilding, "_PAUSE", 0)
    told = type_("projections", "rebuild", "standing", "--ledger", ledger)

    assert (0, 2) == (told.code, len(tried))


def test_an_interrupted_rebuild_goes_on(monkeypatch, type_, ledger):
    """Ctrl-C ends with 130 and says so; what is being built is told."""
    rebuild = ("projections", "rebuild", "shifts", "--ledger", ledger, "--batch", "10")
    status = ("projections", "status", "--ledger", ledger, "--format", "json")
    type_("projections", "run", "shifts", "--ledger", ledger, "--once")
    step = Follower.step

    def interrupted(follower):
        if follower.position:
            raise KeyboardInterrupt
        return step(follower)

    with monkeypatch.context() as patch:
        patch.setattr(Follower, "step", interrupted)
        told = type_(*rebuild)

    assert (130, "") == (told.code, told.out)
    assert "note: readers see what they saw; the same command goes on from here\n" == told.err
    assert [(1, True, 0), (2, False, 23)] == [
        (each["build"], each["active"], each["behind"]) for each in type_(*status).answer
    ]
    assert "building" in type_("projections", "status", "--ledger", ledger).out
    assert 0 == type_(*rebuild).code
    assert [(2, True, 0)] == [
        (each["build"], each["active"], each["behind"]) for each in type_(*status).answer
    ]


def wait_for(condition, seconds=20):
    """Wait until something holds."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never came to hold"
        time.sleep(0.02)


def running_beside(ledger, *typed):
    """Run the command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "positions", *typed, "--ledger", ledger, "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def taken(ledger):
    """Return the build and the position of each that is kept."""
    with positions.open(ledger) as opened:
        return [(each.build.build, each.build.position) for each in opened.projections()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_keeps_up_until_it_is_ended(ledger, number):
    """What is recorded meanwhile is taken; Ctrl-C and termination are a clean end."""
    with running_beside(ledger, "projections", "run", "standing") as process:
        wait_for(lambda: [(1, 33)] == taken(ledger))
        with positions.open(ledger) as opened:
            opened.void("ink", why="never said")
        wait_for(lambda: [(1, 34)] == taken(ledger))
        process.send_signal(number)
        out, err = process.communicate(timeout=20)

    assert (0, b"") == (process.returncode, err)
    assert [34] == [each["position"] for each in json.loads(out)["answer"]]


def test_who_keeps_up_goes_on_with_what_was_built_anew(ledger, type_):
    """A rebuild in another process takes the old build away, and nobody notices."""
    with running_beside(ledger, "projections", "run", "standing") as process:
        wait_for(lambda: [(1, 33)] == taken(ledger))
        assert 0 == type_("projections", "rebuild", "standing", "--ledger", ledger).code
        with positions.open(ledger) as opened:
            opened.void("ink", why="never said")
        wait_for(lambda: [(2, 34)] == taken(ledger))
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=20)

    assert (0, b"") == (process.returncode, err)
    assert [(2, 34)] == [(each["build"], each["position"]) for each in json.loads(out)["answer"]]


def test_a_swap_within_one_process(monkeypatch, type_, ledger):
    """The same, seen from within: it begins anew, and is ended by whoever ends it."""
    begun = []
    following = running._following

    def following_twice(opened, projections, typed):
        begun.append(typed)
        if len(begun) == 1:
            follower = following(opened, projections, typed)
            follower.catch_up()
            opened.follow(*projections, anew=True).catch_up()
            opened.add_actor("another")
            return follower
        threading.Timer(0.3, signal.raise_signal, [signal.SIGINT]).start()
        return following(opened, projections, typed)

    monkeypatch.setattr(running, "_following", following_twice)
    told = type_("projections", "run", "standing", "--ledger", ledger, "--format", "json")

    assert (0, "") == (told.code, told.err)
    assert [2] == [each["build"] for each in told.answer]
    assert 2 == len(begun)


def test_a_thread_is_not_ended_by_signals(ledger):
    """Where a program runs the command in a thread, it is not in the way of its signals."""
    before = signal.getsignal(signal.SIGINT)
    codes = []

    def in_thread():
        with ended_by(lambda: None):
            assert before is signal.getsignal(signal.SIGINT)
        codes.append(main(["projections", "run", "shifts", "--ledger", ledger, "--once"]))

    thread = threading.Thread(target=in_thread)
    thread.start()
    thread.join()

    assert [0] == codes
    assert before is signal.getsignal(signal.SIGINT)


def test_the_second_interruption_is_as_it_ever_was():
    """Who cannot wait for a clean end presses Ctrl-C again."""
    told = threading.Event()

    def pressed_twice():
        signal.raise_signal(signal.SIGINT)
        assert told.wait(5)
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt), ended_by(told.set):
        pressed_twice()


def test_a_build_that_was_never_written_to_has_no_last_event(type_, tmp_path):
    """Of an empty ledger nothing was taken."""
    empty = str(tmp_path / "empty.db")
    with positions.open(empty):
        pass
    told = type_("projections", "run", "shifts", "--ledger", empty, "--once")

    assert (0, "") == (told.code, told.err)
    assert "  shifts      1      1        active  0       0\n" in told.out


def test_records_name_what_was_left_out():
    """By its position in the log, several with '; ' between."""
    out = [
        Quarantined(projection="p", build=1, position=place, stream="s", why="w")
        for place in (3, 5)
    ]
    build = Build(projection="p", build=1, version=1, active=False, tables=("a", "b"))
    one = Status(build=build, behind=2, quarantined=tuple(out))
    answer = kept_answer("", [one], Namespace(command="projections status"))

    assert [("false", "2", "a; b", "3; 5")] == [
        (each[3], each[5], each[12], each[13]) for each in answer.records
    ]


def test_status_of_what_is_kept_in_postgres(type_, ledger):
    """Another database may be PostgreSQL; asked of one where nothing is kept it makes nothing."""
    with postgres() as into:
        status = ("projections", "status", "--ledger", ledger, "--into", into)
        before = type_(*status)
        run = type_("projections", "run", "standing", "--ledger", ledger, "--into", into, "--once")

        assert (1, "How projections stand\n\nNo projection is kept there.\n") == (
            before.code,
            before.out,
        )
        assert (0, "") == (run.code, run.err)
        assert 0 == type_(*status).code


def test_rows_in_the_database_of_a_ledger_in_postgres(type_, case):
    """Rows may lie beside the events there, too; where there is no ledger none is made."""
    with postgres() as location:
        missing = type_("projections", "run", "standing", "--ledger", location, "--once")
        type_("load", case, "--ledger", location)
        run = type_("projections", "run", "standing", "--ledger", location, "--once")
        status = type_("projections", "status", "--ledger", location, "--format", "json")

    assert 2 == missing.code
    assert "there is no ledger at" in missing.err
    assert (0, 0) == (run.code, status.code)
    assert [(1, 0)] == [(each["build"], each["behind"]) for each in status.answer]
